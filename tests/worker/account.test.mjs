// The account's object: order, durability, replays, time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { account, client, dayMs, forward, image, operator, person, run, sound } from "./harness.mjs";

let worker;
before(async () => {
  worker = await run();
});
after(() => worker.stop());

const owner = (id) => person(worker, { [id]: "owner" }).then((somebody) => somebody.at(id));
const spendable = async (id) => (await operator(worker).at(id).get("balance")).answer.spendable;
const gift = (id, credits, more = {}) => ({ type: "grant", id, source: "included", credits, ...more });

test("a command is carried out, and told again when it is sent again", async () => {
  await account(worker, "ada");
  const ada = await owner("ada");
  const first = await ada.command(image("job-1"));
  assert.equal(first.status, 200);
  assert.equal(first.answer.credits, 2);
  const again = await ada.command({ ...image("job-1"), note: "a retry may say more" });
  assert.deepEqual(again.answer, { ...first.answer, replayed: true });
  assert.equal(await spendable("ada"), 18);
  const other = await ada.command(image("job-1", 2));
  assert.deepEqual([other.status, other.answer.code], [409, "id_reused"]);
  await sound(worker, "ada");
});

test("the account that is there is not made again", async () => {
  await account(worker, "twice");
  const { send } = operator(worker);
  assert.deepEqual((await send("PUT", "/v1/accounts/twice", { rulebook: "studio" })).answer, { created: false, seq: 0 });
  assert.equal((await send("PUT", "/v1/accounts/twice", { rulebook: "runway" })).status, 409);
});

test("an account names its rulebook, and one worker serves several", async () => {
  await account(worker, "leo", "leonardo");
  await account(worker, "run", "rundiffusion", { members: { ada: { role: "company_admin" } } });
  assert.equal(await spendable("leo"), 150);
  assert.equal(await spendable("run"), 0);
  assert.equal((await operator(worker).send("PUT", "/v1/accounts/x", { rulebook: "none" })).status, 400);
});

test("of many spends at once just as many are accepted as can be paid", async () => {
  await account(worker, "many");
  const many = await owner("many");
  const answers = await Promise.all(Array.from({ length: 40 }, (_, nth) => many.command(image(`j${nth}`))));
  assert.deepEqual([200, 402].map((status) => answers.filter((answer) => answer.status === status).length), [10, 30]);
  assert.equal(await spendable("many"), 0);
  await sound(worker, "many");
});

test("ids are known for good, beyond what the engine remembers", async () => {
  await account(worker, "long");
  await operator(worker).at("long").command(gift("gift:1", 1000));
  const long = await owner("long");
  const first = await long.command(image("first"));
  for (let nth = 0; nth < 40; nth += 1) await long.command(image(`later-${nth}`));
  const again = await long.command(image("first"));
  assert.deepEqual(again.answer, { ...first.answer, replayed: true });
  assert.equal((await long.command(image("first", 2))).answer.code, "id_reused");
  assert.deepEqual((await operator(worker).at("long").get("commands/first")).answer.answer, first.answer);
  await sound(worker, "long");
});

test("an answer that is no longer kept is the engine's own for a replay", async () => {
  await account(worker, "old", "leonardo");
  const old = await owner("old");
  const ask = { type: "spend", id: "first", request: { model: "alchemy" } };
  assert.equal((await old.command(ask)).answer.credits, 8);
  for (let nth = 0; nth < 40; nth += 1) await operator(worker).at("old").command(gift(`gift:${nth}`, 1, { source: "topup" }));
  await forward(worker, 31 * dayMs);
  const { answer } = await old.command(ask);
  assert.deepEqual([answer.ok, answer.replayed, answer.credits, answer.draws, answer.entries], [true, true, 0, [], []]);
  assert.equal((await old.command({ ...ask, request: { model: "alchemy", inputs: { images: 4 } } })).answer.code, "id_reused");
  const { answer: recorded } = await operator(worker).at("old").get("commands/first");
  assert.deepEqual(Object.keys(recorded).sort(), ["at", "seq"]);
  // What was charged is kept for good, so that it can still be given back, and only once.
  const refund = (id) => operator(worker).at("old").command({ type: "refund", id, command: "first" });
  assert.deepEqual([(await refund("refund:1")).answer.credits, (await refund("refund:2")).status], [8, 422]);
  await sound(worker, "old");
});

test("where a write fails nothing was done, and the next command is decided on what is stored", async () => {
  await account(worker, "faulty");
  const faulty = await owner("faulty");
  await faulty.command(image("before"));
  await client(worker).send("POST", "/dev/faults", { account: "faulty", writes: 1 });
  const failed = await faulty.command(image("job"));
  assert.equal(failed.status, 500);
  assert.equal(failed.answer.error.code, "internal");
  assert.equal(await spendable("faulty"), 18);
  assert.equal((await faulty.get("entries")).answer.entries.length, 2);
  const retried = await faulty.command(image("job"));
  assert.deepEqual([retried.status, retried.answer.replayed, retried.answer.seq], [200, undefined, 2]);
  assert.equal(await spendable("faulty"), 16);
  await sound(worker, "faulty");
});

