// The shipped schemas, compiled as strictly as ajv can.
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { root } from "./files.mjs";

const names = ["rules", "account", "command"];
const file = (name) => `${name}.schema.json`;

/** By name, each schema as it is shipped. */
export const schemas = Object.fromEntries(
  names.map((name) => [name, JSON.parse(readFileSync(new URL(`pkg/schemas/${file(name)}`, root), "utf8"))]),
);

/** Words that are for editors only, and that ajv has to be told of. */
const annotations = ["enumDescriptions", "patternErrorMessage"];

/**
 * `strictRequired` alone is off: it wants each required field declared beside `required`, and
 * conditions ask for fields that are declared further out.
 */
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, keywords: annotations });
for (const name of names) ajv.addSchema(schemas[name], file(name));

/** By name, whether a document is one. */
export const isValid = Object.fromEntries(names.map((name) => [name, ajv.getSchema(file(name))]));

/** A draft of a command: one that is only asked about. */
export const isDraft = ajv.getSchema("command.schema.json#/$defs/draft");

/** What validates a part of a schema, by its place in the file. */
export const partOf = (name, pointer) => ajv.compile({ $ref: `${file(name)}#${pointer}` });

/** What a reference in a schema points to, all along the way. */
export function target(name, reference) {
  const [file, pointer] = reference.split("#");
  const there = file.replace(".schema.json", "") || name;
  const found = pointer.split("/").slice(1).reduce((part, key) => part[key], schemas[there]);
  return "$ref" in found ? { ...found, ...target(there, found.$ref) } : found;
}

/** Every subschema of a schema, with its JSON Pointer. */
export function* parts(schema, pointer = "") {
  yield { schema, pointer };
  const at = (...keys) => [pointer, ...keys.map((key) => encodeURI(String(key).replaceAll("~", "~0").replaceAll("/", "~1")))].join("/");
  for (const key of ["items", "additionalProperties", "propertyNames", "if", "then", "else", "not"]) {
    if (typeof schema[key] === "object") yield* parts(schema[key], at(key));
  }
  for (const key of ["properties", "$defs"]) {
    for (const [name, part] of Object.entries(schema[key] ?? {})) if (typeof part === "object") yield* parts(part, at(key, name));
  }
  for (const key of ["allOf", "anyOf", "oneOf", "prefixItems"]) {
    for (const [place, part] of (schema[key] ?? []).entries()) yield* parts(part, at(key, place));
  }
}

/** The names of all fields in a schema, in order, each once. */
export function fieldsOf(schema) {
  const names = [...parts(schema)].flatMap(({ schema: part }) => Object.keys(part.properties ?? {}));
  return [...new Set(names)].toSorted();
}

/** Whether a part only narrows, under a condition, what is described elsewhere. */
const isCondition = (pointer) => /\/(if|then|else|not)(\/|$)/.test(pointer);

/** Every field of a schema as it is described, with its place. */
export function* describedFields(name) {
  for (const { schema, pointer } of parts(schemas[name])) {
    if (isCondition(pointer)) continue;
    for (const [field, part] of Object.entries(schema.properties ?? {})) {
      const all = "$ref" in part ? { ...target(name, part.$ref), ...part } : part;
      // Commands share one `type`, which is described once: each says beside it only which is its own.
      const isDescribedElsewhere = field === "type" && pointer !== "/$defs/draft" && name === "command";
      if (!isDescribedElsewhere) yield { ...all, place: `${name}${pointer}: ${field}` };
    }
  }
}
