// What a command came to, made of the numbers and the text in which the engine tells it;
// src/doors/decisions.rs says how.

import type * as contract from "../bursar.js";
import type { Engine } from "./engine.ts";
import { type Told, estimated } from "./price.ts";
import type { Shape, Shapes } from "./shapes.ts";

// Nothing of a user's runs while these are read: no answer is read within another.
let slots: Float64Array;
let at: number;
let text: string;
let from: number;
/** The texts that both sides know: the command's own, and then those that the answer brings. */
let known: string[];
let sources: string[];
let kinds: contract.Entry["kind"][];

/** Where the model's name stands among the command's texts. */
const MODEL = 8;

type Accepted = contract.Accepted & { changes?: object };

export function accepted(
  engine: Engine,
  handle: number,
  shapes: Shapes,
  own: string[],
  shape: Shape | undefined,
  inputs: Told | undefined,
  posted: number,
  end: number,
  changed: boolean,
): Accepted {
  const bytes = engine.glue.answered() - posted;
  text = bytes === 0 ? "" : engine.take(bytes, posted);
  from = 0;
  known = own;
  const words = shapes.words(engine, handle);
  slots = engine.numbers(); // To learn words may have grown the memory.
  at = 0;
  sources = words[2] as string[];
  kinds = words[3] as contract.Entry["kind"][];
  const spendable = next();
  const replayed = next();
  const told: Accepted = { ok: true, at: next(), seq: next(), credits: next(), draws: each(draw), entries: each(entry), alerts: each(alert) };
  if (spendable) told.spendable = spendable - 1;
  if (shape && inputs && at < end) {
    const plan = next();
    told.estimate = estimated(engine, handle, shapes, shape, known[MODEL] as string, inputs, plan, at, end);
  }
  if (replayed) told.replayed = true;
  if (changed) told.changes = JSON.parse(text.slice(from)) as object;
  return told;
}

function next(): number {
  return slots[at++] as number;
}

/** Whether there is a text: what stands for none is passed by. */
function there(): boolean {
  return slots[at] !== 0 || at++ < 0;
}

/** A text that is known to both sides, or that the answer brings. */
function name(): string {
  const number = next();
  if (number > 0) return known[number - 1] as string;
  const brought = text.slice(from, (from -= number + 1));
  known.push(brought);
  return brought;
}

/** A list of which it is told how long it is. */
function each<T>(one: () => T): T[] {
  const count = next();
  if (count === 0) return [];
  const all = [one()]; // Most have just one: a list that grows takes room for many.
  for (let left = count; left > 1; left--) all.push(one());
  return all;
}

function alert(): contract.Accepted["alerts"][number] {
  return { alert: name(), watch: name(), threshold: next(), now: next() };
}

function draw(): contract.Draw {
  const credits = next();
  const expires = next();
  const grant = name();
  const grantedAt = next();
  const of = next();
  const source = sources[next()] as string;
  const wallet = name() as contract.Wallet;
  return expires
    ? { credits, expiresAt: expires - 1, grant, grantedAt, of, source, wallet }
    : { credits, grant, grantedAt, of, source, wallet };
}

function entry(): contract.Entry {
  const told: contract.Entry = {
    kind: kinds[next()] as contract.Entry["kind"],
    at: next(),
    credits: next(),
    wallet: name() as contract.Wallet,
    grant: name(),
    source: sources[next()] as string,
  };
  if (there()) told.command = name();
  if (there()) told.by = name();
  if (there()) told.model = name();
  if (there()) told.hold = name();
  if (there()) told.note = name();
  return told;
}
