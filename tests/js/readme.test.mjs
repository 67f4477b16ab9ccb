// The snippets of the package's README, run as they stand.
import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as api from "../../pkg/dist/node.js";
import { root } from "./files.mjs";

const readme = readFileSync(new URL("pkg/README.md", root), "utf8");
const folder = mkdtempSync(join(tmpdir(), "bursar-readme-"));
mkdirSync(join(folder, "node_modules"));
symlinkSync(fileURLToPath(new URL("pkg", root)), join(folder, "node_modules", "bursar"));
after(() => rmSync(folder, { recursive: true }));

test("the snippets run", () => {
  const snippets = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, snippet]) => snippet);
  writeFileSync(join(folder, "snippets.mjs"), snippets.join("\n"));
  const { stdout, stderr, status } = spawnSync(process.execPath, ["snippets.mjs"], { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.equal(stdout, "120 credits\n");
});

test("what the README says works is there, what it says does not yet is not", () => {
  const section = readme.split("## What works")[1].split("\n## ")[0];
  const [works, notYet] = section.split("**Not yet:**").map((text) => text.split(". ")[0]);
  const named = (text) => [...text.matchAll(/`(?:new )?(\w+)(?:\(\w*\))?`/g)].map(([, name]) => name);
  const bursar = new api.Bursar({ schema: 1, name: "Sketch", sources: [] });
  assert.ok(named(works).length > 8 && named(notYet).length > 8);
  for (const name of named(works)) assert.ok(name in api || name in bursar, `${name} is not there`);
  for (const name of named(notYet)) assert.ok(!(name in api || name in bursar), `${name} is there: the README says that it is not`);
});
