// Prices in numbers: asked of the engine without a text, and told as a caller sees them.

import type * as contract from "../bursar.js";
import type { Engine } from "./engine.ts";
import { fields, settled, slots, used } from "./settle.ts";
import type { Shape, Shapes } from "./shapes.ts";

/** How something is done with the engine, and the handle of rules or of an account that lives by them. */
export type Run = <T>(work: (engine: Engine, handle: number) => T) => T;

const LONGEST_ID = 128;

const NOBODY: [plan: number, product: number] = [0, 0];

type Modelled = [model: string, shape: Shape, inputs: unknown];

/** The shape of the model that a request names, and what it sets; `undefined` where that is not plain. */
function modelled(shapes: Shapes, run: Run, request: unknown): Modelled | undefined {
  const given = fields(request, "model", "inputs");
  if (given === undefined) return undefined;
  const [model, inputs] = given;
  if (typeof model !== "string" || model.length > LONGEST_ID) return undefined;
  const shape = shapes.known(model) ?? run((engine, handle) => shapes.model(engine, handle, model));
  return shape && [model, shape, inputs];
}

/** The places of a payer's plan and product, 0 where it names none. */
function paying(shapes: Shapes, run: Run, payer: unknown): [plan: number, product: number] | undefined {
  if (payer === undefined) return NOBODY;
  const named = fields(payer, "plan", "product");
  const places = named?.map((id, which) => {
    if (id === undefined) return 0;
    return typeof id === "string" ? run((engine, handle) => shapes.place(engine, handle, which as 0 | 1, id)) : undefined;
  });
  const [plan, product] = places ?? [];
  return plan === undefined || product === undefined ? undefined : [plan, product];
}

/** What a request costs; `undefined` where the engine is to judge its text. */
export function estimate(shapes: Shapes, run: Run, request: unknown, payer: unknown): contract.Estimate | undefined {
  const who = paying(shapes, run, payer);
  const what = who && modelled(shapes, run, request);
  if (what === undefined) return undefined;
  const [, shape, inputs] = what;
  const told = settled(shape, inputs);
  if (told === undefined) return undefined;
  const [plan, product] = who as [number, number];
  return run((engine, handle) => {
    handOver(engine);
    const end = engine.glue.price(handle, shape.place, plan, product);
    if (end === 0) return undefined;
    return estimated(engine, handle, end, shapes, plan, what, told);
  });
}

/** The same for an account at an instant. */
export function estimateFor(shapes: Shapes, run: Run, request: unknown, at: unknown): contract.Estimate | undefined {
  const what = Number.isSafeInteger(at) && (at as number) >= 0 ? modelled(shapes, run, request) : undefined;
  if (what === undefined) return undefined;
  const [, shape, inputs] = what;
  const told = settled(shape, inputs);
  if (told === undefined) return undefined;
  return run((engine, handle) => {
    handOver(engine);
    const end = engine.glue.price_for(handle, shape.place, at as number) - 1;
    if (end < 0) return undefined;
    const plan = engine.numbers()[end] as number;
    return estimated(engine, handle, end, shapes, plan, what, told);
  });
}

/** The costs of a grid. */
export function costs(shapes: Shapes, run: Run, request: unknown, vary: unknown, payer: unknown): Float64Array | undefined {
  const who = paying(shapes, run, payer);
  const what = who && modelled(shapes, run, request);
  if (what === undefined || vary === undefined) return undefined;
  const [, shape, inputs] = what;
  if (settled(shape, inputs, vary) === undefined) return undefined;
  const [plan, product] = who as [number, number];
  return run((engine, handle) => {
    handOver(engine);
    return engine.glue.costs(handle, shape.place, plan, product, used);
  });
}

function handOver(engine: Engine): void {
  const numbers = engine.numbers();
  for (let at = 0; at < used; at++) numbers[at] = slots[at] as number;
}

/** The estimate that stands in the numbers up to an end; src/doors/numbers.rs says how. */
function estimated(
  engine: Engine,
  handle: number,
  end: number,
  shapes: Shapes,
  plan: number,
  [model, shape]: Modelled,
  inputs: Record<string, contract.Value>,
): contract.Estimate {
  let numbers = engine.numbers();
  const cost = numbers[0] as number;
  const ceiling = numbers[1] === 1;
  const exact = printed(numbers, 2);
  const lines: contract.Estimate["lines"] = [];
  for (let at = 4; at < end; at += 7) {
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
  const digits = `${above}`.padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
