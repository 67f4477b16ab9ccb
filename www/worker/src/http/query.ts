// What stands behind the question mark.
import type { Context } from "hono";
import type { UsageQuery } from "../account/questions.ts";
import type { EntryRow, Place } from "../account/store.ts";
import { faulty } from "./body.ts";

const pageDefault = 100;
const pageMax = 1000;

export function wallet(c: Context): { wallet?: string } {
  const named = c.req.query("wallet");
  return named === undefined ? {} : { wallet: named };
}

/** A whole number as the document means it: `1e2`, `0x10` and what is empty are none. */
const whole = (told: string): number => (/^-?\d+$/.test(told) ? Number(told) : NaN);

/** How much of a list is asked for. */
export function limited(c: Context, most = pageMax, unless = pageDefault): number | Response {
  const told = c.req.query("limit");
  const limit = told === undefined ? unless : whole(told);
  return Number.isSafeInteger(limit) && limit >= 1 && limit <= most ? limit : faulty(c, [{ path: "/limit", message: `expected 1 to ${most}` }]);
}

/** A place among the entries, as the next page is asked for. */
export const cursor = ({ seq, nth }: EntryRow): string => `${seq}.${nth}`;

export function page(c: Context): { limit: number; before?: Place } | Response {
  const limit = limited(c);
  if (limit instanceof Response) return limit;
  const before = c.req.query("before");
  if (before === undefined) return { limit };
  const [, seq, nth] = /^(\d{1,15})\.(\d{1,15})$/.exec(before) ?? [];
  if (seq === undefined) return faulty(c, [{ path: "/before", message: "expected what `next` told" }]);
  return { limit, before: { seq: Number(seq), nth: Number(nth) } };
}

export function usage(c: Context): UsageQuery | Response {
  const by = (c.req.query("by") ?? "").split(",").filter((word) => word !== "");
  const told = { ...instant(c, "from"), ...instant(c, "to") };
  const wrong = Object.entries(told).filter(([, value]) => !Number.isSafeInteger(value));
  if (wrong.length > 0) return faulty(c, wrong.map(([name]) => ({ path: `/${name}`, message: "expected epoch milliseconds" })));
  return { ...told, by };
}

function instant(c: Context, name: "from" | "to"): { from?: number; to?: number } {
  const told = c.req.query(name);
  return told === undefined ? {} : { [name]: whole(told) };
}

/** A number in a path; what is none is nobody's. */
export const number = (told: string | undefined): number => (/^\d{1,15}$/.test(told ?? "") ? Number(told) : 0);

/** A page of what is numbered, the newest first. */
export function numbered(c: Context): { limit: number; before: number } | Response {
  const limit = limited(c);
  if (limit instanceof Response) return limit;
  const before = c.req.query("before");
  if (before !== undefined && number(before) === 0) return faulty(c, [{ path: "/before", message: "expected what `next` told" }]);
  return { limit, before: before === undefined ? Number.MAX_SAFE_INTEGER : Number(before) };
}
