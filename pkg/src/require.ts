// The entry for Node's `require`: the wasm is a file beside it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { host } from "./engine.ts";

host(() => readFileSync(join(__dirname, "bursar.wasm")));

export * from "./bursar.ts";
