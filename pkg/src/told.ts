// The numbers and the texts of an answer, read one behind the other; src/doors/texts.rs says how the texts
// are told. Nothing of a user's runs while they are read: no answer is read within another.

let slots: Float64Array;
let at: number;
let text: string;
let from: number;
/** The texts that both sides know: the command's own, and then those that the answer brings. */
let known: string[];
/** What rules call things, by their places. */
export let sources: string[];
export let kinds: string[];
export let windows: string[];

/** Begins to read an answer. */
export function begin(numbers: Float64Array, texts: string, own: string[], words: string[][]): void {
  slots = numbers;
  at = 0;
  text = texts;
  from = 0;
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
  const brought = text.slice(from, (from -= number + 1));
  known.push(brought);
  return brought;
}

/** What stands behind all texts. */
export function rest(): string {
  return text.slice(from);
}

/** A list of which it is told how long it is. */
export function each<T>(one: () => T): T[] {
  const count = next();
  if (count === 0) return [];
  const all = [one()]; // Most have just one: a list that grows takes room for many.
  for (let left = count; left > 1; left--) all.push(one());
  return all;
}
