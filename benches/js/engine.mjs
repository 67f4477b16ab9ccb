// The engine as the package ships it to Node, and the rulebook that everything here is held to.
import { readFileSync } from "node:fs";

export { Bursar } from "../../pkg/dist/node.js";

export const rulesText = readFileSync(new URL("rules.json", import.meta.url), "utf8");
