// What was paid is credited: once, for the command's id is the payment's, and only as it was agreed when it was sold.
import type Stripe from "stripe";
import type { Accepted, Command, Id, PlanState } from "bursar";
import { fromProvider } from "./amounts.ts";
import type { Outcome } from "./shapes.ts";
import type { NewReceipt, SubscriptionRow, WishRow } from "./store.ts";
import { isOf, sync } from "./subscriptions.ts";
import { type Open, type Till, forWhom, idOf, isPrice, outcome, planOf, seatsOf, trouble } from "./till.ts";

const dayMs = 86_400_000;

/** A checkout was paid. What the wish says counts; of the session only that it is this one, and what was paid. */
export async function session(till: Till, told: Stripe.Checkout.Session): Promise<Outcome> {
  const wish = till.store.wish(told.metadata?.["wish"] ?? "");
  if (!wish) return "ignored";
  // Some means of payment take days: the event that tells of the money comes by itself.
  if (told.payment_status === "unpaid") {
    till.store.promised(wish.id);
    return "ignored";
  }
  const payment = idOf(wish.course === "plan" ? told.invoice : told.payment_intent) ?? told.id;
  const subscription = idOf(told.subscription);
  const known = till.store.receiptOf(payment) !== undefined;
  const became: Outcome = known ? "known" : await credit(till, wish, { session: told, payment, subscription });
  if (wish.course !== "plan" || subscription === undefined) return became;
  // Nobody is billed on for what they did not get. A plan that they have is followed, with every repeated event, for the
  // worker may have died before it.
  if (became === "trouble") unwanted(till, wish, subscription);
  else await sync(till, subscription);
  return became;
}

/** Ends a subscription that no plan came of. It is known from now on, so that what is paid for it all the same is told. */
export function unwanted({ store, errands }: Till, wish: WishRow, subscription: string): void {
  if (store.subscription(subscription)) return;
  store.subscribed(subscriptionOf(wish, subscription), "ended");
  errands.add("end", { subscription });
}

const subscriptionOf = ({ wanted, sold, price, by: buyer }: WishRow, id: string): Parameters<Till["store"]["subscribed"]>[0] => ({
  id, plan: wanted.type === "subscribe" ? wanted.plan : "", seats: sold.seats ?? 1, by: buyer, amount: price?.amount ?? 0, currency: price?.currency ?? "",
});

interface Payment { session: Stripe.Checkout.Session; payment: string; subscription: string | undefined }

async function credit(till: Till, wish: WishRow, paid: Payment): Promise<Outcome> {
  const open = await till.open();
  // It was asked above, but opening the account has waited.
  if (till.store.receiptOf(paid.payment)) return "known";
  const wrong = fault(wish, paid);
  const { session: { amount_total: amount, currency }, payment } = paid;
  const money = amount === null || currency === null ? {} : { money: fromProvider(amount, currency) };
  if (wrong) return trouble(till, { at: open.at, payment, reason: wrong, wish: wish.id, ...money });
  const decision = by[wish.course]?.(till, open, wish, paid);
  if (typeof decision === "string") return trouble(till, { at: open.at, payment, reason: decision, wish: wish.id, ...money });
  if (!decision) return trouble(till, { at: open.at, payment, reason: "this wish is not one that is paid for", wish: wish.id, ...money });
  return outcome(till, decision, { at: open.at, payment, wish: wish.id, ...money });
}

/** Where what was paid is not what was agreed: neither more nor less is credited, and the operator is told. */
function fault(wish: WishRow, { session, subscription }: Payment): string | undefined {
  if (wish.session !== undefined && wish.session !== session.id) return `the wish \`${wish.id}\` was to be paid by another checkout`;
  if (session.mode !== (wish.course === "plan" ? "subscription" : "payment")) return `a checkout of the mode \`${session.mode}\` does not pay for this`;
  if (wish.course === "plan" && subscription === undefined) return "there is no subscription in it";
  if (session.payment_status !== "paid") return "nothing was paid";
  return isPrice(wish.price, session.amount_total, session.currency) ? undefined : "the amount that was paid is not what was agreed";
}

type Credit = (till: Till, open: Open, wish: WishRow, paid: Payment) => ReturnType<Till["apply"]> | string;

