// From `import` to the first answer, in milliseconds, by one of those who are compared: `node first.mjs bursar`.
// The rules are read beforehand, Node itself has started.
import { readFileSync } from "node:fs";
import { waitedMs } from "./waited.mjs";

const rulesText = readFileSync(new URL("rules.json", import.meta.url), "utf8");
const rules = JSON.parse(rulesText);
const inputs = { resolution: "1080p", fps: 30, seconds: 12.5, sound: true };

const answers = {
  async bursar() {
    const { Bursar } = await import("../../pkg/dist/node.js");
    return new Bursar(rulesText).estimate({ model: "video", inputs }).cost;
  },
  async "JavaScript + zod + decimal.js"() {
    const [{ readRules }, { baseline }] = await Promise.all([import("./baseline/rules.mjs"), import("./baseline/doors.mjs")]);
    return baseline(readRules(rulesText, ""), "jit").estimate("decimal", { model: "video", inputs }).cost;
  },
  async "@gorules/zen-engine"() {
    const { openZen } = await import("./baseline/zen.mjs");
    return openZen(rules)(inputs);
  },
  async "cedar-wasm"() {
    const { openCedar } = await import("./baseline/cedar.mjs");
    return openCedar(rules)({ ada: { role: "lead" } }, "ada", "transfer");
  },
};

export const starters = Object.keys(answers);

if (process.argv[1] === import.meta.filename) {
  const [start, waitedBefore] = [performance.now(), waitedMs()];
  const answer = await answers[process.argv[2]]();
  const took = performance.now() - start - (waitedMs() - waitedBefore);
  if (!answer) throw new Error(`expected an answer, found ${answer}`);
  process.stdout.write(`${took}`);
}
