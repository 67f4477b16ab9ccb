// Asking the package on an account that stays open in it: a question then costs as little as on the server.
import type { Account, Asker, Bursar, Ledger } from "../bursar.js";
import type { Mistaken } from "../elements.js";

const opened = new WeakMap<Bursar, WeakMap<Account, Ledger>>();

/** The account as held by the engine: opened once, let go when nobody has the account any more. */
export function ledgerOf(bursar: Bursar, account: Account): Ledger {
  let ledgers = opened.get(bursar);
  if (!ledgers) opened.set(bursar, (ledgers = new WeakMap()));
  let ledger = ledgers.get(account);
  if (!ledger) ledgers.set(account, (ledger = bursar.open(account)));
  return ledger;
}

/** For whom a view is; of a whole account the person it belongs to, or the host. */
export const readerOf = ({ view, members }: Account): Asker => view ?? (members ? "system" : "owner");

/** What the package says; where it throws at what it was given, that. */
export function judged<T>(ask: () => T): T | Mistaken {
  try {
    return ask();
  } catch (error) {
    if (!isMistake(error)) throw error;
    return { ok: false, mistaken: true, path: error.path, message: error.issues[0]?.message ?? error.message };
  }
}

interface Mistake { name: "BursarError"; message: string; path: string; issues: { message: string }[] }

/** By its name: these elements bring no engine of their own, and so no class to compare with. */
const isMistake = (error: unknown): error is Mistake => error instanceof Error && error.name === "BursarError";
