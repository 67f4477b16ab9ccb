// The company: its bank, its teams, its people, what it is to be told of.
import { type TemplateResult, html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import type { Id, Team } from "bursar";
import type { App } from "../app.ts";
import { teamForm } from "../changes.ts";
import type { WalletBalance } from "../company.ts";
import { alerts } from "./alerts.ts";
import { icons } from "./icons.ts";
import { limits } from "./limits.ts";
import { members } from "./members.ts";
import { type Item, menu } from "./menu.ts";

/** Limits free as time passes: they are looked at so often. */
const lookMs = 10_000;

export function company(app: App): TemplateResult {
  const { seen, company } = app;
  if (!seen || !company.shown) return html``;
  // A key in a form changes nothing here, and a company may be large.
  return html`${guard([seen.view, Math.floor(seen.now() / lookMs), app.menu, company.sought, company.most.teams, company.most.members], () => whole(app))}`;
}

function whole(app: App): TemplateResult {
  const { words: { company: words }, seen, company } = app;
  return html`
    <div class="head"><h1>${words.title}</h1><p class="quiet">${seen?.account}</p></div>
    <div class="firm">
      <div class="column">${bank(app)}${own(app)}${company.managed ? alerts(app) : nothing}</div>
      <div class="column">${company.pooled ? nothing : teams(app)}${company.managed && seen?.view.members ? members(app) : nothing}</div>
    </div>`;
}

function bank(app: App): TemplateResult | typeof nothing {
  const { words: { company: words, credits, plans }, company, seen, say } = app;
  const has = company.wallets.get("bank");
  if (!has) return nothing;
  const balance = seen?.balance();
  return html`<section class="card bank" aria-labelledby="bank-title">
    <h2 id="bank-title">${company.pooled ? words.pool(say) : words.bank(say)}</h2>
    <p class="amount"><strong>${say.number(has.spendable)}</strong> <span>${has.spendable === 1 ? say.unit.one : say.unit.many}</span></p>
    ${aside(app, has)}
    ${balance?.ok && balance.renewal ? html`<p class="quiet small">${plans.renewal(balance.renewal, say)}</p>` : nothing}
    ${company.buys ? html`<button class="button primary" type="button" title=${credits.add(say)} @click=${() => app.purse.add()}>${words.manage}</button>` : nothing}
  </section>`;
}

/** What of a wallet cannot be spent just now. */
function aside({ words: { elements: { balance: words } }, say }: App, { held, locked }: WalletBalance): TemplateResult | typeof nothing {
  const parts = [held > 0 ? words.held(held, say) : "", locked > 0 ? words.locked(locked, say) : ""].filter(Boolean);
  return parts.length > 0 ? html`<p class="quiet small">${parts.join(" · ")}</p>` : nothing;
}

/** Who sees the others' limits finds their own among them. */
function own(app: App): TemplateResult | typeof nothing {
  const { words: { company: words }, company, seen } = app;
  const list = company.managed || !seen?.may("generate") ? [] : company.limitsOf();
  if (list.length === 0) return nothing;
  return html`<section id="own" class="card" aria-labelledby="own-title"><h2 id="own-title">${words.yourLimits}</h2>${limits(app, list)}</section>`;
}

function teams(app: App): TemplateResult | typeof nothing {
  const { words: { company: words }, company } = app;
  if (company.teams.length === 0 && !company.managed) return nothing;
  const shown = company.teams.slice(0, company.most.teams);
  // Asked once for all of them: a balance adds up the whole account.
  const { wallets } = company;
  return html`<section id="teams" class="card" aria-labelledby="teams-title"><div class="head"><h2 id="teams-title">${words.teams}</h2>
      ${company.managed ? html`<button class="button" type="button" @click=${() => company.open(teamForm())}>${icons.plus}${words.addTeam}</button>` : nothing}</div>
    ${shown.length === 0 ? html`<p class="quiet">${words.noTeams}</p>` : html`<ul class="rows">${shown.map(([id, team]) => row(app, id, team, wallets.get(`team:${id}`)))}</ul>`}
    ${shown.length < company.teams.length ? html`<button class="button" type="button" @click=${() => company.more("teams")}>${words.more(company.teams.length - shown.length)}</button>` : nothing}</section>`;
}

function row(app: App, id: Id, team: Team, has: WalletBalance | undefined): TemplateResult {
  const { words: { company: words, credits }, company, seen, say } = app;
  const label = say.wallet(`team:${id}`);
  const people = company.membersOf(id);
  const items: Item[] = [
    ...(company.moves && has ? [{ label: credits.transfer(say), icon: icons.turn, choose: () => company.transfer(id) }] : []),
    ...(seen?.may("viewUsage") ? [{ label: words.usage, icon: icons.usage, choose: () => app.usage.show({ wallet: `team:${id}` }) }] : []),
    ...(company.managed ? [{ label: words.changeTeam, icon: icons.pen, choose: () => company.open(teamForm(id, team)) }, { label: words.removeTeam, icon: icons.bin, warn: true, choose: () => company.open({ do: "removeTeam", team: id }) }] : []),
  ];
  return html`<li><div class="what"><h3>${label}</h3>${company.managed ? html`<p class="quiet small">${people.length === 0 ? words.nobody : words.people(people.length, people.slice(0, 6), say)}</p>` : nothing}</div>
    <div class="has">${has ? html`<strong>${say.number(has.spendable)}</strong> <span class="quiet">${has.spendable === 1 ? say.unit.one : say.unit.many}</span>${aside(app, has)}` : nothing}</div>
    ${menu(app, { id: `team-${id}`, label: words.menuOf(label), face: icons.dots, items })}
    ${limits(app, company.limitsOfTeam(id))}</li>`;
}