/** By the course of the wish, the command that carries it out, and what is written with it; or why there is none. */
const by: Partial<Record<WishRow["course"], Credit>> = {
  checkout(till, open, wish, { payment }) {
    const expiresAt = wish.sold.expiresAfterDays === undefined ? null : open.at + wish.sold.expiresAfterDays * dayMs;
    const command = pack(open, wish, `pay:${payment}`, expiresAt);
    return till.apply(command, (answer) => finish(till, wish, receipt(wish, payment, answer, { expiresAt })));
  },
  plan(till, open, wish, { payment, subscription = "" }) {
    const { wanted, by: buyer } = wish;
    const plan = wanted.type === "subscribe" ? wanted.plan : "";
    const { at } = open;
    if (planOf(open)?.id === plan) {
      // Two people took the same plan at once: what it grants has been granted, and the second is not billed again.
      return `the plan \`${plan}\` runs already: the subscription was ended, and its payment is to be given back`;
    }
    const command: Command = { type: "subscribe", id: `pay:${payment}`, at, by: "system", ...forWhom(buyer), plan, note: wish.id, ...seatsOf(wish, planOf(open)) };
    return till.apply(command, (answer) => {
      replace(till, subscription);
      till.store.subscribed(subscriptionOf(wish, subscription));
      finish(till, wish, receipt(wish, payment, answer, { subscription }));
    });
  },
  seats(till, open, wish, { payment }) {
    const { wanted, sold: { added = 0, label }, price, by: buyer, subscription = "" } = wish;
    const live = till.store.live();
    const plan = wanted.type === "subscribe" ? wanted.plan : "";
    // Where the plan does not run any more, the price of a seat would buy the whole of it.
    const running = planOf(open);
    if (live?.id !== subscription || running?.id !== plan) return `the plan \`${plan}\` runs no more: its seats cannot be added`;
    // Of the seats that run now: fewer may be billed from the next period on.
    const all = (running.seats ?? 1) + added;
    const command: Command = { type: "subscribe", id: `pay:${payment}`, at: open.at, by: "system", ...forWhom(buyer), plan, seats: all, note: wish.id };
    return till.apply(command, (answer) => {
      // Where another plan was to follow, and was billed already, this one goes on: at what its seats cost now.
      const each = live.plan === plan ? live.amount / live.seats : (price?.amount ?? 0) / added;
      till.store.changed(live.id, plan, all, each * all);
      till.errands.add("seats", { subscription, quantity: all, label });
      finish(till, wish, receipt(wish, payment, answer, { subscription }));
    });
  },
};

/** The purchase; or, where other rules run by now and would give something else for it, a grant of just what was sold. */
function pack({ ledger, at, rules }: Open, { wanted, sold, price, by: buyer, id: note }: WishRow, id: Id, expiresAt: number | null): Command {
  const base = { id, at, by: "system", ...forWhom(buyer), note };
  const { pack = "", quantity = 1 } = wanted.type === "purchase" ? wanted : {};
  const purchase: Command = { ...base, type: "purchase", pack, quantity };
  const today = ledger.preview(purchase);
  const same = today.ok && today.credits === sold.credits && today.price?.amount === price?.amount && today.entries.at(-1)?.source === sold.source;
  if (same && rules.packs?.[pack]?.expiresAfterDays === sold.expiresAfterDays) return purchase;
  return { ...base, type: "grant", source: sold.source ?? "", credits: sold.credits, ...(expiresAt === null ? {} : { expiresAt }) };
}

/** One plan is billed at a time: the subscription that ran before ends without another invoice. */
function replace(till: Till, subscription: string): void {
  const before = till.store.live();
  if (!before || before.id === subscription) return;
  till.store.over(before.id, "replaced");
  for (const { id } of till.store.pending(before.id)) till.store.expire(id);
  till.errands.add("end", { subscription: before.id });
}

function finish({ store }: Till, wish: WishRow, told: NewReceipt): void {
  store.end(wish.id, "done", store.issue(told));
}

function receipt(wish: WishRow, payment: string, answer: Accepted, more: { expiresAt?: number | null; subscription?: string }): NewReceipt {
  const { wanted, sold, price, by: buyer } = wish;
  const given = answer.entries.findLast(({ kind, command }) => kind === "grant" && command === `pay:${payment}`);
  return {
    payment, at: answer.at, buyer, wish: wish.id, label: sold.label, quantity: sold.quantity, credits: answer.credits, bonus: sold.bonus,
    ...(wanted.type === "purchase" ? { kind: "pack", item: wanted.pack } : { kind: "plan", item: wanted.type === "subscribe" ? wanted.plan : "" }),
    amount: price?.amount ?? 0, currency: price?.currency ?? "",
    grant: given?.grant ?? null, source: given?.source ?? null, expiresAt: more.expiresAt ?? null, subscription: more.subscription ?? null,
  };
}

