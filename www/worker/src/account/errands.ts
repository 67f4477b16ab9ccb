// What is to be done beyond the account, and may fail: a message to be posted, a word to the payment provider. An errand
// is written in the transaction of what it belongs to, run by the object's alarm, and tried again until it is done.
import { described, log } from "../log.ts";
import * as metrics from "../metrics.ts";

export type ErrandKind = "alert" | "end" | "seats" | "expire";
export interface Errand { nth: number; kind: ErrandKind; body: string; made: number; attempts: number }

const table = `create table if not exists errands (
  nth integer primary key, kind text not null, body text not null, made integer not null, attempts integer not null default 0, due integer not null
)`;

const secondMs = 1000;
const longestMs = 3_600_000;
/** After three days of an hour's patience each time, nobody is there. A word to the payment provider is never given up: money hangs on it. */
const givenUpMs = 3 * 86_400_000;

/** Waits 1, 4, 16, 64 seconds and so on, at most an hour. */
export const backoffMs = (attempts: number): number => Math.min(longestMs, secondMs * 4 ** (attempts - 1));

export class Errands {
  readonly #sql: SqlStorage;
  #made = false;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  make(): void {
    void this.#ready;
  }

  get #ready(): SqlStorage {
    if (!this.#made) this.#sql.exec(table);
    this.#made = true;
    return this.#sql;
  }

  add(kind: ErrandKind, body: object): void {
    const now = Date.now();
    this.#ready.exec("insert into errands (kind, body, made, due) values (?, ?, ?, ?)", kind, JSON.stringify(body), now, now);
  }

  /** When the next one is due, by the platform's clock. None is ever put off for longer than the longest: that clock was ahead then, or the account comes from where it was. */
  due(): number | undefined {
    return this.#ready.exec<{ due: number | null }>("select min(case when due > ? then 0 else due end) as due from errands", Date.now() + longestMs).one().due ?? undefined;
  }

  /** Runs what is due, all at once: one whose other side is slow does not keep the others waiting. */
  async run(work: (errand: Errand) => Promise<void>): Promise<void> {
    const due = this.#ready.exec<Errand & Record<string, SqlStorageValue>>(
      "select nth, kind, body, made, attempts from errands where due <= ?1 or due > ?1 + ?2 order by nth limit 50", Date.now(), longestMs,
    ).toArray();
    await Promise.all(due.map((errand) => this.#try(errand, work)));
  }

  async #try(errand: Errand, work: (errand: Errand) => Promise<void>): Promise<void> {
    try {
      await work(errand);
      metrics.errands({ kind: errand.kind, outcome: "done" });
      this.#ready.exec("delete from errands where nth = ?", errand.nth);
    } catch (error) {
      this.#again(errand, error);
    }
  }

  #again({ nth, kind, made, attempts }: Errand, error: unknown): void {
    const now = Date.now();
    const over = kind === "alert" && now - made > givenUpMs;
    metrics.errands({ kind, outcome: over ? "given_up" : "failed" });
    log("error", "errand", { kind, attempts: attempts + 1, over, error: described(error) });
    if (over) this.#ready.exec("delete from errands where nth = ?", nth);
    else this.#ready.exec("update errands set attempts = attempts + 1, due = ? where nth = ?", now + backoffMs(attempts + 1), nth);
  }
}
