// The rulebook that is being written: its text, kept in this browser alone, and what the engine makes of it.
import { Bursar, type BursarError, type Rules, isBursarError } from "bursar";
import leonardo from "bursar/rules/leonardo.json?raw";
import rundiffusion from "bursar/rules/rundiffusion.json?raw";
import runway from "bursar/rules/runway.json?raw";
import type { Book } from "../books.ts";

export interface Fault { path: string; message: string }
/** Whether the text outlives this page: it may be too long for that, or the browser may not want to keep anything. */
export type Kept = "kept" | "too_long" | "not_kept";

/** The shipped ones, as they are written. */
export const texts: Record<string, string> = { leonardo, runway, rundiffusion };

const key = "bursar:rulebook";
/** Browsers keep some five million characters for a site; the rest of the page needs little. */
const keptMax = 1_000_000;
/** So long nothing is typed before the text is looked at. */
const pauseMs = 300;

export class Draft {
  text: string;
  kept: Kept = "kept";
  faults: readonly Fault[] = [];
  /** The last text that was sound, compiled: what is shown of it stays while something is being changed. */
  book: Book | undefined;
  /** Whether the text that stands there is being looked at yet. */
  waits = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What was typed and not looked at yet. */
  #typed: (() => string) | undefined;
  readonly #looked: () => void;

  constructor(looked: () => void) {
    this.#looked = looked;
    this.text = recalled() ?? leonardo;
    this.#look();
    // Who leaves while they type leaves nothing behind.
    addEventListener("pagehide", () => { if (this.#typed) keep(this.#typed()); });
  }

  get sound(): boolean {
    return this.faults.length === 0 && !this.waits;
  }

  /** Another text takes its place. */
  put(text: string): void {
    clearTimeout(this.#timer);
    this.#typed = undefined;
    this.text = text;
    this.kept = keep(text);
    this.#look();
    this.#looked();
  }

  /** Something was typed: the whole text is read once nothing more is. */
  typed(read: () => string): void {
    this.waits = true;
    this.#typed = read;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.put(read()), pauseMs);
  }

  #look(): void {
    this.waits = false;
    const told = compiled(this.text);
    this.faults = told.faults;
    this.book = told.book ?? this.book;
  }
}

/** A rulebook of the text, or all that is wrong with it. */
function compiled(text: string): { book?: Book; faults: readonly Fault[] } {
  try {
    const bursar = new Bursar(text);
    // Sound rules are JSON of the declared shape: the engine has read all of it.
    return { book: { bursar, rules: JSON.parse(text) as Rules }, faults: [] };
  } catch (error) {
    if (!isBursarError(error)) throw error;
    return { faults: faultsOf(error) };
  }
}

/** All that is wrong, as the engine tells it: one by one, or as one. */
export const faultsOf = ({ issues, path, message }: BursarError): readonly Fault[] => (issues.length > 0 ? issues : [{ path, message }]);

function recalled(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(text: string): Kept {
  try {
    if (text.length <= keptMax) localStorage.setItem(key, text);
    return text.length <= keptMax ? "kept" : "too_long";
  } catch {
    return "not_kept";
  }
}
