// Names as numbers: which place each has in the compiled rules, and what plain values come to there.
//
// This knows names and no rules. What is not plainly a value of an input is for the engine to judge,
// by its text: whatever gives `undefined` here goes that way.

import type * as contract from "../bursar.js";
import { parsed } from "./ask.ts";
import type { Engine } from "./engine.ts";

/** The type of an input's values, or the place of each choice. */
export type Wanted = "number" | "boolean" | Map<string, number>;

interface Input {
  id: string;
  place: number;
  wanted: Wanted;
}

export interface Shape {
  place: number;
  inputs: Map<string, Input>;
  /** By their places in a request, those that were asked for last: the next one mostly has them there again. */
  seen: Input[];
  /** What each input is where it is left out. */
  left: Record<string, contract.Value>;
  /** By plan, and by the place of the term, what a part of the price is called. */
  labels: string[][];
}

/** The names that compiled rules have, as far as they were asked for. */
export class Shapes {
  readonly #models = new Map<string, Shape>();
  #words: string[][] | undefined;
  #names: Map<string, number>[] | undefined;

  constructor(readonly digest: string) {}

  /** The shape of a model: `undefined` where there is no such model. */
  model(engine: Engine, handle: number, model: string): Shape | undefined {
    return this.#models.get(model) ?? this.#learn(engine, handle, model);
  }

  #learn(engine: Engine, handle: number, model: string): Shape | undefined {
    const [bytes = 0] = engine.post(model);
    const found = engine.glue.shape(handle, bytes);
    if (!found) return undefined;
    const { place, inputs } = parsed<{ place: number; inputs: [string, Exclude<Wanted, Map<string, number>> | string[], contract.Value][] }>(engine, found);
    const shape: Shape = { place, inputs: new Map(), seen: [], left: {}, labels: [] };
    inputs.forEach(([id, wanted, left], place) => {
      shape.inputs.set(id, { id, place, wanted: Array.isArray(wanted) ? places(wanted) : wanted });
      shape.left[id] = left;
    });
    this.#models.set(model, shape);
    return shape;
  }

  /** The place of a plan (0) or a product (1), counted from one; 0 without an id, `undefined` where there is none such. */
  place(engine: Engine, handle: number, which: 0 | 1, id: string | undefined): number | undefined {
    if (id === undefined) return 0;
    this.#names ??= this.words(engine, handle).map(places);
    const place = this.#names[which]?.get(id);
    return place === undefined ? undefined : place + 1;
  }

  /** The plans, the products, the sources and the kinds of entries, in order of their places. */
  words(engine: Engine, handle: number): string[][] {
    return (this.#words ??= parsed<string[][]>(engine, engine.glue.names(handle)));
  }

  /** What a part of a price is called. */
  label(engine: Engine, handle: number, shape: Shape, plan: number, term: number): string {
    const labels = (shape.labels[plan] ??= []);
    return (labels[term] ??= engine.take(engine.glue.label(handle, shape.place, plan, term)));
  }
}

function places(names: string[]): Map<string, number> {
  return new Map(names.map((name, place) => [name, place]));
}
