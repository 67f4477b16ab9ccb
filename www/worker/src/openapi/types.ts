// The shapes that the API document describes: the contract's own, and the worker's few. `npm run schemas` makes
// schemas.json of them, so that the document cannot say something else than the code.
import type { Accepted, Affordable, Balance, Command, Entry, Estimate, Limits, Member, Order, Rate, Refused, Request, UsageRow, Account } from "bursar";
import type { Audit } from "../account/audit.ts";
import type { Erased, Erasure, Imported } from "../data/shapes.ts";
import type { NoticePage, Reading } from "../inbox/shapes.ts";
import type { Quote, Received, SentWish, Troubles, Wanted, WishTold } from "../money/shapes.ts";
import type { Receipt, ReceiptPage } from "../receipts/shapes.ts";
import type { Standing } from "../rules/in-force.ts";
import type { Change, Head, Problem, Rulebook, Session } from "./shapes.ts";

/** A new account: the rulebook it runs by, and what `create` takes. */
export interface Beginning { rulebook: string; product?: string; members?: Record<string, Member> }
export interface Begun { created: boolean; seq: number }

/** Of a refund the worker takes the id of the command that is to be refunded, and never draws. */
export interface SentRefund { type: "refund"; id: string; command: string; credits?: number; note?: string }

export interface RulebookName { id: string; name: string; digest: string }
export type RulebookNames = RulebookName[];
export type Rates = Rate[];
export interface EstimateQuestion { request: Request; plan?: string; product?: string }
export interface AffordableQuestion { request: Request; input: string; wallet?: string }
export type PlacedEntry = Entry & { seq: number; nth: number };
/** The newest first. `next` goes into `before` for the page after. */
export interface EntryPage { entries: PlacedEntry[]; next?: string }
export interface Usage { ok: true; rows: UsageRow[] }
/** `answer` is there as long as answers are kept. */
export interface Recorded { seq: number; at: number; answer?: Accepted }
export interface SessionToken { token: string }
/**
 * Accounts, of those that this page looked at, which do not run by the rules that are deployed; those for which something
 * was due `since` then, which no alarm saw to, and which is seen to now; and those that could not be asked, and why. `next`
 * goes into `after`.
 */
export interface Standings {
  digest?: string; checked: number; accounts: Standing[]; late: { account: string; since: number }[]; failed: { account: string; reason: string }[]; next?: string;
}
export interface Health { ok: true; version: string }

/** All that stands in the document under a name. */
export interface Api {
  bodies: [Beginning, Command, SentRefund, EstimateQuestion, AffordableQuestion, SessionToken, Request, SentWish, Wanted, Erasure];
  answers: [
    Accepted, Refused, Problem, Begun, Recorded, Audit, Account, Balance, Order, Limits, Affordable, Estimate, Rates, EntryPage, Usage,
    RulebookNames, Rulebook, Session, Head, Health, Change, WishTold, Quote, Troubles, Received, Receipt, ReceiptPage, NoticePage, Reading, Standings, Imported, Erased,
  ];
}
