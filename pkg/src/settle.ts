// Requests as numbers: reads what is plainly one, each value once, and leaves the rest to the engine.
//
// To read an object may run the user's code, which may throw, or ask something else meanwhile: what is
// read stands in slots of our own and crosses only once all of it is there.

import type * as contract from "../bursar.js";
import type { Shape, Wanted } from "./shapes.ts";

/** What was read last, and how much of it there is. */
export const slots = new Float64Array(8_192);
export let used = 0;
let turn = 0;

/** The fields of an object of ours or of JSON's, where it has no others than these. */
export function fields(value: unknown, one: string, other: string): [unknown, unknown] | undefined {
  try {
    if (!isPlain(value)) return undefined;
    const keys = Object.keys(value);
    const values = Object.values(value); // Each is read once, and sooner than by its name.
    if (values.length !== keys.length) return undefined;
    let first: unknown;
    let second: unknown;
    for (let place = 0; place < keys.length; place++) {
      if (keys[place] === one) first = values[place];
      else if (keys[place] === other) second = values[place];
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
    for (let at = 0; at < used; at++) slots[at] = 0;
    const told = { ...shape.left };
    if (inputs !== undefined) {
      if (!isPlain(inputs)) return undefined;
      const ids = Object.keys(inputs);
      const values = Object.values(inputs);
      if (values.length !== ids.length) return undefined;
      for (let place = 0; place < ids.length; place++) {
        const id = ids[place] as string;
        const value = values[place];
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

/** Puts a value into two slots: a number, and how many trillionths it counts. */
function put(wanted: Wanted, value: unknown, at: number): boolean {
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
  slots[at] = number;
  slots[at + 1] = 1e12 / parts;
  return true;
}
