// A subscription as it is at the provider, followed in the account. Events of it may come in any order, so what one says
// is not read: the subscription is asked for as it is now, and the account is brought to that.
import type Stripe from "stripe";
import type { Command, Id, PlanState } from "bursar";
import type { Outcome } from "./shapes.ts";
import type { SubscriptionRow, WishRow } from "./store.ts";
import { type Open, type Till, following, forWhom, idOf, isPrice, outcome, planOf, seatsOf, trouble } from "./till.ts";

/** What the provider calls a subscription that pays for nothing any more. */
const over: readonly Stripe.Subscription.Status[] = ["canceled", "unpaid", "incomplete_expired"];

export async function sync(till: Till, id: string, event?: string): Promise<Outcome> {
  if (till.store.subscription(id)?.status !== "live") return "ignored";
  const stripe = await till.stripe();
  const state = await stripe.subscriptions.retrieve(id);
  const open = await till.open();
  // Asked again: all of that has waited.
  const row = till.store.subscription(id);
  if (row?.status !== "live") return "known";
  const plan = planOf(open);
  if (row.paid === 0 && state.start_date && isOf(open, plan, row)) till.store.aligned(id, state.start_date * 1000, plan.startedAt);
  return over.includes(state.status) ? ended(till, open, row, state) : running(till, open, row, state, event);
}

/** Whether it ends with the period that runs. One that is to end at a later instant is billed until then. */
export const isEnding = ({ cancel_at_period_end: atPeriodEnd, cancel_at: at, items: { data: [item] } }: Stripe.Subscription): boolean =>
  atPeriodEnd || (at !== null && !(item && at > item.current_period_end));

/** Whether that was set in a period before, and the last one is still to be paid: it is billed, so the plan goes on until then. */
function isToBePaid({ store }: Till, { cancel_at_period_end: atPeriodEnd, canceled_at: set, items: { data: [item] }, latest_invoice: latest }: Stripe.Subscription): boolean {
  const before = !atPeriodEnd && item !== undefined && (set ?? 0) < item.current_period_start;
  return before && store.receiptOf(idOf(latest) ?? "") === undefined;
}

/** Whether the subscription pays for the plan that runs, and not for one that has ended: another, which is to follow, may be billed already. */
export const isOf = ({ rules: { fallbackPlan } }: Open, plan: PlanState | undefined, row: SubscriptionRow): plan is PlanState =>
  plan !== undefined && (plan.id === row.plan || plan.id !== fallbackPlan);

/** It is billed no more. The account is closed, if that was the wish; else the plan ends, if it is the one that runs. */
function ended(till: Till, open: Open, row: SubscriptionRow, { status }: Stripe.Subscription): Outcome {
  const wishes = till.store.pending(row.id);
  const wish = wishes.find(({ wanted: { type } }) => type === "close") ?? wishes.find(({ wanted: { type } }) => type === "cancel");
  const finish = (): void => {
    till.store.over(row.id, "ended");
    // One that was given up still stands there, and would be billed again with the next payment.
    if (status === "unpaid") till.errands.add("end", { subscription: row.id });
    for (const { id } of wishes) till.store.end(id, "done");
  };
  const base = { id: `pay:${row.id}:ended`, at: open.at, by: "system", ...forWhom(wish?.by ?? row.by) };
  const closes = wish?.wanted.type === "close";
  if (!closes && !isOf(open, planOf(open), row)) {
    finish();
    return "done";
  }
  const decision = till.apply(closes ? { ...base, type: "close" } : { ...base, type: "cancel", when: "now" }, finish);
  if (decision.ok) return decision.replayed ? "known" : "done";
  // Time has ended the plan already, or the operator the account.
  finish();
  return "done";
}

