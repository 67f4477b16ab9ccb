// What lies over the page: the elements' dialogs, a plan that is looked at, a text to ask with.
import { type TemplateResult, html, nothing } from "lit";
import { ref } from "lit/directives/ref.js";
import type { Balance } from "bursar";
import type { BursarEvents } from "bursar/elements";
import { type App, type Planned, addressOf } from "../app.ts";
import { pills } from "./fields.ts";

export function dialogs(app: App): TemplateResult {
  const { seen, words: { elements }, rules, bursar, locale } = app;
  const notice = app.outbox.waiting.size > 0 ? [...app.outbox.waiting].map(({ what }) => app.words.sending.unanswered(what)).join(" ") : app.notice?.bad ? app.notice.text : "";
  return html`
    ${seen ? html`
      <bursar-top-up .bursar=${bursar} .rules=${rules} .view=${seen.view} .now=${seen.now} .words=${elements} .locale=${locale} .busy=${app.outbox.busy} .notice=${notice}
        .open=${app.topUp.open} .pack=${app.topUp.pack} .quantity=${app.topUp.quantity}
        @bursar-checkout=${({ detail }: BursarEvents["bursar-checkout"]) => app.checkout(detail)} @bursar-remedy=${({ detail }: BursarEvents["bursar-remedy"]) => app.help(detail)}
        @bursar-close=${() => { app.topUp = { open: false }; app.draw(); }}></bursar-top-up>
      <bursar-transfer .bursar=${bursar} .rules=${rules} .view=${seen.view} .now=${seen.now} .words=${elements} .locale=${locale} .busy=${app.outbox.busy} .notice=${notice}
        .open=${app.transfer.open} .from=${app.transfer.from} .to=${app.transfer.to} .credits=${app.transfer.credits}
        @bursar-transfer=${({ detail }: BursarEvents["bursar-transfer"]) => app.transferred(detail)} @bursar-remedy=${({ detail }: BursarEvents["bursar-remedy"]) => app.help(detail)}
        @bursar-close=${() => { app.transfer = { open: false }; app.draw(); }}></bursar-transfer>
      ${app.planned ? modal(() => close(app), "planned-title", planned(app, app.planned)) : nothing}` : nothing}
    ${app.asked === undefined ? nothing : modal(() => { app.asked = undefined; app.draw(); }, "ask-title", asked(app, app.asked))}`;
}

/** The browser's own dialog, shown as long as it is in the page. */
export function modal(closed: () => void, title: string, content: TemplateResult, kind = ""): TemplateResult {
  return html`<dialog class="modal ${kind}" aria-labelledby=${title} @close=${closed} @click=${({ target }: Event) => { if (target instanceof HTMLDialogElement) target.close(); }}
    ${ref((element) => { if (element instanceof HTMLDialogElement && !element.open) queueMicrotask(() => { if (element.isConnected) element.showModal(); }); })}>${content}</dialog>`;
}

function close(app: App): void {
  app.planned = undefined;
  app.draw();
}

export const shut = ({ currentTarget }: Event): void => { if (currentTarget instanceof Element) currentTarget.closest("dialog")?.close(); };

function planned(app: App, wish: Planned): TemplateResult {
  const { words: { plans: words }, say } = app;
  const title = wish.do === "subscribe" ? words.confirm(say.plan(wish.plan)) : wish.do === "cancel" ? words.confirmCancel : `${words.close}?`;
  const price = app.priceOf(wish);
  const answer = judged(app, wish);
  const typed = wish.do !== "close" || wish.typed === words.closeWords;
  return html`<form novalidate @submit=${(event: Event) => { event.preventDefault(); app.carryOut(wish); }}>
    <h2 id="planned-title">${title}</h2>
    ${wish.do === "close" ? html`<p class="warned">${words.closeWhat}</p>` : when(app, wish)}
    ${wish.do === "subscribe" && app.perSeat(wish.plan) ? html`<div class="field"><label for="seats">${words.seats}</label><input id="seats" type="number" inputmode="numeric" min="1" .value=${String(wish.seats)}
      @input=${({ target }: Event) => { if (target instanceof HTMLInputElement && target.valueAsNumber >= 1) { app.planned = { ...wish, seats: target.valueAsNumber }; app.draw(); } }}></div>` : nothing}
    ${answer.ok ? does(app, answer.before, answer.after) : html`<p class="refused" role="alert">${answer.why}</p>`}
    ${answer.ok ? html`<p>${wish.do === "subscribe" ? (price ? words.costs(say.money(price)) : words.notSold) : words.costsNothing}</p>` : nothing}
    ${wish.do === "close" ? html`<div class="field"><label for="typed">${words.closeConfirm(words.closeWords)}</label><input id="typed" autocomplete="off" autocapitalize="off" .value=${wish.typed}
      @input=${({ target }: Event) => { if (target instanceof HTMLInputElement) { app.planned = { do: "close", typed: target.value }; app.draw(); } }}></div>` : nothing}
    ${app.notice?.bad ? html`<p class="refused" role="alert">${app.notice.text}</p>` : nothing}
    <div class="row end"><button class="button plain" type="button" @click=${shut}>${words.back}</button>
      <button class="button ${wish.do === "subscribe" ? "primary" : "warn"}" ?disabled=${!answer.ok || !typed || app.outbox.busy || (wish.do === "subscribe" && !price)}>${price ? words.goCheckout : wish.do === "close" ? words.close : words.go}</button></div>
  </form>`;
}

