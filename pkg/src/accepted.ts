// What a command came to, made of the numbers and the text in which the engine tells it;
// src/doors/accepted.rs says how.

import type * as contract from "../bursar.js";
import { changes } from "./changes.ts";
import type { Engine } from "./engine.ts";
import { type Told, estimated } from "./price.ts";
import type { Shape, Shapes } from "./shapes.ts";
import { begin, each, kinds, name, next, place, rest, sources, there } from "./told.ts";

/** Where the model's name stands among the command's texts. */
const MODEL = 8;

type Accepted = contract.Accepted & { changes?: object };

export function accepted(
  engine: Engine,
  handle: number,
  shapes: Shapes,
  words: string[][],
  own: string[],
  shape: Shape | undefined,
  inputs: Told | undefined,
  posted: number,
  end: number,
  changed: boolean,
): Accepted {
  const outbox = engine.glue.outbox();
  begin(engine.numbers(), engine.bytes(), outbox + posted, outbox + engine.glue.answered(), own, words);
  const spendable = next();
  const replayed = next();
  const told: Accepted = { ok: true, at: next(), seq: next(), credits: next(), draws: each(draw), entries: each(entry), alerts: each(alert) };
  // A patch of another kind stands as JSON behind the texts.
  const patch = !changed ? undefined : there() ? changes() : (JSON.parse(rest()) as object);
  if (spendable) told.spendable = spendable - 1;
  if (shape && inputs && place() < end) {
    const plan = next();
    told.estimate = estimated(engine, handle, shapes, shape, own[MODEL] as string, inputs, plan, place(), end);
  }
  if (replayed) told.replayed = true;
  if (patch) told.changes = patch;
  return told;
}

function alert(): contract.Accepted["alerts"][number] {
  return { alert: name(), watch: name(), threshold: next(), now: next() };
}

export function draw(): contract.Draw {
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
