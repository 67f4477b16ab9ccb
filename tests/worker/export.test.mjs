// An account that is taken elsewhere is the same account; a person who is erased is nowhere, and no sum has changed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { operator, operatorKey, person, run, runner, sound } from "./harness.mjs";
import { checkout, codes, credits, paid, plan, purchase, receipts, served, shop, subscribe } from "./shop.mjs";

let open;
let other;
let firm;
let told;
let event;
const image = (id, more = {}) => ({ type: "spend", id, request: { model: "image" }, ...more });

before(async () => {
  open = await shop();
  other = await run({ settings: { REQUESTS_PER_MINUTE: "0", ...open.fake.settings }, alias: served("shop") });
  firm = await open.customer({ ada: { role: "lead" }, ben: { role: "artist" }, cleo: { role: "clerk" } });
  const [ada, ben, cleo] = [await firm.as("ada"), await firm.as("ben"), await firm.as("cleo")];
  await paid(open, cleo, subscribe("plan", "basic"));
  await open.fake.double.pay(await checkout(cleo, purchase("pack", "large")));
  [event] = open.fake.happened;
  await open.fake.deliver(open.worker);
  await ada.command({ type: "setTeam", id: "team", team: "film" });
  await ada.command({ type: "setMember", id: "in-team", member: "ben", role: "artist", teams: ["film"], limits: [{ per: "day", credits: 500 }] });
  await ada.command({ type: "transfer", id: "move", from: "bank", to: "team:film", credits: 400 });
  await ada.command({ type: "setAlert", id: "alert", alert: "bens", watch: "member:ben", on: "spent", per: "day", thresholds: [2, 5] });
  told = { spent: (await ben.command(image("job", { note: "for ben, by ben" }))).answer };
  await ben.command(image("job-2"));
  told.held = (await ben.command({ type: "hold", id: "held", request: { model: "image" }, note: "ben's" })).answer;
  assert.ok(told.held.ok, JSON.stringify(told.held));
  for (let nth = 0; nth < 700; nth += 1) await ada.command(image(`many-${nth}`));
  told.refunded = (await firm.system.command({ type: "refund", id: "refund:1", command: "job" })).answer;
  await checkout(cleo, purchase("still-open"));
});
after(async () => {
  await other.stop();
  await open.stop();
});

const authorization = `Bearer ${operatorKey}`;
const exported = async (worker, id) => {
  const response = await fetch(`${worker.address}/v1/accounts/${id}/export`, { headers: { authorization } });
  assert.deepEqual([response.status, response.headers.get("content-type")], [200, "application/x-ndjson"]);
  return response.text();
};
const imported = async (worker, id, body) => {
  const response = await fetch(`${worker.address}/v1/accounts/${id}/import`, { method: "POST", body, headers: { authorization } });
  return { status: response.status, answer: await response.json() };
};
const lines = (text) => text.trimEnd().split("\n").map((line) => JSON.parse(line));
const text = (rows) => `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`;

/** A body that never ends. */
const endless = (text) => new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(text)) });

test("an export has every row, and is the same as long as nothing happens", async () => {
  const one = await exported(open.worker, firm.id);
  assert.equal(await exported(open.worker, firm.id), one);
  const rows = lines(one);
  const count = (kind) => rows.filter((row) => row.kind === kind).length;
  const audit = (await firm.system.get("audit")).answer;
  assert.deepEqual([count("head"), count("commands"), count("entries"), count("receipts"), count("end"), rows.at(-1).lines], [1, audit.commands, audit.entries, 2, 1, rows.length - 1]);
  assert.ok(count("commands") > 700);
});

