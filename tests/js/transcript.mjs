// Every answer that the scenarios get, a line for each: what a host says, to be compared with what
// tests/scenarios.rs writes of the native engine.
import { runScenarios } from "./scenarios.mjs";

/** The lines, and what failed on the way. */
export function transcribe(api, files, rulebooks) {
  const lines = [];
  const results = runScenarios(api, files, rulebooks, (verb, answer) => lines.push(canonical(named(verb, answer))));
  const failures = results.filter(({ failure }) => failure).map(({ file, title, failure }) => `${file}: ${title}\n${failure}`);
  return { lines, failures };
}

/** An answer, as JSON has words for it. */
function named(verb, answer) {
  if (verb === "compile" || verb === "compileText") return { digest: answer };
  if (verb !== "throws") return answer;
  const { code, message, path, issues } = answer;
  return { thrown: { code, message, path, issues } };
}

/** JSON with its keys in order. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)}}`;
}
