// Usage: what the account's commands left, of which a chart is drawn, and how it is looked at.
import type { Entry } from "bursar";
import * as api from "./api.ts";
import type { App } from "./app.ts";

/** So many pages of entries are added up in a chart. */
const entryPages = 5;

export class Usage {
  /** The latest that the account's commands left; whether these are all. */
  entries: { list: Entry[]; all: boolean } | undefined;
  chart: { per: "hour" | "day" | "month"; stack: "model" | "member" } = { per: "day", stack: "model" };
  /** Whose usage is shown; of nobody's in particular all of it. */
  of: { member?: string; wallet?: string } = {};
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Shows what somebody used, or what was spent from a wallet. */
  show(of: { member?: string; wallet?: string }): void {
    this.of = of;
    void this.#app.go("usage");
  }

  /** Fetches the entries, if they are not there. */
  async look(): Promise<void> {
    const { seen } = this.#app;
    if (this.entries || !seen?.may("viewUsage")) return;
    const all: Entry[] = [];
    let before: string | undefined;
    for (let page = 0; page < entryPages; page++) {
      const told = await api.entries(seen.account, before);
      if (told.kind !== "told") break;
      all.push(...told.answer.entries);
      before = told.answer.next;
      if (before === undefined) break;
    }
    if (this.#app.seen?.account !== seen.account) return;
    this.entries = { list: all, all: before === undefined };
    this.#app.draw();
  }

  /** Another account is looked at, or the same one as it is now. */
  changed(): void {
    this.entries = undefined;
    this.of = {};
  }
}
