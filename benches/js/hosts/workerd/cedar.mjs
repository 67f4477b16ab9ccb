import { initSync } from "@cedar-policy/cedar-wasm/web";
import module from "../../node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm";

initSync({ module });
export * from "@cedar-policy/cedar-wasm/web";
