// What the tests read from the checkout.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = new URL("../../", import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const json = (name) => JSON.parse(readFileSync(path(name), "utf8"));

/** The scenario files, in order of their names: `{ name, scenarios }`. */
export function scenarioFiles() {
  return readdirSync(path("tests/scenarios/"), { recursive: true })
    .filter((name) => name.endsWith(".json") && !name.endsWith(".schema.json"))
    .sort()
    .map((name) => ({ name, ...json(`tests/scenarios/${name}`) }));
}

/** The rulebooks that are shipped, by name. */
export function rulebooks() {
  const names = ["leonardo", "runway", "rundiffusion"];
  return Object.fromEntries(names.map((name) => [name, json(`pkg/rules/${name}.json`)]));
}
