// Numbers are text, for commands too: what crosses without JSON is decided and told as if it had been.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import { Bursar, isBursarError } from "../../pkg/dist/node.js";
import { merged } from "../../benches/js/merged.mjs";
import { randomFrom } from "../../benches/js/random.mjs";
import { root, rulebooks } from "./files.mjs";

const bench = JSON.parse(readFileSync(new URL("benches/js/rules.json", root), "utf8"));

/** Thirds, plans with prices and names of their own, an alert's worth of sources, and grants that go every hour. */
const odd = {
  schema: 1,
  name: "Odd",
  sources: [{ id: "hourly" }, { id: "gift", label: "Gift" }, { id: "paid" }],
  roles: { boss: { can: ["generate", "viewBalance", "transfer", "manage", "billing"] }, blind: { can: ["generate"] } },
  plans: {
    free: { paid: false, every: "day", allowance: { source: "hourly", credits: 50 } },
    pro: { paid: true, every: "month", allowance: { source: "paid", credits: 900 }, prices: { film: [{ label: "Für Profis", rate: "0.123456789012", times: ["seconds"] }] } },
  },
  fallbackPlan: "free",
  bankFor: "all",
  models: {
    film: {
      inputs: {
        seconds: { type: "number", max: 600, default: 60 },
        kind: { type: "choice", of: ["a", "1", "b-c"], default: "a", plans: { 1: ["pro"] } },
        loud: { type: "flag" },
        note: { type: "text", measure: "bytes", max: 100 },
        10: { type: "number", of: [1, 2.5, 1e-7], assume: "max" },
      },
      price: [
        { rate: "7", times: [{ of: "seconds", unit: 60 }] },
        { label: "Loud", rate: "0.35", when: { loud: true } },
        { label: "Note", rate: "0.000000000001", times: [{ of: "note", block: 7 }] },
      ],
      atMost: "1000",
    },
    many: { inputs: { x: { type: "number", max: "999999999999999" } }, price: [{ rate: "0.000000000001", times: ["x", "x"] }] },
    unpriced: { inputs: {} },
  },
};
const books = { ...rulebooks(), bench, odd };

const { parse } = JSON;
const START = Date.UTC(2026, 0, 31, 12);
const DAY_MS = 86_400_000;

/** The same object to whoever writes it as text, and none that is plainly one. */
const written = (object) => (typeof object === "object" && object !== null && !Array.isArray(object) ? Object.assign(Object.create({}), object) : object);

const hostile = [null, NaN, Infinity, -1, -0, 0, 0.5, 2 ** 53, 1e21, "", "x", "a b", "~own", "owner", "system", "bank", "team:a", "team:", "x".repeat(129), "x".repeat(600), "ä".repeat(256), "ä".repeat(257), "\ud800", "__proto__", true, 5n, [], {}, { model: "film" }, () => 5, Symbol(), new Date(0), "2026-03-01T00:00:00Z"];

/** What comes of a call, to the order of its fields; no field is there that is nothing, and 0 has no sign. */
function outcome(call) {
  try {
    const answer = call();
    const text = JSON.stringify(answer);
    assert.deepEqual(answer, parse(text));
    return text;
  } catch (error) {
    if (!isBursarError(error)) throw error;
    return JSON.stringify([error.code, error.message, error.path, error.issues]);
  }
}

/** Random commands for accounts of one rulebook, in the order of time. */
class Commands {
  at = START;
  ids = [];
  holds = [];

  constructor(rules, seed) {
    this.rules = rules;
    Object.assign(this, randomFrom(seed));
    this.roles = Object.keys(rules.roles ?? {});
    this.sources = rules.sources.map(({ id }) => id);
    this.plans = Object.keys(rules.plans ?? {});
    this.packs = Object.keys(rules.packs ?? {});
  }

