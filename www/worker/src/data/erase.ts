// Erasing a person: wherever their id stands, a stand-in stands afterwards, and what they wrote is gone. No sum changes,
// for no credits move: the account is the same one with another name in it.
import type { Account, Member } from "bursar";
import type { Erased } from "./shapes.ts";

const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The salt is the account's own, and random: without it nobody can find out by trying names whose stand-in it is. */
export async function standInOf(person: string, salt: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${salt} ${person}`));
  return `erased-${hex(digest).slice(0, 20)}`;
}

/** The same object with one key under another name. Who came back after being erased finds their stand-in there: both are made one. */
function renamed<V, T extends Record<string, V>>(told: T, from: string, to: string, one: (before: V, now: V) => V): T {
  const [before, now] = [told[to], told[from]];
  const both = before === undefined || now === undefined ? now : one(before, now);
  return Object.fromEntries(Object.entries(told).flatMap(([key, value]) => (key === from ? [[to, both]] : key === to && now !== undefined ? [] : [[key, value]]))) as T;
}

type Counted = NonNullable<Account["spent"]>[string];
type Told = NonNullable<NonNullable<Account["alerts"]>[string]["told"]>[string];

/** What both spent in the same window; of windows that are not the same, the later runs. */
function spentByBoth(before: Counted, now: Counted): Counted {
  const all = { ...before, ...now };
  for (const [per, { since, credits }] of Object.entries(before) as [keyof Counted, NonNullable<Counted[keyof Counted]>][]) {
    const other = now[per];
    if (other) all[per] = other.since === since ? { since, credits: credits + other.credits } : other.since > since ? other : { since, credits };
  }
  return all;
}

const toldOfBoth = (before: Told, now: Told): Told =>
  before.since === now.since ? { since: now.since, thresholds: [...new Set([...before.thresholds, ...now.thresholds])].sort((a, b) => a - b) } : before.since > now.since ? before : now;

/** The account's state, with the stand-in in the person's place. `role` says which of two members it is from now on. */
export function inState(account: Account, person: string, standIn: string, role: (before: Member, now: Member) => Member): Account {
  const [from, to] = [`member:${person}`, `member:${standIn}`];
  const { members, holds, spent, alerts } = account;
  const hold = (told: NonNullable<typeof holds>[string]) => (told.by === person ? { ...told, by: standIn, ...(told.note === undefined ? {} : { note: standIn }) } : told);
  const alert = (told: NonNullable<typeof alerts>[string]) => ({
    ...told, ...(told.watch === from ? { watch: to as typeof told.watch } : {}), ...(told.told ? { told: renamed(told.told, from, to, toldOfBoth) } : {}),
  });
  return {
    ...account,
    ...(members ? { members: renamed(members, person, standIn, role) } : {}),
    ...(holds ? { holds: Object.fromEntries(Object.entries(holds).map(([id, told]) => [id, hold(told)])) } : {}),
    ...(spent ? { spent: renamed(spent, from, to, spentByBoth) } : {}),
    ...(alerts ? { alerts: Object.fromEntries(Object.entries(alerts).map(([id, told]) => [id, alert(told)])) } : {}),
  };
}

/** All that is kept beside the state. To be called in a transaction. */
export function inRows(sql: SqlStorage, person: string, standIn: string): Omit<Erased, "standIn" | "member" | "holds"> {
  const [from, to] = [`member:${person}`, `member:${standIn}`];
  const change = (statement: string, ...values: string[]): number => sql.exec(statement, ...values).rowsWritten;
  const receipts = count(sql, "select count(*) as n from receipts where buyer = ?", person);
  const entries = count(sql, `select count(*) as n from entries where "by" = ?`, person);
  // A note is their own words.
  change(`update entries set "by" = ?1, note = case when note is null then null else ?1 end where "by" = ?2`, standIn, person);
  // Where they were to be sent back to may say who they are, too.
  change("update wishes set by = ?, back = '' where by = ?", standIn, person);
  change("update receipts set buyer = ? where buyer = ?", standIn, person);
  change("update subscriptions set by = ? where by = ?", standIn, person);
  change("update notices set watch = ? where watch = ?", to, from);
  change("insert into readers select ?1, nth from readers where by = ?2 on conflict do update set nth = max(nth, excluded.nth)", standIn, person);
  change("delete from readers where by = ?", person);
  change("update errands set body = json_set(body, '$.watch', ?) where kind = 'alert' and body ->> 'watch' = ?", to, from);
  return { entries, receipts, answers: inAnswers(sql, person, standIn) };
}

interface Kept { entries?: { by?: string; note?: string }[]; alerts?: { watch: string }[] }

/** Answers that are kept for replays tell entries and alerts, which name persons. */
function inAnswers(sql: SqlStorage, person: string, standIn: string): number {
  const rows = sql.exec<{ id: string; answer: string }>(
    "select id, answer from commands where answer is not null and (instr(answer, ?) > 0 or instr(answer, ?) > 0)", JSON.stringify(person), JSON.stringify(`member:${person}`),
  ).toArray();
  for (const { id, answer } of rows) {
    const told = JSON.parse(answer) as Kept;
    for (const entry of told.entries ?? []) {
      if (entry.by !== person) continue;
      entry.by = standIn;
      if (entry.note !== undefined) entry.note = standIn;
    }
    for (const alert of told.alerts ?? []) if (alert.watch === `member:${person}`) alert.watch = `member:${standIn}`;
    sql.exec("update commands set answer = ? where id = ?", JSON.stringify(told), id);
  }
  return rows.length;
}

const count = (sql: SqlStorage, query: string, value: string): number => sql.exec<{ n: number }>(query, value).one().n;
