// The published types against what is real: the engine's own answers, and the ways there are to import a rulebook.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as api from "../../pkg/dist/node.js";
import { blocks } from "./docs.mjs";
import { root, rulebooks, scenarioFiles } from "./files.mjs";
import { runScenarios } from "./scenarios.mjs";

const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root));

// A project of somebody's, who has the package installed.
const folder = mkdtempSync(join(tmpdir(), "bursar-types-"));
mkdirSync(join(folder, "node_modules"));
symlinkSync(fileURLToPath(new URL("pkg", root)), join(folder, "node_modules", "bursar"));
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
after(() => rmSync(folder, { recursive: true }));

/** `files`: their texts, by name. */
function compiles(files, options) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const flags = ["--ignoreConfig", "--noEmit", "--strict", "--target", "es2022", "--lib", "esnext,dom", "--types", ""];
  const args = [tsc, ...flags, ...options, ...Object.keys(files)];
  const { stdout, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stdout);
}

/** As much of a framework's types as a declaration of more elements needs: they are no tools of ours. `types` by the name of its entry. */
function standIn(name, types) {
  const at = join(folder, "node_modules", name);
  mkdirSync(at);
  const entries = Object.keys(types).map((entry) => [entry, `./${entry === "." ? "index" : entry.slice(2)}.d.ts`]);
  for (const [entry, file] of entries) writeFileSync(join(at, file), types[entry]);
  writeFileSync(join(at, "package.json"), JSON.stringify({ name, exports: Object.fromEntries(entries.map(([entry, file]) => [entry, { types: file }])) }));
}

const jsx = `
export type Key = string | number;
export type Ref<T> = ((instance: T | null) => void) | { current: T | null } | null;
export interface HTMLAttributes<T> { className?: string; hidden?: boolean; onClick?: (event: { currentTarget: T }) => void }
export namespace JSX { type Element = { kind: "element" }; interface IntrinsicElements { p: HTMLAttributes<HTMLElement> } }
`;
for (const name of ["react", "preact"]) standIn(name, { ".": jsx, "./jsx-runtime": 'export type { JSX } from "./index.js";' });
standIn("solid-js", {
  ".": `
export namespace JSX {
  type Element = { kind: "element" };
  interface CustomEvents {}
  type Heard<T> = { [E in keyof CustomEvents as \`on:\${E}\`]?: (event: CustomEvents[E] & { currentTarget: T }) => void };
  interface HTMLAttributes<T> extends Heard<T> { class?: string; hidden?: boolean }
  interface IntrinsicElements { p: HTMLAttributes<HTMLElement> }
}`,
  "./jsx-runtime": 'export type { JSX } from "./index.js";',
});
standIn("svelte", { "./elements": "export interface HTMLAttributes<T extends EventTarget> { class?: string | null; hidden?: boolean | null; 'bind:this'?: T }\nexport interface SvelteHTMLElements { p: HTMLAttributes<HTMLElement> }" });
standIn("vue", { ".": "export interface HTMLAttributes { class?: unknown; hidden?: boolean }\nexport type DefineComponent<Props> = new () => { $props: Props };\nexport interface GlobalComponents { KeepAlive: DefineComponent<{ max?: number }> }" });

/** What the published types say of each verb's answer. */
const types = {
  compile: "string",
  compileText: "string",
  estimate: "Estimate | Refused",
  rates: "Rate[]",
  create: "Applied<Account>",
  apply: "Applied<Account> | Refused",
  preview: "Accepted | Refused",
  validateTransfer: "Accepted | Refused",
  balance: "Balance | Refused",
  order: "Order | Refused",
  affordable: "Affordable | Refused",
  limits: "Limits | Refused",
  may: "boolean",
  view: "Account | Refused",
  usage: "UsageRow[]",
  account: "Account",
  throws: 'Pick<BursarError, "name" | "code" | "path" | "issues">',
};
/** What no answer is that could be written out: an array of floats; and nothing at all. */
const untyped = ["grid", "open"];

test("every answer that the scenarios get is of its type", () => {
  const answers = Object.fromEntries(Object.keys(types).map((verb) => [verb, new Set()]));
  runScenarios(api, scenarioFiles(), rulebooks(), (verb, answer) => {
    if (untyped.includes(verb)) return;
    const { name, code, path, issues } = answer ?? {};
    answers[verb].add(JSON.stringify(verb === "throws" ? { name, code, path, issues } : answer));
  });
  for (const [verb, heard] of Object.entries(answers)) assert.ok(heard.size > 0, `no scenario asks for ${verb}`);
  // Written out as literals, so that a field that the type does not know is an error as well.
  const lines = Object.entries(types).flatMap(([verb, type]) => [...answers[verb]].map((text) => `(${text}) satisfies ${type};`));
  const names = ["Accepted", "Account", "Affordable", "Applied", "Balance", "BursarError", "Estimate", "Limits", "Order", "Rate", "Refused", "UsageRow"];
  const head = `import type { ${names.join(", ")} } from "bursar";`;
  compiles({ "answers.ts": [head, ...lines].join("\n") }, ["--module", "nodenext"]);
});

test("a ledger's answers are of their types", () => {
  const changes = [];
  runScenarios({ ...api, Bursar: heldBy(changes) }, scenarioFiles(), rulebooks());
  assert.ok(changes.length > 250);
  const lines = changes.map((decision) => `(${JSON.stringify(decision)}) satisfies ReturnType<Ledger["apply"]>;`);
  compiles({ "ledger.ts": ['import type { Ledger } from "bursar";', ...lines].join("\n") }, ["--module", "nodenext"]);
});

