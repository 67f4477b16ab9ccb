// The entry without the wasm: brought once, in whatever way, and asked for kindly until then.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { rulebooks } from "./files.mjs";

const { runway } = rulebooks();
const bytes = readFileSync(new URL("../../pkg/dist/bursar.wasm", import.meta.url));
const noWasm = Uint8Array.of(0, 1, 2, 3);
const response = (body = bytes, init = {}) => new Response(body, { headers: { "content-type": "application/octet-stream" }, ...init });

/** A copy of the entry of our own, to which nobody has brought a module yet. */
let copies = 0;
const copy = () => import(`../../pkg/dist/slim.js?${copies++}`);

function works({ Bursar }) {
  assert.equal(new Bursar(runway).estimate({ model: "gen4", inputs: { seconds: 10 } }).cost, 120);
}

function blocked({ Bursar, isBursarError }, error) {
  assert.ok(isBursarError(error), error);
  assert.equal(error.code, "wasm_blocked");
  assert.throws(() => new Bursar(runway), { code: "wasm_blocked" });
  return true;
}

test("before a module is brought every call says what is missing", async () => {
  const api = await copy();
  for (const call of [() => new api.Bursar(runway), () => api.newId()]) {
    assert.throws(call, { name: "BursarError", code: "wasm_blocked", message: /`initSync`.*`init`/ });
  }
  assert.equal(typeof api.version, "string");
});

for (const [what, module] of Object.entries({
  "its bytes": bytes,
  "a buffer": new Uint8Array(bytes).buffer,
  "a view of a buffer": new DataView(new Uint8Array(bytes).buffer),
  "a compiled module": new WebAssembly.Module(bytes),
  "a module of another realm": runInNewContext("new WebAssembly.Module(bytes)", { bytes }),
})) {
  test(`initSync takes ${what}`, async () => {
    const api = await copy();
    assert.equal(api.initSync(module), undefined);
    works(api);
  });
}

const url = `data:application/wasm;base64,${bytes.toString("base64")}`;
for (const [what, source] of Object.entries({
  "a URL as text": () => url,
  "a URL": () => new URL(url),
  "a Request": () => new Request(url),
  "a Response": () => response(),
  "a promise of a Response": () => Promise.resolve(response()),
  "a promise of a URL": () => Promise.resolve(url),
})) {
  test(`init takes ${what}`, async () => {
    const api = await copy();
    assert.equal(await api.init(source()), undefined);
    works(api);
  });
}

test("once brought, whatever comes after changes nothing", async () => {
  const api = await copy();
  api.initSync(bytes);
  api.initSync(noWasm);
  await api.init(Promise.reject(new Error("offline"))); // And this is nobody's unhandled rejection.
  works(api);
});

test("what is no wasm of bursar's is refused, and the next is taken", async () => {
  const api = await copy();
  const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
  for (const wrong of [noWasm, empty, new WebAssembly.Module(empty), undefined, null, "bursar.wasm", {}]) {
    assert.throws(() => api.initSync(wrong), (error) => blocked(api, error));
  }
  api.initSync(bytes);
  works(api);
});

test("what cannot be fetched is refused, and the next is taken", async () => {
  const api = await copy();
  for (const wrong of [response("gone", { status: 404 }), Promise.reject(new Error("offline")), "http://127.0.0.1:1/", response(noWasm), undefined, null, 7]) {
    await assert.rejects(api.init(wrong), (error) => blocked(api, error) && error.cause instanceof Error);
  }
  await api.init(response());
  works(api);
});

for (const [what, given, said] of [
  ["nothing", undefined, /expected a WebAssembly.Module or its bytes, found undefined$/],
  ["null", null, /found null$/],
  ["the file's name", "bursar.wasm", /found a String$/],
  ["what a bundler makes of an import", { default: new WebAssembly.Module(bytes) }, /found an Object$/],
  ["a Response", response(), /found a Response$/],
  ["a promise", Promise.resolve(bytes), /found a Promise$/],
  ["a file that was cut off", bytes.subarray(0, 1000), /does not run here: WebAssembly.Module\(\): [^\n]*[^.]$/],
]) {
  test(`initSync says of ${what} what is wrong, and nothing of policies`, async () => {
    const api = await copy();
    assert.throws(() => api.initSync(given), (error) => blocked(api, error) && said.test(error.message) && !/Policy/.test(error.message) || assert.fail(error.message));
  });
}

for (const [what, given, said] of [
  ["nothing", undefined, /cannot be fetched: expected its address, a Request or a Response, found undefined$/],
  ["a module", new WebAssembly.Module(bytes), /found a WebAssembly.Module, which `initSync` takes$/],
  ["bytes", bytes, /found an? \w*Array, which `initSync` takes$/],
  ["what is not there", response("gone", { status: 404 }), /the Response has the status 404$/],
]) {
  test(`init says of ${what} what is wrong`, async () => {
    const api = await copy();
    await assert.rejects(api.init(given), (error) => blocked(api, error) && said.test(error.message) || assert.fail(error.message));
  });
}

test("where a policy forbids it, it says what the policy needs", async () => {
  const api = await copy();
  const Real = WebAssembly.Module;
  WebAssembly.Module = class {
    constructor() {
      throw new WebAssembly.CompileError("WebAssembly.Module(): Wasm code generation disallowed by embedder");
    }
  };
  try {
    assert.throws(() => api.initSync(bytes), { code: "wasm_blocked", message: /disallowed by embedder: .*'wasm-unsafe-eval'$/ });
  } finally {
    WebAssembly.Module = Real;
  }
  api.initSync(bytes);
  works(api);
});

test("where the first source fails, whoever waited for it has their own tried", async () => {
  const api = await copy();
  const tries = [api.init(Promise.reject(new Error("offline"))), api.init(response()), api.init(Promise.reject(new Error("never needed")))];
  const [first, second, third] = await Promise.allSettled(tries);
  assert.deepEqual([first.status, second.status, third.status], ["rejected", "fulfilled", "fulfilled"]);
  works(api);
});

test("whoever asks while it is fetched waits for the same", async () => {
  const api = await copy();
  let give;
  const first = api.init(new Promise((resolve) => (give = resolve)));
  const second = api.init(Promise.reject(new Error("never needed")));
  give(response());
  await Promise.all([first, second]);
  works(api);
});

test("after a trap the module is still there", async () => {
  const api = await copy();
  const instances = [];
  const Real = WebAssembly.Instance;
  WebAssembly.Instance = class extends Real {
    constructor(...parts) {
      super(...parts);
      instances.push(this);
    }
  };
  try {
    api.initSync(bytes);
    const bursar = new api.Bursar(runway);
    new Uint8Array(instances[0].exports.memory.buffer).fill(0xff);
    assert.throws(() => bursar.rates(), { code: "internal" });
    works(api);
  } finally {
    WebAssembly.Instance = Real;
  }
});

test("by `require` it is the same, and both export what the other entries do and the two functions", async () => {
  const required = createRequire(import.meta.url)("../../pkg/dist/slim.cjs");
  required.initSync(bytes);
  works(required);
  const names = ["Bursar", "BursarError", "init", "initSync", "isBursarError", "newId", "version"];
  for (const api of [required, await copy()]) assert.deepEqual(Object.keys(api).sort(), names);
});
