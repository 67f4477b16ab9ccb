// JavaScript values as text for the engine.
//
// `JSON.stringify` would call `toJSON`, make null of NaN and of a hole, and nothing of a function.
// This writer reads each value once and says what it found: where JSON has no word for it, the
// token `@"…"` stands, and the engine reports it with its place, beside all other faults. So the
// engine alone decides what is wrong; nothing in here throws, whatever it is given.

/** How long a text may be; the engine counts the bytes. */
const LENGTH_MAX = 32 * 1024 * 1024;
/** How many values may be written, however short: a list that holds itself twice never ends. */
const VALUES_MAX = 4 * 1024 * 1024;
/** How deep lists and objects may lie in each other: the engine stops reading below it. */
const DEPTH_MAX = 64;

/** How many characters may still be written, and how many values. */
let room = 0;
let values = 0;
/** Whether it went too deep: the engine will not read what comes after. */
let tooDeep = false;

/**
 * Whether something is being read, and so the user's code may run, in getters. What that asks meanwhile is read by this
 * writer alone: if first another tried to, each question in a getter would be read twice, and one within it four times.
 */
export const reading = { now: false };

export function write(value: unknown): string {
  const before = reading.now;
  reading.now = true;
  room = LENGTH_MAX;
  values = VALUES_MAX;
  tooDeep = false;
  try {
    const text = valueText(value, 1);
    // What was broken off must not be taken for the whole.
    return isFull() ? " ".repeat(LENGTH_MAX + 1) : text;
  } finally {
    reading.now = before;
  }
}

function isFull(): boolean {
  return room < 0 || values < 0;
}

/** Whether a text is too long for the engine: then it does not cross at all. */
export function isTooLong(text: string): boolean {
  return text.length > LENGTH_MAX;
}

/**
 * A text with half a character in it would reach the engine with U+FFFD instead. As an escape
 * it means the same, and is reported.
 */
export function wellFormed(text: string): string {
  const whole = text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text);
  return whole ? text : text.replace(/\p{Surrogate}/gu, (half, at: number) => {
    let start = at;
    while (text[start - 1] === "\\") start -= 1;
    const escaping = (at - start) % 2 ? "" : "\\"; // After an odd backslash, that one escapes.
    return `${escaping}u${half.charCodeAt(0).toString(16)}`;
  });
}

function valueText(value: unknown, depth: number): string {
  values -= 1;
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "number":
      // Infinity less itself is NaN; and -0 prints as 0.
      return value - value === 0 ? counted(`${value}`) : odd(`${value}`);
    case "boolean":
      return counted(`${value}`);
    case "object":
      return value === null ? counted("null") : objectText(value, depth);
    case "bigint":
      return odd("a BigInt");
    case "undefined":
      return odd("undefined");
    default:
      return odd(value === unreadable ? "a value that cannot be read" : `a ${typeof value}`);
  }
}

function objectText(value: object, depth: number): string {
  if (tooDeep) return "0";
  if (depth > DEPTH_MAX) {
    tooDeep = true;
    return "[]";
  }
  try {
    if (Array.isArray(value)) return listText(value, depth);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      const kind = Object.prototype.toString.call(value).slice(8, -1);
      if (kind !== "Object") return odd(`${/^[AEIO]/.test(kind) ? "an" : "a"} ${kind}`);
    }
    return recordText(value as Record<string, unknown>, depth);
  } catch {
    return odd("a value that cannot be read"); // A proxy, say, that was revoked.
  }
}

function listText(list: readonly unknown[], depth: number): string {
  let text = "";
  for (let index = 0; index < list.length && !isFull(); index++) {
    if (index > 0) text += counted(",");
    const item = read(list, index);
    text += item === undefined && !(index in list) ? odd("a hole in the list") : valueText(item, depth + 1);
  }
  return `[${text}]`;
}

function recordText(record: Record<string, unknown>, depth: number): string {
  let text = "";
  for (const key of Object.keys(record)) {
    if (isFull()) break;
    const item = read(record, key);
    if (item === undefined) continue;
    if (text !== "") text += counted(",");
    text += `${quoted(key)}:${valueText(item, depth + 1)}`;
  }
  return `{${text}}`;
}

const unreadable = Symbol();

function read(from: object, key: PropertyKey): unknown {
  try {
    return from[key as keyof typeof from];
  } catch {
    return unreadable; // A getter that throws.
  }
}

const needsEscapes = /[^ !#-[\]-~]/;

function quoted(text: string): string {
  if (text.length > room) return counted(text);
  // Short names are most of what is written: JSON.stringify takes four times as long for them.
  return counted(text.length > 64 || needsEscapes.test(text) ? JSON.stringify(text) : `"${text}"`);
}

function odd(what: string): string {
  return `@${quoted(what.slice(0, 60))}`;
}

function counted(text: string): string {
  room -= text.length;
  return text;
}
