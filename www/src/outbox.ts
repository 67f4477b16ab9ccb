// What is sent, once: a command has its id before it goes, so one that nobody answered can be sent again without fear. It
// waits here until the person says so, for nobody likes a page that spends by itself.
import type { Told } from "./api.ts";

export interface Letter<T = unknown> {
  /** What it is, for who decides whether to send it again. */
  what: string;
  /** What it says, where somebody may say it again: while one waits that says the same, that one is sent instead. */
  says?: string;
  send(): Promise<Told<T>>;
  /** What to do with an answer, whenever it comes. */
  answered(told: Exclude<Told<T>, { kind: "unanswered" }>): void | Promise<void>;
}

export class Outbox {
  /** Sent, and not answered. */
  readonly waiting = new Set<Letter<never>>();
  readonly under = new Set<Letter<never>>();
  #whose: string | undefined;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get busy(): boolean {
    return this.under.size > 0;
  }

  async send<T>(letter: Letter<T>): Promise<void> {
    // Each is answered by what it sent itself, so of what type that is need not be known here.
    const kept = this.#again(letter as Letter<never>);
    const whose = this.#whose;
    this.waiting.delete(kept);
    this.under.add(kept);
    this.#changed();
    const told = await kept.send();
    this.under.delete(kept);
    // What became of it in another account than the one that is looked at by now is seen there.
    if (this.#whose !== whose) return this.#changed();
    if (told.kind === "unanswered") this.waiting.add(kept);
    else await kept.answered(told);
    this.#changed();
  }

  /** A second one that says the same would be carried out as well as the first, of which nobody knows whether it was. */
  #again(letter: Letter<never>): Letter<never> {
    return [...this.waiting].find(({ says }) => says !== undefined && says === letter.says) ?? letter;
  }

  drop(letter: Letter<never>): void {
    this.waiting.delete(letter);
    this.#changed();
  }

  /** Who sends from now on, and in which account; what waits is of the one before. */
  of(whose: string | undefined): void {
    if (whose === this.#whose) return;
    this.#whose = whose;
    this.waiting.clear();
  }
}