  next() {
    const command = this.below(4) ? this.everyday() : this.any();
    if (this.below(12) === 0) command[this.pick([...Object.keys(command), "from", "to", "hold", "expect", "expiresAt", "credits", "note", "for", "by", "nope", "model", ""])] = this.pick(hostile);
    if (this.below(60) === 0) delete command[this.pick(Object.keys(command))];
    if (command.type === "hold" && typeof command.id === "string") this.holds.push(command.id);
    if (typeof command.id === "string") this.ids.push(command.id);
    return command;
  }

  base() {
    const { below, pick } = this;
    this.at += pick([0, 0, 1, 1_000, 60_000, below(30) ? 0 : DAY_MS, below(60) ? 0 : 40 * DAY_MS]);
    const base = { id: below(25) && this.ids.length ? this.id() : pick(this.ids) ?? this.id(), at: this.at - (below(10) ? 0 : 500) };
    base.by = pick(["system", "system", "ann", "bob", "owner", below(8) ? "bob" : "nobody"]);
    if (below(20) === 0) delete base.by;
    if (base.by === "system" && below(4) === 0) base.for = pick(["ann", "bob", "cat"]);
    if (below(3) === 0) base.note = pick(["job 7", "", "für Ann \u{1f600}", "tab\tquote\"", "x".repeat(256)]);
    return base;
  }

  everyday() {
    const { below, pick } = this;
    const command = { ...this.base() };
    const wallet = () => pick(["bank", "team:art", "team:film", below(9) ? "bank" : "team:gone"]);
    switch (below(6)) {
      case 0: case 1: Object.assign(command, { type: "spend" }, this.charge()); break;
      case 2: Object.assign(command, { type: "hold" }, this.charge(), below(2) ? { expiresAt: this.at + pick([0, 1, 60_000, DAY_MS]) } : {}); break;
      case 3: Object.assign(command, { type: "settle", hold: this.hold() }, pick([{}, {}, { credits: below(60) }, { request: this.request() }])); break;
      case 4: Object.assign(command, { type: "release", hold: this.hold() }); break;
      default: Object.assign(command, { type: "transfer", from: wallet(), to: wallet(), credits: 1 + below(50) });
    }
    if ((command.type === "spend" || command.type === "hold") && below(4) === 0) command.from = wallet();
    return command;
  }

  hold() {
    return this.holds.length && this.below(8) ? this.holds.splice(this.below(this.holds.length), 1)[0] : this.id();
  }

  charge() {
    const { below, pick } = this;
    if (below(3) === 0) return { credits: 1 + below(60) };
    const charge = { request: this.request() };
    if (below(5) === 0) charge.expect = pick([0, 7, 12, below(50)]);
    return charge;
  }

  request() {
    const { below, pick } = this;
    const model = pick(Object.keys(this.rules.models));
    const inputs = {};
    for (const [id, input] of Object.entries(this.rules.models[model].inputs ?? {}).sort(() => below(3) - 1)) {
      if (below(5)) inputs[id] = this.value(input);
    }
    const request = below(40) ? { model, inputs } : { model: pick(["nope", 5, undefined]), inputs };
    if (below(40) === 0) request[pick(["more", "inputs"])] = pick(hostile);
    return request;
  }

  value(input) {
    const { below, pick } = this;
    if (below(25) === 0) return pick(hostile);
    switch (input.type) {
      case "choice": return pick(input.of);
      case "flag": return below(2) === 1;
      case "text": return below(2) ? "x".repeat(below(90)) : below(90);
      default: return input.of ? Number(pick(input.of)) : below(3) ? below(Math.min(Number(input.max ?? 100), 500) + 1) : below(10_000) / pick([2, 10, 100, 1000]);
    }
  }

