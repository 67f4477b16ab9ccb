// Usage: what the account's commands left, of which a chart is drawn, and how it is looked at.
import type { Entry, Id, Wallet } from "bursar";
import * as api from "./api.ts";
import type { App } from "./app.ts";
import { Fetched } from "./fetched.ts";

/** So many pages of entries are added up in a chart. */
const entryPages = 5;

/** Entries, the newest first; whether these are all. */
interface Latest { list: Entry[]; all: boolean }

export class Usage {
  /** What the account's commands left of late. */
  readonly kept: Fetched<Latest>;
  chart: { per: "hour" | "day" | "month"; stack: "model" | "member" } = { per: "day", stack: "model" };
  /** Whose usage is shown; of nobody's in particular all of it. */
  of: { member?: string; wallet?: Wallet } = {};
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    this.kept = new Fetched(() => app.draw());
  }

  /** Shows what somebody used, or what was spent from a wallet. */
  show(of: { member?: string; wallet?: Wallet }): void {
    this.of = of;
    void this.#app.go("usage");
  }

  /** Fetches the entries, if they are not there; what was there stays until then. */
  async look(): Promise<void> {
    const { seen } = this.#app;
    if (seen?.may("viewUsage")) await this.kept.look(() => latest(seen.account));
  }

  /** Another account is looked at, or the same one as it is now. */
  changed(): void {
    this.kept.forget();
    this.of = {};
  }
}

/** As many as are added up; nothing, where some of them could not be had. */
async function latest(account: Id): Promise<Latest | undefined> {
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
