// Alerts, as the engine tells them: kept for those who manage the account, and posted to whoever the host names.
import type { Accepted, Asker, Id } from "bursar";
import type { Errands } from "../account/errands.ts";
import type { Env } from "../env.ts";
import type { Notice } from "./shapes.ts";

const tables = [
  `create table if not exists notices (
    nth integer primary key, at integer not null, alert text not null, watch text not null, threshold integer not null, now integer not null
  )`,
  // How far each of those who manage has read.
  "create table if not exists readers (by text primary key, nth integer not null) without rowid",
];

/** More than these are not kept: the oldest go. */
const noticesMax = 10_000;

export class Inbox {
  readonly #sql: SqlStorage;
  readonly #errands: Errands;
  readonly #env: Env;
  #made = false;

  constructor(sql: SqlStorage, errands: Errands, env: Env) {
    this.#sql = sql;
    this.#errands = errands;
    this.#env = env;
  }

  make(): void {
    void this.#ready;
  }

  get #ready(): SqlStorage {
    if (!this.#made) for (const table of tables) this.#sql.exec(table);
    this.#made = true;
    return this.#sql;
  }

  /** Written with the command that told them, so that none is lost and none is told of what did not happen. */
  put(account: Id, { at, alerts }: Accepted): Notice[] {
    return alerts.map(({ alert, watch, threshold, now }) => {
      const { nth } = this.#ready.exec<{ nth: number }>(
        "insert into notices (at, alert, watch, threshold, now) values (?, ?, ?, ?, ?) returning nth", at, alert, watch, threshold, now,
      ).one();
      this.#ready.exec("delete from notices where nth <= ?", nth - noticesMax);
      const notice = { nth, at, alert, watch, threshold, now };
      if (this.#env.ALERTS_URL && this.#env.ALERTS_SECRET) this.#errands.add("alert", { account, ...notice });
      return notice;
    });
  }

  /** A page, the newest first. */
  list(limit: number, before: number): Notice[] {
    return this.#ready.exec<Record<string, SqlStorageValue>>("select * from notices where nth < ? order by nth desc limit ?", before, limit).toArray() as unknown as Notice[];
  }

  unread(by: Asker): number {
    return this.#ready.exec<{ n: number }>("select count(*) as n from notices where nth > coalesce((select nth from readers where by = ?), 0)", by).one().n;
  }

  /** Up to there it was read, never back again; and never beyond the newest, for what is told later was read by nobody. */
  read(by: Asker, nth: number): number {
    const upTo = "min(?2, (select coalesce(max(nth), 0) from notices))";
    return this.#ready.exec<{ nth: number }>(`insert into readers values (?1, ${upTo}) on conflict do update set nth = max(nth, ${upTo}) returning nth`, by, nth).one().nth;
  }
}
