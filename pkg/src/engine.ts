// The engine: one instance of the wasm module, started at the first call.
//
// Texts cross through the module's memory; see src/wasm/mailbox.rs. After a trap an instance is
// dead: whoever asked is told `internal`, and the next call starts a fresh one.

import makeGlue, { type Glue } from "bursar:glue";
import { BursarError, failed, type Mistake } from "./error.ts";
import { found, kindOf, why } from "./said.ts";
import { isTooLong, wellFormed } from "./write.ts";

type Loaded = WebAssembly.Module | BufferSource;

let load: () => Loaded;
let module: WebAssembly.Module | undefined;
let live: Engine | undefined;

/** Says where this host has the module; it is asked for at the first call. */
export function host(loader: () => Loaded): void {
  load = loader;
}

/** Whether there is a module already that works here. */
export function hasModule(): boolean {
  return module !== undefined;
}

/** Takes a module that somebody brings, and keeps it where it works. */
export function bring(given: Loaded): void {
  live = start(given);
}

/** Runs some work on the living engine, and makes of whatever is thrown what a user should see. */
export function run<T>(work: (engine: Engine) => T): T {
  const engine = (live ??= start(module ?? loaded()));
  try {
    return work(engine);
  } catch (error) {
    if (error instanceof BursarError) throw error;
    if (isMistake(error)) throw new BursarError(error.message, error);
    live = undefined;
    throw failed("internal", "bursar itself failed, not what it was given; the next call works", error);
  }
}

/** Whether that engine still lives: what it holds is gone otherwise. */
export function lives(engine: Engine | undefined): engine is Engine {
  return engine !== undefined && engine === live;
}

function isMistake(error: unknown): error is Mistake {
  return typeof error === "object" && error !== null && !(error instanceof Error) && "issues" in error;
}

function loaded(): Loaded {
  try {
    return load();
  } catch (cause) {
    if (cause instanceof BursarError) throw cause;
    throw failed("internal", "the file `bursar.wasm` of the package cannot be read: it has to lie beside the code, in a bundle for Node too", cause);
  }
}

function start(given: Loaded): Engine {
  if (typeof WebAssembly !== "object") {
    throw failed("wasm_blocked", "this host has no WebAssembly, which bursar needs");
  }
  try {
    const compiled = asModule(given);
    const engine = new Engine(compiled);
    module = compiled;
    return engine;
  } catch (cause) {
    if (isOutOfRoom(cause)) {
      throw failed("internal", "the stack or the memory of this host is full: bursar has no room to start", cause);
    }
    throw failed("wasm_blocked", `the wasm of bursar does not run here: ${why(cause)}`, cause);
  }
}

/** Told apart by what they have: a module or bytes of another realm are no `instanceof` of ours. */
function asModule(given: unknown): WebAssembly.Module {
  const kind = kindOf(given);
  if (kind === "WebAssembly.Module") return given as WebAssembly.Module;
  if (ArrayBuffer.isView(given)) {
    return new WebAssembly.Module(new Uint8Array(given.buffer as ArrayBuffer, given.byteOffset, given.byteLength));
  }
  if (/ArrayBuffer$/.test(kind)) return new WebAssembly.Module(given as ArrayBuffer);
  throw new TypeError(`expected a WebAssembly.Module or its bytes, found ${found(given)}`);
}

/** Told apart by name: Firefox has an error of its own for a full stack. */
function isOutOfRoom(cause: unknown): boolean {
  return cause instanceof Error && ["RangeError", "InternalError"].includes(cause.name);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** As many as src/wasm/numbers.rs has. */
export const SLOTS = 8_192;

/** The texts of a command take less. */
const SHORT = 16_384;

/** Up to so many characters a loop is sooner done than the host's own coders are called, in browsers most of all. */
export const FEW = 64;

export class Engine {
  readonly glue: Glue;
  readonly #memory: WebAssembly.Memory;
  #numbers = new Float64Array();
  #inbox = new Uint8Array();
  #bytes = new Uint8Array();

  constructor(module: WebAssembly.Module) {
    this.glue = makeGlue();
    const { exports } = new WebAssembly.Instance(module, { "./bursar_bg.js": { ...this.glue } });
    const { memory, __wbindgen_start } = exports as { memory: WebAssembly.Memory; __wbindgen_start(): void };
    this.#memory = memory;
    this.glue.__wbg_set_wasm(exports);
    __wbindgen_start();
  }

  /** Puts texts into the inbox, one behind the other: how many bytes each takes. */
  post(...texts: string[]): number[] {
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    if (texts.some(isTooLong)) throw this.glue.too_large();
    // A byte for each character is enough for most texts, three are for all.
    return this.#post(texts, characters) ?? this.#post(texts, characters * 3) ?? [];
  }

  #post(texts: string[], bytes: number): number[] | undefined {
    const address = this.glue.reserve(bytes); // This first: it may grow the memory into a new buffer.
    this.#inbox = new Uint8Array(); // It may have moved, and where it is large it is to be given back.
    const inbox = new Uint8Array(this.#memory.buffer, address, bytes);
    const lengths: number[] = [];
    let start = 0;
    for (const text of texts) {
      const { read, written } = encoder.encodeInto(text, inbox.subarray(start));
      if (read < text.length) return undefined;
      lengths.push(written);
      start += written;
    }
    return lengths;
  }

  /** Makes room for a short text. It may grow the memory: the slots are to be asked for after it. */
  makeRoom(): void {
    if (this.#inbox.length > 0) return;
    const address = this.glue.reserve(SHORT); // This first: it may grow the memory into a new buffer.
    this.#inbox = new Uint8Array(this.#memory.buffer, address, SHORT);
  }

  /** Puts a short text there, behind others: how many bytes they take then, or `undefined` where half a character is in it. */
  put(text: string, behind: number): number | undefined {
    const inbox = this.#inbox;
    let at = 0;
    for (; at < text.length && text.length <= FEW; at++) {
      const unit = text.charCodeAt(at);
      if (unit > 127) break;
      inbox[behind + at] = unit;
    }
    if (at === text.length) return behind + at;
    const { written } = encoder.encodeInto(text, inbox.subarray(behind));
    return written === text.length || wellFormed(text) === text ? behind + written : undefined;
  }

  /** The slots in which numbers cross. Whatever asks the engine may grow its memory: they are to be asked for anew. */
  numbers(): Float64Array {
    if (this.#numbers.length === 0) {
      const address = this.glue.numbers(); // This first: it may grow the memory into a new buffer.
      this.#numbers = new Float64Array(this.#memory.buffer, address, SLOTS);
    }
    return this.#numbers;
  }

  /** All of the memory, to be asked for anew as the slots are. */
  bytes(): Uint8Array {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(this.#memory.buffer);
    return this.#bytes;
  }

  /** The text of so many bytes that lies in the outbox, behind some others. */
  take(bytes: number, behind = 0): string {
    return decoded(new Uint8Array(this.#memory.buffer, this.glue.outbox() + behind, bytes));
  }
}

/** The text that bytes are. */
export function decoded(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
