// The worker's API as the page asks it: by the cookie of its session, and always answered with data.
import type { Accepted, Account, Command, Entry, Refused, Request, UsageRow } from "bursar";
import type { Seat } from "../worker/src/dev/seeds.ts";
import type { NoticePage, Reading } from "../worker/src/inbox/shapes.ts";
import type { Quote, SentWish, Wanted, WishTold } from "../worker/src/money/shapes.ts";
import type { Head, Problem, Rulebook, Session } from "../worker/src/openapi/shapes.ts";
import type { ReceiptPage } from "../worker/src/receipts/shapes.ts";

/** What came back. `unanswered` says nothing about what was done: the same command may be sent again under its id. */
export type Told<T> =
  | { kind: "told"; answer: T }
  | { kind: "refused"; refused: Refused }
  | { kind: "problem"; status: number; message: string }
  | { kind: "unanswered" };

/** Too many requests came; when there is room for one again. */
type Busy = Extract<Told<never>, { kind: "problem" }> & { waitMs: number };

const patienceMs = 10_000;
/** What was asked too often is asked so often again, when the worker lets it. */
const againMost = 3;

/** A question that came too often waits its turn: that is no answer yet, and above all no "no". */
async function ask<T>(method: string, path: string, body?: object): Promise<Told<T>> {
  for (let again = 0; again < againMost; again++) {
    const told = await once<T>(method, path, body);
    if (method !== "GET" || !("waitMs" in told)) return told;
    await new Promise((resolve) => setTimeout(resolve, told.waitMs));
  }
  return { kind: "unanswered" };
}

async function once<T>(method: string, path: string, body?: object): Promise<Told<T> | Busy> {
  try {
    // In the page's language, which need not be the browser's.
    const headers = { "accept-language": document.documentElement.lang, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(path, { method, signal: AbortSignal.timeout(patienceMs), headers, ...sent });
    // What went wrong over there may have been done all the same.
    if (response.status >= 500) return { kind: "unanswered" };
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    if (response.ok) return { kind: "told", answer: answer as T };
    const no = declined(response.status, answer as Refused | Problem);
    return no.kind === "problem" && no.status === 429 ? { ...no, waitMs: Math.min(patienceMs, 1000 * (Number(response.headers.get("retry-after")) || 1)) } : no;
  } catch {
    return { kind: "unanswered" };
  }
}

function declined(status: number, answer: Refused | Problem): Told<never> {
  return "error" in answer ? { kind: "problem", status, message: answer.error.message } : { kind: "refused", refused: answer };
}

const at = (account: string, what = ""): string => `/v1/accounts/${encodeURIComponent(account)}${what}`;

export const session = () => ask<Session>("GET", "/v1/session");
export const keepSession = (token: string) => ask<Session>("POST", "/v1/session", { token });
export const endSession = () => ask<undefined>("DELETE", "/v1/session");
export const head = (account: string) => ask<Head>("GET", at(account));
export const view = (account: string) => ask<Account>("GET", at(account, "/view"));
/** A person's command: who asks and when is the worker's to say. */
export type Sent = Command extends infer C ? (C extends Command ? Omit<C, "at" | "by" | "for"> : never) : never;
/** The same before it has an id. */
export type Unsent = Sent extends infer C ? (C extends Sent ? Omit<C, "id"> : never) : never;
export const command = (account: string, sent: Sent) => ask<Accepted>("POST", at(account, "/commands"), sent);
/** What a command would come to, decided on the whole account. */
export const preview = (account: string, draft: { type: "hold"; request: Request }) => ask<Accepted>("POST", at(account, "/previews"), draft);
export const rules = (account: string) => ask<Rulebook>("GET", at(account, "/rules"));

/** What only the system does, wished for: a purchase, a plan. */
export const wish = (account: string, sent: SentWish) => ask<WishTold>("POST", at(account, "/wishes"), sent);
/** What it would come to, were it sent now. */
export const quote = (account: string, wanted: Wanted) => ask<Quote>("POST", at(account, "/quotes"), wanted);
export const wished = (account: string, id: string) => ask<WishTold>("GET", at(account, `/wishes/${encodeURIComponent(id)}`));

export const receipts = (account: string, before?: number) => ask<ReceiptPage>("GET", at(account, `/receipts${before === undefined ? "" : `?before=${before}`}`));
/** Where a receipt lies: as a page to print, or as a file. */
export const receiptAt = (account: string, number: number, as: "print" | "pdf", locale: string): string => at(account, `/receipts/${number}/${as}?locale=${encodeURIComponent(locale)}`);
export const entries = (account: string, before?: string) => ask<{ entries: (Entry & { seq: number })[]; next?: string }>("GET", at(account, `/entries?limit=1000${before === undefined ? "" : `&before=${encodeURIComponent(before)}`}`));
/** All that was spent, added up by these. */
export const usage = (account: string, by: string[]) => ask<{ rows: UsageRow[] }>("GET", at(account, `/usage?by=${by.join(",")}`));

/** The alerts that were told, the newest first; and that they were read, up to one of them. */
export const inbox = (account: string, before?: number) => ask<NoticePage>("GET", at(account, `/inbox?limit=50${before === undefined ? "" : `&before=${before}`}`));
export const readInbox = (account: string, read: number) => ask<Reading>("POST", at(account, "/inbox/read"), { read });

/** Development's stand-in for the job runner: answered when the job is over. */
export const runJob = (job: { account: string; hold: string; takesMs: number; fails: boolean }) => ask<{ state: "settled" | "released"; credits: number }>("POST", "/dev/jobs", job);

/** Development's clock, which all accounts have in common: by how much it is ahead, and forward. */
export const clock = () => ask<{ offsetMs: number }>("GET", "/dev/clock");
export const forward = (forwardMs: number) => ask<{ offsetMs: number }>("POST", "/dev/clock", { forwardMs });

/** Whom development's sign-in knows, in each of their accounts. */
export const people = () => ask<Seat[]>("GET", "/dev/people");

/** Where the account's changes are streamed. */
export function changes(account: string): URL {
  const url = new URL(at(account, "/changes"), location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url;
}
