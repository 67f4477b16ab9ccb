// Whatever is passed in: an answer or a clear error, never a crash, and the next call works.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rulebooks } from "./files.mjs";
import { Bursar, BursarError, isBursarError } from "../../pkg/dist/node.js";

const { runway } = rulebooks();
const bursar = new Bursar(runway);
const request = { model: "gen4", inputs: { seconds: 10 } };

/** The error, after which the same instance still answers. */
function mistake(call) {
  try {
    const answer = call();
    assert.fail(`expected a BursarError, found ${JSON.stringify(answer)}`);
  } catch (error) {
    assert.ok(isBursarError(error), error);
    assert.ok(error instanceof BursarError && error instanceof Error);
    assert.notEqual(error.code, "internal");
    assert.equal(bursar.estimate(request).cost, 120);
    return error;
  }
}

/** One fault, in the seconds of a request. */
const ofSeconds = (value) => {
  const { code, issues } = mistake(() => bursar.estimate({ model: "gen4", inputs: { seconds: value } }));
  assert.equal(code, "invalid_request");
  assert.equal(issues.length, 1);
  assert.equal(issues[0].path, "/inputs/seconds");
  return issues[0].message.replace(/^.*, found /, "");
};

test("what JSON has no word for is told as what it is", () => {
  class Team {
    seconds = 5;
  }
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  for (const [value, told] of [
    [NaN, "NaN"],
    [Infinity, "Infinity"],
    [-Infinity, "-Infinity"],
    [10n, "a BigInt"],
    [() => 10, "a function"],
    [Symbol("ten"), "a symbol"],
    [null, "null"],
    [new Date(0), "a Date"],
    [new Map([["a", 1]]), "a Map"],
    [new Set(), "a Set"],
    [new Error("x"), "an Error"],
    [/x/, "a RegExp"],
    [new Uint8Array(3), "a Uint8Array"],
    [new Int8Array(3), "an Int8Array"],
    [Promise.resolve(), "a Promise"],
    [new WeakMap(), "a WeakMap"],
    [Object(10), "a Number"],
    [Object("10"), "a String"],
    [Object(10n), "a BigInt"],
    [{ [Symbol.toStringTag]: "Mine" }, "an object"],
    [new Team(), "an object"],
    [Object.create(null), "an object"],
    [[10], "a list"],
    [{ toJSON: () => 10 }, "an object"],
    [{ valueOf: () => 10 }, "an object"],
    [revoked.proxy, "a value that cannot be read"],
    [new Proxy({}, { ownKeys: () => { throw new Error("no"); } }), "a value that cannot be read"],
    [new Proxy([], { get: () => { throw new Error("no"); } }), "a value that cannot be read"],
    [new Proxy(class {}, {}), "a function"],
  ]) {
    assert.equal(ofSeconds(value), told);
  }
});

test("undefined and an absent field are the same, null is neither", () => {
  const { ok } = bursar.estimate({ model: "gen4", inputs: { seconds: 10, ratio: undefined } }, undefined);
  assert.equal(ok, true);
  assert.equal(bursar.estimate({ model: "text_to_speech", inputs: { text: undefined } }).code, "missing_input");
  assert.equal(mistake(() => bursar.estimate(request, null)).code, "invalid_request");
  assert.equal(mistake(() => bursar.estimate({ model: "gen4", inputs: null })).path, "/inputs");
});

test("nothing, and no object at all", () => {
  for (const value of [undefined, null, 1, "gen4", true, [], 1n, () => {}, Symbol("x"), new Date(0)]) {
    assert.equal(mistake(() => bursar.estimate(value)).code, "invalid_request");
    assert.equal(mistake(() => new Bursar(value)).code, "invalid_rules");
  }
  assert.equal(mistake(() => bursar.estimate()).message, "expected an object, found undefined");
  assert.equal(mistake(() => bursar.grid(request)).code, "invalid_request");
});

test("a hole in a list, and undefined in one, are faults where they are", () => {
  const { issues } = mistake(() => bursar.grid({ model: "gen4" }, [["seconds", [5, , undefined, 10]]]));
  assert.deepEqual(issues.map(({ path }) => path), ["/0/1/1", "/0/1/2"]);
  assert.match(issues[0].message, /found a hole in the list$/);
  assert.match(issues[1].message, /found undefined$/);
});

