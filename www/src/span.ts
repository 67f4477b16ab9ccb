// Which numbers an input is shown with: on its slider, and down the side of the table of prices.
import type { Input } from "bursar";
import type { Words } from "./words/words.ts";

type NumberInput = Extract<Input, { type: "number" }>;

/** A slider must end somewhere, where a rule does not: after so many steps. The field beside it takes any number. */
const STEPS = 60;
/** A table shows every value up to so many, and beyond that some of them. */
const ROWS = 8;

export function reach({ min, max, step }: NumberInput): { min: number; max: number; step: number } {
  const from = Number(min ?? 0);
  const by = Number(step ?? 1);
  return { min: from, max: max === undefined ? Math.max(STEPS * by, 10 * from) : Number(max), step: by };
}

/** Its unit, unless its label says as much: "Images" need no "image". */
export function unitOf(label: string, { unit }: NumberInput, words: Words["generate"]): string | undefined {
  return unit === undefined || label.toLowerCase().startsWith(unit.toLowerCase()) ? undefined : words.unit(unit);
}

/** Its list; all its steps where they are few; or the ends and 1, 2, 5, 10 … between them. */
export function numbers(input: NumberInput): number[] {
  if (input.of) return input.of.map(Number);
  const { min, max, step } = reach(input);
  const steps = Math.floor((max - min) / step + 1e-9);
  // Where only steps are taken, a most that lies between two of them is none of them.
  const last = input.step === undefined ? max : onStep(min, step, steps);
  if (steps < ROWS) return Array.from({ length: steps + 1 }, (_, nth) => onStep(min, step, nth));
  const found = [min];
  for (let power = 10 ** Math.floor(Math.log10(Math.max(min, step))); power < max; power *= 10) {
    for (const digit of [1, 2, 5]) {
      const value = onStep(min, step, Math.round((digit * power - min) / step));
      if (value > (found.at(-1) ?? min) && value < last) found.push(value);
    }
  }
  return [...found, last];
}

/** Rounded to what a person would write: 0.1 three times is 0.3. */
const onStep = (min: number, step: number, nth: number): number => Number((min + step * nth).toPrecision(12));
