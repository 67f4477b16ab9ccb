// What is packed: just the files that tarball.txt names, and the same bytes wherever it is done.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { root } from "../../scripts/lib/sh.mjs";
import { pack } from "./workspace.mjs";

const folder = mkdtempSync(join(tmpdir(), "bursar-pack-"));
after(() => rmSync(folder, { recursive: true }));

const first = pack(join(root, "pkg"), join(folder, "first"));

test("nothing lies in pkg/ that a plain `wasm-pack build` writes there", () => {
  const { exports, devDependencies, main } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));
  assert.ok(exports?.["./slim"] && !main && !devDependencies, "pkg/package.json is not ours: `git checkout pkg/package.json`");
  const theirs = readdirSync(join(root, "pkg")).filter((name) => name === ".gitignore" || /^bursar(_bg)?\.(js|wasm|wasm\.d\.ts)$/.test(name) && name !== "bursar.wasm.d.ts");
  assert.deepEqual(theirs, [], "these are not ours: CONTRIBUTING.md says how wasm-pack is to be called");
});

test("the tarball holds the files that tarball.txt names", () => {
  const named = readFileSync(new URL("tarball.txt", import.meta.url), "utf8").trimEnd().split("\n");
  assert.deepEqual(first.files, named);
});

test("packed again, from a copy elsewhere, it has the same bytes", () => {
  cpSync(join(root, "pkg"), join(folder, "pkg"), { recursive: true });
  const second = pack(join(folder, "pkg"), join(folder, "second"));
  assert.ok(readFileSync(first.tarball).equals(readFileSync(second.tarball)));
});
