// From the sum of a price's lines to its cost: what lies between them, as the package's own numbers tell it.
import type { Estimate, Model, Value } from "../bursar.js";
import { own } from "./own.ts";
import { type Ratio, minus, over, ratio, written } from "./ratio.ts";

export type Why = "discount" | "minimum" | "maximum" | "rounding";
export interface Step { why: Why[]; credits: string }
/** Where an input multiplies the price, lines and steps are of one: how many there are, and what one costs. */
export interface Steps { steps: Step[]; each?: { count: string; one: string } }

export function steps({ lines, exact, cost, inputs }: Estimate, { each, atLeast, atMost }: Model, discounted: boolean): Steps {
  const is = (bound: Model["atLeast"]): boolean => bound !== undefined && Number(bound) === Number(exact);
  const clamps: Why[] = [...(discounted ? ["discount" as const] : []), ...(is(atLeast) ? ["minimum" as const] : []), ...(is(atMost) ? ["maximum" as const] : [])];
  const count = each === undefined ? ratio("1") : ratio(digits(own(inputs, each)));
  const price = ratio(exact);
  // Of none of them there is no price of one.
  const one = count[0] === 0n ? price : over(ratio(String(cost)), count);
  const step = (why: Why[], by: Ratio): Step[] => (by[0] === 0n ? [] : [{ why, credits: written(by) }]);
  const beyondLines = lines.reduce((left, { credits }) => minus(left, ratio(credits)), price);
  return { steps: [...step(clamps, beyondLines), ...step(["rounding"], minus(one, price))], ...(each === undefined ? {} : { each: { count: written(count), one: written(one) } }) };
}

/** JavaScript writes what is very small with an exponent. */
const digits = (value: Value | undefined): string => (String(value).includes("e") ? Number(value).toFixed(12) : String(value));