  any() {
    const { below, pick } = this;
    const base = { ...this.base(), by: "system" };
    const kinds = [
      () => ({ type: "grant", source: pick(this.sources), credits: 1 + below(90), to: pick(["bank", "bank", "team:art"]), ...(below(2) ? { expiresAt: this.at + 1 + below(3 * DAY_MS) } : {}) }),
      () => ({ type: "tick" }),
      () => ({ type: "setTeam", team: pick(["art", "film"]), limits: below(2) ? [{ per: "day", credits: 500 }] : [] }),
      () => ({ type: "setAlert", alert: pick(["low", "busy"]), ...pick([{ watch: "account", on: "balance", thresholds: [10, 50, 200] }, { watch: "account", on: "spent", per: "day", thresholds: [5, 20, 80] }]) }),
      () => ({ type: "revoke", grant: pick(this.ids) ?? "none" }),
      ...(this.plans.length ? [() => ({ type: "subscribe", plan: pick(this.plans), ...(below(3) ? {} : { allowance: 77 }) }), () => ({ type: "cancel" })] : []),
      ...(this.roles.length ? [() => ({ type: "setMember", member: pick(["ann", "bob"]), role: pick(this.roles), teams: pick([[], ["art"], ["film", "art"]]) })] : []),
      ...(this.packs.length ? [() => ({ type: "purchase", pack: pick(this.packs), quantity: 1 })] : []),
    ];
    return { ...base, ...pick(kinds)() };
  }
}

/** Counts the answers that were not read as JSON. */
function counting(context) {
  const { mock } = context.mock.method(JSON, "parse");
  return (call) => {
    mock.resetCalls();
    const answer = call();
    const asText = mock.calls.some(({ arguments: [text] }) => text.startsWith('{"ok":'));
    return [answer, answer.startsWith('{"ok":true') && !asText];
  };
}

for (const [name, rules] of Object.entries(books)) {
  test(`${name}: what is decided in numbers is what is decided as text`, (context) => {
    const counted = counting(context);
    let [previewed, applied, handedOver] = [0, 0, 0];
    for (let history = 0; history < 12; history++) {
      const bursar = new Bursar(rules);
      const commands = new Commands(rules, 1 + history);
      const members = history % 2 && commands.roles.length ? { members: { ann: { role: commands.roles[0] } } } : {};
      const { account } = bursar.create({ id: "a", at: START, product: rules.products?.[0], ...members });
      const [byNumbers, byText] = [bursar.open(account), bursar.open(account)];
      for (const command of [{ id: "t1", type: "setTeam", team: "art", at: START, by: "system" }, { id: "t2", type: "grant", source: commands.sources[0], credits: 2_000, at: START, by: "system" }]) {
        assert.equal(outcome(() => byNumbers.apply(command)), outcome(() => byText.apply(written(command))));
      }
      let drafts = [];
      for (let round = 0; round < 150; round++) {
        const command = commands.next();
        const { id: _, ...draft } = command;
        for (const asked of [draft, command]) {
          const [found, inNumbers] = counted(() => outcome(() => byNumbers.preview(asked)));
          assert.equal(found, outcome(() => byText.preview(written(asked))));
          previewed += inNumbers ? 1 : 0;
        }
        drafts.push(draft);
        if (drafts.length > 5) {
          assert.equal(outcome(() => byNumbers.previewMany(drafts)), outcome(() => byText.previewMany(drafts.map(written))));
          drafts = [];
        }
        const before = byNumbers.text();
        for (const account of round % 5 === 0 ? [before, parse(before)] : [before]) {
          const [found, inNumbers] = counted(() => outcome(() => bursar.apply(account, command)));
          assert.equal(found, outcome(() => bursar.apply(account, written(command))), inspect(command));
          handedOver += inNumbers ? 1 : 0;
        }
        const [found, inNumbers] = counted(() => outcome(() => byNumbers.apply(command)));
        assert.equal(found, outcome(() => byText.apply(written(command))), inspect(command));
        applied += inNumbers ? 1 : 0;
        if (round % 10 === 0) {
          assert.equal(outcome(() => byNumbers.apply(command)), outcome(() => byText.apply(written(command))), "again");
          assert.equal(byNumbers.text(), byText.text());
        }
      }
      assert.equal(byNumbers.text(), byText.text());
      bursar.free();
    }
    const found = { previewed, applied, handedOver };
    assert.ok(previewed > 200 && applied > 100 && handedOver > applied, `crossed in numbers: ${inspect(found)}`);
  });
}