test("what is no whole export is not taken, and leaves no account", async () => {
  const rows = lines(await exported(open.worker, firm.id));
  const [head] = rows;
  const table = {
    "cut off": rows.slice(0, -1),
    "cut in the middle": rows.slice(0, 50),
    "without its head": rows.slice(1),
    "a row less": [...rows.slice(0, 5), ...rows.slice(6)],
    "a row twice": [...rows.slice(0, 6), rows[5], ...rows.slice(6)],
    "something behind the end": [...rows, rows[5]],
    "more credits in the account": [{ ...head, state: { ...head.state, bank: { ...head.state.bank, "gift:1": { source: "bought", credits: 1e6, of: 1e6, grantedAt: 0 } } } }, ...rows.slice(1)],
    "other rules": [{ ...head, rules: { ...head.rules, name: "Other" } }, ...rows.slice(1)],
    "a state that is none": [{ ...head, state: { id: firm.id } }, ...rows.slice(1)],
    "no state": [{ ...head, state: undefined }, ...rows.slice(1)],
    "no rulebook": [{ ...head, rulebook: undefined }, ...rows.slice(1)],
    "a rulebook that is no name": [{ ...head, rulebook: 7 }, ...rows.slice(1)],
    "a meta that is none": [{ ...head, meta: { customer: {} } }, ...rows.slice(1)],
    "a line without a row": [head, { kind: "commands" }, ...rows.slice(1)],
    "no rules": [{ ...head, rules: undefined }, ...rows.slice(1)],
    "a field that is no text and no number": [...rows.slice(0, -1), { kind: "early", row: { event: "e", awaits: "payment", body: {} } }, { kind: "end", lines: rows.length }],
    "a row that is a list": [head, { kind: "commands", row: [1] }, ...rows.slice(1)],
    "another version": [{ ...head, version: 2 }, ...rows.slice(1)],
    "an unknown column": [head, { kind: "commands", row: { 'x" ); drop table commands; --': 1 } }, ...rows.slice(1)],
    "an unknown table": [head, { kind: "meta", row: { key: "rulebook", value: "x" } }, ...rows.slice(1)],
    nothing: [],
  };
  for (const [what, sent] of Object.entries(table)) {
    const { status, answer } = await imported(other, firm.id, text(sent));
    assert.deepEqual([status, answer.error?.code], [422, "invalid_import"], `${what}: ${JSON.stringify(answer)}`);
    assert.equal((await operator(other).at(firm.id).get("audit")).status, 404, what);
  }
  assert.equal((await imported(other, firm.id, "{}\nnot json\n")).status, 422);
  // A later version's head may have other fields: it is its version that is told.
  const later = await imported(other, firm.id, text([{ kind: "head", version: 2, account: firm.id }, ...rows.slice(1)]));
  assert.deepEqual([later.status, later.answer.error.message.includes("of a version")], [422, true], later.answer.error.message);
  const renamed = await imported(other, "another", text(rows));
  assert.deepEqual([renamed.status, renamed.answer.error.message.includes("keeps its name")], [422, true]);
  const ben = await firm.as("ben");
  for (const ask of [ben.get("export"), ben.post("import", {}), ben.post("erasures", { person: "ada" })]) assert.deepEqual(codes(await ask), [403, "key_forbids"]);
});

test("an import that is killed in the middle leaves nothing, and nothing of it gets into an account of that name", async () => {
  const half = (await exported(open.worker, firm.id)).slice(0, 600_000);
  const dying = fetch(`${other.address}/v1/accounts/${firm.id}/import`, { method: "POST", body: endless(half), duplex: "half", headers: { authorization } }).catch(() => undefined);
  await sleep(500);
  await other.restart("SIGKILL");
  await dying;
  assert.equal((await operator(other).at(firm.id).get("audit")).status, 404);
  // What was half brought is on disk; an account that is made under the name is made of nothing else.
  const named = half.replaceAll(`"account":"${firm.id}"`, '"account":"made"').replaceAll(`"id":"${firm.id}"`, '"id":"made"');
  const begun = fetch(`${other.address}/v1/accounts/made/import`, { method: "POST", body: endless(named), duplex: "half", headers: { authorization } }).catch(() => undefined);
  await sleep(500);
  await other.restart("SIGKILL");
  await begun;
  assert.equal((await operator(other).send("PUT", "/v1/accounts/made", { rulebook: "leonardo" })).status, 201);
  const audit = await sound(other, "made");
  assert.deepEqual([audit.commands, audit.seq], [0, 0]);
});

