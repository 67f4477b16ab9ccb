// The inbox: a bell that tells how many are unread, the alerts that were told, and those that are told just now.
import { type TemplateResult, html, nothing } from "lit";
import type { Notice } from "../../worker/src/inbox/shapes.ts";
import type { App } from "../app.ts";
import { own } from "../own.ts";
import { icons } from "./icons.ts";
import { missed } from "./missed.ts";
import { modal, shut } from "./modal.ts";

export function bell(app: App): TemplateResult | typeof nothing {
  const { words: { inbox: words }, inbox, seen, say } = app;
  // Where there is no company nobody sets alerts here; what was told of those that there are is told all the same.
  if (!seen?.may("manage") || (!app.company.shown && !inbox.notices?.length)) return nothing;
  const label = words.bell(inbox.unread, say);
  return html`<button class="button plain bell" type="button" aria-haspopup="dialog" aria-label=${label} title=${label} @click=${() => void inbox.show()}>${icons.bell}${inbox.unread > 0 ? html`<span class="unread" aria-hidden="true">${inbox.unread > 99 ? "99+" : inbox.unread}</span>` : nothing}</button>`;
}

export function inboxDialog(app: App): TemplateResult | typeof nothing {
  const { words: { inbox: words, elements }, inbox } = app;
  if (!inbox.open) return nothing;
  const { notices, next, missed: again } = inbox;
  return modal(() => inbox.close(), "inbox-title", html`<div class="form"><div class="head"><h2 id="inbox-title">${words.title}</h2><button class="button plain" type="button" aria-label=${elements.close} @click=${shut}>${icons.cross}</button></div>
    ${notices === undefined ? nothing : notices.length === 0 ? html`<p class="quiet">${words.none}</p>` : html`<ul class="notices">${notices.map((notice) => html`<li><p><strong>${notice.alert}</strong></p><p>${sentence(app, notice)}</p><p class="quiet small"><time datetime=${new Date(notice.at).toISOString()}>${app.say.moment(notice.at)}</time></p></li>`)}</ul>`}
    ${again ? missed(app, again) : next === undefined ? nothing : html`<button class="button" type="button" @click=${() => void inbox.more()}>${words.older}</button>`}</div>`, "sheet");
}

/** What is told while somebody looks. */
export function fresh(app: App): TemplateResult {
  const { inbox, words } = app;
  const some = inbox.fresh.length > 0;
  return html`<div class=${some ? "note told" : "live"}><div role="status" aria-atomic="false">${inbox.fresh.map((notice) => html`<p>${icons.bell}<span><strong>${notice.alert}</strong> ${sentence(app, notice)}</span></p>`)}</div>
    ${some ? html`<button class="button plain" type="button" aria-label=${words.sending.closeNotice} @click=${() => { inbox.fresh = []; app.draw(); }}>${icons.cross}</button>` : nothing}</div>`;
}

/** An alert that is not there any more told of a threshold all the same. */
function sentence({ words: { inbox: words, company }, seen, say }: App, notice: Notice): string {
  const alert = own(seen?.view.alerts, notice.alert);
  return words.notice(notice, alert?.on, company.watched(notice.watch, say), say);
}
