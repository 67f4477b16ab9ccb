import { openZen } from "#zen";

export const answer = (rulesText, inputs) => openZen(JSON.parse(rulesText))(inputs);
