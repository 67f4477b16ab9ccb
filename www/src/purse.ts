// Credits that are bought and moved: the package's two dialogs, and what they send.
import type { Credits, Id } from "bursar";
import type { BursarEvents } from "bursar/elements";
import type { App } from "./app.ts";

interface Pack { pack?: Id; quantity?: number }
interface Move { from?: string; to?: string; credits?: Credits }

export class Purse {
  topUp: Pack & { open: boolean } = { open: false };
  transfer: Move & { open: boolean } = { open: false };
  readonly #app: App;
  #whose: string | undefined;

  constructor(app: App) {
    this.#app = app;
  }

  /** Whose it is from now on, by account and person: what was begun was for the one before. */
  of(whose: string | undefined): void {
    if (whose === this.#whose) return;
    this.#whose = whose;
    this.topUp = { open: false };
    this.transfer = { open: false };
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
}
