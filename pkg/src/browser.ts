// The entry for browsers, and for every host that has no entry of its own: the wasm lies in it as text.
import text from "bursar:inlined";
import { host } from "./engine.ts";
import { unpack } from "./inlined.ts";

host(() => unpack(text));

export * from "./bursar.ts";