test("what is paid while an account is being brought here is heard when it is there", async () => {
  const ada = await open.customer();
  await open.fake.double.pay(await checkout(ada.owner, purchase("1")));
  const [paid] = open.fake.happened.splice(0);
  // An account that is nowhere near may be another product's.
  assert.deepEqual([(await open.fake.send(other, paid)).status, (await open.fake.send(other, paid)).answer.outcome], [200, "ignored"]);
  const whole = lines(await exported(open.worker, ada.id));
  let rest;
  const body = new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode(text(whole.slice(0, 1))));
      rest = () => {
        controller.enqueue(new TextEncoder().encode(text(whole.slice(1))));
        controller.close();
      };
    },
  });
  const brought = fetch(`${other.address}/v1/accounts/${ada.id}/import`, { method: "POST", body, duplex: "half", headers: { authorization } });
  const during = async () => {
    for (let tries = 0; tries < 100; tries += 1) {
      const reply = await open.fake.send(other, paid);
      if (reply.status !== 200) return reply;
      await sleep(50);
    }
    return undefined;
  };
  const { status, answer } = await during();
  assert.deepEqual([status, answer.error.code], [503, "importing"]);
  rest();
  assert.equal((await brought).status, 201);
  assert.equal((await open.fake.send(other, paid)).answer.outcome, "done");
  assert.equal(await credits({ system: operator(other).at(ada.id) }), 100);
});

test("an account that was brought elsewhere is the same one, and an old payment is not credited again", async () => {
  const whole = await exported(open.worker, firm.id);
  const { status, answer } = await imported(other, firm.id, whole);
  const audit = (await firm.system.get("audit")).answer;
  assert.deepEqual([status, answer], [201, { account: firm.id, seq: audit.seq, commands: audit.commands, entries: audit.entries, receipts: 2 }]);
  const there = { id: firm.id, system: operator(other).at(firm.id) };
  for (const what of ["view", "receipts", "entries?limit=1000", "inbox", "troubles", "rules"]) {
    // A view is of the instant at which it is asked for.
    const [one, other] = [await there.system.get(what), await firm.system.get(what)];
    assert.deepEqual({ ...one.answer, asOf: 0 }, { ...other.answer, asOf: 0 }, what);
  }
  assert.deepEqual((await there.system.get("audit")).answer, audit);
  const before = await credits(there);
  // The payment is told again, to the worker that has the account now.
  assert.equal((await open.fake.send(other, event)).answer.outcome, "known");
  assert.equal(await credits(there), before);
  // Every id that was ever accepted is known, with the answer that it got.
  const ben = (await person(other, { [firm.id]: "ben" })).at(firm.id);
  assert.deepEqual((await ben.command(image("job"))).answer, { ...told.spent, replayed: true });
  assert.deepEqual(codes(await ben.command({ ...image("job"), expect: 7 })), [409, "id_reused"]);
  assert.deepEqual((await there.system.command({ type: "refund", id: "refund:1", command: "job" })).answer, { ...told.refunded, replayed: true });
  assert.deepEqual(codes(await there.system.command({ type: "refund", id: "refund:2", command: "job" })), [422, "already_refunded"]);
  assert.equal((await runner(other).at(firm.id).command({ type: "settle", id: "settle:held", hold: "held" })).answer.credits, 1);
  // And it goes on: its next receipt, its subscription, money that goes back.
  const cleo = (await person(other, { [firm.id]: "cleo" })).at(firm.id);
  assert.equal((await cleo.get("wishes/still-open")).answer.status, "open");
  await open.fake.double.pay((await cleo.get("wishes/still-open")).answer.url.split("/").at(-1));
  assert.deepEqual(await open.fake.deliver(other), [["checkout.session.completed", "done"]]);
  assert.equal((await receipts(there))[0].number, 3);
  await open.fake.double.refund((await receipts(there))[0].payment, 500);
  assert.deepEqual(await open.fake.deliver(other), [["charge.refunded", "done"]]);
  await cleo.post("wishes", { type: "cancel", id: "end", when: "now" });
  await open.fake.deliver(other);
  assert.equal((await plan(there)).id, "free");
  await sound(other, firm.id);
  await other.restart("SIGKILL");
  await sound(other, firm.id);
  assert.equal((await imported(other, firm.id, whole)).status, 409);
});

