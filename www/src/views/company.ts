// The company: its bank, its teams.
import { type TemplateResult, html, nothing } from "lit";
import type { Id, Team } from "bursar";
import type { App } from "../app.ts";
import type { WalletBalance } from "../company.ts";
import { icons } from "./icons.ts";
import { type Item, menu } from "./menu.ts";

export function company(app: App): TemplateResult {
  const { words: { company: words }, seen, company } = app;
  if (!seen || !company.shown) return html``;
  return html`
    <div class="head"><h1>${words.title}</h1><p class="quiet">${seen.account}</p></div>
    <div class="firm">
      <div class="column">${bank(app)}</div>
      <div class="column">${company.pooled ? nothing : teams(app)}</div>
    </div>`;
}

function bank(app: App): TemplateResult | typeof nothing {
  const { words: { company: words, credits }, company, say } = app;
  const has = company.wallets.get("bank");
  if (!has) return nothing;
  return html`<section class="card bank" aria-labelledby="bank-title">
    <h2 id="bank-title">${company.pooled ? words.pool(say) : words.bank(say)}</h2>
    <p class="amount"><strong>${say.number(has.spendable)}</strong> <span>${has.spendable === 1 ? say.unit.one : say.unit.many}</span></p>
    ${aside(app, has)}
    ${company.buys ? html`<button class="button primary" type="button" title=${credits.add(say)} @click=${() => { app.topUp = { open: true }; app.draw(); }}>${words.manage}</button>` : nothing}
  </section>`;
}

/** What of a wallet cannot be spent just now. */
function aside({ words: { elements: { balance: words } }, say }: App, { held, locked }: WalletBalance): TemplateResult | typeof nothing {
  const parts = [held > 0 ? words.held(held, say) : "", locked > 0 ? words.locked(locked, say) : ""].filter(Boolean);
  return parts.length > 0 ? html`<p class="quiet small">${parts.join(" · ")}</p>` : nothing;
}

function teams(app: App): TemplateResult | typeof nothing {
  const { words: { company: words }, company } = app;
  if (company.teams.length === 0 && !company.managed) return nothing;
  return html`<section class="card" aria-labelledby="teams-title"><h2 id="teams-title">${words.teams}</h2>
    ${company.teams.length === 0 ? html`<p class="quiet">${words.noTeams}</p>` : html`<ul class="rows">${company.teams.map(([id, team]) => row(app, id, team))}</ul>`}</section>`;
}

function row(app: App, id: Id, team: Team): TemplateResult {
  const { words: { company: words, credits }, company, say } = app;
  const label = team.label ?? id;
  const has = company.wallets.get(`team:${id}`);
  const items: Item[] = company.moves ? [{ label: credits.transfer(say), icon: icons.turn, choose: () => company.transfer(id) }] : [];
  return html`<li><div class="what"><h3>${label}</h3></div>
    <div class="has">${has ? html`<strong>${say.number(has.spendable)}</strong> <span class="quiet">${has.spendable === 1 ? say.unit.one : say.unit.many}</span>${aside(app, has)}` : nothing}</div>
    ${menu(app, { id: `team-${id}`, label: words.menuOf(label), face: icons.dots, items })}</li>`;
}
