// Plain values: objects and lists as anyone writes them, read once and whole.
//
// To read an object may run the user's code, which may throw, or ask something else meanwhile. All of
// it runs in here, before the engine is asked; whatever is not plain is left to the engine to judge.

import { SLOTS } from "./engine.ts";
import { reading } from "./write.ts";

/** What is asked for and by whom, as it was read. */
export interface Asked {
  model: string;
  ids: string[];
  values: unknown[];
  plan: string | undefined;
  product: string | undefined;
}

const LONGEST_ID = 128;

type Read = [names: string[], values: unknown[]];

const NOTHING: Read = [[], []];
const NOBODY: [undefined, undefined] = [undefined, undefined];

export function asked(request: unknown, payer: unknown): Asked | undefined {
  try {
    const what = wanted(request);
    const who = payer === undefined ? NOBODY : pair(payer, "plan", "product");
    if (what === undefined || who === undefined) return undefined;
    const plan = who[0];
    const product = who[1];
    if ((plan !== undefined && !isName(plan)) || (product !== undefined && !isName(product))) return undefined;
    what.plan = plan;
    what.product = product;
    return what;
  } catch {
    return undefined;
  }
}

/** What is asked for; it throws what the user's code throws. */
export function wanted(request: unknown): Asked | undefined {
  const what = pair(request, "model", "inputs");
  if (what === undefined) return undefined;
  const inputs = what[1] === undefined ? NOTHING : read(what[1]);
  const model = what[0];
  if (!isName(model) || inputs === undefined) return undefined;
  return { model, ids: inputs[0], values: inputs[1], plan: undefined, product: undefined };
}

/** The axes of a grid. */
export function axesOf(vary: unknown): [id: string, values: unknown[]][] | undefined {
  try {
    if (!Array.isArray(vary)) return undefined;
    const axes: [string, unknown[]][] = [];
    for (const axis of vary as unknown[]) {
      if (!Array.isArray(axis) || axis.length !== 2) return undefined;
      const [id, values] = axis as unknown[];
      // What does not fit into the slots need not be copied, however long it says it is.
      if (!isName(id) || !Array.isArray(values) || values.length > SLOTS) return undefined;
      axes.push([id, values.slice()]);
    }
    return axes;
  } catch {
    return undefined;
  }
}

/** The two fields of an object that has no others. */
function pair(value: unknown, one: string, other: string): [unknown, unknown] | undefined {
  const found = read(value);
  if (found === undefined) return undefined;
  const names = found[0];
  const values = found[1];
  let first: unknown;
  let second: unknown;
  for (let place = 0; place < names.length; place++) {
    if (names[place] === one) first = values[place];
    else if (names[place] === other) second = values[place];
    else return undefined;
  }
  return [first, second];
}

/** What an object holds: each value is read once, and four times as soon as by its name. */
export function read(value: unknown): Read | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  if (reading.now) return undefined;
  reading.now = true;
  try {
    const names = Object.keys(value);
    const values: unknown[] = Object.values(value);
    return names.length === values.length ? [names, values] : undefined;
  } finally {
    reading.now = false;
  }
}

export function isName(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_ID;
}
