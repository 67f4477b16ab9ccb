// Shapes of what a person wishes for and of what became of it. The page reads them too.
import type { Accepted, Id, Money, Ms } from "bursar";

/** What a person wishes for and only the system may do. */
export type Wanted =
  | { type: "purchase"; pack: Id; quantity: number; consent?: string }
  | { type: "subscribe"; plan: Id; seats?: number; when?: "now" | "periodEnd" }
  | { type: "cancel"; when?: "now" | "periodEnd" }
  | { type: "close" };

/** `expect` is the price that the buyer was shown; needed where something is to be paid. `returnTo` is a path of the page. */
export type SentWish = Wanted & { id: Id; expect?: Money; returnTo?: string };

/**
 * `open`: to be paid at `url`. `pending`: the provider was told, and what it says is awaited. `done`: carried out.
 * `expired`: not paid in time, nothing was taken. `trouble`: paid, but not as was agreed; the operator sees why.
 */
export type WishStatus = "open" | "pending" | "done" | "expired" | "trouble";

export interface WishTold {
  id: Id;
  type: Wanted["type"];
  status: WishStatus;
  at: Ms;
  price?: Money;
  url?: string;
  /** Nobody pays here: a checkout of development's. */
  test?: true;
  /** The number of the receipt. */
  receipt?: number;
  /** What was decided at once, where no money is in it. */
  decision?: Accepted;
}

/** Why the engine allows what is not sold here. */
export type Unsold = "no_price" | "not_billed" | "not_followed" | "other_period" | "not_by_seats" | "no_payments";

/**
 * What a wish would come to, were it sent now. `now`: it is paid before it is carried out. `nextPeriod`: nothing is paid now,
 * and the price is what is billed from the next period on. `nothing`: no money is in it. `unsold`: it would not be taken.
 */
export interface Quote {
  type: Wanted["type"];
  pays: "now" | "nextPeriod" | "nothing" | "unsold";
  price?: Money;
  why?: Unsold;
}

/** What was paid for, or told by the provider, and could not be carried out as agreed. For the operator. */
export interface Trouble { nth: number; at: Ms; payment: string; reason: string; wish?: Id; money?: Money }
export interface Troubles { troubles: Trouble[] }

export interface Received { received: true; outcome: Outcome }
/** `waiting`: it came before what it builds upon, and is kept until that comes. */
export type Outcome = "done" | "known" | "waiting" | "trouble" | "ignored";