test("every fault is told beside the others", () => {
  const rules = structuredClone(runway);
  rules.models.gen4.price[0].rate = NaN;
  rules.models.gen4_turbo.label = Symbol("label");
  rules.schema = 1n;
  rules.extra = new Date(0);
  const { code, issues } = mistake(() => new Bursar(rules));
  assert.equal(code, "invalid_rules");
  const paths = issues.map(({ path }) => path);
  for (const path of ["/models/gen4/price/0/rate", "/models/gen4_turbo/label", "/schema", "/extra"]) {
    assert.ok(paths.includes(path), `${path} is not among ${paths}`);
  }
});

test("a getter that throws is a value that cannot be read; its siblings are read", () => {
  const { issues } = mistake(() =>
    bursar.estimate({ model: "gen4", get inputs() { throw new Error("no"); }, seconds: 1 }));
  assert.deepEqual(issues.map(({ path }) => path).sort(), ["/inputs", "/seconds"]);
});

test("each value is read once", () => {
  let reads = 0;
  const inputs = { get seconds() { reads += 1; return reads === 1 ? 10 : new Date(0); } };
  assert.equal(bursar.estimate({ model: "gen4", inputs }).cost, 120);
  assert.equal(reads, 1);
});

test("what asks the engine while it is read gets its answer", () => {
  const inputs = { get seconds() { return bursar.estimate(request).cost / 12; } };
  assert.equal(bursar.estimate({ model: "gen4", inputs }).cost, 120);
});

test("a proxy of a plain request is a plain request", () => {
  const proxy = new Proxy({ model: "gen4", inputs: new Proxy({ seconds: 10 }, {}) }, {});
  assert.equal(bursar.estimate(proxy).cost, 120);
});

test("frozen rules work, and nothing that is passed in is changed", () => {
  const freeze = (value) => {
    if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  };
  const rules = freeze(structuredClone(runway));
  const frozen = new Bursar(rules);
  assert.equal(frozen.digest, bursar.digest);
  assert.equal(frozen.estimate(freeze(structuredClone(request))).cost, 120);
  assert.deepEqual(rules, runway);
});

test("__proto__ as a key is a field that is not known, and touches nothing", () => {
  const text = '{"model":"gen4","inputs":{"seconds":10},"__proto__":{"polluted":true}}';
  assert.equal(mistake(() => bursar.estimate(JSON.parse(text))).path, "/__proto__");
  const rules = `{"__proto__":{"polluted":true},${JSON.stringify(runway).slice(1)}`;
  assert.equal(mistake(() => new Bursar(rules)).path, "/__proto__");
  assert.equal(mistake(() => new Bursar(JSON.parse(rules))).path, "/__proto__");
  assert.equal({}.polluted, undefined);
  // What is inherited is not passed in.
  assert.equal(bursar.estimate(Object.create({ polluted: true }, Object.getOwnPropertyDescriptors(request))).cost, 120);
});

test("symbols as keys are no fields", () => {
  assert.equal(bursar.estimate({ ...request, [Symbol("note")]: 1 }).cost, 120);
});

test("minus zero is zero", () => {
  const minus = bursar.estimate({ model: "gen4", inputs: { seconds: -0 } });
  const zero = bursar.estimate({ model: "gen4", inputs: { seconds: 0 } });
  assert.deepEqual(minus, zero);
});

test("half a character is told, in a value, in a key, in text", () => {
  assert.match(mistake(() => bursar.estimate({ model: "gen4\ud800" })).issues[0].message, /lone surrogate `\\ud800`/);
  assert.match(mistake(() => bursar.estimate({ ...request, "\udfff": 1 })).issues[0].message, /lone surrogate `\\udfff`/);
  const text = JSON.stringify({ ...runway, name: "Run" });
  for (const [name, told] of [
    ["R\ud800un", "`\\ud800`"],
    ["\udc00\ud800", "`\\udc00`"],
    ["\\\\\ud800", "`\\ud800`"],
  ]) {
    const { path, issues } = mistake(() => new Bursar(text.replace('"name":"Run"', `"name":"${name}"`)));
    assert.equal(path, "/name");
    assert.ok(issues[0].message.endsWith(`found the lone surrogate ${told}`), issues[0].message);
  }
  // After a backslash it is neither an escape nor a character.
  mistake(() => new Bursar(text.replace('"name":"Run"', '"name":"\\\ud800"')));
  // Whole characters of every width pass.
  assert.ok(new Bursar(text.replace("Run", "é€😀").repeat(1)).digest);
  assert.ok(new Bursar({ ...runway, name: "é€😀" }).digest);
});