function when(app: App, wish: Exclude<Planned, { do: "close" }>): TemplateResult {
  const { words: { plans: words } } = app;
  const choices = [["now", words.now], ["periodEnd", words.periodEnd]] as const;
  return pills("when", html`<legend>${words.when}</legend>`, choices, wish.when, (when) => { app.planned = { ...wish, when }; app.draw(); });
}

type Judged = { ok: true; before: Balance; after: Balance } | { ok: false; why: string };

/** As the package says: whether they may wish for it, and what the account would be then. */
function judged(app: App, wish: Planned): Judged {
  const { seen } = app;
  if (!seen) return { ok: false, why: "" };
  const draft = wish.do === "subscribe" ? { type: "subscribe" as const, plan: wish.plan, when: wish.when, ...(app.perSeat(wish.plan) ? { seats: wish.seats } : {}) } : wish.do === "cancel" ? { type: "cancel" as const, when: wish.when } : { type: "close" as const };
  const allowed = seen.preview(draft);
  if (!allowed.ok) return { ok: false, why: app.sentence(allowed) };
  const [before, after] = [seen.balance(), seen.balanceAfter(draft)];
  if (!before.ok) return { ok: false, why: app.sentence(before) };
  return after.ok ? { ok: true, before, after } : { ok: false, why: app.sentence(after) };
}

function does({ words: { plans: words }, say }: App, before: Balance, after: Balance): TemplateResult {
  const now = new Map(before.sources.map((source) => [source.source, source]));
  const rows = after.sources.map((then) => ({ label: then.label, now: now.get(then.source), then }));
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${words.does}><table class="does"><caption>${words.does}</caption>
    <thead><tr><td></td><th scope="col" class="number">${words.before}</th><th scope="col" class="number">${words.after}</th></tr></thead>
    <tbody>${rows.map(({ label, now, then }) => html`<tr><th scope="row">${label}</th><td class="number">${say.number((now?.spendable ?? 0) + (now?.locked ?? 0))}</td><td class="number ${then.spendable + then.locked < (now?.spendable ?? 0) + (now?.locked ?? 0) ? "warned" : ""}">${say.number(then.spendable + then.locked)}${then.locked > 0 ? html`<br><span class="quiet small">${words.locked}: ${say.number(then.locked)}</span>` : nothing}</td></tr>`)}
      <tr class="sum"><th scope="row">${words.spendable}</th><td class="number">${say.number(before.spendable)}</td><td class="number">${say.number(after.spendable)}</td></tr></tbody></table></div>
    ${after.renewal ? html`<p class="quiet">${words.renewal(after.renewal, say)}</p>` : nothing}`;
}

function asked(app: App, text: string): TemplateResult {
  const { words: { ask: words, elements }, rules } = app;
  return html`<div class="form"><h2 id="ask-title">${words.title}</h2><p class="quote">${text}</p>
    <div class="row end"><button class="button plain" type="button" @click=${shut}>${elements.close}</button>
      ${rules.contact?.sales === undefined ? nothing : html`<a class="button" href=${addressOf(rules.contact.sales)}>${words.to} ${rules.contact.sales}</a>`}
      <button class="button primary" type="button" @click=${({ currentTarget }: Event) => { void navigator.clipboard.writeText(text).then(() => { if (currentTarget instanceof Element) currentTarget.textContent = words.copied; }); }}>${words.copy}</button></div></div>`;
}
