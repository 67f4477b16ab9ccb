// How many requests a member may send: a bucket for each, which holds a minute's worth and fills steadily.
interface Bucket { tokens: number; at: number }

/** More askers than this are not told apart for long: the one that was quiet longest is forgotten, with a full bucket. */
const bucketsMax = 10_000;

export class Pace {
  readonly #perMinute: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Takes one request's token. Answers 0, or how many milliseconds to wait for the next. */
  take(asker: string, now: number): number {
    if (this.#perMinute === 0) return 0;
    const perMs = this.#perMinute / 60_000;
    const last = this.#buckets.get(asker) ?? { tokens: this.#perMinute, at: now };
    const tokens = Math.min(this.#perMinute, last.tokens + Math.max(0, now - last.at) * perMs);
    const enough = tokens >= 1;
    this.#buckets.delete(asker);
    this.#buckets.set(asker, { tokens: enough ? tokens - 1 : tokens, at: now });
    this.#bound();
    return enough ? 0 : Math.ceil((1 - tokens) / perMs);
  }

  #bound(): void {
    if (this.#buckets.size <= bucketsMax) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
