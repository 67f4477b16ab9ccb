// From `import` to the first answer: of whom it is asked, what, and what it is. The rules are read beforehand.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Each is a module of first/: what an estimate costs; whether a member may, from Cedar. */
export const starters = { bursar: 40, javascript: 40, zen: 40, cedar: 1 };

export const asked = {
  rulesText: readFileSync(join(import.meta.dirname, "rules.json"), "utf8"),
  inputs: { resolution: "1080p", fps: 30, seconds: 12.5, sound: true },
};

/** Throws where that is not the answer. */
export function expectAnswer(who, answer) {
  if (answer !== starters[who]) throw new Error(`${who}: expected ${starters[who]}, found ${answer}`);
}
