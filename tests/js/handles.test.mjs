// How rules and accounts are held in the engine: freed, forgotten, and what becomes of them after a trap.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { rulebooks } from "./files.mjs";

const { runway, leonardo } = rulebooks();
const request = { model: "gen4", inputs: { seconds: 10 } };

const studio = { schema: 1, name: "Studio", sources: [{ id: "credits" }], models: { film: { price: [{ rate: 7 }] } } };
const film = { model: "film" };
const grant = { id: "g", type: "grant", at: 0, source: "credits", credits: 100 };
const spend = { id: "s", type: "spend", at: 0, credits: 30 };

/** Everything that a ledger can be asked. */
const questions = {
  estimate: (ledger) => ledger.estimate(film, 0),
  balance: (ledger) => ledger.balance({ at: 0 }),
  order: (ledger) => ledger.order({ at: 0 }),
  affordable: (ledger) => ledger.affordable(film, "seconds", { at: 0 }),
  limits: (ledger) => ledger.limits({ at: 0 }),
  may: (ledger) => ledger.may("system", "billing"),
  preview: (ledger) => ledger.preview(spend),
  previewMany: (ledger) => ledger.previewMany([spend]),
  apply: (ledger) => ledger.apply({ ...spend, id: "again" }),
  account: (ledger) => ledger.account(),
  text: (ledger) => ledger.text(),
};

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

/** Collects what nobody holds any more, and lets its finalizers run. */
async function collect() {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setTimeout(resolve));
}

test("rules that nobody holds any more are let go", async () => {
  const { Bursar, instances } = await copy("forgotten");
  const { memory } = instances[0].exports;
  const round = async () => {
    for (let time = 0; time < 200; time++) new Bursar(runway);
    await collect();
  };
  await round();
  await round();
  const before = memory.buffer.byteLength;
  for (let time = 0; time < 10; time++) await round();
  assert.equal(memory.buffer.byteLength, before);
});

/** A ledger with 100 credits, and what it comes from. */
async function opened(name) {
  const { Bursar, instances, isBursarError } = await copy(name);
  const bursar = new Bursar(studio);
  const created = bursar.create({ id: "ada", at: 0 }).account;
  const { account } = bursar.apply(created, grant);
  return { bursar, instances, isBursarError, account, ledger: bursar.open(account) };
}

test("a ledger freed twice is fine, used after is `released`", async () => {
  const { bursar, account, ledger, isBursarError } = await opened("ledger-free");
  const other = bursar.open(account);
  assert.deepEqual(Object.keys(questions).sort(), Object.getOwnPropertyNames(ledger.constructor.prototype).filter((name) => !["constructor", "free"].includes(name)).sort());
  ledger.free();
  ledger.free();
  for (const [name, question] of Object.entries(questions)) {
    const error = thrown(() => question(ledger));
    assert.ok(isBursarError(error), name);
    assert.equal(error.code, "released", name);
  }
  assert.equal(other.balance({ at: 0 }).spendable, 100);
});

test("`using` frees a ledger", async () => {
  const { ledger } = await opened("ledger-using");
  ledger[Symbol.dispose]();
  assert.equal(thrown(() => ledger.text()).code, "released");
});

test("a ledger outlives the rules that opened it", async () => {
  const { bursar, account, ledger } = await opened("outlives");
  bursar.free();
  assert.equal(ledger.apply(spend).ok, true);
  assert.equal(ledger.balance({ at: 0 }).spendable, 70);
  assert.equal(thrown(() => bursar.open(account)).code, "released");
});

test("10,000 good and 10,000 bad calls, ledgers opened and dropped, leave the memory where it was", async () => {
  const { bursar, account, ledger, instances } = await opened("ledgers");
  const { memory } = instances[0].exports;
  const bad = { ...account, bank: { g: { ...account.bank.g, credits: -1 } } };
  const once = (time) => {
    const dropped = bursar.open(account);
    dropped.apply(spend);
    if (time % 2) dropped.free(); // The others are let go once they are forgotten.
    bursar.apply(account, spend);
    ledger.preview(spend);
    thrown(() => bursar.open(bad));
    thrown(() => bursar.apply(bad, spend));
    thrown(() => ledger.apply({ ...spend, credits: NaN }));
    thrown(() => bursar.create({ id: "__proto__", at: 0 }));
  };
  const round = async () => {
    for (let time = 0; time < 100; time++) once(time);
    await collect();
  };
  for (let warm = 0; warm < 3; warm++) await round();
  const before = memory.buffer.byteLength;
  // Each round has 400 of either.
  for (let time = 0; time < 25; time++) await round();
  assert.equal(memory.buffer.byteLength, before);
});

test("a ledger that was open at a trap says `internal` from there on, and what is stored can be opened anew", async () => {
  const { bursar, instances, ledger } = await opened("ledger-trap");
  const stored = ledger.text();
  wreck(instances[0]);
  assert.equal(thrown(() => bursar.rates()).code, "internal");
  assert.equal(bursar.rates().length, 1); // A fresh instance, in which the ledger's number may be somebody else's.
  const anew = bursar.open(stored);
  for (const [name, question] of Object.entries(questions)) assert.equal(thrown(() => question(ledger)).code, "internal", name);
  ledger.free();
  assert.equal(anew.apply(spend).ok, true);
  assert.equal(anew.balance({ at: 0 }).spendable, 70);
});

test("a ledger that traps itself says so, and the next ledger works", async () => {
  const { bursar, instances, account, ledger } = await opened("ledger-traps");
  wreck(instances[0]);
  const error = thrown(() => ledger.apply(spend));
  assert.equal(error.code, "internal");
  assert.ok(error.cause instanceof WebAssembly.RuntimeError, error.cause);
  assert.equal(thrown(() => ledger.text()).code, "internal");
  assert.equal(bursar.open(account).balance({ at: 0 }).spendable, 100);
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

test("where the stack or the memory is full it is `internal`, and starts once there is room", async () => {
  const api = await import("../../pkg/dist/browser.js?full");
  const Real = WebAssembly.Instance;
  for (const name of ["RangeError", "InternalError"]) {
    WebAssembly.Instance = class {
      constructor() {
        throw Object.assign(new Error("too much"), { name });
      }
    };
    try {
      const error = thrown(() => new api.Bursar(runway));
      assert.ok(api.isBursarError(error));
      assert.equal(error.code, "internal");
      assert.match(error.message, /no room to start/);
    } finally {
      WebAssembly.Instance = Real;
    }
  }
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
    for (const entry of ["node.js", "browser.js", "slim.js"]) await import(`../../pkg/dist/${entry}?import`);
  } finally {
    WebAssembly.Module = Real;
  }
});
