// The public classes and functions, whatever the host.

import type * as contract from "../bursar.js";
import { type Engine, lives, run } from "./engine.ts";
import { failed } from "./error.ts";
import { wellFormed, write } from "./write.ts";

export { BursarError, isBursarError } from "./error.ts";

export const version: string = VERSION;

export function newId(): contract.Id {
  const id = run((engine) => engine.glue.new_id());
  if (id === undefined) throw failed("internal", "this host has no `crypto.getRandomValues`, which ids are drawn from");
  return id;
}

/** Where compiled rules lie: the engine they lie in, and the number by which it knows them. */
interface Place {
  engine: Engine | undefined;
  handle: number;
}

function release(place: Place): void {
  const { engine, handle } = place;
  place.engine = undefined;
  if (lives(engine)) engine.glue.release(handle);
}

// Some hosts have none; there what is not freed stays.
const unreachable = globalThis.FinalizationRegistry && new FinalizationRegistry(release);

/** What works so far; see the README. */
type Door = Pick<contract.Bursar, "digest" | "estimate" | "grid" | "rates" | "free" | typeof Symbol.dispose>;

export class Bursar implements Door {
  readonly digest: string;
  /** Kept to compile them again, should an instance of the module die. */
  readonly #rules: string;
  readonly #fromObject: boolean;
  readonly #place: Place = { engine: undefined, handle: 0 };
  #freed = false;

  static {
    // A word in quotes, which no minifier renames: it is what an inspector shows.
    Object.defineProperty(this, "name", { configurable: true, value: "Bursar" });
    // Where the host has no such symbol yet, there is no `using` either.
    if (Symbol.dispose) {
      Object.defineProperty(this.prototype, Symbol.dispose, { configurable: true, writable: true, value: this.prototype.free });
    }
  }
  declare readonly [Symbol.dispose]: () => void;

  constructor(rules: contract.Rules | string) {
    this.#fromObject = typeof rules !== "string";
    this.#rules = typeof rules === "string" ? wellFormed(rules) : write(rules);
    this.digest = run((engine) => {
      this.#compile(engine);
      return engine.take(64);
    });
    unreachable?.register(this, this.#place, this);
  }

  estimate(request: contract.Request, payer?: contract.Payer): contract.Estimate | contract.Refused {
    const texts = written(request, payer);
    return this.#ask((engine, handle) => {
      const [requestBytes = 0, payerBytes] = engine.post(...texts);
      return parsed(engine, engine.glue.estimate(handle, requestBytes, payerBytes));
    });
  }

  grid(
    request: contract.Request,
    vary: [input: contract.Id, values: contract.Value[]][],
    payer?: contract.Payer,
  ): Float64Array {
    const texts = [write(request), ...written(vary, payer)];
    return this.#ask((engine, handle) => {
      const [requestBytes = 0, varyBytes = 0, payerBytes] = engine.post(...texts);
      return engine.glue.grid(handle, requestBytes, varyBytes, payerBytes);
    });
  }

  rates(payer?: contract.Payer): contract.Rate[] {
    const texts = payer === undefined ? [] : [write(payer)];
    return this.#ask((engine, handle) => {
      const [payerBytes] = engine.post(...texts);
      return parsed(engine, engine.glue.rates(handle, payerBytes));
    });
  }

  free(): void {
    this.#freed = true;
    unreachable?.unregister(this);
    release(this.#place);
  }

  #ask<T>(work: (engine: Engine, handle: number) => T): T {
    if (this.#freed) throw failed("released", "these rules were freed: a new Bursar is to be made of them");
    return run((engine) => {
      if (this.#place.engine !== engine) this.#compile(engine);
      return work(engine, this.#place.handle);
    });
  }

  #compile(engine: Engine): void {
    const [bytes = 0] = engine.post(this.#rules);
    this.#place.handle = engine.glue.compile(bytes, this.#fromObject);
    this.#place.engine = engine;
  }
}

/** A value as text, and after it the payer, if there is one. */
function written(value: unknown, payer: contract.Payer | undefined): string[] {
  return payer === undefined ? [write(value)] : [write(value), write(payer)];
}

/** The engine's answer: tests hold its answers against the types. */
function parsed<T>(engine: Engine, bytes: number): T {
  return JSON.parse(engine.take(bytes)) as T;
}
