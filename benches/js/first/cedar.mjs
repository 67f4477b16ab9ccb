import { openCedar } from "../baseline/cedar.mjs";

export const answer = (rulesText) => Number(openCedar(JSON.parse(rulesText))({ ada: { role: "lead" } }, "ada", "transfer"));