test("an export that something is written into ends without its last line, and is not taken", async () => {
  const response = await fetch(`${open.worker.address}/v1/accounts/${firm.id}/export`, { headers: { authorization } });
  const reader = response.body.getReader();
  let text = new TextDecoder().decode((await reader.read()).value);
  const ada = await firm.as("ada");
  await ada.command(image("meanwhile"));
  for (let step = await reader.read(); !step.done; step = await reader.read()) text += new TextDecoder().decode(step.value);
  const last = JSON.parse(text.trimEnd().split("\n").at(-1));
  // What was read ahead may be all of it, if it is small: then it is whole, and of before.
  if (last.kind === "end") assert.ok(!text.includes("meanwhile"));
  else assert.notEqual(last.kind, "end");
});

test("a person who is erased is in nothing that is kept, under a stand-in, and no sum has changed", async () => {
  const before = (await firm.system.get("audit")).answer;
  const usage = async () => (await firm.system.get("usage?by=member")).answer.rows;
  const spent = (await usage()).find(({ key }) => key.member === "ben");
  const balance = (await firm.system.get("balance")).answer;
  const erase = (who) => firm.system.post("erasures", { person: who });
  const { answer: erased } = await erase("ben");
  assert.deepEqual({ ...erased, standIn: "" }, { standIn: "", member: true, entries: erased.entries, holds: 1, receipts: 0, answers: erased.answers });
  assert.match(erased.standIn, /^erased-[0-9a-f]{20}$/);
  assert.ok(erased.entries > 2 && erased.answers > 2);
  const audit = await sound(open.worker, firm.id);
  assert.deepEqual([audit.seq, audit.commands, audit.entries], [before.seq, before.commands, before.entries]);
  const after = (await firm.system.get("balance")).answer;
  assert.deepEqual({ ...after, at: 0 }, { ...balance, at: 0 });
  const rows = await usage();
  assert.deepEqual(rows.find(({ key }) => key.member === erased.standIn), { ...spent, key: { member: erased.standIn } });
  const all = await exported(open.worker, firm.id);
  assert.ok(!/"(member:)?ben"/.test(all) && !/\bben\b/.test(all), all.split("\n").find((line) => /\bben\b/.test(line)));
  const state = lines(all)[0].state;
  assert.deepEqual([Object.keys(state.members).includes(erased.standIn), state.holds.held.by, state.holds.held.note, state.alerts.bens.watch], [true, erased.standIn, erased.standIn, `member:${erased.standIn}`]);
  // Who had been that is nobody now, and what they began is ended as ever.
  assert.deepEqual(codes(await (await firm.as("ben")).command(image("x"))), [403, "unknown_member"]);
  assert.equal((await runner(open.worker).at(firm.id).command({ type: "release", id: "release:held", hold: "held" })).status, 200);
  await sound(open.worker, firm.id);
});