const bursar = new Bursar(bench);
const create = () => bursar.open(bursar.create({ id: "a", at: START }).account);
const granted = (ledger, credits = 5_000) => {
  const grant = ledger.apply({ id: "g", type: "grant", at: START, by: "system", source: "gift", credits });
  assert.equal(grant.ok, true);
  return ledger;
};

test("what the bench asks crosses as no JSON, nor does what it changes", async (context) => {
  const { accountText, sizes } = await import("../../benches/js/accounts.mjs");
  const { commandsFor } = await import("../../benches/js/commands.mjs");
  for (const size of Object.keys(sizes).filter((size) => size !== "L")) {
    const text = accountText(size);
    const [ledger, other] = [bursar.open(text), bursar.open(text)];
    const { mock: parsed } = context.mock.method(JSON, "parse");
    const { mock: encoded } = context.mock.method(TextEncoder.prototype, "encodeInto");
    for (const command of commandsFor(size, JSON.parse(text).asOf, 64)) {
      const { id, ...draft } = command;
      ledger.preview(draft); // What rules call things is learned.
      parsed.resetCalls();
      encoded.resetCalls();
      const [answer] = ledger.previewMany([draft]);
      assert.equal(parsed.callCount(), 0);
      assert.deepEqual(answer, ledger.preview(draft));
      assert.equal(JSON.stringify(answer), JSON.stringify(other.preview(written(draft))));
      parsed.resetCalls();
      encoded.resetCalls();
      const applied = ledger.apply(command);
      assert.deepEqual([parsed.callCount(), encoded.callCount()], [0, 0]);
      assert.equal(JSON.stringify(applied), JSON.stringify(other.apply(written(command))));
    }
    context.mock.restoreAll();
  }
});

test("changes have as their own what bears names that objects have by themselves, each in the order of JSON", (context) => {
  const names = ["constructor", "toString", "hasOwnProperty", "valueOf", "__defineGetter__", "_proto__", "10", "9", "0", "-1", "4294967295", "01"];
  const open = () => bursar.open(bursar.create({ id: "a", at: START, members: { ann: { role: "admin" } } }).account);
  const [ledger, other] = [open(), open()];
  const same = (command) => {
    const answer = outcome(() => ledger.apply(command));
    assert.equal(answer, outcome(() => other.apply(written(command))), inspect(command));
    return parse(answer);
  };
  const { mock } = context.mock.method(JSON, "parse");
  let at = START;
  for (const name of names) {
    const by = { at: (at += 1_000), by: "system" };
    same({ ...by, id: `${name}-t`, type: "setTeam", team: name });
    same({ ...by, id: `${name}-m`, type: "setMember", member: name, role: "artist", teams: [name] });
    same({ ...by, id: `${name}-g`, type: "grant", source: "gift", credits: 900, to: `team:${name}` });
    mock.resetCalls();
    for (const command of [
      { id: `${name}-1`, type: "transfer", from: `team:${name}`, to: "bank", credits: 60 },
      { id: `${name}-2`, type: "transfer", from: "bank", to: `team:${name}`, credits: 50 },
      { id: name, type: "hold", from: `team:${name}`, credits: 30, for: name, note: "für \u0000 \u{1f600}" },
      { id: `${name}-3`, type: "spend", from: `team:${name}`, credits: 10, for: name },
      { id: `${name}-4`, type: "settle", hold: name, credits: 20 },
      { id: `${name}-5`, type: "hold", from: "bank", credits: 5 },
      { id: `${name}-6`, type: "release", hold: `${name}-5` },
    ]) {
      const answer = ledger.apply({ ...by, ...command });
      assert.equal(answer.ok, true, inspect(answer));
      assert.equal(mock.callCount(), 0, inspect(command));
      assert.equal(JSON.stringify(answer), JSON.stringify(other.apply(written({ ...by, ...command }))));
      assert.deepEqual(answer, parse(JSON.stringify(answer)));
      assert.equal(Object.hasOwn(answer.changes.recent, command.id), true);
      mock.resetCalls();
    }
  }
  assert.equal(ledger.text(), other.text());
});

