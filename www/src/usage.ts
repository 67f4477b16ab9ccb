// Usage: what the account's commands left, of which a chart is drawn, and how it is looked at.
import type { Entry, Id } from "bursar";
import * as api from "./api.ts";
import type { App } from "./app.ts";

/** So many pages of entries are added up in a chart. */
const entryPages = 5;

export class Usage {
  /** The latest that the account's commands left; whether these are all. */
  entries: { list: Entry[]; all: boolean } | undefined;
  /** They were asked for last, and no answer came. */
  missed = false;
  chart: { per: "hour" | "day" | "month"; stack: "model" | "member" } = { per: "day", stack: "model" };
  /** Whose usage is shown; of nobody's in particular all of it. */
  of: { member?: string; wallet?: string } = {};
  /** The asking that counts: an earlier one's answer is of an account that has changed. */
  #asked: symbol | undefined;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Shows what somebody used, or what was spent from a wallet. */
  show(of: { member?: string; wallet?: string }): void {
    this.of = of;
    void this.#app.go("usage");
  }

  /** Fetches the entries, if they are not there; what was there stays until then. */
  async look(): Promise<void> {
    const { seen } = this.#app;
    if (this.#asked || !seen?.may("viewUsage")) return;
    const asked = (this.#asked = Symbol());
    const entries = await latest(seen.account);
    if (this.#asked !== asked) return;
    this.missed = entries === undefined;
    if (entries) this.entries = entries;
    // Whoever comes back asks again.
    else this.#asked = undefined;
    this.#app.draw();
  }

  /** The account has changed: there may be more of them. */
  stale(): void {
    this.#asked = undefined;
  }

  /** Another account is looked at, or the same one as it is now. */
  changed(): void {
    Object.assign(this, { entries: undefined, missed: false, of: {} });
    this.stale();
  }
}

/** As many as are added up; nothing, where some of them could not be had. */
async function latest(account: Id): Promise<{ list: Entry[]; all: boolean } | undefined> {
  const list: Entry[] = [];
  let before: string | undefined;
  for (let page = 0; page < entryPages; page++) {
    const told = await api.entries(account, before);
    if (told.kind !== "told") return undefined;
    list.push(...told.answer.entries);
    before = told.answer.next;
    if (before === undefined) break;
  }
  return { list, all: before === undefined };
}
