// What an account's object keeps on disk, and how one decision is written. No rule of credits stands here.
import type { Accepted, Command, Draw, Entry } from "bursar";
import * as parts from "./parts.ts";

const tables = [
  parts.table,
  "create table if not exists meta (key text primary key, value text not null) without rowid",
  // Ids are kept for good; the answer goes after a while. `digest` is the engine's, of the command's content.
  `create table if not exists commands (
    id text primary key, seq integer not null, at integer not null, type text not null, digest text not null, answer text
  ) without rowid`,
  "create index if not exists commands_answered on commands (at) where answer is not null",
  `create table if not exists entries (
    seq integer not null, nth integer not null, kind text not null, at integer not null, credits integer not null,
    wallet text not null, "grant" text not null, source text not null, command text, "by" text, model text, hold text,
    note text, bought text, primary key (seq, nth)
  ) without rowid`,
  "create index if not exists entries_at on entries (at)",
  // What can be refunded, and what was. Kept for good, so that nothing is ever refunded twice.
  `create table if not exists charges (
    command text primary key, model text, draws text not null, credits integer not null, refunded integer not null default 0
  ) without rowid`,
  "create table if not exists refunds (id text primary key, command text not null, asked integer, draws text not null) without rowid",
];

const columns = `kind, at, credits, wallet, "grant", source, command, "by", model, hold, note, bought`;

const enter = `insert into entries select ?1, key + ?3, value ->> 'kind', value ->> 'at', value ->> 'credits', value ->> 'wallet',
  value ->> 'grant', value ->> 'source', value ->> 'command', value ->> 'by', value ->> 'model', value ->> 'hold',
  value ->> 'note', value -> 'bought' from json_each(?2)`;

/** A statement of the platform's takes 2 MB in a value, so what time does to thousands of grants at once is written in several. */
const enteredAtOnce = 500;

/** SQLite on the platform takes 2 MB in a row; an answer near that is not kept, and a replay gets the engine's own. */
const answerBytesMax = 1_000_000;

export interface Told { seq: number; at: number; digest: string; answer: string | null }
export interface Charge { draws: Draw[]; model: string | null; credits: number; refunded: number }
export interface Refund { command: string; asked: number | null; draws: Draw[] }
/** A refund that is about to be written: of which command, with how much asked for. */
export interface RefundOf { command: string; asked: number | null }
export interface Place { seq: number; nth: number }
export type EntryRow = Entry & Place;

type Row = Record<string, SqlStorageValue>;

export class Store {
  readonly #sql: SqlStorage;
  #made = false;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** An object that was only asked after keeps nothing: its tables are made with its account. */
  exists(): boolean {
    this.#made ||= this.#one<{ name: string }>("select name from sqlite_master where name = 'meta'") !== undefined
      // Tables alone are those of an import that has not come to its end.
      && this.#one<{ value: string }>("select value from meta where key = 'rulebook'") !== undefined;
    return this.#made;
  }

  make(): void {
    for (const table of tables) this.#sql.exec(table);
  }

