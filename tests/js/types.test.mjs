// The published types against what is real: the engine's own answers, and the ways there are to import a rulebook.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as api from "../../pkg/dist/node.js";
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

test("every answer that the scenarios get is of its type", () => {
  const answers = { estimate: new Set(), rates: new Set() };
  runScenarios(api, scenarioFiles(), rulebooks(), (verb, answer) => answers[verb]?.add(JSON.stringify(answer)));
  assert.ok(answers.estimate.size > 100 && answers.rates.size > 5);
  // Written out as literals, so that a field that the type does not know is an error as well.
  const list = (texts, type) => [...texts].map((text) => `(${text}) satisfies ${type};`).join("\n");
  const text = `import type { Estimate, Rate, Refused } from "bursar";
${list(answers.estimate, "Estimate | Refused")}
${list(answers.rates, "Rate[]")}`;
  compiles({ "answers.ts": text }, ["--module", "nodenext"]);
});

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
