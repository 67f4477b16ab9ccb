// The names of fields as the published types declare them.
import { readFileSync } from "node:fs";
import { root } from "./files.mjs";

const types = readFileSync(new URL("pkg/bursar.d.ts", root), "utf8");

/** By schema, the parts of the types that it stands for: from the first words to the second. */
const extents = {
  rules: [["// ───────────────────────────── Rules:", "export interface Request "]],
  account: [["// ───────────────────────────── The account:", "// ───────────────────────────── Commands"]],
  command: [
    ["// ───────────────────────────── Commands", "/** A command that is only asked about"],
    ["export interface Request ", "/** For whom a price"],
  ],
};

/** The fields, in order, each once. */
export function declaredFields(name) {
  const names = extents[name].flatMap(([from, to]) => {
    const start = types.indexOf(from);
    const declarations = types.slice(start, types.indexOf(to, start));
    // Comments, words in quotes and the names of indices and places are no fields.
    const bare = declarations.replace(/\/\*\*.*?\*\/|\/\/[^\n]*|"[^"]*"|`[^`]*`|\[[^\]]*\]/gs, "");
    return [...bare.matchAll(/([$\w]+)\??:/g)].map(([, field]) => field);
  });
  return [...new Set(names)].toSorted();
}
