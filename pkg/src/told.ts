// The numbers and the texts of an answer, read one behind the other; src/doors/texts.rs says how the texts
// are told. Nothing of a user's runs while they are read: no answer is read within another.

import { FEW, decoded } from "./engine.ts";

let slots: Float64Array;
let at: number;
/** The memory, and where in it what the answer brings begins and ends. */
let memory: Uint8Array;
let from: number;
let end: number;
/** What is left of it as a text, once not all of it was plain; then it begins at that place of this. */
let text: string | undefined;
/** The texts that both sides know: the command's own, and then those that the answer brings. */
let known: string[];
/** What rules call things, by their places. */
export let sources: string[];
export let kinds: string[];
export let windows: string[];

/** Begins to read an answer. */
export function begin(numbers: Float64Array, bytes: Uint8Array, first: number, last: number, own: string[], words: string[][]): void {
  slots = numbers;
  at = 0;
  memory = bytes;
  from = first;
  end = last;
  text = undefined;
  known = own;
  sources = words[2] as string[];
  kinds = words[3] as string[];
  windows = words[4] as string[];
}

/** In which slot the next number stands. */
export function place(): number {
  return at;
}

export function next(): number {
  return slots[at++] as number;
}

/** Whether there is something: the 0 that stands for nothing is passed by. */
export function there(): boolean {
  return slots[at] !== 0 || at++ < 0;
}

/** A text that is known to both sides, or that the answer brings. */
export function name(): string {
  const number = next();
  if (number > 0) return known[number - 1] as string;
  const brought = bring(-number - 1);
  known.push(brought);
  return brought;
}

/** The next so many characters. */
function bring(length: number): string {
  if (text === undefined) {
    const brought = length <= FEW ? plain(from, from + length) : undefined;
    if (brought !== undefined) {
      from += length;
      return brought;
    }
    text = rest();
    from = 0;
  }
  return text.slice(from, (from += length));
}

/** Bytes that are a character each; `undefined` where some are not. */
function plain(first: number, last: number): string | undefined {
  let seen = 0;
  let read = "";
  let place = first;
  const byte = (): number => {
    const unit = memory[place++] as number;
    seen |= unit;
    return unit;
  };
  while (place + 8 <= last) read += String.fromCharCode(byte(), byte(), byte(), byte(), byte(), byte(), byte(), byte());
  while (place < last) read += String.fromCharCode(byte());
  return seen < 128 ? read : undefined;
}

/** What stands behind all texts. */
export function rest(): string {
  return text === undefined ? decoded(memory.subarray(from, end)) : text.slice(from);
}

/** A list of which it is told how long it is. */
export function each<T>(one: () => T): T[] {
  const count = next();
  if (count === 0) return [];
  const all = [one()]; // Most have just one: a list that grows takes room for many.
  for (let left = count; left > 1; left--) all.push(one());
  return all;
}
