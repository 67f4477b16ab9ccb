// What an account's object says to the worker. Errors do not keep their fields on the way, so they travel as data.
import { type BursarError, isBursarError } from "bursar";

export interface Mistake { code: string; message: string; path: string; issues: { path: string; message: string }[] }

export type Reply<T> =
  | { kind: "told"; answer: T }
  /** What was sent is no command or question at all. */
  | { kind: "mistake"; mistake: Mistake }
  /** No account of this name, or nothing of this name in it. */
  | { kind: "absent"; what: "account" | "command" | "charge" | "wish" | "receipt" }
  /** More is to be given back than is left of the charge. */
  | { kind: "refunded"; left: number }
  /** The account is there already, and is another. */
  | { kind: "taken"; rulebook: string }
  /** What the engine would allow, and the worker cannot: it is not sold so, or is another now than the asker takes it to be. */
  | { kind: "denied"; code: "not_sold" | "no_payments" | "price_changed" | "rules_changed" | "id_reused" | "billed" | "provider_failed"; message: string }
  /** What was sent is no export of an account that could be taken. */
  | { kind: "unfit"; reason: string }
  /** Too many requests: wait. */
  | { kind: "busy"; waitMs: number };

export const told = <T>(answer: T): Reply<T> => ({ kind: "told", answer });

const callers: readonly BursarError["code"][] = ["invalid_command", "invalid_request", "too_large"];

/** A mistake of whoever called; undefined for what went wrong in here, which is to be thrown on. */
export function mistake(error: unknown, codes = callers): Mistake | undefined {
  if (!isBursarError(error) || !codes.includes(error.code)) return undefined;
  const { code, message, path, issues } = error;
  return { code, message, path, issues };
}