test("a mistake in a command costs nothing and names every fault", async () => {
  await account(worker, "wrong");
  const wrong = await owner("wrong");
  const { status, answer } = await wrong.command({ type: "spend", id: 7, request: { model: "image", inputs: {} }, expect: -1, extra: 1 });
  assert.equal(status, 400);
  assert.deepEqual(answer.error.issues.map(({ path }) => path).sort(), ["/expect", "/extra", "/id"]);
  assert.equal((await wrong.command(image("right"))).answer.seq, 1);
});

test("time passes without traffic: an alarm ticks when something changes", async () => {
  await account(worker, "alarmed");
  await forward(worker, dayMs);
  const alarmed = await operator(worker).at("alarmed");
  const entries = await until(async () => (await alarmed.get("entries")).answer.entries, (list) => list.length === 3);
  assert.deepEqual(entries.map(({ kind }) => kind), ["grant", "lapse", "grant"]);
  const { answer: metrics } = await operator(worker).send("GET", "/metrics");
  assert.match(metrics, /bursar_alarm_lag_seconds_count [1-9]/);
  assert.match(metrics, /bursar_commands_total\{type="tick",code="accepted"\} [1-9]/);
  await sound(worker, "alarmed");
});

test("an alarm whose write fails rings again, and the log tells of it", async () => {
  await account(worker, "alarmed-again");
  await client(worker).send("POST", "/dev/faults", { account: "alarmed-again", writes: 1 });
  await forward(worker, dayMs);
  const entries = await until(async () => (await operator(worker).at("alarmed-again").get("entries")).answer.entries, (list) => list.length === 3, 15_000);
  assert.deepEqual(entries.map(({ kind }) => kind), ["grant", "lapse", "grant"]);
  assert.match(worker.log(), /"what":"alarm","error":"Error: this write was made to fail/);
  await sound(worker, "alarmed-again");
});

test("an account whose time cannot be seen to is tried again and again, and the operator is told of it", async () => {
  await account(worker, "late", "runway", { product: "app" });
  await operator(worker).at("late").command(gift("gift:late", 7, { source: "bought", expiresAt: Date.now() + 200 * dayMs }));
  const before = await rings();
  await client(worker).send("POST", "/dev/faults", { account: "late", writes: 3 });
  await forward(worker, 201 * dayMs);
  assert.ok(await until(async () => (await rings()).failed >= before.failed + 2, Boolean));
  const { answer: { late, failed, accounts } } = await operator(worker).send("GET", "/v1/rulebooks/runway/accounts");
  assert.deepEqual([late.map(({ account }) => account), failed, accounts], [["late"], [], []]);
  const entries = await until(async () => (await operator(worker).at("late").get("entries")).answer.entries, (list) => list.some(({ kind }) => kind === "lapse"), 15_000);
  assert.ok(late[0].since <= entries.find(({ kind }) => kind === "lapse").at, JSON.stringify([late, entries]));
  assert.ok((await until(rings, ({ done }) => done > before.done)).done > before.done);
  assert.deepEqual((await operator(worker).send("GET", "/v1/rulebooks/runway/accounts")).answer.late, []);
  // The platform gives an alarm up that throws some times: so none does.
  assert.doesNotMatch(worker.log(), /uncaught exception/i);
  await sound(worker, "late");
});

const rings = async () => {
  const { answer } = await operator(worker).send("GET", "/metrics");
  const count = (outcome) => Number(new RegExp(`bursar_alarms_total\\{outcome="${outcome}"\\} (\\d+)`).exec(answer)?.[1] ?? 0);
  return { done: count("done"), failed: count("failed") };
};

test("what expires farther away than any alarm is a grant like others", async () => {
  await account(worker, "endless", "rundiffusion", { members: { ada: { role: "company_admin" } } });
  const endless = operator(worker).at("endless");
  for (const [nth, expiresAt] of ["9999-12-31T00:00:00Z", 8_640_000_000_000_000].entries()) {
    const given = gift(`gift:${nth}`, 5, { source: "tokens", expiresAt });
    assert.deepEqual([(await endless.command(given)).status, (await endless.command(given)).answer.replayed], [200, true], String(expiresAt));
  }
  await worker.restart("SIGTERM");
  assert.equal((await endless.get("balance")).answer.spendable, 10);
  await sound(worker, "endless");
});

test("an account that is closed has no more alarms", async () => {
  await account(worker, "closed", "leonardo");
  const closed = operator(worker).at("closed");
  await closed.command({ type: "subscribe", id: "sub:1", plan: "premium" });
  assert.equal((await closed.command({ type: "close", id: "close:1" })).status, 200);
  const ticks = async () => Number((await operator(worker).send("GET", "/metrics")).answer.match(/type="tick",code="account_closed"\} (\d+)/)?.[1] ?? 0);
  await forward(worker, 400 * dayMs);
  await sleep(1200);
  assert.equal(await ticks(), 0);
  assert.equal((await (await owner("closed")).command({ type: "spend", id: "late", request: { model: "default" } })).answer.code, "account_closed");
  await sound(worker, "closed");
});

