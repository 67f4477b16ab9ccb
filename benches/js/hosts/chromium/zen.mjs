import init from "@gorules/zen-engine-wasm/dist/zen_engine_wasm.js";
import url from "../../node_modules/@gorules/zen-engine-wasm/dist/zen_engine_wasm_bg.wasm";

await init({ module_or_path: url });
export { evaluateExpression } from "@gorules/zen-engine-wasm/dist/zen_engine_wasm.js";
