import init from "@cedar-policy/cedar-wasm/web";
import url from "../../node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm";

await init({ module_or_path: url });
export * from "@cedar-policy/cedar-wasm/web";
