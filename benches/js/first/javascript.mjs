import { baseline } from "../baseline/doors.mjs";
import { readRules } from "../baseline/rules.mjs";
import { forms4 } from "../baseline/schema.mjs";

const form = "jit" in forms4 ? "jit" : "jitless";

export const answer = (rulesText, inputs) => baseline(readRules(rulesText, ""), form).estimate("decimal", { model: "video", inputs }).cost;
