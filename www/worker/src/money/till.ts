// What the rooms of money have in common: the account as it is held, its storage, and how a command is carried out in it.
import Stripe from "stripe";
import type { Accepted, Asker, Bursar, Command, Id, Ledger, Money, Ms, PlanState, Refused, Rules } from "bursar";
import type { Errands } from "../account/errands.ts";
import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { toProvider } from "./amounts.ts";
import type { Outcome } from "./shapes.ts";
import type { MoneyStore, WishRow } from "./store.ts";

export interface Open { at: Ms; bursar: Bursar; rules: Rules; ledger: Ledger }

export interface Till {
  env: Env;
  store: MoneyStore;
  errands: Errands;
  /** The account's. */
  id(): Id;
  stripe(): Promise<Stripe>;
  /** The account at this instant, by the rules that are in force for it. */
  open(): Promise<Open>;
  /** Carries a command out as the system. `also` is written in the same transaction, and only if the command is accepted anew. */
  apply(command: Command, also: (answer: Accepted) => void): Accepted | Refused;
}

/** The plan as it stands at that instant. */
export function planOf({ ledger, at }: Open): PlanState | undefined {
  const balance = ledger.balance({ at, by: "system", wallet: "bank" });
  return balance.ok ? balance.plan : undefined;
}

/**
 * For how many seats a plan was sold. Where the wish does not say, those that ran then, which the engine would take to be
 * those that run by now.
 */
export function seatsOf({ wanted, sold }: Pick<WishRow, "wanted" | "sold">, running: PlanState | undefined): { seats?: number } {
  const said = wanted.type === "subscribe" && wanted.seats !== undefined;
  return sold.seats !== undefined && (said || sold.seats !== (running?.seats ?? 1)) ? { seats: sold.seats } : {};
}

/** What is to run from the next period on, as it is said in a command; nothing where it runs already. */
export function following({ id, seats }: NonNullable<PlanState["next"]>, running: PlanState): { seats?: number; when?: "periodEnd" } {
  const other = seats !== undefined && seats !== (running.seats ?? 1);
  return id === running.id && !other ? {} : { ...(seats === undefined ? {} : { seats }), when: "periodEnd" };
}

/** For whom the system acts: a person, or nobody where it was the operator who wished. */
export const forWhom = (by: Asker): { for?: Id } => (by === "system" ? {} : { for: by });

/** What an expandable field of the provider's names. */
export const idOf = (told: string | { id: string } | null | undefined): string | undefined => (typeof told === "string" ? told : told?.id);

/** Whether the provider says that there is no such thing, or not any more: a subscription, or what `param` names. */
export const missing = (error: unknown, param?: string): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing" && (param === undefined || error.param === param);

/** Whether an amount that the provider tells is a price: its currencies are in lower case. */
export const isPrice = (price: Money | undefined, amount: number | null, currency: string | null): boolean =>
  price !== undefined && toProvider(price) === amount && price.currency.toLowerCase() === currency?.toLowerCase();

/** What became of an event by its command; a refusal is a trouble, told as the engine worded it. */
export function outcome(till: Till, decision: Accepted | Refused, told: Omit<Parameters<typeof trouble>[1], "reason">): Outcome {
  if (decision.ok) return decision.replayed ? "known" : "done";
  return trouble(till, { ...told, reason: decision.message });
}

/** Money has come, or gone, and cannot be followed: kept for the operator, who alone can say what is right. */
export function trouble({ store }: Till, told: { at: Ms; payment: string; reason: string; wish?: Id; money?: Money }): Outcome {
  store.trouble(told);
  if (told.wish !== undefined) store.end(told.wish, "trouble");
  log("error", "payment", { payment: told.payment, reason: told.reason });
  return "trouble";
}
