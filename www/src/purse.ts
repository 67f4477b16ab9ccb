// Credits that are bought and moved: the package's two dialogs, what they send, and the receipts of what was paid.
import type { Credits, Id } from "bursar";
import type { BursarEvents } from "bursar/elements";
import type { Receipt, ReceiptPage } from "../worker/src/receipts/shapes.ts";
import * as api from "./api.ts";
import type { App } from "./app.ts";

interface Pack { pack?: Id; quantity?: number }
interface Move { from?: string; to?: string; credits?: Credits }

export class Purse {
  topUp: Pack & { open: boolean } = { open: false };
  transfer: Move & { open: boolean } = { open: false };
  receipts: { list: Receipt[]; next?: number } | undefined;
  /** They were asked for last, and no answer came. */
  missed = false;
  /** The asking that counts: an earlier one's answer is of an account that has changed. */
  #asked: symbol | undefined;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  add(begun: Pack = {}): void {
    this.topUp = { open: true, ...begun };
    this.#app.draw();
  }

  move(begun: Move = {}): void {
    this.transfer = { open: true, ...begun };
    this.#app.draw();
  }

  close(dialog: "topUp" | "transfer"): void {
    this[dialog] = { open: false };
    this.#app.hush();
    this.#app.draw();
  }

  /** What is bought is wished for: the system gives it when it is paid. */
  checkout({ pack, quantity, consent, price, credits }: BursarEvents["bursar-checkout"]["detail"]): void {
    const { wishes, words, say } = this.#app;
    wishes.send(words.sending.checkout(credits, say), { type: "purchase", pack, quantity, ...(consent === undefined ? {} : { consent }), expect: price });
  }

  transferred({ from, to, credits }: BursarEvents["bursar-transfer"]["detail"]): void {
    const app = this.#app;
    app.command(app.words.sending.transfer(credits, app.say), { type: "transfer", from, to, credits }, () => {
      this.transfer = { open: false };
      return app.words.sending.moved(credits, app.say);
    });
  }

  /** Fetches the newest receipts, if they are not there; the older ones that were looked for stay. */
  async look(): Promise<void> {
    const { seen } = this.#app;
    if (this.#asked || !seen?.may("billing")) return;
    const asked = (this.#asked = Symbol());
    const told = await api.receipts(seen.account);
    if (this.#asked !== asked) return;
    this.missed = told.kind !== "told";
    if (told.kind === "told") this.receipts = joined(told.answer, this.receipts);
    // Whoever comes back asks again.
    else this.#asked = undefined;
    this.#app.draw();
  }

  async older(): Promise<void> {
    const { seen } = this.#app;
    const next = this.receipts?.next;
    if (!seen || next === undefined) return;
    const told = await api.receipts(seen.account, next);
    // What is there meanwhile may be longer already.
    if (this.#app.seen !== seen || this.receipts?.next !== next) return;
    this.missed = told.kind !== "told";
    if (told.kind === "told") this.receipts = { list: [...this.receipts.list, ...told.answer.receipts], ...(told.answer.next === undefined ? {} : { next: told.answer.next }) };
    this.#app.draw();
  }

  /** Asks once more for what was not answered: the newest, or those before them. */
  async again(): Promise<void> {
    await (this.#asked ? this.older() : this.look());
  }

  /** The account has changed: there may be more of them. */
  stale(): void {
    this.#asked = undefined;
  }

  /** Another account is looked at, or the same one as it is now. */
  changed(): void {
    Object.assign(this, { receipts: undefined, missed: false });
    this.stale();
  }
}

/** The newest, and behind them those that were there and are older, if none is left out between. */
function joined({ receipts, next }: ReceiptPage, known: Purse["receipts"]): NonNullable<Purse["receipts"]> {
  const last = receipts.at(-1)?.number ?? 0;
  const older = (known?.list[0]?.number ?? 0) < last - 1 ? [] : (known?.list.filter(({ number }) => number < last) ?? []);
  const from = older.length > 0 ? known?.next : next;
  return { list: [...receipts, ...older], ...(from === undefined ? {} : { next: from }) };
}
