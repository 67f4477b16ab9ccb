// What an everyday command changed, made of numbers and texts; src/doors/changes.rs says how.

import type * as contract from "../bursar.js";
import { draw } from "./accepted.ts";
import { each, name, next, sources, there, windows } from "./told.ts";

type Entries<T> = Record<string, T | null>;

/** A patch, its fields in the order of their names. */
interface Patch {
  asOf?: contract.Instant;
  bank?: Entries<Grant> | null;
  holds?: Entries<Hold> | null;
  recent?: Entries<[number, string]> | null;
  seq?: number;
  spent?: Entries<Entries<Count>> | null;
  teams?: Entries<{ grants: Entries<Grant> }> | null;
}

type Grant = { credits: number } | Omit<contract.Draw, "grant" | "wallet">;

interface Hold {
  at: contract.Instant;
  by?: string;
  draws: contract.Draw[];
  expiresAt: contract.Instant;
  from: contract.Wallet;
  model?: string;
  note?: string;
}

interface Count {
  credits?: number;
  since?: contract.Instant;
}

const GONE = 1;

export function changes(): object {
  next(); // That it is told in numbers.
  const asOf = next();
  const seq = next();
  const bank = field(grants);
  const teams = field(() => entries({}, name, team));
  const holds = field(() => lasting(hold));
  const spent = field(() => entries({}, name, counts));
  const recent = field(() => lasting(remembered));
  const patch: Patch = {};
  if (asOf) patch.asOf = asOf - 1;
  if (bank !== undefined) patch.bank = bank;
  if (holds !== undefined) patch.holds = holds;
  if (recent !== undefined) patch.recent = recent;
  if (seq) patch.seq = seq - 1;
  if (spent !== undefined) patch.spent = spent;
  if (teams !== undefined) patch.teams = teams;
  return patch;
}

/** A field of the account: nothing where it is as it was, `null` where it is gone. */
function field<T>(read: () => T): T | null | undefined {
  if (!there()) return undefined;
  return next() === GONE ? null : read();
}

/** Entries up to the 0 behind the last of them. */
function entries<T>(all: Record<string, T>, key: () => string, one: () => T): Record<string, T> {
  while (there()) all[key()] = one();
  return all;
}

/** The same whose names come but once: an object that begins as a table need not be laid out anew for each. */
function lasting<T>(one: () => T): Record<string, T> {
  const table = entries({ __proto__: null } as unknown as Record<string, T>, name, one);
  return Object.setPrototypeOf(table, Object.prototype) as Record<string, T>;
}

function grants(): Entries<Grant> {
  return entries<Grant | null>({}, name, grant);
}

function grant(): Grant | null {
  if (!there()) return null;
  const credits = next() - 1;
  if (!there()) return { credits };
  const grantedAt = next() - 1;
  const expires = next();
  const of = next();
  const source = sources[next()] as string;
  return expires ? { credits, expiresAt: expires - 1, grantedAt, of, source } : { credits, grantedAt, of, source };
}

function team(): { grants: Entries<Grant> } {
  return { grants: grants() };
}

function hold(): Hold | null {
  if (!there()) return null;
  const at = next() - 1;
  const by = there() ? name() : undefined;
  const draws = each(draw);
  const hold: Hold = by === undefined
    ? { at, draws, expiresAt: next(), from: name() as contract.Wallet }
    : { at, by, draws, expiresAt: next(), from: name() as contract.Wallet };
  if (there()) hold.model = name();
  if (there()) hold.note = name();
  return hold;
}

function counts(): Entries<Count> | null {
  return next() === GONE ? null : entries<Count | null>({}, window, count);
}

function window(): string {
  return windows[next() - 1] as string;
}

function count(): Count | null {
  const credits = next();
  const since = next();
  if (credits && !since) return { credits: credits - 1 };
  if (credits) return { credits: credits - 1, since: since - 1 };
  return since ? { since: since - 1 } : null;
}

function remembered(): [number, string] | null {
  return there() ? [next() - 1, name()] : null;
}