test("thousands of grants may go at once", async () => {
  await account(worker, "crowded");
  const lines = await exported("crowded");
  const { state } = lines[0];
  const name = (nth) => `gift:${"x".repeat(115)}-${nth}`;
  const count = 10_500;
  const [given] = Object.values(state.bank);
  const rows = Array.from({ length: count }, (_, nth) => ({
    kind: "entries", row: { seq: 0, nth: nth + 1, kind: "grant", at: given.grantedAt, credits: 1, wallet: "bank", grant: name(nth), source: "kept" },
  }));
  const expiresAt = given.grantedAt + 2 * dayMs;
  for (const { row } of rows) state.bank[row.grant] = { source: "kept", credits: 1, of: 1, grantedAt: given.grantedAt, expiresAt };
  const whole = [...lines.slice(0, -1), ...rows, { kind: "end", lines: lines.length - 1 + count }].map((line) => JSON.stringify(line)).join("\n");
  const other = await run();
  try {
    const brought = await operator(other).send("POST", "/v1/accounts/crowded/import", whole);
    assert.equal(brought.status, 201, JSON.stringify(brought.answer));
    const crowded = (await person(other, { crowded: "owner" })).at("crowded");
    // The account comes from where the clock was moved by the tests before.
    await forward(other, given.grantedAt - Date.now() + 3 * dayMs);
    const { status, answer: spent } = await crowded.command(image("job"));
    assert.equal(status, 200, `${JSON.stringify(spent).slice(0, 500)} ${other.log().split("\n").filter((line) => line.includes('"error"')).join("\n")}`);
    const { answer } = await crowded.get("entries?limit=1000");
    assert.equal(answer.entries.filter(({ kind }) => kind === "lapse").length > 900, true);
    assert.equal((await sound(other, "crowded")).entries > 2 * count, true);
  } finally {
    await other.stop();
  }
});

const exported = async (id) => (await operator(worker).send("GET", `/v1/accounts/${id}/export`)).answer.trim().split("\n").map((line) => JSON.parse(line));

test("the clock moves forward only", async () => {
  assert.equal((await client(worker).send("POST", "/dev/clock", { forwardMs: -1 })).status, 400);
});

test("entries come by page, the newest first", async () => {
  await account(worker, "paged");
  const paged = await owner("paged");
  for (let nth = 0; nth < 5; nth += 1) await paged.command(image(`j${nth}`));
  const seen = [];
  let next = "";
  do {
    const { answer } = await paged.get(`entries?limit=2${next && `&before=${next}`}`);
    seen.push(...answer.entries.map(({ command }) => command));
    next = answer.next ?? "";
  } while (next);
  assert.deepEqual(seen, ["j4", "j3", "j2", "j1", "j0", undefined]);
  assert.equal((await paged.get("entries?limit=0")).status, 400);
  assert.equal((await paged.get("entries?before=x")).status, 400);
});

test("a refund gives back a recorded charge, the last drawn first, and never more than is left", async () => {
  await account(worker, "back");
  const system = operator(worker).at("back");
  await system.command(gift("gift:1", 100));
  await (await owner("back")).command(image("job", 4));
  await (await owner("back")).command({ type: "spend", id: "large", request: { model: "image", inputs: { size: "large", images: 4 } } });
  const refund = (id, credits) => ({ type: "refund", id, command: "large", ...(credits === undefined ? {} : { credits }) });
  const first = await system.command(refund("refund:1", 5));
  assert.equal(first.answer.credits, 5);
  assert.deepEqual((await system.command(refund("refund:1", 5))).answer, { ...first.answer, replayed: true });
  assert.equal((await system.command(refund("refund:1", 6))).answer.code, "id_reused");
  const over = await system.command(refund("refund:2", 16));
  assert.deepEqual([over.status, over.answer.error.code], [422, "already_refunded"]);
  assert.equal((await system.command(refund("refund:3"))).answer.credits, 15);
  assert.equal((await system.command(refund("refund:4"))).status, 422);
  assert.equal((await system.command({ type: "refund", id: "refund:5", command: "none" })).status, 404);
  assert.equal(await spendable("back"), 112);
  await sound(worker, "back");
});

test("after a restart the object resumes from storage, and its alarms still come", async () => {
  await account(worker, "back-again");
  const first = await (await owner("back-again")).command(image("job"));
  const expiresAt = first.answer.at + 3000;
  assert.equal((await operator(worker).at("back-again").command(gift("gift:soon", 7, { expiresAt }))).status, 200);
  await worker.restart("SIGKILL");
  assert.equal(await spendable("back-again"), 25);
  const again = await (await owner("back-again")).command(image("job"));
  assert.deepEqual(again.answer, { ...first.answer, replayed: true });
  await worker.restart("SIGTERM");
  await sleep(4000);
  const { answer } = await operator(worker).at("back-again").get("entries");
  assert.deepEqual([answer.entries[0].kind, answer.entries[0].grant], ["lapse", "gift:soon"]);
  await sound(worker, "back-again");
});

async function until(ask, enough, ms = 5000) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (enough(answer) || Date.now() > end) return answer;
    await sleep(50);
  }
}
