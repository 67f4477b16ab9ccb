// Whatever is passed in as an account, a command, a view or entries: an answer or a clear error, never
// a crash, and the next call works. tests/js/hostile.test.mjs does the same with rules and requests.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Bursar, isBursarError } from "../../pkg/dist/node.js";

const rules = {
  schema: 1,
  name: "Studio",
  sources: [{ id: "credits" }],
  models: { film: { inputs: { seconds: { type: "number", of: [5, 10] } }, price: [{ rate: 2, times: ["seconds"] }] } },
};
const bursar = new Bursar(rules);
const film = { model: "film", inputs: { seconds: 5 } };
const view = { at: 0 };
const grant = { id: "g", type: "grant", at: 0, source: "credits", credits: 100 };
const spend = { id: "s", type: "spend", at: 0, request: film };
const { account, entries } = bursar.apply(bursar.create({ id: "ada", at: 0 }).account, grant);
const ledger = bursar.open(account);

/** Every place where a value can be passed in, with what is thrown of a bad one. */
const places = [
  ["an account", "invalid_account", (value) => bursar.balance(value, view)],
  ["an account to apply to", "invalid_account", (value) => bursar.apply(value, spend)],
  ["an account to open", "invalid_account", (value) => bursar.open(value)],
  // Half a character is found in the payer's text before there is an account.
  ["an account that pays", "invalid_account invalid_request", (value) => bursar.estimate(film, { account: value, at: 0 })],
  ["a bank", "invalid_account", (value) => bursar.balance({ ...account, bank: value }, view)],
  ["a grant", "invalid_account", (value) => bursar.balance({ ...account, bank: { g: value } }, view)],
  ["credits", "invalid_account", (value) => bursar.balance({ ...account, bank: { g: { ...account.bank.g, credits: value } } }, view)],
  ["a new account", "invalid_account", (value) => bursar.create(value)],
  ["an id", "invalid_account", (value) => bursar.create({ id: value, at: 0 })],
  ["a command", "invalid_command", (value) => bursar.apply(account, value)],
  ["a draft", "invalid_command", (value) => bursar.preview(account, value)],
  ["a ledger's command", "invalid_command", (value) => ledger.apply(value)],
  ["a ledger's drafts", "invalid_command", (value) => ledger.previewMany(value)],
  ["one of a ledger's drafts", "invalid_command", (value) => ledger.previewMany([spend, value])],
  ["a transfer", "invalid_command", (value) => bursar.validateTransfer(account, value)],
  ["an instant", "invalid_command", (value) => bursar.apply(account, { ...spend, at: value })],
  ["a request", "invalid_command", (value) => bursar.apply(account, { ...spend, request: value })],
  ["inputs", "invalid_command", (value) => ledger.apply({ ...spend, request: { model: "film", inputs: value } })],
  ["a view", "invalid_request", (value) => bursar.balance(account, value)],
  ["a ledger's view", "invalid_request", (value) => ledger.order(value)],
  ["an instant of a view", "invalid_request", (value) => bursar.limits(account, { at: value })],
  ["an asker", "invalid_request", (value) => bursar.may(account, value, "billing")],
  ["a capability", "invalid_request", (value) => ledger.may("system", value)],
  ["an input's name", "invalid_request", (value) => bursar.affordable(account, film, value, view)],
  ["entries", "invalid_request", (value) => bursar.usage(value, { by: [] })],
  ["an entry", "invalid_request", (value) => bursar.usage([...entries, value], { by: [] })],
  ["a query", "invalid_request", (value) => bursar.usage(entries, value)],
];

function cyclic() {
  const cycle = { id: "c" };
  cycle.bank = cycle;
  return cycle;
}

function deep() {
  let value = 1;
  for (let level = 0; level < 8_000; level++) value = level % 2 ? [value] : { bank: value };
  return value;
}

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const refuse = () => {
  throw new Error("no");
};

