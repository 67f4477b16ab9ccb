// What was bought at a checkout is credited: once, for the command's id is the payment's, and only as it was agreed when it was sold.
import type Stripe from "stripe";
import type { Accepted, Command, Id } from "bursar";
import { fromProvider } from "./amounts.ts";
import type { Outcome } from "./shapes.ts";
import type { NewReceipt, WishRow } from "./store.ts";
import { sync } from "./subscriptions.ts";
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

/** The plan that was wished for; "" where it was none. */
const planIn = ({ wanted }: WishRow): Id => (wanted.type === "subscribe" ? wanted.plan : "");

const subscriptionOf = (wish: WishRow, id: string): Parameters<Till["store"]["subscribed"]>[0] => ({
  id, plan: planIn(wish), seats: wish.sold.seats ?? 1, by: wish.by, amount: wish.price?.amount ?? 0, currency: wish.price?.currency ?? "",
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
    const { by: buyer } = wish;
    const plan = planIn(wish);
    const { at } = open;
    if (planOf(open)?.id === plan) {
      // Two people took the same plan at once: what it grants has been granted, and the second is not billed again.
      return `the plan \`${plan}\` runs already: the subscription was ended, and its payment is to be given back`;
    }
    const command: Command = { type: "subscribe", id: `pay:${payment}`, at, by: "system", ...forWhom(buyer), plan, note: wish.id, ...seatsOf(wish, planOf(open)) };
    const decision = till.apply(command, (answer) => {
      replace(till, subscription);
      till.store.subscribed(subscriptionOf(wish, subscription));
      finish(till, wish, receipt(wish, payment, answer, { subscription }));
    });
    return asSold(till, open, wish, payment, decision);
  },
  seats(till, open, wish, { payment }) {
    const { sold: { added = 0, label }, price, by: buyer, subscription = "" } = wish;
    const live = till.store.live();
    const plan = planIn(wish);
    // Where the plan does not run any more, the price of a seat would buy the whole of it.
    const running = planOf(open);
    if (live?.id !== subscription || running?.id !== plan) return `the plan \`${plan}\` runs no more: its seats cannot be added`;
    // Of the seats that run now: fewer may be billed from the next period on.
    const all = (running.seats ?? 1) + added;
    const command: Command = { type: "subscribe", id: `pay:${payment}`, at: open.at, by: "system", ...forWhom(buyer), plan, seats: all, note: wish.id };
    const decision = till.apply(command, (answer) => {
      // Where another plan was to follow, and was billed already, this one goes on: at what its seats cost now.
      const before = live.amount / live.seats;
      // So has one that was sold for the account, whatever its seats, and is sold by seats since the rules changed.
      const bySeats = live.plan === plan && live.perSeat !== 0 && Number.isInteger(before);
      const each = bySeats ? before : (price?.amount ?? 0) / added;
      till.store.changed(live.id, plan, all, each * all);
      till.errands.add("seats", { subscription, quantity: all, label });
      finish(till, wish, receipt(wish, payment, answer, { subscription }));
    });
    return asSold(till, open, wish, payment, decision);
  },
};

/** Where other rules run by now and grant less for it, the rest of what was sold is granted beside it, and lapses with it. */
function asSold(till: Till, { at }: Open, { id: note, by: buyer, sold }: WishRow, payment: string, decision: ReturnType<Till["apply"]>): ReturnType<Till["apply"]> {
  if (!decision.ok || decision.replayed || decision.credits >= sold.credits) return decision;
  const credits = sold.credits - decision.credits;
  const rest = till.apply({ type: "grant", id: `pay:${payment}:sold`, at, by: "system", ...forWhom(buyer), source: sold.source ?? "", credits, note }, () => {});
  return rest.ok ? decision : rest;
}

/** The purchase; or, where other rules run by now and would give something else for it, a grant of just what was sold. */
function pack({ ledger, at, rules }: Open, { wanted, sold, price, by: buyer, id: note }: WishRow, id: Id, expiresAt: number | null): Command {
  const base = { id, at, by: "system", ...forWhom(buyer), note };
  const { pack = "", quantity = 1 } = wanted.type === "purchase" ? wanted : {};
  const purchase: Command = { ...base, type: "purchase", pack, quantity };
  const today = ledger.preview(purchase);
  const same = today.ok && today.credits === sold.credits && today.price?.amount === price?.amount && today.price?.currency === price?.currency && today.entries.at(-1)?.source === sold.source;
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
    payment, at: answer.at, buyer, wish: wish.id, label: sold.label, quantity: sold.quantity, credits: Math.max(answer.credits, sold.credits), bonus: sold.bonus,
    ...(wanted.type === "purchase" ? { kind: "pack", item: wanted.pack } : { kind: "plan", item: planIn(wish) }),
    amount: price?.amount ?? 0, currency: price?.currency ?? "",
    grant: given?.grant ?? null, source: given?.source ?? null, expiresAt: more.expiresAt ?? null, subscription: more.subscription ?? null,
  };
}
