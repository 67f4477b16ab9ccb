// The accounts to choose from: at the side where the page is wide; where it is narrow a sheet at its foot, opened by a button.
import { type TemplateResult, html, nothing } from "lit";
import { say } from "bursar/elements";
import type { Standing } from "../accounts.ts";
import type { App } from "../app.ts";
import { icons } from "./icons.ts";
import { modal } from "./modal.ts";

export function side(app: App): TemplateResult | typeof nothing {
  if (app.session?.person === undefined) return nothing;
  return html`<aside class="side" aria-labelledby="side-title"><div class="accounts"><h2 id="side-title">${app.words.accounts.title}</h2>${list(app)}</div></aside>`;
}

/** What a narrow page has of it: which account is looked at, and a way to the others. */
export function chooser(app: App): TemplateResult | typeof nothing {
  const { words: { accounts: words }, session, seen } = app;
  if (session?.person === undefined) return nothing;
  const name = seen?.account ?? app.words.noAccount;
  return html`<button class="button chooser" type="button" aria-haspopup="dialog" aria-label=${words.choose(name)} @click=${() => { app.choosing = true; app.draw(); }}><span>${name}</span>${icons.down}</button>`;
}

export function sheet(app: App): TemplateResult | typeof nothing {
  const { words: { accounts: words, elements } } = app;
  if (!app.choosing) return nothing;
  const closed = (): void => { app.choosing = false; app.draw(); };
  return modal(closed, "accounts-title", html`<div class="form"><div class="head"><h2 id="accounts-title">${words.title}</h2><button class="button plain" type="button" aria-label=${elements.close} @click=${closed}>${icons.cross}</button></div>
    <div class="accounts">${list(app)}</div></div>`, "sheet");
}

function list(app: App): TemplateResult {
  const chosen = app.seen?.account ?? "";
  const accounts = Object.entries(app.session?.accounts ?? {});
  return html`<ul>${accounts.map(([id, by]) => entry(app, id, chosen === id, what(app, by, app.accounts.standings.get(id)), app.accounts.standings.get(id)))}
    ${entry(app, "", chosen === "", html`${app.words.accounts.prices}`)}</ul>`;
}

function entry(app: App, id: string, chosen: boolean, what: TemplateResult, standing?: Standing): TemplateResult {
  const choose = (): void => { app.choosing = false; void app.enter(id); };
  return html`<li><button type="button" aria-current=${chosen ? "true" : nothing} @click=${choose}>
    <span class="name">${id === "" ? app.words.accounts.none : id}</span>${state(app, standing)}<span class="what"><span>${what}</span>${standing?.state === "cancelled" ? html`<span class="warned">${app.words.accounts.cancelled}</span>` : nothing}</span></button></li>`;
}

/** By which rules it runs, and as whom its person is there: their role; of one without members, the plan. */
function what({ words, locale }: App, by: string, standing: Standing | undefined): TemplateResult {
  // As much room as it will take, so that nothing moves when it comes.
  if (!standing) return html`${by === "owner" ? "" : by}&nbsp;`;
  const named = say(standing.rules, locale, words.elements);
  const as = standing.role !== undefined ? named.role(standing.role) : standing.plan !== undefined ? named.plan(standing.plan) : words.generate.noPlan;
  return html`${standing.rules.name} · ${as}`;
}

function state({ words: { accounts: words, elements }, locale }: App, standing: Standing | undefined): TemplateResult | typeof nothing {
  if (!standing) return nothing;
  const { state, spendable } = standing;
  if (state === "closed") return html`<span class="state warned">${words.closed}</span>`;
  const named = say(standing.rules, locale, elements);
  if (spendable === undefined) return html`<span class="state quiet">${words.hidden}</span>`;
  return html`<span class="state ${spendable === 0 ? "warned" : ""}">${named.number(spendable)}<span class="away"> ${spendable === 1 ? named.unit.one : named.unit.many}</span></span>`;
}
