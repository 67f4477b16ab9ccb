// Numbers are text: what crosses without a text is answered as if it had been one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Bursar, isBursarError } from "../../pkg/dist/node.js";
import { rulebooks } from "./files.mjs";

/** A quarter of an hour by blocks, thirds, twelve digits, an input on which nothing depends: what those books have not. */
const odd = {
  schema: 1,
  name: "Odd",
  products: ["app", "api"],
  sources: [{ id: "s", label: "S" }],
  roles: { boss: { can: ["manage", "transfer"] }, guest: { can: [] } },
  plans: {
    free: { paid: false, every: "day" },
    pro: { paid: true, every: "month", discount: "0.15", prices: { film: [{ label: "Pro", rate: "0.123456789012", times: ["seconds"] }] } },
  },
  fallbackPlan: "free",
  models: {
    film: {
      inputs: {
        seconds: { type: "number", max: 600, default: 60 },
        kind: { type: "choice", of: ["a", "1", "b c".replace(" ", "-")], default: "a", plans: { 1: ["pro"] } },
        loud: { type: "flag", default: false },
        note: { type: "text", measure: "bytes", max: 100 },
        "10": { type: "number", of: [1, 2.5, 1e-7, 1e14], assume: "max" },
      },
      price: [
        { rate: "7", times: [{ of: "seconds", unit: 60 }] },
        { label: "Kind", rate: { by: "kind", cells: { a: "0.5", 1: "0.000000000001" } }, times: [{ of: "note", block: 7 }] },
        { label: "Loud", rate: { by: { of: ["seconds", "10"], plus: ["note"] }, steps: [{ upTo: 1e9, rate: "0.1" }, { rate: "0.2" }] }, when: { loud: true } },
      ],
      round: "nearest",
      roundTo: 5,
      atLeast: "2.5",
      atMost: "1000",
    },
    many: {
      inputs: { n: { type: "number", step: 1, max: 9 }, x: { type: "number", max: "999999999999999" } },
      price: [{ rate: "1", times: ["x", "x"] }],
      each: "n",
      products: ["api"],
    },
    unpriced: { inputs: {} },
  },
};
const books = { ...rulebooks(), odd };

/** The same numbers in each run. */
let seed = 20260101;
const below = (most) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * most);
};
const pick = (list) => list[below(list.length)];

const hostile = [undefined, null, NaN, Infinity, -1, -0, 0.1 + 0.2, 1e-13, 1e15, 2 ** 53, 0.000001, 1e-7, "", "x", "5", true, 5n, [], {}, () => 5, Symbol(), new Date(0), new Number(5), "\ud800"];

function valueOf(input) {
  if (below(8) === 0) return pick(hostile);
  switch (input.type) {
    case "choice": return pick(input.of);
    case "flag": return below(2) === 1;
    case "text": return below(2) ? "x".repeat(below(120)) : below(120);
    default: return input.of ? Number(pick(input.of)) : below(3) ? below(Number(input.max ?? 100) + 2) : below(10_000) / pick([2, 10, 100, 1000]);
  }
}

function requestOf(models) {
  const model = below(30) ? pick(Object.keys(models)) : pick(["nope", "constructor", 5, undefined, "x".repeat(200)]);
  const inputs = {};
  for (const [id, input] of Object.entries(models[model]?.inputs ?? {}).sort(() => below(3) - 1)) {
    if (below(5)) inputs[id] = valueOf(input);
  }
  if (below(30) === 0) inputs[pick(["nope", "__proto__x", "toString"])] = 1;
  const request = { model, inputs };
  if (below(20) === 0) delete request.inputs;
  if (below(30) === 0) request.more = pick([1, undefined]);
  return request;
}

function payerOf({ plans = {}, products = ["app"] }) {
  if (below(2)) return undefined;
  const payer = {};
  if (below(2)) payer.plan = pick([...Object.keys(plans), "nope", 5, undefined]);
  if (below(3) === 0) payer.product = pick([...products, "nope", undefined]);
  return payer;
}

/** The same object to whoever writes it as text, and none that is plainly one. */
const written = (object) => Object.assign(Object.create({}), object);

/** What comes of a call, to the order of its fields. */
function outcome(call) {
  try {
    const answer = call();
    return answer instanceof Float64Array ? `[${answer}]` : JSON.stringify(answer);
  } catch (error) {
    if (!isBursarError(error)) throw error;
    return JSON.stringify([error.code, error.message, error.path, error.issues]);
  }
}

