// Exact decimals as whole numbers: `{ n: 125, s: 2 }` is 1.25. They are JavaScript's own numbers, which
// count to 2^53 − 1; what outgrows that is told by throwing, so that whoever asked takes decimal.js.
const POWERS = Array.from({ length: 16 }, (_, power) => 10 ** power);

export const TEN = POWERS;

export class Outgrown extends Error {}

export const whole = (n) => ({ n, s: 0 });

/** The shortest decimal that prints a number, or a decimal as text. */
export function scaled(value) {
  if (Number.isInteger(value)) return whole(value);
  const text = `${value}`;
  const point = text.indexOf(".");
  if (point < 0) return Number.isInteger(Number(text)) ? whole(safe(Number(text))) : outgrown();
  const n = Number(text.slice(0, point) + text.slice(point + 1));
  // What is left of 1.5e-7 is no whole number, and neither is NaN.
  return Number.isInteger(n) && !text.includes("e") ? { n: safe(n), s: text.length - point - 1 } : outgrown();
}

export function safe(n) {
  return n > Number.MAX_SAFE_INTEGER ? outgrown() : n;
}

function outgrown() {
  throw new Outgrown();
}

export function times(a, b) {
  return { n: safe(a.n * b.n), s: a.s + b.s };
}

export function plus(a, b) {
  if (a.s === b.s) return { n: safe(a.n + b.n), s: a.s };
  return a.s > b.s ? { n: safe(a.n + at(b, a.s)), s: a.s } : { n: safe(at(a, b.s) + b.n), s: b.s };
}

/** Less than 0, 0 or more, as a is less than b, equal or more. */
export function compared(a, b) {
  const s = Math.max(a.s, b.s);
  return at(a, s) - at(b, s);
}

function at(a, s) {
  return safe(a.n * TEN[s - a.s]);
}

export function isWhole({ n, s }) {
  return s === 0 || n % TEN[s] === 0;
}

/** Without trailing zeros, as the engine prints it. */
export function printed({ n, s }) {
  while (s > 0 && n % 10 === 0) {
    n /= 10;
    s -= 1;
  }
  if (s === 0) return `${n}`;
  const digits = `${n}`.padStart(s + 1, "0");
  return `${digits.slice(0, -s)}.${digits.slice(-s)}`;
}
