// The package in Node, as a module and by `require`, and the entry for browsers as well, which any host can run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { root, rulebooks, scenarioFiles } from "./files.mjs";
import { runScenarios } from "./scenarios.mjs";

const require = createRequire(import.meta.url);
const entries = {
  "node.js": await import("../../pkg/dist/node.js"),
  "node.cjs": require("../../pkg/dist/node.cjs"),
  "browser.js": await import("../../pkg/dist/browser.js"),
  "browser.cjs": require("../../pkg/dist/browser.cjs"),
};

for (const [entry, api] of Object.entries(entries)) {
  test(`${entry} runs the scenarios`, async (t) => {
    for (const { file, title, failure } of runScenarios(api, scenarioFiles(), rulebooks())) {
      await t.test(`${file}: ${title}`, () => assert.ok(!failure, failure));
    }
  });
}

test("every entry exports the same", () => {
  for (const api of Object.values(entries)) {
    assert.deepEqual(Object.keys(api).sort(), ["Bursar", "BursarError", "isBursarError", "newId", "version"]);
  }
});

test("the version is the package's and the crate's", () => {
  const read = (name) => readFileSync(new URL(name, root), "utf8");
  const { version } = JSON.parse(read("pkg/package.json"));
  assert.equal(/^version = "(.+)"$/m.exec(read("Cargo.toml"))[1], version);
  for (const api of Object.values(entries)) assert.equal(api.version, version);
});

test("an error of one copy of the package is known to the others", () => {
  const [here, ...others] = Object.values(entries);
  const error = thrown(() => new here.Bursar("no rules"));
  for (const api of others) {
    assert.ok(api.isBursarError(error));
    assert.ok(!(error instanceof api.BursarError));
  }
});

test("the tests inside the module have every scenario file built in", () => {
  const list = readFileSync(new URL("tests/wasm/scenarios.rs", root), "utf8");
  for (const { name } of scenarioFiles()) assert.ok(list.includes(`"${name}",`), `${name} is missing in tests/wasm/scenarios.rs`);
});

test("an id is a fresh UUID of version 7, made now", () => {
  const { newId } = entries["node.js"];
  const before = Date.now();
  const ids = Array.from({ length: 1000 }, () => newId());
  const after = Date.now();
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const ms = Number.parseInt(id.replace("-", "").slice(0, 12), 16);
    assert.ok(before <= ms && ms <= after, id);
  }
});

function thrown(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  assert.fail("nothing was thrown");
}
