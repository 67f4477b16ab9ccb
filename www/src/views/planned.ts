// A change of plan before it is made: what it does to each kind of credits, on the day when it does so, and what is paid when.
import { type TemplateResult, html, nothing } from "lit";
import { type Accepted, type Balance, type Ms, type Refused, isBursarError } from "bursar";
import type { Quote } from "../../worker/src/money/shapes.ts";
import type { Told } from "../api.ts";
import type { App } from "../app.ts";
import { own } from "../own.ts";
import type { Planned, Subscribing, When } from "../plans.ts";
import { pills } from "./fields.ts";
import { shut } from "./modal.ts";

export function planned(app: App, wish: Planned): TemplateResult {
  const { words: { plans: words }, plans } = app;
  const allowed = allows(app, wish);
  // What is no wish at all, of half a seat, has no price to ask for.
  const told = wish.do === "subscribe" && allowed ? plans.quote(wish) : undefined;
  const quote = told?.kind === "told" ? told.answer : undefined;
  const answer = judged(app, wish, allowed, quote);
  const typed = wish.do !== "close" || wish.typed === words.closeWords;
  const had = wish.do !== "subscribe" || (quote !== undefined && quote.pays !== "unsold");
  return html`<form novalidate @submit=${(event: Event) => { event.preventDefault(); if (!app.outbox.busy) plans.carryOut(wish); }}>
    <h2 id="planned-title">${title(app, wish)}</h2>
    ${wish.do === "close" ? html`<p class="warned">${words.closeWhat}</p>` : wish.do === "cancel" || (allowed && plans.waits(wish)) ? when(app, wish) : nothing}
    ${wish.do === "subscribe" && plans.perSeat(wish.plan) ? html`<div class="field"><label for="seats">${words.seats}</label><input id="seats" type="number" inputmode="numeric" min="1" value=${wish.seats} aria-invalid=${!allowed}
      @input=${({ target }: Event) => { if (target instanceof HTMLInputElement) plans.open({ ...wish, seats: target.valueAsNumber }); }}></div>` : nothing}
    ${answer.ok ? html`${does(app, answer)}${wish.do === "close" ? nothing : html`<p class=${had || told === undefined ? "" : "refused"} role="status">${pays(app, wish, told, answer.renewal?.at)}</p>${wish.do === "subscribe" && told && told.kind !== "told" && told.kind !== "refused" ? html`<div><button class="button" type="button" @click=${() => plans.again()}>${app.words.missed.again}</button></div>` : nothing}`}` : html`<p class="refused" role="alert">${answer.why}</p>`}
    ${wish.do === "close" ? html`<div class="field"><label for="typed">${words.closeConfirm(words.closeWords)}</label><input id="typed" autocomplete="off" autocapitalize="off" aria-describedby="typed-so" .value=${wish.typed}
      @input=${({ target }: Event) => { if (target instanceof HTMLInputElement) plans.open({ do: "close", typed: target.value }); }}><p class="quiet small" id="typed-so" role="status">${wish.typed === "" || typed ? "" : words.exactly(words.closeWords)}</p></div>` : nothing}
    ${app.trouble === undefined ? nothing : html`<p class="refused" role="alert">${app.trouble}</p>`}
    <div class="row end"><button class="button plain" type="button" @click=${shut}>${words.back}</button>
      <button class="button ${wish.do === "subscribe" ? "primary" : "warn"}" ?disabled=${!answer.ok || !typed || !had} aria-disabled=${app.outbox.busy}>${go(app, wish, quote)}</button></div>
  </form>`;
}

function title({ words: { plans: words }, plans, seen, say }: App, wish: Planned): string {
  if (wish.do === "close") return `${words.close}?`;
  if (wish.do === "cancel") return words.confirmCancel;
  const plan = say.plan(wish.plan);
  const resumes = plans.resumes(wish);
  if (resumes) return resumes === "cancelled" ? words.confirmResume(plan) : words.confirmKeep(plan);
  return seen?.view.plan?.id === wish.plan ? words.confirmSeats(plan) : words.confirm(plan);
}

function go({ words: { plans: words }, plans }: App, wish: Planned, quote: Quote | undefined): string {
  if (wish.do === "close") return words.close;
  if (wish.do === "cancel") return words.go;
  if (quote?.pays === "now") return words.goCheckout;
  const resumes = plans.resumes(wish);
  return resumes === undefined ? words.go : resumes === "cancelled" ? words.resume : words.keep;
}

function when(app: App, wish: Exclude<Planned, { do: "close" }>): TemplateResult {
  const { words: { plans: words }, plans } = app;
  const choices = [["now", words.now], ["periodEnd", words.periodEnd]] as const;
  const why = wish.do === "subscribe" ? notThen(app, wish) : undefined;
  return html`<div>${pills<When>("when", html`<legend>${words.when}</legend>`, choices, wish.when, (when) => plans.open({ ...wish, when }), why === undefined ? undefined : { value: "periodEnd", by: "not-then" })}
    ${why === undefined ? nothing : html`<p class="quiet small" id="not-then">${why}</p>`}</div>`;
}

