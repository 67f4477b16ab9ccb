// The receipts of what was paid: the newest when they are looked at, the older ones on asking.
import type { Receipt, ReceiptPage } from "../worker/src/receipts/shapes.ts";
import * as api from "./api.ts";
import type { App } from "./app.ts";
import { Fetched } from "./fetched.ts";

export interface Listed { list: Receipt[]; next?: number }

export class Receipts {
  readonly kept: Fetched<Listed>;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    this.kept = new Fetched(() => app.draw());
  }

  /** Fetches the newest, if they are not there; the older ones that were looked for stay. */
  async look(): Promise<void> {
    const { seen } = this.#app;
    if (!seen?.may("billing")) return;
    await this.kept.look(async () => {
      const told = await api.receipts(seen.account);
      return told.kind === "told" ? joined(told.answer, this.kept.found) : undefined;
    });
  }

  async older(): Promise<void> {
    const { seen } = this.#app;
    const next = this.kept.found?.next;
    if (!seen || next === undefined) return;
    const told = await api.receipts(seen.account, next);
    // What is there meanwhile may be longer already.
    if (this.#app.seen !== seen || this.kept.found?.next !== next) return;
    this.kept.missed = told.kind !== "told";
    if (told.kind === "told") this.kept.found = { list: [...this.kept.found.list, ...told.answer.receipts], ...(told.answer.next === undefined ? {} : { next: told.answer.next }) };
    this.#app.draw();
  }

  /** Asks once more for what was not answered: the newest, or those before them. */
  async again(): Promise<void> {
    await (this.kept.current ? this.older() : this.look());
  }

  /** Another account is looked at, or the same one as it is now. */
  changed(): void {
    this.kept.forget();
  }
}

/** The newest, and behind them those that were there and are older, if none is left out between. */
function joined({ receipts, next }: ReceiptPage, known: Listed | undefined): Listed {
  const last = receipts.at(-1)?.number ?? 0;
  const older = (known?.list[0]?.number ?? 0) < last - 1 ? [] : (known?.list.filter(({ number }) => number < last) ?? []);
  const from = older.length > 0 ? known?.next : next;
  return { list: [...receipts, ...older], ...(from === undefined ? {} : { next: from }) };
}
