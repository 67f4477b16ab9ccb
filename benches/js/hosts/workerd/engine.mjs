// The engine as the package ships it to workerd, which compiles wasm as it is deployed and gives modules.
import rules from "../../rules.json";

export { default as empty } from "../../empty.wasm";
export { Bursar } from "./bursar.mjs";

export const rulesText = JSON.stringify(rules);
