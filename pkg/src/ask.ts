// How an account is asked that lies in the engine: texts in, an answer out.

import type { Glue } from "bursar:glue";
import type { Engine } from "./engine.ts";

/** What can be asked of an account whose answer is left in the outbox as JSON. */
export type Question = keyof Pick<
  Glue,
  | "text"
  | "balance"
  | "order"
  | "limits"
  | "view"
  | "affordable"
  | "estimate_for"
  | "preview"
  | "preview_many"
  | "validate_transfer"
  | "apply_with_changes"
>;

/** What may be given as text or as an object: as text, and which it was. */
export interface Given {
  text: string;
  fromObject: boolean;
}

/** Opens an account for as long as something is done with it, whatever comes of that. */
export function opened<T>(engine: Engine, rules: number, { text, fromObject }: Given, work: (ledger: number) => T): T {
  const [bytes = 0] = engine.post(text);
  const ledger = engine.glue.open(rules, bytes, fromObject);
  return released(engine, ledger, () => work(ledger));
}

/** Lets an account go once something was done with it, whatever came of that. */
export function released<T>(engine: Engine, ledger: number, work: () => T): T {
  try {
    return work();
  } finally {
    engine.glue.release(ledger);
  }
}

/** The texts are written before the engine is asked: reading a user's object may run the user's code. */
export function ask<T>(engine: Engine, question: Question, ledger: number, ...texts: string[]): T {
  const put: (ledger: number, ...lengths: number[]) => number = engine.glue[question];
  return parsed(engine, put(ledger, ...engine.post(...texts)));
}

/** Whether someone may do something: the texts name them and it. */
export function may(engine: Engine, ledger: number, texts: string[]): boolean {
  const [asker = 0, capability = 0] = engine.post(...texts);
  return engine.glue.may(ledger, asker, capability);
}

/** The engine's answer: tests hold its answers against the types. */
export function parsed<T>(engine: Engine, bytes: number, behind = 0): T {
  return JSON.parse(engine.take(bytes, behind)) as T;
}
