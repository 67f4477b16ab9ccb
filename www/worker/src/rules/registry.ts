// What a worker has to know beyond a single account: which accounts run by a rulebook, and the text of every version of it
// that an account ever ran by. An object for each rulebook. Accounts ask it when they are made, when they take up a new
// version, and when they need an old one; no command passes through it.
import { DurableObject } from "cloudflare:workers";
import type { Id } from "bursar";
import type { Env } from "../env.ts";

const tables = [
  "create table if not exists texts (digest text not null, nth integer not null, text text not null, primary key (digest, nth)) without rowid",
  "create table if not exists accounts (id text primary key) without rowid",
];

/** A row of the platform's holds 2 MB; a character has up to four bytes. */
const chunk = 400_000;

export class Registry extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    for (const table of tables) ctx.storage.sql.exec(table);
  }

  /** Keeps the text of a version, for as long as there are accounts. */
  async keep(digest: string, text: string): Promise<void> {
    const { sql } = this.ctx.storage;
    this.ctx.storage.transactionSync(() => {
      for (let nth = 0; nth * chunk < text.length; nth += 1) {
        sql.exec("insert or ignore into texts values (?, ?, ?)", digest, nth, text.slice(nth * chunk, (nth + 1) * chunk));
      }
    });
  }

  async text(digest: string): Promise<string | undefined> {
    const rows = this.ctx.storage.sql.exec<{ text: string }>("select text from texts where digest = ? order by nth", digest).toArray();
    return rows.length === 0 ? undefined : rows.map(({ text }) => text).join("");
  }

  /** Before an account is made, so that there is none which is not listed. */
  async join(account: Id): Promise<void> {
    this.ctx.storage.sql.exec("insert or ignore into accounts values (?)", account);
  }

  /** A page of accounts, by id. */
  async accounts(limit: number, after = ""): Promise<Id[]> {
    return this.ctx.storage.sql.exec<{ id: string }>("select id from accounts where id > ? order by id limit ?", after, limit).toArray().map(({ id }) => id);
  }
}
