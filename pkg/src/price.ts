// Prices in numbers: asked of the engine without a text, and told as a caller sees them. What is not
// plainly asked for, or has no price, is `undefined` here: then its text goes to the engine.

import type * as contract from "../bursar.js";
import type { Engine } from "./engine.ts";
import { type Asked, asked, axesOf } from "./plain.ts";
import type { Shape, Shapes, Wanted } from "./shapes.ts";

/** How something is done with the engine, and the handle of rules or of an account that lives by them. */
export type Run = <T>(work: (engine: Engine, handle: number) => T) => T;

export type Told = Record<string, contract.Value>;

/** What a request costs. */
export function estimate(shapes: Shapes, run: Run, request: unknown, payer: unknown): contract.Estimate | undefined {
  const given = asked(request, payer);
  return given && run((engine, handle) => {
    const shape = shapes.model(engine, handle, given.model);
    const plan = shapes.place(engine, handle, 0, given.plan);
    const product = shapes.place(engine, handle, 1, given.product);
    if (shape === undefined || plan === undefined || product === undefined) return undefined;
    const told = settled(engine.numbers(), 0, shape, given);
    const end = told ? engine.glue.price(handle, shape.place, plan, product) : 0;
    return told && end ? estimated(engine, handle, shapes, shape, given.model, told, plan, 0, end) : undefined;
  });
}

/** The same for an account at an instant. */
export function estimateFor(shapes: Shapes, run: Run, request: unknown, at: unknown): contract.Estimate | undefined {
  const given = Number.isSafeInteger(at) && (at as number) >= 0 ? asked(request, undefined) : undefined;
  return given && run((engine, handle) => {
    const shape = shapes.model(engine, handle, given.model);
    const told = shape && settled(engine.numbers(), 0, shape, given);
    const end = told ? engine.glue.price_for(handle, shape.place, at as number) - 1 : 0;
    if (!told || end < 1) return undefined;
    const plan = engine.numbers()[end] as number;
    return estimated(engine, handle, shapes, shape, given.model, told, plan, 0, end);
  });
}

/** The costs of a grid. */
export function costs(shapes: Shapes, run: Run, request: unknown, vary: unknown, payer: unknown): Float64Array | undefined {
  const axes = axesOf(vary);
  const given = axes && asked(request, payer);
  return given && run((engine, handle) => {
    const shape = shapes.model(engine, handle, given.model);
    const plan = shapes.place(engine, handle, 0, given.plan);
    const product = shapes.place(engine, handle, 1, given.product);
    if (shape === undefined || plan === undefined || product === undefined) return undefined;
    const numbers = engine.numbers();
    if (settled(numbers, 0, shape, given) === undefined) return undefined;
    let used = shape.inputs.size * 2;
    for (const [id, values] of axes) {
      const input = shape.inputs.get(id);
      if (input === undefined || used + 2 * values.length + 2 > numbers.length) return undefined;
      numbers[used++] = input.place;
      numbers[used++] = values.length;
      for (let place = 0; place < values.length; place++, used += 2) {
        if (!put(numbers, used, input.wanted, values[place])) return undefined;
      }
    }
    return engine.glue.costs(handle, shape.place, plan, product, used);
  });
}

/** Puts what the inputs are set to where the engine looks for it, from a slot on: all inputs as they are told. */
export function settled(numbers: Float64Array, from: number, shape: Shape, { ids, values }: Asked): Told | undefined {
  const told = { ...shape.left };
  for (let at = 0; at < shape.inputs.size; at++) numbers[from + at * 2 + 1] = 0;
  for (let place = 0; place < ids.length; place++) {
    const value = values[place];
    if (value === undefined) continue;
    const id = ids[place] as string;
    let input = shape.seen[place];
    if (input?.id !== id) {
      input = shape.inputs.get(id);
      if (input === undefined) return undefined;
      shape.seen[place] = input;
    }
    if (!put(numbers, from + input.place * 2, input.wanted, value)) return undefined;
    told[id] = typeof value === "number" ? value + 0 : (value as contract.Value); // -0 is told as 0.
  }
  return told;
}

/** Puts a value into two slots: a number, and how many trillionths it counts. */
function put(numbers: Float64Array, at: number, wanted: Wanted, value: unknown): boolean {
  let number: number | undefined;
  let parts = 1;
  if (typeof value === "number") {
    number = Math.round(value);
    // Of the decimals with at most 15 digits only one gives this double, and it is the one that prints.
    // The division is right to the last bit, and so the test is.
    while (number / parts !== value) {
      if (parts === 1e12) return false;
      parts *= 10;
      number = Math.round(value * parts);
    }
    if (wanted !== "number" || number >= 1e15) return false;
  } else if (typeof value === "string") {
    number = typeof wanted === "object" ? wanted.get(value) : undefined;
  } else if (wanted === "boolean" && typeof value === "boolean") {
    number = value ? 1 : 0;
  }
  if (number === undefined || number < 0) return false;
  numbers[at] = number;
  numbers[at + 1] = 1e12 / parts;
  return true;
}

/** The estimate that stands in the numbers from a slot on up to an end; src/doors/slots.rs says how. */
export function estimated(
  engine: Engine,
  handle: number,
  shapes: Shapes,
  shape: Shape,
  model: string,
  inputs: Told,
  plan: number,
  from: number,
  end: number,
): contract.Estimate {
  let numbers = engine.numbers();
  const cost = numbers[from] as number;
  const ceiling = numbers[from + 1] === 1;
  const exact = printed(numbers, from + 2);
  const lines: contract.Estimate["lines"] = [];
  for (let at = from + 4; at < end; at += 7) {
    const label = shapes.label(engine, handle, shape, plan, numbers[at] as number);
    numbers = engine.numbers(); // To take a label may have grown the memory.
    lines.push({ label, rate: printed(numbers, at + 1), units: printed(numbers, at + 3), credits: printed(numbers, at + 5) });
  }
  return { ok: true, model, cost, exact, ceiling, inputs, lines, digest: shapes.digest };
}

/** A decimal by its digits and how many stand behind the point; where that is negative, a fraction. */
function printed(numbers: Float64Array, at: number): string {
  const above = numbers[at] as number;
  const places = numbers[at + 1] as number;
  if (places === 0) return `${above}`;
  if (places < 0) return `${above}/${-places}`;
  // To divide and print that takes four times as long.
  const digits = `${above}`;
  const point = digits.length - places;
  return point > 0 ? `${digits.slice(0, point)}.${digits.slice(point)}` : `0.${digits.padStart(places, "0")}`;
}