test("a merge of what changed gives the account that is", () => {
  for (const [name, rules] of Object.entries(books)) {
    const commands = new Commands(rules, 77);
    const { account } = new Bursar(rules).create({ id: "a", at: START, product: rules.products?.[0] });
    const ledger = new Bursar(rules).open(account);
    ledger.apply({ id: "g", type: "grant", source: commands.sources[0], credits: 2_000, at: START, by: "system" });
    for (let round = 0; round < 200; round++) {
      const before = ledger.account();
      const command = commands.next();
      const answer = (() => { try { return ledger.apply(command); } catch { return { ok: false }; } })();
      assert.deepEqual(answer.ok ? merged(before, answer.changes) : before, ledger.account(), `${name} ${inspect(command)} ${inspect(answer, { depth: 9 })}`);
    }
  }
});

test("an account that is handed over is judged before the command", () => {
  const spend = { id: "s", type: "spend", at: START, by: "system", credits: 5 };
  const text = granted(create()).text();
  const large = text.replace('"id":"a"', `"id":"a","members":{${Array.from({ length: 2_000 }, (_, at) => `"m${1_000 + at}":{"role":"artist"}`).join()}}`);
  assert.deepEqual([text, large].map((account) => bursar.apply(account, spend).ok), [true, true]);
  for (const account of [text, JSON.parse(text), large, "", "{}", "{", "\ud800", text.replace('"seq":', '"seq":-'), null, 5, `${text} `, text.replace('{"asOf"', '{ "asOf"')]) {
    for (const command of [spend, { ...spend, credits: 99_999 }, { ...spend, credits: 0 }, { ...spend, credits: -0.5 }, { ...spend, type: "nope" }, { ...spend, at: START - 1 }, { ...spend, id: undefined }]) {
      assert.equal(outcome(() => bursar.apply(account, command)), outcome(() => bursar.apply(account, written(command))), `${inspect(account).slice(0, 80)} ${inspect(command)}`);
    }
  }
  const asking = () => bursar.apply(text, { ...spend, note: `${bursar.apply(text, spend).seq} ${bursar.estimate({ model: "image" }).cost}` }).entries[0].note;
  const outer = { ...spend, get note() { return asking(); } };
  assert.equal(JSON.stringify(bursar.apply(text, outer)), JSON.stringify(bursar.apply(text, { ...spend, note: asking() })));
});

test("time that brings thousands of entries brings them all, in numbers or in JSON, and is applied once", () => {
  for (const grants of [10, 700, 740, 750, 2_000]) {
    const open = () => {
      const ledger = create();
      for (let grant = 0; grant < grants; grant++) {
        ledger.apply({ id: `g${grant}`, type: "grant", at: START, by: "system", source: "gift", credits: 5 + grant, expiresAt: START + 1 + (grant % 7) });
      }
      return ledger;
    };
    const [ledger, other] = [open(), open()];
    const command = { id: "last", type: "spend", at: START + 10, by: "system", credits: 1, note: "ü" };
    assert.equal(outcome(() => ledger.preview(command)), outcome(() => other.preview(written(command))));
    const answer = outcome(() => ledger.apply(command));
    assert.equal(answer, outcome(() => other.apply(written(command))));
    const { entries, seq } = JSON.parse(answer);
    assert.equal(entries.length, grants + 1);
    assert.deepEqual([seq, ledger.text()], [grants + 1, other.text()]);
    assert.deepEqual(ledger.apply(command).replayed, true);
  }
});

test("a hold's note is told as it was written, in whatever script", () => {
  const long = [7, 8, 9, 63, 64, 65, 256].flatMap((length) => ["a".repeat(length), `${"a".repeat(length - 1)}é`, `é${"a".repeat(length - 1)}`]);
  for (const note of ["", "für Ann", "\u{1f600}\u{1f600}", "\u0000\u2028", "日本".repeat(100), ...long]) {
    const ledger = granted(create());
    ledger.apply({ id: "h", type: "hold", at: START, by: "system", credits: 50, note });
    const settle = { id: "s", type: "settle", at: START, by: "system", hold: "h", credits: 80 };
    const preview = ledger.preview(settle);
    assert.ok(preview.entries.length > 1 && preview.entries.every((entry) => entry.note === (note || undefined)));
    assert.equal(JSON.stringify(preview), JSON.stringify(ledger.preview(written(settle))));
  }
});

