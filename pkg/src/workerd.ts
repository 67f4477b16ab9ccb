// The entry for workerd, which compiles wasm files itself, and only as they are deployed.
import module from "./bursar.wasm";
import { host } from "./engine.ts";

host(() => module);

export * from "./bursar.ts";
