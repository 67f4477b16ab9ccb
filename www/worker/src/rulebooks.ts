// The rulebooks that this worker serves. An account names one of them for good; a line more here serves one more.
import { Bursar, type Rules } from "bursar";
import leonardo from "bursar/rules/leonardo.json";
import rundiffusion from "bursar/rules/rundiffusion.json";
import runway from "bursar/rules/runway.json";
import studio from "../../../docs/studio.json";

const rulebooks = new Map<string, Rules>([
  ["leonardo", leonardo],
  ["rundiffusion", rundiffusion],
  ["runway", runway],
  ["studio", studio as Rules],
]);

const compiled = new Map<string, Bursar>();

/** Compiled once in each isolate, when it is first asked for; undefined where no rulebook has this name. */
export function rulebook(name: string): Bursar | undefined {
  const known = compiled.get(name);
  if (known) return known;
  const rules = rulebooks.get(name);
  if (!rules) return undefined;
  const bursar = new Bursar(rules);
  compiled.set(name, bursar);
  return bursar;
}

export const rules = (name: string): Rules | undefined => rulebooks.get(name);
export const names = (): string[] => [...rulebooks.keys()];
