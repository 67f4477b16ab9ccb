import type { Rules } from "../dist/bursar.cjs";

declare const rules: Rules;
export = rules;