test("the buyer of receipts is erased too; the same person has the same stand-in, and elsewhere another", async () => {
  const { answer: one } = await firm.system.post("erasures", { person: "cleo" });
  assert.equal(one.receipts, 2);
  assert.ok((await receipts(firm)).every(({ buyer }) => buyer === one.standIn));
  const { answer: again } = await firm.system.post("erasures", { person: "cleo" });
  assert.deepEqual(again, { standIn: one.standIn, member: false, entries: 0, holds: 0, receipts: 0, answers: 0 });
  const { answer: elsewhere } = await operator(other).at(firm.id).post("erasures", { person: "dora" });
  const { answer: here } = await firm.system.post("erasures", { person: "dora" });
  assert.notEqual(here.standIn, elsewhere.standIn);
  assert.ok(!/\bcleo\b/.test(await exported(open.worker, firm.id)));
  // A payment of theirs that is told again is known all the same.
  assert.equal((await open.fake.send(open.worker, event)).answer.outcome, "known");
  for (const who of ["", "owner", "system", 7, undefined]) assert.equal((await firm.system.post("erasures", { person: who })).status, 400, String(who));
  await open.worker.restart("SIGKILL");
  await sound(open.worker, firm.id);
});

test("who was erased, came back and is erased again has one stand-in, with all that both did", async () => {
  const back = await open.customer({ ada: { role: "lead" }, ben: { role: "lead" } });
  const [ada, ben] = [await back.as("ada"), await back.as("ben")];
  await paid(open, ada, purchase("pack", "small"));
  const join = (id, role, limits) => ada.command({ type: "setMember", id, member: "ben", role, limits: [{ per: "day", credits: limits }] });
  await join("first", "lead", 50);
  await ada.command({ type: "setAlert", id: "alert", alert: "each", watch: "members", on: "spent", per: "day", thresholds: [1, 3] });
  const live = async (nth, spends) => {
    for (let one = 0; one < spends; one += 1) assert.equal((await ben.command(image(`${nth}-${one}`))).status, 200);
    assert.equal((await ben.command({ type: "hold", id: `held-${nth}`, request: { model: "image" } })).status, 200);
    await checkout(ben, purchase(`w-${nth}`, "small", 1, { returnTo: "/?as=ben" }));
    if (nth === 1) assert.equal((await ben.post("inbox/read", { read: 1 })).status, 200);
  };
  await live(1, 2);
  const { answer: one } = await back.system.post("erasures", { person: "ben" });
  await ada.command({ type: "setMember", id: "lead-again", member: "ben", role: "lead" });
  assert.equal((await ben.post("inbox/read", { read: 2 })).status, 200);
  await join("artist", "artist", 60);
  await ben.command(image("3"));
  await ada.command({ type: "setMember", id: "lead-then", member: "ben", role: "lead", limits: [{ per: "day", credits: 60 }] });
  await live(2, 2);
  await join("at-last", "artist", 60);
  const before = (await back.system.get("usage?by=member")).answer.rows.filter(({ key }) => key.member !== "ada");
  const { status, answer: two } = await back.system.post("erasures", { person: "ben" });
  assert.deepEqual([status, two.standIn, two.member, two.holds], [200, one.standIn, true, 1], JSON.stringify(two));
  await sound(open.worker, back.id);
  const all = await exported(open.worker, back.id);
  assert.ok(!/\bben\b/.test(all), all.split("\n").find((line) => /\bben\b/.test(line)));
  const [{ state }] = lines(all);
  // Who managed as the stand-in goes on doing so; what was counted of both is counted of one.
  assert.deepEqual([state.members[one.standIn].role, Object.keys(state.members)], ["lead", ["ada", one.standIn]]);
  assert.equal(state.spent[`member:${one.standIn}`].day.credits, 7);
  assert.deepEqual(state.alerts.each.told[`member:${one.standIn}`].thresholds, [1, 3]);
  assert.deepEqual((await back.system.get("usage?by=member")).answer.rows.find(({ key }) => key.member === one.standIn)?.spent, before.reduce((sum, { spent }) => sum + spent, 0));
  await open.worker.restart("SIGKILL");
  await sound(open.worker, back.id);
});
