// The page's frame: who is signed in, where one is, and what has to be said.
import { type TemplateResult, html, nothing } from "lit";
import type { App } from "../app.ts";
import { choices, remember } from "../language.ts";
import type { View } from "../where.ts";
import { chooser, sheet, side } from "./accounts.ts";
import { changeDialog } from "./changes.ts";
import { clock } from "./clock.ts";
import { company } from "./company.ts";
import { credits } from "./credits.ts";
import { covered, dialogs } from "./dialogs.ts";
import { generate } from "./generate.ts";
import { icons } from "./icons.ts";
import { bell, fresh, inboxDialog } from "./inbox.ts";
import { within } from "./links.ts";
import { type Item, menu } from "./menu.ts";
import { missed } from "./missed.ts";
import { plans } from "./plans.ts";
import { usage } from "./usage.ts";

const shown: Record<View, (app: App) => TemplateResult> = { generate, credits, plans, usage, company, rulebooks };

/** It comes when it is looked at, if it does. */
function rulebooks(app: App): TemplateResult {
  return app.rulebooks?.draw() ?? html`<h1>${app.words.views.rulebooks}</h1>${app.missed ? missed(app, () => app.again()) : nothing}`;
}

export function page(app: App, version: string): TemplateResult {
  const { words, seen } = app;
  return html`
    <header><div class="bar">
      <a class="brand" href="?view=generate" aria-label=${words.title} @click=${within(() => void app.go("generate"))}>${icons.brand}<span>${words.title}</span></a>
      ${nav(app)}
      <div class="who">${seen ? pill(app) : nothing}${account(app)}</div></div>
      ${app.session?.notice === undefined ? nothing : html`<p class="marked">${app.session.notice}</p>`}
      ${clock(app)}
    </header>
    <div class="body">
      ${side(app)}
      <main id="main" tabindex="-1">
        ${said(app)}
        ${shown[app.view](app)}
      </main>
    </div>
    <footer>
      <p>${words.footer}</p>
      <p class="marks"><span id="digest" title=${app.bursar.digest}>${words.rules(app.bursar.digest.slice(0, 12))}</span><span>bursar ${version}</span>
        <label><span class="away">${words.language}</span><select class="small" aria-label=${words.language} @change=${chooseLanguage}>${choices.map(([tag, name]) => html`<option value=${tag} ?selected=${tag === words.lang}>${name}</option>`)}</select></label></p>
    </footer>
    ${sheet(app)}
    ${inboxDialog(app)}
    ${changeDialog(app)}
    ${dialogs(app)}`;
}

function nav(app: App): TemplateResult {
  return html`<nav aria-label=${app.words.menu}>${app.offered.map((view) => html`<a href=${`?view=${view}`} aria-current=${app.view === view ? "page" : nothing} @click=${within(() => void app.go(view))}>${icons[view]}<span>${app.words.views[view]}</span></a>`)}</nav>`;
}

function pill({ seen, words, locale, bursar, rules }: App): TemplateResult {
  return html`<bursar-balance .bursar=${bursar} .rules=${rules} .view=${seen?.view} .now=${seen?.now} .words=${words.elements} .locale=${locale}></bursar-balance>`;
}

function account(app: App): TemplateResult | typeof nothing {
  const { session, words } = app;
  const { person } = session ?? {};
  if (person === undefined) return session?.signIn === undefined ? nothing : html`<button class="button primary" type="button" @click=${() => app.signIn()}>${words.signIn}</button>`;
  const items: Item[] = [
    ...(app.company.shown ? [{ label: words.company.dashboard, icon: icons.company, choose: () => void app.go("company") }] : []),
    { label: words.signOut(person), icon: icons.leave, choose: () => void app.leave() },
  ];
  return html`${chooser(app)}${bell(app)}${menu(app, { id: "person", label: words.accounts.menuOf(person), face: html`${icons.person}<span>${person}</span>`, items })}`;
}

/** What has to be said: that the network is away, what waits to be sent again, what came of something. */
function said(app: App): TemplateResult {
  const { words, notice, outbox } = app;
  const trouble = notice?.bad === true && !covered(app);
  const done = notice?.bad === false ? notice : undefined;
  const closing = html`<button class="button plain" type="button" aria-label=${words.sending.closeNotice} @click=${() => { app.notice = undefined; app.draw(); }}>${icons.cross}</button>`;
  // What is to be heard is put into a place that was there before: of one that comes with its words not every reader tells. What
  // can be pressed stands beside it.
  return html`<div class="said live">
    <div class="live" role="status">${app.online ? nothing : html`<p class="note">${words.offline}</p>`}</div>
    ${fresh(app)}
    <div class=${done ? "note good" : "live"}><span role="status">${done?.text ?? nothing}</span>${done ? closing : nothing}</div>
    ${[...outbox.waiting].map((letter) => html`<div class="note bad"><span role="alert">${words.sending.unanswered(letter.what)}</span>
      <span class="row"><button class="button" type="button" ?disabled=${outbox.busy} @click=${() => void outbox.send(letter)}>${words.sending.again}</button><button class="button plain" type="button" @click=${() => outbox.drop(letter)}>${words.sending.drop}</button></span></div>`)}
    ${trouble ? html`<div class="note bad"><span role="alert">${notice.text}</span>${closing}</div>` : nothing}
  </div>`;
}

function chooseLanguage({ target }: Event): void {
  if (!(target instanceof HTMLSelectElement)) return;
  remember(target.value);
  location.reload();
}