/** What is nowhere right. */
const values = {
  null: null,
  NaN,
  Infinity,
  "a BigInt": 10n,
  "a symbol": Symbol("ten"),
  "a function": () => 10,
  "a class": class {},
  "a Date": new Date(0),
  "a Map": new Map([["id", "ada"]]),
  "a Set": new Set(["ada"]),
  "a RegExp": /ada/,
  "a typed array": new Uint8Array(3),
  "a promise": Promise.resolve(account),
  "a boxed string": Object("ada"),
  "an instance": new (class { id = new Date(0); })(),
  "a getter that throws": { get at() { return refuse(); } },
  "a revoked proxy": revoked(),
  "a proxy without keys": new Proxy({}, { ownKeys: refuse }),
  "a proxy that throws": new Proxy([1], { get: refuse }),
  "a list with a hole": [, 1],
  "a cycle": cyclic(),
  "8,000 levels": deep(),
  "half a character": "ada\ud800",
  "a million characters": "x".repeat(1_000_000),
  "__proto__": JSON.parse('{ "__proto__": { "polluted": true } }'),
};

for (const [place, codes, call] of places) {
  test(`${place}: what is nowhere right is told, and the next call works`, () => {
    for (const [what, value] of Object.entries(values)) {
      const error = thrown(() => call(value), what);
      assert.ok(isBursarError(error), `${what}: ${error?.stack ?? error}`);
      assert.ok([...codes.split(" "), "too_large"].includes(error.code), `${what}: ${error.code}, ${error.message}`);
      assert.ok(error.issues.length > 0 && error.message !== "", what);
      works();
    }
  });
}

function thrown(call, what) {
  let answer;
  try {
    answer = call();
  } catch (error) {
    return error;
  }
  assert.fail(`${what}: expected a BursarError, found ${JSON.stringify(answer).slice(0, 200)}`);
}

function works() {
  assert.equal(bursar.balance(account, view).spendable, 100);
  assert.equal(ledger.balance(view).spendable, 100);
  assert.equal({}.polluted, undefined);
}

const freeze = (value) => {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};

test("what is frozen works, and nothing that is passed in is changed", () => {
  const before = freeze(structuredClone(account));
  const decision = bursar.apply(before, freeze(structuredClone(spend)));
  assert.equal(decision.account.bank.g.credits, 90);
  assert.deepEqual(before, account);
  assert.deepEqual(bursar.usage(freeze([...entries, ...decision.entries]), freeze({ by: freeze(["model"]) })).at(-1).spent, 10);
  assert.equal(bursar.open(before).apply(freeze({ ...spend })).ok, true);
});

test("what comes out is the caller's own: changing it changes nothing inside", () => {
  const held = bursar.open(account);
  held.account().bank.g.credits = 1_000;
  held.apply(spend).draws.length = 0;
  assert.equal(held.balance(view).spendable, 90);
});

test("a proxy of an account, and getters on it, are read once", () => {
  let reads = 0;
  const counted = { ...account, get seq() { return account.seq + reads++; } };
  assert.equal(bursar.balance(new Proxy(counted, {}), view).spendable, 100);
  assert.equal(reads, 1);
});

test("a getter that asks the same ledger gets its answer", () => {
  const command = { ...spend, get note() { return `of ${ledger.balance(view).spendable}`; } };
  assert.equal(ledger.preview(command).entries[0].note, "of 100");
});

test("symbols as keys are no fields, what is undefined is left out, and what is inherited is not passed in", () => {
  const odd = Object.assign(Object.create({ closed: true }), account, { [Symbol("x")]: 1, plan: undefined });
  assert.equal(bursar.balance(odd, view).spendable, 100);
});

test("a text that is no account is told, whatever it holds", () => {
  const text = JSON.stringify(account);
  for (const wrong of ["", "null", "[]", text.slice(1), `${text}}`, text.replace("ada", "ada\ud800"), '{"a":'.repeat(8_000), " ".repeat(1_000_000)]) {
    const error = thrown(() => bursar.apply(wrong, spend), wrong.slice(0, 40));
    assert.ok(isBursarError(error) && ["invalid_account", "too_large"].includes(error.code), String(error));
    works();
  }
});

test("100,000 entries are added up, and 33 MiB of account are too large", () => {
  const { entries: spent } = bursar.apply(account, spend);
  const [row] = bursar.usage(Array.from({ length: 100_000 }, () => spent[0]), { by: ["model"] });
  assert.deepEqual([row.spent, row.count], [1_000_000, 1]); // All of one command.
  assert.equal(thrown(() => bursar.open("x".repeat(33 * 1024 * 1024)), "33 MiB").code, "too_large");
  works();
});
