// What the accounts of a person are and how they stand, for who chooses among them: each is opened as whoever asks there, asked,
// and let go of. Those that are looked at anyway tell by themselves.
import type { Asker, Credits, Id, Rules } from "bursar";
import { own } from "./own.ts";
import { Seen } from "./seen.ts";

export interface Standing {
  rules: Rules;
  by: Asker;
  /** What its person is there: a role, or, where there are none, the plan that it runs. */
  role?: Id;
  plan?: Id;
  state: "open" | "cancelled" | "closed";
  /** Left out where it is not shown to them. */
  spendable?: Credits;
}

/** Whoever has more of them sees how the others stand when they choose them. */
const lookedAt = 24;

export class Accounts {
  readonly standings = new Map<string, Standing>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  note(seen: Seen): void {
    this.standings.set(seen.account, standing(seen));
  }

  /** Looks at each but the one that is open, one after the other, so that it does not wait for them. */
  async look(ids: string[], open: string | undefined): Promise<void> {
    for (const id of ids.filter((id) => id !== open).slice(0, lookedAt)) {
      const told = await Seen.open(id);
      if (told.kind !== "told") continue;
      this.note(told.answer);
      told.answer.free();
      this.#changed();
    }
  }
}

function standing(seen: Seen): Standing {
  const { view, by } = seen;
  const balance = seen.balance();
  const role = own(view.members, by)?.role;
  return {
    rules: seen.book.rules,
    by,
    ...(role === undefined ? {} : { role }),
    ...(view.plan === undefined ? {} : { plan: view.plan.id }),
    state: view.closed ? "closed" : view.plan?.status === "cancelled" ? "cancelled" : "open",
    ...(balance.ok ? { spendable: balance.spendable } : {}),
  };
}
