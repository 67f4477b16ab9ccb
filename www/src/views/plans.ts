// Plans: what runs, what could, and what each change does before it is made.
import { type TemplateResult, html, nothing } from "lit";
import type { Plan, PlanState } from "bursar";
import type { App } from "../app.ts";
import { own } from "../own.ts";
import { icons } from "./icons.ts";
import { wished } from "./wished.ts";

export function plans(app: App): TemplateResult {
  const { words: { plans: words }, seen, plans: { list } } = app;
  if (!seen) return html``;
  if (seen.view.closed) return html`<h1>${words.title}</h1><p class="quiet">${words.closed}</p>`;
  return html`
    <h1>${words.title}</h1>
    ${wished(app, "subscribe", "cancel")}
    ${running(app)}
    ${list.length === 0 ? html`<p class="quiet">${words.none}</p>` : html`<ul class="plans">${list.map(([id, plan]) => card(app, id, plan))}</ul>`}
    ${seen.may("manage") ? html`<section class="card danger"><div><h2>${words.close}</h2><p class="quiet">${words.closeWhat}</p></div><button class="button warn" type="button" @click=${() => app.plans.open({ do: "close", typed: "" })}>${words.close}</button></section>` : nothing}`;
}

function running(app: App): TemplateResult | typeof nothing {
  const { words: { plans: words }, seen, rules, say } = app;
  const plan = seen?.view.plan;
  if (!seen || !plan) return nothing;
  const balance = seen.balance();
  const cancels = plan.id !== rules.fallbackPlan && plan.status === "active" && seen.may("billing");
  return html`<section class="card running"><div><h2>${words.yours}</h2><p class="big">${say.plan(plan.id)}</p>
      ${app.plans.perSeat(plan.id) ? html`<p>${words.seatsOf(plan.seats ?? 1, say)}</p>` : nothing}
      ${plan.status === "cancelled" ? html`<p class="warned">${words.ends(plan.endsAt ?? plan.renewsAt, say)}</p>` : nothing}
      ${plan.next ? html`<p>${follows(app, plan, plan.next)}</p>` : nothing}
      ${balance.ok && balance.renewal ? html`<p class="quiet">${words.renewal(balance.renewal, say)}</p>` : nothing}</div>
    ${cancels ? html`<button class="button" type="button" @click=${() => app.plans.open({ do: "cancel", when: "periodEnd" })}>${words.cancel}</button>` : nothing}</section>`;
}

/** What takes over at the renewal: another plan, or less of this one. */
function follows({ words: { plans: words }, rules, say }: App, { id, renewsAt, allowance }: PlanState, next: NonNullable<PlanState["next"]>): string {
  if (next.id !== id) return words.next(say.plan(next.id), renewsAt, say);
  const other = next.allowance !== undefined && next.allowance !== allowance;
  return words.nextOf(other ? words.allowance(next.allowance ?? 0, own(rules.plans, id)?.every ?? "month", false, say) : words.seatsOf(next.seats ?? 1, say), renewsAt, say);
}

function card(app: App, id: string, plan: Plan): TemplateResult {
  const { words: { plans: words }, seen, rules, say } = app;
  const current = seen?.view.plan?.id === id;
  const resumes = app.plans.resumes({ plan: id });
  const sold = plan.price !== undefined;
  const perSeat = app.plans.perSeat(id);
  // A contract's own amount is what runs, and is for the account.
  const own = current ? seen?.view.plan?.allowance : undefined;
  const free = Object.entries(plan.prices ?? {}).filter(([, terms]) => terms.length === 0).map(([model]) => say.model(model));
  const says = [
    plan.allowance ? words.allowance(own ?? plan.allowance.credits, plan.every, perSeat && own === undefined, say) : "",
    plan.rollover ? words.rollover(plan.rollover.cap, plan.rollover.per === "seat", say) : "",
    free.length > 0 ? words.unlimited(free, say) : "",
    plan.discount === undefined ? "" : words.discount(new Intl.NumberFormat(app.locale, { style: "percent", maximumFractionDigits: 2 }).format(Number(plan.discount))),
  ].filter(Boolean);
  const label = !sold ? words.look : resumes === "cancelled" ? words.again : resumes ? words.keep : seen?.view.plan && seen.view.plan.id !== rules.fallbackPlan ? words.change : words.start;
  return html`<li class="card plan" aria-current=${current ? "true" : nothing} ?data-helps=${app.help.plans.includes(id)}>
    <div class="head"><h2>${say.plan(id)}</h2>${current ? html`<span class="tag">${words.current}</span>` : app.help.plans.includes(id) ? html`<span class="tag">${words.helps}</span>` : nothing}</div>
    <p class="price">${!plan.paid ? words.free : sold && rules.currency !== undefined ? words.price({ amount: plan.price ?? 0, currency: rules.currency }, plan.every, perSeat, say) : html`<span class="quiet small">${words.notSold}</span>`}</p>
    <ul class="says">${says.map((line) => html`<li>${icons.tick}<span>${line}</span></li>`)}</ul>
    ${seen?.may("billing") && (!current || resumes || perSeat) && plan.offered !== false && plan.paid ? html`<button class="button ${sold ? "primary" : ""}" type="button" aria-label=${`${label}: ${say.plan(id)}`}
      @click=${() => void app.plans.subscribe(id)}>${label}</button>` : nothing}</li>`;
}