test("a getter that asks the ledger, or changes it, has done so before the command is decided", () => {
  const ledger = granted(create());
  const inner = { type: "spend", at: START, by: "system", credits: 7, note: "inner" };
  let spent = 0;
  const outer = (ask) => ({
    id: "outer", type: "spend", at: START, by: "system",
    get note() { return ask(); },
    request: { model: "video", get inputs() { ask(); return { get seconds() { ask(); return 10; } }; } },
  });
  const asking = () => `${ledger.preview(inner).spendable} ${ledger.previewMany([inner]).length} ${ledger.estimate({ model: "image" }, START).cost}`;
  const plain = ledger.preview({ id: "outer", type: "spend", at: START, by: "system", note: asking(), request: { model: "video", inputs: { seconds: 10 } } });
  assert.deepEqual(ledger.preview(outer(asking)), plain);
  const spending = () => `spent ${ledger.apply({ ...inner, id: `i${(spent += 1)}` }).seq}`;
  const answer = ledger.apply(outer(spending));
  assert.deepEqual([answer.ok, spent, answer.seq], [true, 3, 5]);
  assert.equal(ledger.balance({ at: START }).spendable, 5_020 - 7 * 3 - answer.credits);
});

test("what throws, lies or is revoked is told as it is in JSON, and nothing is spent", () => {
  const ledger = granted(create());
  const before = ledger.text();
  const spend = { id: "s", type: "spend", at: START, by: "system" };
  const revoked = () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; };
  const faulty = [
    () => ({ ...spend, get credits() { throw new Error("no"); } }),
    () => ({ ...spend, request: { get model() { throw new Error("no"); } } }),
    () => ({ ...spend, request: { model: "video", inputs: { get seconds() { throw new Error("no"); } } } }),
    () => new Proxy({ ...spend, credits: 5 }, { ownKeys() { throw new Error("no"); } }),
    () => new Proxy({ ...spend, credits: 5 }, { get() { throw new Error("no"); } }),
    revoked,
    () => ({ ...spend, request: revoked() }),
    () => [],
    () => Object.create(null),
    () => new (class Spend { type = "spend"; at = START; })(),
  ];
  for (const make of faulty) {
    for (const ask of ["preview", "apply"]) {
      assert.equal(JSON.parse(outcome(() => ledger[ask](make())))[0], "invalid_command");
    }
    assert.throws(() => ledger.previewMany([spend, make()]));
    assert.equal(ledger.text(), before);
  }
  const proxy = new Proxy({ ...spend, credits: 5, request: undefined }, {});
  assert.equal(ledger.preview(proxy).credits, 5);
  assert.equal(ledger.preview(Object.assign(Object.create(null), spend, { credits: 5, [Symbol("x")]: 1 })).credits, 5);
});

test("a list that is no plain list of commands is told with the place of each fault", () => {
  const ledger = granted(create());
  const spend = { type: "spend", at: START, by: "system", credits: 5 };
  const holey = [spend, spend, spend];
  delete holey[1];
  const throwing = Object.defineProperty([spend], 1, { get() { throw new Error("no"); } });
  for (const list of [undefined, null, {}, "x", holey, throwing, [spend, { ...spend, credits: 0 }, 5], [spend, { ...spend, nope: 1 }], [{ ...spend, expiresAt: 1 }], [spend, { type: "hold", at: START, by: "system", credits: 5, expiresAt: START }]]) {
    assert.throws(() => ledger.previewMany(list), (error) => isBursarError(error) && error.code === "invalid_command");
  }
  assert.deepEqual(ledger.previewMany([]), []);
  const answers = ledger.previewMany([spend, { type: "tick", at: START, by: "system" }, { ...spend, credits: 9_999 }]);
  assert.deepEqual(answers.map(({ ok }) => ok), [true, true, false]);
});
