// What a view needs beside the account: fetched when it is looked at, and again once the account has changed.
export class Fetched<T extends object> {
  /** What was fetched; it stays until there is a newer one. */
  found: T | undefined;
  /** It was asked for last, and no answer came. */
  missed = false;
  /** The asking that counts: an earlier one's answer is of an account that has changed. */
  #asked: symbol | undefined;
  readonly #drawn: () => void;

  constructor(drawn: () => void) {
    this.#drawn = drawn;
  }

  /** It is asked for, or there, and of the account as it is. */
  get current(): boolean {
    return this.#asked !== undefined;
  }

  /** Fetches it, if it is not there; `fetch` finds nothing where no answer comes. */
  async look(fetch: () => Promise<T | undefined>): Promise<void> {
    if (this.#asked) return;
    const asked = (this.#asked = Symbol());
    const found = await fetch();
    if (this.#asked !== asked) return;
    this.missed = found === undefined;
    if (found) this.found = found;
    // Whoever comes back asks again.
    else this.#asked = undefined;
    this.#drawn();
  }

  /** The account has changed: there may be more of it. */
  stale(): void {
    this.#asked = undefined;
  }

  /** Another account is looked at, or the same one as it is now. */
  forget(): void {
    this.found = undefined;
    this.missed = false;
    this.stale();
  }
}
