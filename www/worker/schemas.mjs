// Makes src/openapi/schemas.json of src/openapi/types.ts: `npm run schemas`.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const here = dirname(fileURLToPath(import.meta.url));
export const file = join(here, "src/openapi/schemas.json");

/** As `components.schemas` wants them: each type under its name, in the order of names. */
export function schemas() {
  const { definitions: { Api: _, Command, ...definitions } } = createGenerator({
    path: join(here, "src/openapi/types.ts"), tsconfig: join(here, "tsconfig.json"),
    type: "Api", expose: "export", topRef: false, additionalProperties: false, skipTypeCheck: true, encodeRefs: false,
  }).createSchema("Api");
  const drafts = Command.anyOf.map(sent);
  const commands = drafts.filter(({ properties }) => properties.type.const !== "refund").map((draft) => ({ ...draft, required: ["id", ...draft.required] }));
  const bodies = { SentDraft: { anyOf: drafts }, SentCommand: { anyOf: [...commands, { $ref: "#/definitions/SentRefund" }] } };
  const text = JSON.stringify(named({ ...definitions, ...bodies }), modern, 1).replaceAll("#/definitions/", "#/components/schemas/");
  return `${text}\n`;
}

/** Tuples as the JSON Schema of OpenAPI 3.1 writes them, and not that of ten years ago. That nothing comes behind them `maxItems` says: of `items: false`, which would say it again, generators of clients take the whole document for none. */
function modern(_key, value) {
  if (!Array.isArray(value?.items)) return value;
  const { items, ...rest } = value;
  if (rest.maxItems !== items.length) throw new Error("a tuple without an end cannot be told");
  return { ...rest, prefixItems: items };
}

/** By which field the members of a union are told apart. */
const tags = ["type", "code", "do"];

/** Each member of a union under a name of its own: generators of clients call those without one by numbers, if they can read them at all. */
function named(definitions) {
  const all = {};
  const free = (name, nth = 1) => {
    const told = nth === 1 ? name : `${name}${nth}`;
    return told in definitions || told in all ? free(name, nth + 1) : told;
  };
  for (const [name, { anyOf, ...rest }] of Object.entries(definitions)) {
    all[name] = anyOf ? { ...rest, anyOf: anyOf.map((one) => {
      const tag = tags.map((field) => one.properties?.[field]?.const).find((value) => value !== undefined);
      if (tag === undefined) return one;
      const own = free(name + tag.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase()));
      all[own] = one;
      return { $ref: `#/definitions/${own}` };
    }) } : rest;
  }
  return all;
}

/** A command as it is sent: `by` and `at` are set by the worker, and what is only asked about needs no id. */
function sent({ properties: { by: _, at: __, ...properties }, required, ...rest }) {
  return { ...rest, properties, required: required.filter((field) => !["id", "at"].includes(field)) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writeFileSync(file, schemas());
