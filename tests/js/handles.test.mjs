// How rules are held in the engine: freed, forgotten, and compiled again after a trap.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { rulebooks } from "./files.mjs";

const { runway, leonardo } = rulebooks();
const request = { model: "gen4", inputs: { seconds: 10 } };

/** A copy of the package of our own, and the instances of the module that it makes. */
async function copy(name) {
  const instances = [];
  const Real = WebAssembly.Instance;
  const api = await import(`../../pkg/dist/node.js?${name}`);
  WebAssembly.Instance = class extends Real {
    constructor(...parts) {
      super(...parts);
      instances.push(this);
    }
  };
  try {
    new api.Bursar(leonardo).free();
  } finally {
    WebAssembly.Instance = Real;
  }
  return { ...api, instances };
}

/** Writes over everything that an instance keeps, the marks among it that say what is in use: the next call traps. */
function wreck(instance) {
  new Uint8Array(instance.exports.memory.buffer).fill(0xff);
}

function thrown(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  assert.fail("nothing was thrown");
}

test("freed twice is fine, used after is `released`", async () => {
  const { Bursar, isBursarError } = await copy("free");
  const bursar = new Bursar(runway);
  const other = new Bursar(runway);
  bursar.free();
  bursar.free();
  for (const call of [() => bursar.estimate(request), () => bursar.grid(request, []), () => bursar.rates()]) {
    const error = thrown(call);
    assert.ok(isBursarError(error));
    assert.equal(error.code, "released");
  }
  assert.equal(bursar.digest, other.digest);
  assert.equal(other.estimate(request).cost, 120);
});

test("`using` frees", async () => {
  const { Bursar } = await copy("using");
  const bursar = new Bursar(runway);
  bursar[Symbol.dispose]();
  assert.equal(thrown(() => bursar.rates()).code, "released");
});

test("a rulebook that is no rulebook leaves nothing behind", async () => {
  const { Bursar, instances } = await copy("leaves");
  const bad = { ...runway, schema: 2 };
  const once = () => {
    new Bursar(runway).free();
    thrown(() => new Bursar(bad));
  };
  for (let warm = 0; warm < 100; warm++) once();
  const { memory } = instances[0].exports;
  const before = memory.buffer.byteLength;
  for (let time = 0; time < 2_000; time++) once();
  assert.equal(memory.buffer.byteLength, before);
});

test("good and bad calls leave the memory where it was", async () => {
  const { Bursar, instances } = await copy("calls");
  const bursar = new Bursar(runway);
  const once = () => {
    bursar.estimate(request);
    bursar.rates();
    bursar.grid({ model: "gen4" }, [["seconds", [5, 10]]]);
    thrown(() => bursar.estimate({ ...request, colour: NaN }));
  };
  for (let warm = 0; warm < 100; warm++) once();
  const { memory } = instances[0].exports;
  const before = memory.buffer.byteLength;
  for (let time = 0; time < 10_000; time++) once();
  assert.equal(memory.buffer.byteLength, before);
});

test("rules that nobody holds any more are let go", async () => {
  const { Bursar, instances } = await copy("forgotten");
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc");
  const { memory } = instances[0].exports;
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  const round = async () => {
    for (let time = 0; time < 200; time++) new Bursar(runway);
    gc();
    await turn();
    await turn();
  };
  await round();
  await round();
  const before = memory.buffer.byteLength;
  for (let time = 0; time < 10; time++) await round();
  assert.equal(memory.buffer.byteLength, before);
});

test("after a trap the caller is told `internal`, and the next call runs on a fresh instance", async () => {
  const { Bursar, instances, isBursarError } = await copy("trap");
  const asObject = new Bursar(runway);
  const asText = new Bursar(JSON.stringify(leonardo));
  const freed = new Bursar(runway);
  const costs = () => [asObject.estimate(request).cost, asText.estimate({ model: "unzoom" }).cost];
  const before = costs();

  wreck(instances[0]);
  const error = thrown(() => asObject.estimate(request));
  assert.ok(isBursarError(error));
  assert.equal(error.code, "internal");
  assert.ok(error.cause instanceof WebAssembly.RuntimeError, error.cause);

  // What belonged to the dead instance is not looked for in the new one.
  freed.free();
  assert.deepEqual(costs(), before);
  assert.equal(thrown(() => freed.rates()).code, "released");
  assert.equal(asObject.digest, new Bursar(runway).digest);
});

test("ten traps in a row do not matter", async () => {
  const { Bursar, instances } = await copy("traps");
  const bursar = new Bursar(runway);
  const Real = WebAssembly.Instance;
  let latest = instances[0];
  WebAssembly.Instance = class extends Real {
    constructor(...parts) {
      super(...parts);
      latest = this;
    }
  };
  try {
    for (let time = 0; time < 10; time++) {
      wreck(latest);
      assert.equal(thrown(() => bursar.rates()).code, "internal");
      assert.equal(bursar.estimate(request).cost, 120);
    }
  } finally {
    WebAssembly.Instance = Real;
  }
});

test("where WebAssembly is missing or forbidden it is `wasm_blocked`, and works once it is let", async () => {
  const api = await import("../../pkg/dist/browser.js?blocked");
  const real = WebAssembly;
  const blocked = (wasm) => {
    globalThis.WebAssembly = wasm;
    try {
      return thrown(() => new api.Bursar(runway));
    } finally {
      globalThis.WebAssembly = real;
    }
  };
  const forbidden = class {
    constructor() {
      throw new real.CompileError("Wasm code generation disallowed by embedder");
    }
  };
  const errors = [blocked(undefined), blocked({ Module: forbidden })];
  for (const error of errors) {
    assert.ok(api.isBursarError(error));
    assert.equal(error.code, "wasm_blocked");
  }
  assert.match(errors[1].message, /wasm-unsafe-eval/);
  assert.match(errors[1].cause.message, /disallowed/);
  assert.equal(new api.Bursar(runway).estimate(request).cost, 120);
});

test("importing the package compiles nothing", async () => {
  const Real = WebAssembly.Module;
  WebAssembly.Module = class {
    constructor() {
      assert.fail("compiled");
    }
  };
  try {
    for (const entry of ["node.js", "browser.js"]) await import(`../../pkg/dist/${entry}?import`);
  } finally {
    WebAssembly.Module = Real;
  }
});
