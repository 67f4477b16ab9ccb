// For the test alone: in Node zen is measured as its native addon.
import { readFileSync } from "node:fs";
import { initSync } from "@gorules/zen-engine-wasm/dist/zen_engine_wasm.js";

initSync({ module: readFileSync(new URL("../../node_modules/@gorules/zen-engine-wasm/dist/zen_engine_wasm_bg.wasm", import.meta.url)) });
export { evaluateExpression } from "@gorules/zen-engine-wasm/dist/zen_engine_wasm.js";
