// Requests as numbers: reads what is plainly one, each value once, and leaves the rest to the engine.
//
// To read an object may run the user's code, which may throw, or ask something else meanwhile: what is
// read stands in slots of our own and crosses only once all of it is there.

import type * as contract from "../bursar.js";
import type { Shape } from "./shapes.ts";

/** What was read last, and how much of it there is. */
export const slots = new Float64Array(8_192);
export let used = 0;
let turn = 0;

/** The fields of an object of ours or of JSON's, where it has no others than these. */
export function fields(value: unknown, one: string, other: string): [unknown, unknown] | undefined {
  try {
    if (!isPlain(value)) return undefined;
    let first: unknown;
    let second: unknown;
    for (const key of Object.keys(value)) {
      if (key === one) first = value[key];
      else if (key === other) second = value[key];
      else return undefined;
    }
    return [first, second];
  } catch {
    return undefined;
  }
}

/**
 * Puts what the inputs are set to into the slots, and behind it the axes of a grid: all inputs as they
 * are told, or nothing.
 */
export function settled(shape: Shape, inputs: unknown, vary?: unknown): Record<string, contract.Value> | undefined {
  try {
    const mine = ++turn;
    used = shape.inputs.size * 2;
    slots.fill(0, 0, used);
    const told = { ...shape.left };
    if (inputs !== undefined) {
      if (!isPlain(inputs)) return undefined;
      for (const id of Object.keys(inputs)) {
        const value = inputs[id];
        if (value === undefined) continue;
        const input = shape.inputs.get(id);
        if (input === undefined || !put(input.wanted, value, input.place * 2)) return undefined;
        told[id] = typeof value === "number" ? value + 0 : (value as contract.Value); // -0 is told as 0.
      }
    }
    if (vary !== undefined && !putAxes(shape, vary)) return undefined;
    return mine === turn ? told : undefined;
  } catch {
    return undefined;
  }
}

function putAxes(shape: Shape, vary: unknown): boolean {
  if (!Array.isArray(vary)) return false;
  for (const axis of vary as unknown[]) {
    if (!Array.isArray(axis) || axis.length !== 2) return false;
    const [id, values] = axis as unknown[];
    const input = typeof id === "string" ? shape.inputs.get(id) : undefined;
    if (input === undefined || !Array.isArray(values)) return false;
    const count = values.length;
    if (used + 2 * count + 2 > slots.length) return false;
    slots[used] = input.place;
    slots[used + 1] = count;
    used += 2;
    for (let place = 0; place < count; place++, used += 2) {
      if (!put(input.wanted, values[place], used)) return false;
    }
  }
  return true;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !Array.isArray(value);
}

/** Puts a value into two slots: a number, and how many parts of one it counts. */
function put(wanted: string | Map<string, number>, value: unknown, at: number): boolean {
  let number: number | undefined;
  let parts = 1;
  if (typeof wanted === "object") {
    number = typeof value === "string" ? wanted.get(value) : undefined;
  } else if (typeof value !== wanted) {
    return false;
  } else if (typeof value === "number" && !Number.isSafeInteger(value)) {
    // Of the decimals with at most 15 digits only one gives this double, and it is the one that prints.
    // The division is right to the last bit, and so the test is.
    do {
      parts *= 10;
      number = Math.round(value * parts);
    } while (number / parts !== value && parts < 1e12);
    if (number / parts !== value || number >= 1e15) return false;
  } else {
    number = Number(value);
  }
  if (number === undefined || number < 0) return false;
  slots[at] = number;
  slots[at + 1] = parts;
  return true;
}
