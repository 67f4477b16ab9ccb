// The engine as the package ships it to browsers; the rest is files beside the page.
import emptyUrl from "../../empty.wasm";
import rules from "../../rules.json";

export { Bursar } from "./bursar.mjs";

export const rulesText = JSON.stringify(rules);
export const empty = await WebAssembly.compileStreaming(fetch(emptyUrl));