/** Rules that also apply every command to a ledger, and keep what it says. */
function heldBy(heard) {
  return class extends api.Bursar {
    apply(account, command) {
      const ledger = this.open(account);
      heard.push(ledger.apply(command));
      ledger.free();
      return super.apply(account, command);
    }
  };
}

test("the shipped rulebooks are what `Rules` says, field by field", () => {
  const rules = Object.values(rulebooks()).map((rulebook) => `(${JSON.stringify(rulebook)}) satisfies Rules;`);
  compiles({ "rules.ts": `import type { Rules } from "bursar";\n${rules.join("\n")}` }, ["--module", "nodenext"]);
});

const imports = (name) => ({
  [`${name}.with.ts`]: `import rulebook from "bursar/rules/${name}.json" with { type: "json" };`,
  [`${name}.ts`]: `import rulebook from "bursar/rules/${name}.json";`,
  [`${name}.cts`]: `import rulebook = require("bursar/rules/${name}.json");`,
});

for (const [mode, options] of Object.entries({
  nodenext: ["--module", "nodenext"],
  bundler: ["--module", "esnext", "--moduleResolution", "bundler"],
})) {
  for (const json of ["true", "false"]) {
    test(`a rulebook is rules, however it is imported, in ${mode}, resolveJsonModule ${json}`, () => {
      const use = 'import { Bursar } from "bursar";\nnew Bursar(rulebook).digest satisfies string;\n';
      const files = Object.keys(rulebooks())
        .flatMap((name) => Object.entries(imports(name)))
        // Modules, which are all that the mode `bundler` knows, have no such import.
        .filter(([name]) => mode === "nodenext" || !name.endsWith(".cts"))
        .map(([name, line]) => [name, `${line}\n${use}`]);
      compiles(Object.fromEntries(files), [...options, "--resolveJsonModule", json]);
    });
  }
}

/** The file that docs/elements.md shows for a framework. */
const shown = (name) => blocks("docs/elements.md").find(({ file }) => file === name).text;

/** What a framework's types have to know; `heard` is how it names the event of that name. */
const written = (heard) => `import "bursar/elements";
import type { Bursar, Account, Rules } from "bursar";
export const page = (bursar: Bursar, rules: Rules, view: Account | undefined) => [
  <bursar-balance bursar={bursar} rules={rules} view={view} locale="de" inline hidden ${heard("bursar-add")}={() => undefined} />,
  <bursar-cost request={{ model: "m" }} hold ${heard("bursar-spend")}={({ detail }) => { detail.expect satisfies number; }} />,
  <bursar-top-up open={false} quantity={2} ${heard("bursar-close")}={() => undefined} />,
  // @ts-expect-error
  <bursar-cost hold="perhaps" />,
  // @ts-expect-error
  <bursar-cost ${heard("bursar-spend")}={({ detail }) => detail.credits} />,
  // @ts-expect-error
  <bursar-coast />,
];
`;
const bundled = ["--module", "esnext", "--moduleResolution", "bundler", "--exactOptionalPropertyTypes"];
const inJsx = (from) => [...bundled, "--jsx", "react-jsx", "--jsxImportSource", from];

for (const name of ["react", "preact"]) {
  test(`${name}'s types know the elements by the file that docs/elements.md shows, and nothing else by their names`, () => {
    const keyed = 'export const one = <bursar-top-up key="b" ref={(element) => element?.show()} className="there" />;\n';
    compiles({ "bursar-jsx.d.ts": shown("bursar-jsx.d.ts").replaceAll('"react"', `"${name}"`), "page.tsx": written((event) => `on${event}`) + keyed }, inJsx(name));
  });
}

test("Solid's types know them, and what its events tell", () => {
  compiles({ "bursar-solid.d.ts": shown("bursar-solid.d.ts"), "page.tsx": written((event) => `on:${event}`) }, inJsx("solid-js"));
});

/** Templates are not TypeScript: what their checkers look into is. */
const looked = (from, all, props, spend) => `import "bursar/elements";
import type { ${all} } from "${from}";
type Props<Tag extends keyof ${all}> = ${props};
({ request: { model: "m" }, hold: true, hidden: true, ${spend}: ({ detail }) => { detail.expect satisfies number; } }) satisfies Props<"bursar-cost">;
// @ts-expect-error
({ stack: "nothing" }) satisfies Props<"bursar-usage">;
// @ts-expect-error
({ ${spend}: ({ detail }) => detail.credits }) satisfies Props<"bursar-cost">;
// @ts-expect-error
export type None = Props<"bursar-coast">;
`;

test("Svelte's types know them, and what their events tell", () => {
  compiles({ "bursar-svelte.d.ts": shown("bursar-svelte.d.ts"), "page.ts": looked("svelte/elements", "SvelteHTMLElements", "SvelteHTMLElements[Tag]", '"onbursar-spend"') }, bundled);
});

test("Vue's types know them, and what their events tell", () => {
  compiles({ "bursar-vue.d.ts": shown("bursar-vue.d.ts"), "page.ts": looked("vue", "GlobalComponents", 'InstanceType<GlobalComponents[Tag]>["$props"]', "onBursarSpend") }, bundled);
});

test("the elements' own types tell Angular's templates what an event tells", () => {
  compiles({ "page.ts": 'import "bursar/elements";\ndocument.createElement("bursar-cost").addEventListener("bursar-spend", (event) => { event.detail.expect satisfies number; });\n// @ts-expect-error\ndocument.createElement("bursar-cost").addEventListener("bursar-spend", (event) => event.detail.credits);\n' }, bundled);
});