/** Why it cannot wait for the period's end, where it can be had now. */
function notThen({ words: { plans: words }, plans }: App, wish: Subscribing): string | undefined {
  const [now, then] = (["now", "periodEnd"] as const).map((when) => plans.quote({ ...wish, when }));
  if (then?.kind !== "told" || then.answer.pays !== "unsold" || then.answer.why === undefined) return undefined;
  return now?.kind === "told" && now.answer.pays !== "unsold" ? words.unsold[then.answer.why] : undefined;
}

/** What is paid, and when: as the worker would have it. */
function pays(app: App, wish: Exclude<Planned, { do: "close" }>, told: Told<Quote> | undefined, renewsAt: Ms | undefined): string {
  const { words: { plans: words }, seen, rules, say } = app;
  if (wish.do === "cancel") return words.paysNothing;
  if (told === undefined) return words.asking;
  if (told.kind === "refused") return app.help.why(told.refused);
  if (told.kind !== "told") return words.unasked;
  const { pays, price, why = "no_price" } = told.answer;
  const runs = seen?.view.plan?.id === wish.plan;
  const every = own(rules.plans, wish.plan)?.every ?? "month";
  if (pays === "unsold") return runs && why === "other_period" ? words.periodChanged : words.unsold[why];
  if (!price) return words.paysNothing;
  if (pays === "now") return runs ? words.paysSeats(price, say) : words.paysNow(price, every, say);
  const at = renewsAt ?? seen?.view.plan?.renewsAt ?? seen?.now() ?? 0;
  return runs ? words.paysAgain(price, at, say) : words.paysLater(price, every, at, say);
}

/** What there is now and what there is then; `on` is when that is, where it is not at once. */
interface Effect { before: Balance; after: Balance; on?: Ms }

/** What comes of it, as far as it may be seen. */
interface Foretold { ok: true; effect?: Effect; renewal?: Balance["renewal"] }

/** Whether they may wish for it, as the package says; undefined where it is no wish at all. */
function allows({ seen, plans }: App, wish: Planned): Accepted | Refused | undefined {
  try {
    return seen?.preview(plans.wanted(wish));
  } catch (error) {
    if (isBursarError(error)) return undefined;
    throw error;
  }
}

/** As the package says: what the account would be when it takes effect, or why it cannot be had. */
function judged(app: App, wish: Planned, allowed: Accepted | Refused | undefined, quote: Quote | undefined): Foretold | { ok: false; why: string } {
  const { seen, plans } = app;
  if (!seen) return { ok: false, why: "" };
  // The one value that is typed is how many seats.
  if (!allowed) return { ok: false, why: app.words.elements.uncounted(app.say) };
  const draft = plans.wanted(wish);
  if (!allowed.ok) return { ok: false, why: app.help.why(allowed) };
  // Whoever sees to plans need not see what there is.
  if (!seen.may("viewBalance")) return { ok: true };
  const [before, told] = [seen.balance(), seen.foretell(draft)];
  if (!before.ok) return { ok: false, why: app.help.why(before) };
  if (!told.ok) return { ok: false, why: app.help.why(told) };
  const { then, renewed } = told;
  const later = wish.do !== "close" && (wish.when === "periodEnd" || quote?.pays === "nextPeriod") && renewed && then.renewal;
  const effect = { before, after: later ? renewed : then, ...(later ? { on: later.at } : {}) };
  return { ok: true, effect, ...(then.renewal ? { renewal: then.renewal } : {}) };
}

function does({ words: { plans: words }, say }: App, { effect, renewal }: Foretold): TemplateResult {
  if (!effect) return html`<p class="quiet">${words.unseen}</p>`;
  const { before, after, on } = effect;
  const now = new Map(before.sources.map((source) => [source.source, source]));
  const rows = after.sources.map((then) => ({ label: then.label, now: now.get(then.source), then }));
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${words.does}><table class="does"><caption>${words.does}</caption>
    <thead><tr><td></td><th scope="col" class="number">${words.before}</th><th scope="col" class="number">${on === undefined ? words.after : words.on(on, say)}</th></tr></thead>
    <tbody>${rows.map(({ label, now, then }) => html`<tr><th scope="row">${label}</th><td class="number">${say.number((now?.spendable ?? 0) + (now?.locked ?? 0))}</td><td class="number ${then.spendable + then.locked < (now?.spendable ?? 0) + (now?.locked ?? 0) ? "warned" : ""}">${say.number(then.spendable + then.locked)}${then.locked > 0 ? html`<br><span class="quiet small">${words.locked}: ${say.number(then.locked)}</span>` : nothing}</td></tr>`)}
      <tr class="sum"><th scope="row">${words.spendable}</th><td class="number">${say.number(before.spendable)}</td><td class="number">${say.number(after.spendable)}</td></tr></tbody></table></div>
    ${renewal ? html`<p class="quiet">${words.renewal(renewal, say)}</p>` : nothing}`;
}
