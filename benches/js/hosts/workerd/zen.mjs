import { initSync } from "@gorules/zen-engine-wasm/dist/zen_engine_wasm.js";
import module from "../../node_modules/@gorules/zen-engine-wasm/dist/zen_engine_wasm_bg.wasm";

initSync({ module });
export { evaluateExpression } from "@gorules/zen-engine-wasm/dist/zen_engine_wasm.js";
