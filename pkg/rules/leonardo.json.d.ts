import type { Rules } from "../bursar.js";

declare const rules: Rules;
export default rules;
