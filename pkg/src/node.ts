// The entry for Node, as a module: the wasm is a file beside it.
import { readFileSync } from "node:fs";
import { host } from "./engine.ts";

host(() => readFileSync(new URL("./bursar.wasm", import.meta.url)));

export * from "./bursar.ts";
