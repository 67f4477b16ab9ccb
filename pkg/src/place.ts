// Where things lie that the engine keeps: rules, and accounts that are held open.

import { type Engine, lives } from "./engine.ts";

/** The instance of the engine that something lies in, and the number by which it is known there. */
export interface Place {
  engine: Engine | undefined;
  handle: number;
}

/** Lets go of what lies there; an instance that is dead has let go of all. */
export function release(place: Place): void {
  const { engine, handle } = place;
  place.engine = undefined;
  if (lives(engine)) engine.glue.release(handle);
}

// Some hosts have none; there what is not freed stays.
const unreachable = globalThis.FinalizationRegistry && new FinalizationRegistry(release);

/** Lets a place go once its owner is forgotten. */
export function releaseWith(owner: object, place: Place): void {
  unreachable?.register(owner, place, owner);
}

/** Lets a place go now. */
export function releaseNow(owner: object, place: Place): void {
  unreachable?.unregister(owner);
  release(place);
}

/** Makes of a class what its users see: a name that no minifier renames, and `using`. */
export function dressed(made: { prototype: { free(): void } }, name: string): void {
  Object.defineProperty(made, "name", { configurable: true, value: name });
  // Where the host has no such symbol yet, there is no `using` either.
  if (Symbol.dispose) {
    const value = made.prototype.free;
    Object.defineProperty(made.prototype, Symbol.dispose, { configurable: true, writable: true, value });
  }
}
