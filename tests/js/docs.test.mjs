// docs/ says what is so: every program runs, every JSON example is taken and answered as told, and
// nothing that a rulebook, an account, a command or a refusal can have goes unsaid.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { after, test } from "node:test";
import * as api from "../../pkg/dist/node.js";
import { rulebooks, scenarioFiles } from "./files.mjs";
import { runScenarios } from "./scenarios.mjs";
import { fieldsOf, schemas } from "./schemas-ajv.mjs";
import { blocks, installed, page, path, playPage, runPage } from "./docs.mjs";

const pages = readdirSync(path("docs")).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`);
const home = installed();
after(home.clear);

for (const name of pages) {
  test(`${name}: the programs run, and print and give what is told`, () => runPage(name, home));
  test(`${name}: the JSON is taken, and answered as told`, () => void playPage(name, api));
}

test("every block of code is of a kind that is tried", () => {
  for (const name of [...pages, "README.md", "pkg/README.md"]) {
    const fences = page(name).match(/^```\w/gm)?.length ?? 0;
    assert.equal(blocks(name).filter(({ kind }) => kind !== "tried").length, fences, name);
    for (const { language, where } of blocks(name)) assert.match(language, /^(js|ts|tsx|json|sql|sh|html|rust)$/, where);
  }
});

test("the steps of docs/rulebook.md lead to docs/studio.json", () => {
  assert.deepEqual(playPage("docs/rulebook.md", api).book, JSON.parse(page("docs/studio.json")));
});

// What there is to be told, by the published types.
const types = page("pkg/bursar.d.ts");
const declared = (name) => new RegExp(`^export (?:interface|type) ${name}\\b(?:[^\\n]*}$|.*?^(?:}|(?=\\n)))`, "ms").exec(types)[0].replace(/\/\*\*.*?\*\//gs, "");
const told = (name) => page(name).replace(/^```.*?^```$/gms, "");
const isTold = (text, word) => new RegExp(`\`"?${word.replace("$", "\\$")}"?\``).test(text);
const rows = (name) => [...told(name).matchAll(/^\| `(\w+)` \|(.*)\|$/gm)].map(([, first, rest]) => ({ first, rest }));

test("every field of rules, accounts and commands is told, and stands in an example", () => {
  const where = { rules: ["docs/rules.md"], account: ["docs/account.md"], command: ["docs/commands.md", "docs/account.md"] };
  const keys = (value) => (typeof value !== "object" || value === null ? [] : [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(keys)]);
  for (const [schema, names] of Object.entries(where)) {
    const text = names.map(told).join("\n");
    const shown = new Set(names.flatMap(blocks).filter(({ language, kind }) => language === "json" && kind !== "tried").flatMap((block) => keys(JSON.parse(block.text))));
    for (const field of fieldsOf(schemas[schema])) {
      assert.ok(isTold(text, field), `${names[0]} does not tell \`${field}\``);
      assert.ok(shown.has(field), `${names[0]} has no example with \`${field}\``);
    }
  }
});

test("every command, and every field of what is answered, is told", () => {
  const commands = [...declared("Command").matchAll(/type: "(\w+)"/g)].map(([, type]) => type);
  assert.equal(commands.length, 20);
  for (const type of commands) assert.ok(isTold(told("docs/commands.md"), type), type);
  for (const [name, where] of [["Accepted", "docs/commands.md"], ["Entry", "docs/commands.md"], ["Refused", "docs/refusals.md"]]) {
    const fields = [...declared(name).matchAll(/^ {2}(\w+)\??:/gm)].map(([, field]) => field);
    assert.ok(fields.length >= 6, name);
    for (const field of fields) assert.ok(isTold(told(where), field), `${where}: ${name}.${field}`);
  }
});

test("every code of a refusal is told in order of precedence, with its facts, and with the remedies that the scenarios hear", () => {
  const facts = [...declared("Facts").matchAll(/^ {2}(\w+): (.*);$/gm)].map(([, code, type]) => ({ code, type }));
  const table = rows("docs/refusals.md").filter(({ first }) => facts.some(({ code }) => code === first));
  assert.deepEqual(table.map(({ first }) => first), facts.map(({ code }) => code));

  const heard = {};
  runScenarios(api, scenarioFiles(), rulebooks(), (verb, answer) => {
    if (answer?.ok === false) (heard[answer.code] ??= []).push(...answer.remedies.map((remedy) => remedy.do));
  });
  const limitUse = declared("LimitUse");
  for (const [nth, { code, type }] of facts.entries()) {
    const [, means, has, helps] = table[nth].rest.match(/^(.*) \|(.*)\|(.*)$/);
    const fields = [...`${type} ${type.includes("LimitUse") ? limitUse : ""}`.matchAll(/[{;] (\w+)\??:/g)].map(([, field]) => field);
    for (const field of fields) assert.ok(isTold(has + means, field), `${code}: ${field}`);
    const remedies = [...new Set(heard[code])].toSorted();
    assert.deepEqual([...helps.matchAll(/`(\w+)`/g)].map(([, remedy]) => remedy).toSorted(), remedies, code);
  }
});

test("every remedy, and every code of an error, is told", () => {
  const remedies = [...declared("Remedy").matchAll(/do: "(\w+)"(.*) }/g)];
  assert.equal(remedies.length, 7);
  for (const [, remedy, fields] of remedies) {
    const row = rows("docs/refusals.md").find(({ first, rest }) => first === remedy && !rest.startsWith(" the "));
    for (const [, field] of fields.matchAll(/; (\w+)\??:/g)) assert.ok(isTold(row.rest, field), `${remedy}: ${field}`);
  }
  const codes = [.../readonly code: (.*);/.exec(types)[1].matchAll(/"(\w+)"/g)].map(([, code]) => code);
  for (const name of ["docs/refusals.md", "pkg/README.md"]) {
    for (const code of codes) assert.ok(isTold(told(name), code), `${name}: ${code}`);
  }
});

test("every link leads somewhere", () => {
  const slug = (heading) => heading.toLowerCase().replace(/[^\w\- ]/g, "").replaceAll(" ", "-");
  const anchors = (name) => [...page(name).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading));
  for (const name of [...pages, "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"]) {
    for (const [, link] of told(name).matchAll(/\]\(((?!https?:)[^)]+)\)/g)) {
      const [file, anchor] = link.split("#");
      const there = file === "" ? name : posix.join(posix.dirname(name), file);
      assert.ok(existsSync(path(there)), `${name}: ${link}`);
      if (anchor) assert.ok(anchors(there).includes(anchor), `${name}: ${link}`);
    }
  }
});
