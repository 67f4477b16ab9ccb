// What is to be done about a wish that the engine allows: a checkout, a word to the provider, or nothing but the command.
//
// What may be had, and what a purchase costs, is the engine's to say. What a plan costs stands in the rules as `price`:
// for each seat where its allowance is for each seat, else for the account.
import type { Accepted, Money, Plan } from "bursar";
import type { Quote, Unsold, Wanted } from "./shapes.ts";
import type { Course, LiveRow, Sold } from "./store.ts";
import { type Open, planOf } from "./till.ts";

export interface Chosen { course: Course; sold: Sold; price?: Money; subscription?: string }
/** The account may have it, but not by a checkout. */
export interface NotSold { unsold: string; why: Unsold }

const pays: Record<Course, "now" | "nextPeriod" | "nothing"> = { checkout: "now", seats: "now", plan: "now", update: "nextPeriod", cancel: "nothing", end: "nothing", close: "nothing" };

/** The same, for who is about to wish: what is paid, and when. */
export function quoted({ type }: Wanted, chosen: Chosen | NotSold, sells: boolean): Quote {
  if ("unsold" in chosen) return { type, pays: "unsold", why: chosen.why };
  const { course, price } = chosen;
  if (!sells && course !== "close") return { type, pays: "unsold", why: "no_payments" };
  return { type, pays: pays[course], ...(price ? { price } : {}) };
}

export const isPerSeat = (plan: Plan): boolean => plan.allowance?.per === "seat";

export function choose(open: Open, wanted: Wanted, decision: Accepted, live: LiveRow | undefined): Chosen | NotSold {
  const { bursar: { digest } } = open;
  const plain = { digest, label: "", credits: 0, bonus: 0, quantity: 1 };
  switch (wanted.type) {
    case "purchase":
      return purchase(open, wanted, decision);
    case "subscribe":
      return subscribe(open, wanted, decision, live);
    case "cancel":
      if (!live) return { course: "close", sold: plain };
      return { course: wanted.when === "now" ? "end" : "cancel", sold: plain, subscription: live.id };
    case "close":
      return live ? { course: "end", sold: plain, subscription: live.id } : { course: "close", sold: plain };
  }
}

function purchase({ bursar, rules }: Open, { pack: id, quantity }: Extract<Wanted, { type: "purchase" }>, decision: Accepted): Chosen | NotSold {
  const pack = rules.packs?.[id];
  const { price, credits, entries } = decision;
  if (!pack || !price || price.amount === 0) return { unsold: `the pack \`${id}\` has no price`, why: "no_price" };
  const source = entries.at(-1)?.source;
  return {
    course: "checkout",
    price,
    sold: {
      digest: bursar.digest, label: pack.label ?? id, credits, bonus: quantity * (pack.bonus ?? 0), quantity,
      ...(source === undefined ? {} : { source }),
      ...(pack.expiresAfterDays === undefined ? {} : { expiresAfterDays: pack.expiresAfterDays }),
    },
  };
}

function subscribe(open: Open, { plan: id, seats: asked, when }: Extract<Wanted, { type: "subscribe" }>, decision: Accepted, live: LiveRow | undefined): Chosen | NotSold {
  const { bursar, rules } = open;
  const plan = rules.plans?.[id];
  if (!plan?.paid || !plan.price || !rules.currency) return { unsold: `the plan \`${id}\` has no price: it is not sold here`, why: "no_price" };
  const running = planOf(open);
  const seats = asked ?? running?.seats ?? 1;
  const { price: each, every } = plan;
  const { currency } = rules;
  const source = plan.allowance?.source;
  const told = { digest: bursar.digest, label: plan.label ?? id, credits: decision.credits, bonus: 0, every, seats, perSeat: isPerSeat(plan), ...(source === undefined ? {} : { source }) };
  const sell = (course: Course, count: number) => {
    const quantity = isPerSeat(plan) ? count : 1;
    return { course, price: { amount: each * quantity, currency }, sold: { ...told, quantity } };
  };
  // What bills the account bills the plan that runs, also while another is to follow it.
  const same = live !== undefined && running?.id === id;
  if (!live && running?.id === id) return { unsold: `the plan \`${id}\` runs already, and is not billed here: ask the operator`, why: "not_billed" };
  // To bill by another period is to bill now.
  const otherPeriod = (live?.every ?? every) !== every;
  if (same && otherPeriod) return { unsold: `the plan \`${id}\` is billed by another period since you took it: it can be had anew when it has ended`, why: "other_period" };
  const added = seats - (running?.seats ?? 1);
  // A seat more is paid in full, for its allowance is granted in full; a share of it for the rest of the month would buy
  // on the last day what rolls over on the next.
  if (same && added > 0) {
    if (!isPerSeat(plan)) return { unsold: `the plan \`${id}\` is not sold by seats`, why: "not_by_seats" };
    const { sold, ...rest } = sell("seats", added);
    return { ...rest, sold: { ...sold, added }, subscription: live.id };
  }
  if (same) return { ...sell("update", seats), subscription: live.id };
  if (when === "periodEnd" && running && running.id !== rules.fallbackPlan) {
    if (!live) return { unsold: "the running plan is not billed here, so nothing can follow it: ask the operator", why: "not_followed" };
    if (otherPeriod) return { unsold: `the plan \`${id}\` is billed by another period: take it now, or when the running plan has ended`, why: "other_period" };
    return { ...sell("update", seats), subscription: live.id };
  }
  return sell("plan", seats);
}
