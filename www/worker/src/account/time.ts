// When time alone next changes what is stored, and the alarm that is set for it.
import type { Ledger, Ms } from "bursar";
import { backoffMs } from "./errands.ts";

/** An instant before the account's own counts as that, so this asks of the account as it stands. */
export function changesAt(ledger: Ledger): Ms | undefined {
  const balance = ledger.balance({ at: 0, by: "system", wallet: "bank" });
  return balance.ok ? balance.changesAt : undefined;
}

/** Alarms are at least so far apart, so that one which changes nothing cannot run in circles. */
const gapMs = 500;

/** The platform knows no alarm as far away as an account may look: one that rings too early is set again. */
const farthestMs = 365 * 86_400_000;

/** Under which name it is kept how often in a row what the alarm rang for has failed. */
const failures = "alarm-failures";

/** The platform's alarm, of which an object has one. */
export class Alarm {
  readonly #storage: DurableObjectStorage;
  /** When it is set for: null for none, undefined while that is not known. */
  #at: number | null | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Sets it, or takes it off; what is set already is not written again. */
  async set(at: number | null): Promise<void> {
    if (at === this.#at) return;
    this.#at = at;
    if (at === null) await this.#storage.deleteAlarm();
    else await this.#storage.setAlarm(Math.min(Math.max(at, Date.now() + gapMs), Date.now() + farthestMs));
  }

  /** What it rang for was done. */
  async done(): Promise<void> {
    await this.#storage.delete(failures);
  }

  /** What it rang for has failed: it is set again, later each time, or for when something else is due. */
  async again(due = Number.MAX_SAFE_INTEGER): Promise<void> {
    const failed = ((await this.#storage.get<number>(failures)) ?? 0) + 1;
    await this.#storage.put(failures, failed);
    this.forget();
    await this.set(Math.min(Date.now() + backoffMs(failed), due));
  }

  /** It has rung, or the clock was moved. */
  forget(): void {
    this.#at = undefined;
  }
}