  begin(rulebook: string, digest: string, account: object, entries: Entry[]): void {
    this.make();
    this.#sql.exec("insert into meta values ('layout', '1'), ('rulebook', ?), ('digest', ?)", rulebook, digest);
    parts.patch(this.#sql, account);
    this.#enter(0, entries);
  }

  rulebook(): string {
    return this.#one<{ value: string }>("select value from meta where key = 'rulebook'")?.value ?? "";
  }

  /** Names the version of the rulebook that is in force. */
  digest(): string | undefined {
    return this.#one<{ value: string }>("select value from meta where key = 'digest'")?.value;
  }

  setDigest(digest: string): void {
    this.#sql.exec("insert or replace into meta values ('digest', ?)", digest);
  }

  meta(): Record<string, string> {
    return Object.fromEntries(this.#sql.exec<{ key: string; value: string }>("select key, value from meta").toArray().map(({ key, value }) => [key, value]));
  }

  setMeta(meta: Record<string, string>): void {
    for (const [key, value] of Object.entries(meta)) this.#sql.exec("insert or replace into meta values (?, ?)", key, value);
  }

  /** Writes a whole account in place of what is there. */
  put(account: object): void {
    this.#sql.exec("delete from parts");
    parts.patch(this.#sql, account);
  }

  id(): string {
    return this.#one<{ id: string }>("select value ->> 'id' as id from parts where top = '' and key = ''")?.id ?? "";
  }

  account(): string {
    return parts.read(this.#sql);
  }

  /** Everything that one accepted command leaves. To be called in a transaction. */
  write(command: Command, answer: Accepted, changes: object, refund?: RefundOf): void {
    parts.patch(this.#sql, changes);
    const { recent } = changes as { recent?: Record<string, [seq: number, digest: string]> };
    const text = JSON.stringify(answer);
    this.#sql.exec(
      "insert into commands values (?, ?, ?, ?, ?, ?)",
      command.id, answer.seq, answer.at, command.type, recent?.[command.id]?.[1] ?? "", text.length > answerBytesMax ? null : text,
    );
    this.#enter(answer.seq, answer.entries);
    // Of what is drawn, only this is gone for good: what a hold or a transfer took is still the account's.
    if ((command.type === "spend" || command.type === "settle") && answer.credits > 0) {
      const model = answer.entries.find(({ kind }) => kind === "spend")?.model ?? null;
      this.#sql.exec("insert into charges values (?, ?, ?, ?, 0)", command.id, model, JSON.stringify(answer.draws), drawn(answer.draws));
    }
    if (command.type === "refund" && refund) {
      this.#sql.exec("insert into refunds values (?, ?, ?, ?)", command.id, refund.command, refund.asked, JSON.stringify(command.draws));
      this.#sql.exec("update charges set refunded = refunded + ? where command = ?", answer.credits, refund.command);
    }
  }

  forgetAnswersBefore(at: number): void {
    this.#sql.exec("update commands set answer = null where answer is not null and at < ?", at);
  }

  told(id: string): Told | undefined {
    return this.#one<{ seq: number; at: number; digest: string; answer: string | null }>("select seq, at, digest, answer from commands where id = ?", id);
  }

  charge(id: string): Charge | undefined {
    const row = this.#one<{ draws: string; model: string | null; credits: number; refunded: number }>(
      "select draws, model, credits, refunded from charges where command = ?", id,
    );
    return row && { ...row, draws: JSON.parse(row.draws) as Draw[] };
  }

  refund(id: string): Refund | undefined {
    const row = this.#one<{ command: string; asked: number | null; draws: string }>("select command, asked, draws from refunds where id = ?", id);
    return row && { ...row, draws: JSON.parse(row.draws) as Draw[] };
  }

  /** A page of entries, the newest first, from before a place. */
  entries(limit: number, before?: Place): EntryRow[] {
    const from = before ?? { seq: Number.MAX_SAFE_INTEGER, nth: 0 };
    return this.#entries("where (seq, nth) < (?, ?) order by seq desc, nth desc limit ?", from.seq, from.nth, limit);
  }

  /** The entries of a span of time, at most so many. */
  between(from: number, to: number, most: number): EntryRow[] {
    return this.#entries("where at >= ? and at < ? order by seq, nth limit ?", from, to, most);
  }

  /** What the entries add up to, by wallet and grant. */
  sums(): { wallet: string; grant: string; credits: number }[] {
    return this.#sql.exec<{ wallet: string; grant: string; credits: number }>(
      `select wallet, "grant", sum(credits) as credits from entries group by 1, 2 having sum(credits) <> 0`,
    ).toArray();
  }

  counts(): { commands: number; entries: number; overRefunded: number } {
    const count = (query: string): number => this.#one<{ n: number }>(query)?.n ?? 0;
    return {
      commands: count("select count(*) as n from commands"),
      entries: count("select count(*) as n from entries"),
      overRefunded: count("select count(*) as n from charges where refunded > credits"),
    };
  }

  #enter(seq: number, entries: Entry[]): void {
    for (let from = 0; from < entries.length; from += enteredAtOnce) {
      this.#sql.exec(enter, seq, JSON.stringify(entries.slice(from, from + enteredAtOnce)), from);
    }
  }

  #entries(rest: string, ...values: number[]): EntryRow[] {
    return this.#sql.exec<Row>(`select seq, nth, ${columns} from entries ${rest}`, ...values).toArray().map(entry);
  }

  #one<T extends Row>(query: string, ...values: SqlStorageValue[]): T | undefined {
    return this.#sql.exec<T>(query, ...values).toArray()[0];
  }
}

const drawn = (draws: Draw[]): number => draws.reduce((sum, { credits }) => sum + credits, 0);

/** A row as the entry that it was: columns that are null were not there. */
function entry(row: Row): EntryRow {
  const told = Object.entries(row).filter(([, value]) => value !== null);
  const { bought, ...rest } = Object.fromEntries(told);
  return (typeof bought === "string" ? { ...rest, bought: JSON.parse(bought) as unknown } : rest) as unknown as EntryRow;
}