test("a million characters are counted, in text that is one byte each and in text that is more", () => {
  const of = (text) => bursar.estimate({ model: "text_to_speech", inputs: { text } });
  assert.equal(of("x".repeat(1_000_000)).cost, 20_000);
  assert.equal(of("€".repeat(1_000_000)).cost, 20_000);
  assert.equal(of("😀".repeat(1_000_000)).cost, 20_000);
});

test("a text of more than 32 MiB is too large, however it comes", () => {
  const long = "x".repeat(33 * 1024 * 1024);
  assert.equal(mistake(() => new Bursar(long)).code, "too_large");
  assert.equal(mistake(() => new Bursar("€".repeat(12 * 1024 * 1024))).code, "too_large");
  assert.equal(mistake(() => bursar.estimate({ model: long })).code, "too_large");
  assert.equal(mistake(() => bursar.estimate({ model: "€".repeat(12 * 1024 * 1024) })).code, "too_large");
  assert.equal(mistake(() => bursar.estimate({ model: new Array(4_000_000_000) })).code, "too_large");
});

test("more than 64 levels are too deep, 8,000 levels and cycles among them", () => {
  let deep = 1;
  for (let level = 0; level < 8_000; level++) deep = level % 2 ? [deep] : { deep };
  assert.equal(mistake(() => bursar.estimate(deep)).code, "too_large");
  assert.equal(mistake(() => new Bursar("[".repeat(8_000))).code, "too_large");
  assert.equal(mistake(() => new Bursar('{"a":'.repeat(8_000) + "1" + "}".repeat(8_000))).code, "too_large");

  const cycle = { model: "gen4" };
  cycle.inputs = cycle;
  assert.equal(mistake(() => bursar.estimate(cycle)).code, "too_large");
  const list = [];
  list.push(list, list);
  assert.equal(mistake(() => bursar.estimate(list)).code, "too_large");

  let levels = 1;
  for (let level = 0; level < 62; level++) levels = [levels];
  assert.equal(mistake(() => bursar.estimate({ model: levels })).code, "invalid_request");
});

test("what is shared a billion times is too large, soon", () => {
  let laughs = "lol";
  for (let level = 0; level < 40; level++) laughs = [laughs, laughs, laughs, laughs];
  assert.equal(mistake(() => bursar.estimate({ model: laughs })).code, "too_large");
});

test("a list that says it is long is not walked to its end", () => {
  const long = [];
  long.length = 2 ** 32 - 1;
  for (const values of [long, new Proxy([], { get: (list, key) => (key === "length" ? 1e15 : list[key]) })]) {
    const begun = performance.now();
    assert.equal(mistake(() => bursar.grid({ model: "gen4" }, [["seconds", values]])).code, "too_large");
    assert.ok(performance.now() - begun < 10_000);
  }
});

test("a getter that asks something else is read but twice, however deep that goes", () => {
  let reads = 0;
  const asking = (depth) => ({
    get model() {
      reads += 1;
      if (depth === 0) throw new Error("the end");
      return bursar.estimate(asking(depth - 1));
    },
  });
  assert.equal(mistake(() => bursar.estimate(asking(20))).code, "invalid_request");
  assert.ok(reads <= 2 * 21, `${reads}`);
});

test("an error that is logged as JSON says what is wrong", () => {
  const error = mistake(() => bursar.estimate({ model: 5 }));
  const { name, message, code, path, issues } = error;
  assert.deepEqual(JSON.parse(JSON.stringify(error)), { name, message, code, path, issues });
  assert.deepEqual(Object.keys(error).sort(), ["code", "issues", "path"]);
});

test("shared references that are few enough are as good as copies", () => {
  const axis = [5, 10];
  assert.deepEqual([...bursar.grid({ model: "gen4" }, [["seconds", axis]])], [60, 120]);
  const rules = structuredClone(runway);
  rules.models.copy = rules.models.gen4;
  assert.equal(new Bursar(rules).estimate({ ...request, model: "copy" }).cost, 120);
});

test("near the end of the stack: an answer or an error, and then answers again", () => {
  const seen = new Set();
  const dive = () => {
    try {
      dive();
    } catch {
      // As deep as it goes: from here on upwards there is a little more room each time.
    }
    try {
      seen.add(bursar.estimate(request).cost);
    } catch (error) {
      if (!isBursarError(error)) seen.add(error instanceof RangeError ? "RangeError" : error);
      else seen.add(error.code);
    }
  };
  dive();
  for (const what of seen) assert.ok([120, "internal", "invalid_request", "RangeError"].includes(what), what);
  assert.equal(bursar.estimate(request).cost, 120);
});