for (const [name, book] of Object.entries(books)) {
  const rules = typeof book === "string" ? JSON.parse(book) : book;
  const bursar = new Bursar(rules);

  test(`${name}: an estimate by numbers is the one by text`, () => {
    let priced = 0;
    for (let round = 0; round < 1_500; round++) {
      const [request, payer] = [requestOf(rules.models), payerOf(rules)];
      const found = outcome(() => bursar.estimate(request, payer));
      assert.equal(found, outcome(() => bursar.estimate(written(request), payer)));
      priced += found.startsWith('{"ok":true') ? 1 : 0;
    }
    assert.ok(priced > 60, `${priced} were priced`);
  });

  test(`${name}: a grid by numbers is the one by text`, () => {
    for (let round = 0; round < 300; round++) {
      const [request, payer] = [requestOf(rules.models), payerOf(rules)];
      const inputs = Object.entries(rules.models[request.model]?.inputs ?? {});
      const vary = inputs.filter(() => below(2)).map(([id, input]) => [id, Array.from({ length: below(6) }, () => valueOf(input))]);
      if (below(30) === 0) vary.push(pick([vary[0], ["nope", [1]], [], 5, ["seconds"]]));
      const found = outcome(() => bursar.grid(request, vary, payer));
      assert.equal(found, outcome(() => bursar.grid(written(request), vary, payer)));
    }
  });

  test(`${name}: an account's estimates by numbers are those by text, on whichever plan it is`, () => {
    const at = Date.UTC(2026, 0, 1);
    const { account } = bursar.create({ id: "a", at, product: rules.products?.[0] });
    const ledger = bursar.open(account);
    for (const plan of [undefined, ...Object.keys(rules.plans ?? {})]) {
      if (plan) ledger.apply({ id: `to-${plan}`, type: "subscribe", at, plan });
      for (let round = 0; round < 100; round++) {
        const request = requestOf(rules.models);
        const when = pick([at, at + 5, 0, -1, 0.5, NaN, "2026-01-02T00:00:00Z", 1e18, undefined]);
        assert.equal(outcome(() => ledger.estimate(request, when)), outcome(() => ledger.estimate(written(request), when)));
      }
    }
    ledger.free();
  });
}

test("what someone may do is as it is after each command", () => {
  const bursar = new Bursar(odd);
  const at = Date.UTC(2026, 0, 1);
  const { account } = bursar.create({ id: "a", at, members: { ann: { role: "boss" } } });
  const ledger = bursar.open(account);
  const askers = ["ann", "bob", "owner", "system", "nobody", "", "a b", "x".repeat(200), 5, null, undefined, {}];
  const capabilities = ["transfer", "manage", "generate", "constructor", "nope", "", 5, undefined];
  const same = () => {
    for (const asker of askers) {
      for (const capability of capabilities) {
        const asked = outcome(() => bursar.may(ledger.text(), asker, capability));
        assert.equal(outcome(() => ledger.may(asker, capability)), asked);
        assert.equal(outcome(() => ledger.may(asker, capability)), asked);
      }
    }
  };
  same();
  assert.equal(ledger.may("bob", "transfer"), false);
  for (const role of ["boss", "guest"]) {
    assert.equal(ledger.apply({ id: role, type: "setMember", at, by: "system", member: "bob", role, teams: [] }).ok, true);
    assert.equal(ledger.may("bob", "transfer"), role === "boss");
    same();
  }
  ledger.free();
});

test("a getter that asks something else meanwhile gets its answer, and so does who was asked first", () => {
  const bursar = new Bursar(odd);
  const inputs = { note: 5, kind: "a", 10: 1 };
  const other = { model: "film", inputs: { ...inputs, seconds: 600 } };
  const request = { model: "film", inputs: { ...inputs, get seconds() { bursar.estimate(other); bursar.grid(other, [["seconds", [1, 2, 3]]]); return 30; } } };
  const plain = bursar.estimate({ model: "film", inputs: { ...inputs, seconds: 30 } });
  assert.deepEqual(bursar.estimate(request), plain);
  const thrown = { model: "film", inputs: { ...inputs, get seconds() { throw new Error("no"); } } };
  assert.throws(() => bursar.estimate(thrown), { code: "invalid_request" });
  assert.deepEqual(bursar.estimate(request), plain);
});

test("what is plainly a request crosses without a text", (context) => {
  const bursar = new Bursar(odd);
  const request = { model: "film", inputs: { seconds: 12.5, note: 5, kind: "a", loud: true } };
  const asked = [() => bursar.estimate(request, { plan: "pro" }), () => bursar.grid(request, [["seconds", [1, 0.5]]])];
  asked.forEach((ask) => ask());
  const encoded = context.mock.method(TextEncoder.prototype, "encodeInto");
  asked.forEach((ask) => ask());
  assert.equal(encoded.mock.callCount(), 0);
});
