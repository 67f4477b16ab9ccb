// The engine as the package ships it to Node, the rulebook that everything here is held to, and a module with
// nothing in it but memory and a call.
import { readFileSync } from "node:fs";

export { Bursar } from "./bursar.mjs";

export const rulesText = readFileSync(new URL("../../rules.json", import.meta.url), "utf8");
export const empty = new WebAssembly.Module(readFileSync(new URL("../../empty.wasm", import.meta.url)));