function running(till: Till, open: Open, row: SubscriptionRow, state: Stripe.Subscription, event: string | undefined): Outcome {
  const wish = till.store.wish(state.metadata["wish"] ?? "");
  if (wish?.course === "update" && wish.subscription === row.id && ["new", "pending"].includes(wish.status)) return change(till, open, row, state, wish);
  const plan = planOf(open);
  const ends = isEnding(state) && !isToBePaid(till, state);
  if (!isOf(open, plan, row)) {
    // Its end was taken back at the provider's own site, and the plan had ended before that was heard of.
    if (!ends) till.errands.add("end", { subscription: row.id });
    return "ignored";
  }
  if (ends && plan.status === "active") return cancel(till, open, row, event);
  if (!ends && plan.status === "cancelled" && event !== undefined) return resume(till, open, row, plan, event);
  for (const { id, course } of till.store.pending(row.id)) if (ends && course === "cancel") till.store.end(id, "done");
  return "known";
}

/** Wished for here, or done at the provider's own site. */
function cancel(till: Till, open: Open, row: SubscriptionRow, event: string | undefined): Outcome {
  const { at } = open;
  const wish = till.store.pending(row.id).findLast(({ course }) => course === "cancel");
  const id: Id = wish ? `pay:${row.id}:${wish.id}` : `pay:${row.id}:${event ?? "cancelled"}`;
  const decision = till.apply({ type: "cancel", id, at, by: "system", ...forWhom(wish?.by ?? row.by) }, () => {
    if (wish) till.store.end(wish.id, "done");
    // A period that had run out unpaid ends at once; what is billed for the next one is not to be paid any more.
    if (!isOf(open, planOf(open), row)) till.errands.add("end", { subscription: row.id });
  });
  return outcome(till, decision, { at, payment: row.id });
}

/** What was to follow went with the cancellation, and is billed again. */
function resume(till: Till, { at }: Open, { id, plan, seats, by }: SubscriptionRow, running: PlanState, event: string): Outcome {
  const decision = till.apply({ type: "subscribe", id: `pay:${id}:${event}`, at, by: "system", ...forWhom(by), plan, ...following({ id: plan, seats }, running) }, () => {});
  return outcome(till, decision, { at, payment: id });
}

/** Another plan or fewer seats from the next period on, or a cancellation taken back: as the wish says, and as is billed. */
function change(till: Till, open: Open, row: SubscriptionRow, state: Stripe.Subscription, wish: WishRow): Outcome {
  const { at } = open;
  const { wanted, price, sold, by } = wish;
  const [item] = state.items.data;
  const billed = (item?.price.unit_amount ?? 0) * (item?.quantity ?? 1);
  if (wanted.type !== "subscribe" || !isPrice(price, billed, item?.price.currency ?? null)) {
    return trouble(till, { at, payment: row.id, reason: "what is billed from the next period on is not what was agreed", wish: wish.id });
  }
  const { plan } = wanted;
  const running = planOf(open);
  // Where none runs that could be followed or go on, it would begin now, and nothing was paid for that.
  if (!isOf(open, running, row)) {
    till.errands.add("end", { subscription: row.id });
    return trouble(till, { at, payment: row.id, reason: `the plan ended before the change to \`${plan}\` came: it does not run, and its subscription was ended`, wish: wish.id });
  }
  const command: Command = {
    type: "subscribe", id: `pay:${row.id}:${wish.id}`, at, by: "system", ...forWhom(by), plan,
    // More seats than run by now, some having gone since the wish, would be granted at once, and nothing was paid for that.
    ...following({ id: plan, ...seatsOf(wish, running) }, running),
  };
  const decision = till.apply(command, () => {
    till.store.changed(row.id, plan, sold.seats ?? row.seats, price?.amount ?? 0);
    // One that was told before it has been replaced at the provider, and is waited for no more.
    for (const { id, course, made } of till.store.pending(row.id)) if (course === "update" && made < wish.made) till.store.end(id, "done");
    till.store.end(wish.id, "done");
  });
  return outcome(till, decision, { at, payment: row.id, wish: wish.id });
}