/** Another period of a subscription was paid. */
export async function invoice(till: Till, told: Stripe.Invoice): Promise<Outcome> {
  const subscription = idOf(told.parent?.subscription_details?.subscription);
  // The first period's comes with its checkout.
  if (subscription === undefined || told.billing_reason === "subscription_create") return "ignored";
  const open = await till.open();
  const row = till.store.subscription(subscription);
  if (!row) return "waiting";
  if (till.store.receiptOf(told.id ?? "")) return "known";
  const money = fromProvider(told.amount_paid, told.currency);
  const wrong = invoiceFault(row, told) ?? (isOf(open, planOf(open), row) ? undefined : `a period of the plan \`${row.plan}\` was paid, which runs no more`);
  if (wrong) return trouble(till, { at: open.at, payment: told.id ?? "", reason: wrong, money });
  return outcome(till, renewed(till, open, row, { payment: told.id ?? "", amount: money.amount }), { at: open.at, payment: told.id ?? "", money });
}

function invoiceFault({ status, amount, before, currency, plan }: SubscriptionRow, told: Stripe.Invoice): string | undefined {
  if (status !== "live") return `a period of the plan \`${plan}\` was paid after it had ended here`;
  if (told.billing_reason !== "subscription_cycle") return `an invoice because of \`${told.billing_reason ?? ""}\` is none of ours`;
  const agreed = [amount, before].some((price) => isPrice({ amount: price, currency }, told.amount_paid, told.currency));
  return agreed ? undefined : "the amount that was paid is not what a period costs";
}

interface Period { payment: string; amount: number }

/**
 * A plan that waits for its money renews now, one that renews by the clock has done so or will by itself: then the payment
 * leaves a receipt and nothing else. A late `renew` makes up for every period that is due, so what it made is counted
 * against what was paid, and the next payment does not make it again.
 */
function renewed(till: Till, open: Open, row: SubscriptionRow, { payment, amount }: Period): ReturnType<Till["apply"]> {
  const { at, rules } = open;
  const running = planOf(open);
  const waits = rules.plans?.[running?.id ?? row.plan]?.renews === "command";
  const paid = row.paid + 1;
  const due = waits && row.renewed < paid;
  const before = running?.periods ?? 0;
  const base = { at, by: "system", ...forWhom(row.by) };
  // An invoice of before the last change pays the plan as it was then: what is to follow it waits for an invoice of its own.
  const next = due && amount !== row.amount ? running?.next : undefined;
  const bought = running && next ? { item: running.id, quantity: running.seats ?? 1 } : { item: row.plan, quantity: Math.max(1, covered(row.seats, amount, row.amount)) };
  if (next) till.apply({ ...base, type: "subscribe", id: `pay:${payment}:stays`, plan: bought.item }, () => {});
  let surplus: { grant: Id; credits: number } | undefined;
  const decision = till.apply({ ...base, type: due ? "renew" : "tick", id: `pay:${payment}` }, (answer) => {
    till.store.counted(row.id, paid, due ? row.renewed + Math.max(1, (planOf(open)?.periods ?? 0) - before) : Math.max(row.renewed, waits ? 0 : paid));
    const given = answer.entries.findLast(({ kind, command }) => kind === "grant" && command === `pay:${payment}`);
    // Of periods that were made up for only the last one's lies there; the others' has lapsed.
    const lies = Math.min(answer.credits, (given && open.ledger.account().bank[given.grant]?.credits) ?? 0);
    const unpaid = next ? 0 : lies - covered(lies, amount, row.amount);
    if (given && unpaid > 0) surplus = { grant: given.grant, credits: unpaid };
    till.store.issue({
      payment, at: answer.at, buyer: row.by, wish: null, kind: "plan", ...bought, label: rules.plans?.[bought.item]?.label ?? bought.item,
      credits: answer.credits - unpaid, bonus: 0, amount, currency: row.currency,
      grant: given?.grant ?? null, source: given?.source ?? null, expiresAt: null, subscription: row.id,
    });
  });
  // Nothing has waited since, so all of it is written at once, or none.
  if (surplus) till.apply({ ...base, type: "revoke", id: `pay:${payment}:unpaid`, ...surplus }, () => {});
  if (next) till.apply({ ...base, type: "subscribe", id: `pay:${payment}:next`, plan: next.id, ...following(next, bought.item) }, () => {});
  return decision;
}

/** Other seats of the plan that runs are from the next period on by themselves; another plan is where that is said. */
const following = ({ id, seats }: NonNullable<PlanState["next"]>, running: Id): { seats?: number; when?: "periodEnd" } =>
  ({ ...(seats === undefined ? {} : { seats }), ...(id === running ? {} : { when: "periodEnd" }) });

/** Of what a period grants, as much as was paid for: seats that were added after its invoice are none of it. */
const covered = (credits: number, paid: number, price: number): number => Number((BigInt(credits) * BigInt(Math.min(paid, price))) / BigInt(price));
