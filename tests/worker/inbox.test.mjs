// Alerts: kept for those who manage, streamed, and posted to whoever the host names, until they are taken.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { account, dayMs, image, operator, person, run, sound, token, WebSocket } from "./harness.mjs";

const secret = "alerts-of-the-tests";
const got = [];
/** What the receiver answers next; then 204. */
const answers = [];
const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  got.push({ body, signature: request.headers["bursar-signature"], at: Date.now() });
  const status = answers.shift() ?? 204;
  if (status === 0) return request.socket.destroy();
  response.writeHead(status, status === 302 ? { location: "http://127.0.0.1:1/" } : {}).end();
});
let settings;
let worker;
let ada;
let ben;
before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  settings = { ALERTS_URL: `http://127.0.0.1:${server.address().port}/alerts`, ALERTS_SECRET: secret };
  worker = await run({ settings });
  await account(worker, "acme", "studio", { members: { ada: { role: "lead" }, ben: { role: "artist" } } });
  ada = (await person(worker, { acme: "ada" })).at("acme");
  ben = (await person(worker, { acme: "ben" })).at("acme");
  await ada.command({ type: "setAlert", id: "set", alert: "spent", watch: "account", on: "spent", per: "month", thresholds: [2, 4, 100] });
});
after(async () => {
  await worker.stop();
  server.close();
});

const until = async (ask, ms = 10_000) => {
  const end = Date.now() + ms;
  while (!(await ask())) {
    assert.ok(Date.now() < end, "it took too long");
    await sleep(25);
  }
};

test("an alert that is told is kept, streamed and posted, signed", async () => {
  // They are asked for before any socket is made: one that opens meanwhile would open unheard.
  const tokens = [await token(worker, { acme: "ada" }), await token(worker, { acme: "ben" })];
  const sockets = tokens.map((token) => new WebSocket(`${worker.address.replace("http", "ws")}/v1/accounts/acme/changes`, { headers: { authorization: `Bearer ${token}` } }));
  const messages = Promise.all(sockets.map((one) => new Promise((resolve) => one.once("message", (data) => resolve(JSON.parse(data))))));
  await Promise.all(sockets.map((one) => new Promise((resolve) => one.once("open", resolve))));
  const { answer: spent } = await ben.command(image("job-1"));
  assert.deepEqual(spent.alerts, [{ alert: "spent", watch: "account", threshold: 2, now: 2 }]);
  const notice = { nth: 1, at: spent.at, alert: "spent", watch: "account", threshold: 2, now: 2 };
  assert.deepEqual((await ada.get("inbox")).answer, { notices: [notice], unread: 1 });
  const [toAda, toBen] = await messages;
  assert.deepEqual([toAda.notices, toBen.notices], [[notice], undefined]);
  for (const one of sockets) one.terminate();
  await until(() => got.length === 1);
  const [{ body, signature, at }] = got;
  assert.deepEqual(JSON.parse(body), { account: "acme", ...notice });
  const [, seconds, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature);
  assert.equal(v1, createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex"));
  assert.ok(Math.abs(at / 1000 - Number(seconds)) < 5);
});

test("a receiver that fails is tried again, later each time, and gets it once it is there; after a kill too", async () => {
  got.splice(0);
  answers.push(500, 0, 302);
  await ben.command(image("job-2"));
  await until(() => got.length === 2);
  // Killed once it is known here that the second failed, too: before that it would be tried again as if it had not been.
  await until(async () => /kind="alert",outcome="failed"\} [2-9]/.test((await operator(worker).send("GET", "/metrics")).answer));
  await worker.restart("SIGKILL");
  await until(() => got.length === 4, 40_000);
  await sleep(500);
  assert.equal(got.length, 4);
  assert.equal(new Set(got.map(({ body }) => body)).size, 1);
  const pauses = got.slice(1).map(({ at }, nth) => at - got[nth].at);
  assert.ok(pauses[0] >= 900 && pauses[1] >= 3000 && pauses[2] >= 10_000, JSON.stringify(pauses));
  const { answer } = await operator(worker).send("GET", "/metrics");
  assert.match(answer, /bursar_errands_total\{kind="alert",outcome="failed"\} [1-9]/);
  assert.match(answer, /bursar_errands_total\{kind="alert",outcome="done"\} 1/);
});

test("an alert whose command was not written is not told", async () => {
  got.splice(0);
  const before = (await ada.get("inbox")).answer.notices.length;
  const { send } = operator(worker);
  await ada.command({ type: "setAlert", id: "low", alert: "low", watch: "account", on: "balance", thresholds: [15] });
  await send("POST", "/dev/faults", { account: "acme", writes: 1 });
  assert.equal((await ben.command(image("job-3"))).status, 500);
  assert.equal((await ada.get("inbox")).answer.notices.length, before);
  await ben.command(image("job-3"));
  assert.equal((await ada.get("inbox")).answer.notices.length, before + 1);
  await until(() => got.length === 1);
  await sleep(300);
  assert.equal(got.length, 1);
  // A replay tells nothing anew.
  await ben.command(image("job-3"));
  assert.equal((await ada.get("inbox")).answer.notices.length, before + 1);
  await sound(worker, "acme");
});

test("the inbox is for those who manage; each has read as far as they have read", async () => {
  const { status, answer } = await ben.get("inbox");
  assert.deepEqual([status, answer.code, answer.facts.needs], [403, "role_forbids", "manage"]);
  assert.equal((await ben.post("inbox/read", { read: 1 })).status, 403);
  assert.equal((await ada.get("inbox")).answer.unread, 3);
  assert.deepEqual((await ada.post("inbox/read", { read: 2 })).answer, { read: 2 });
  assert.equal((await ada.get("inbox")).answer.unread, 1);
  assert.deepEqual((await ada.post("inbox/read", { read: 1 })).answer, { read: 2 });
  assert.equal((await ada.get("inbox")).answer.unread, 1);
  // What is not told yet cannot be read.
  assert.deepEqual((await ada.post("inbox/read", { read: 1_000_000 })).answer, { read: 3 });
  assert.equal((await operator(worker).at("acme").get("inbox")).answer.unread, 3);
  const page = (await ada.get("inbox?limit=2")).answer;
  assert.deepEqual([page.notices.map(({ nth }) => nth), page.next], [[3, 2], 2]);
  assert.deepEqual((await ada.get("inbox?limit=2&before=2")).answer.notices.map(({ nth }) => nth), [1]);
  for (const body of [{}, { read: -1 }, { read: "1" }, { read: 1, more: 1 }]) assert.equal((await ada.post("inbox/read", body)).status, 400);
});

test("an alarm that rings for an errand still keeps the account's time, and the other way round", async () => {
  got.splice(0);
  const { answer: { at } } = await ben.command(image("tiny"));
  answers.push(500);
  await ada.command({ type: "setAlert", id: "lower", alert: "low", watch: "account", on: "balance", thresholds: [8] });
  assert.equal((await ben.command({ type: "spend", id: "speech", request: { model: "speech", inputs: { text: 500 } } })).answer.alerts.length, 1);
  await operator(worker).at("acme").command({ type: "grant", id: "gift:soon", source: "included", credits: 7, expiresAt: at + 2500 });
  await until(async () => (await operator(worker).at("acme").get("entries")).answer.entries.some(({ kind, grant }) => kind === "lapse" && grant === "gift:soon"), 8000);
  await until(() => got.length >= 2);
  await sound(worker, "acme");
});

test("what was put off by a clock that was ahead is sent all the same", async () => {
  const { answer } = await operator(worker).at("acme").get("export");
  const lines = answer.trim().split("\n").map((line) => JSON.parse(line));
  const now = Date.now();
  const body = JSON.stringify({ account: "acme", nth: 99 });
  const row = { nth: 1000, kind: "alert", body, made: now + 30 * dayMs, attempts: 1, due: now + 30 * dayMs + 4000 };
  const other = await run({ settings });
  try {
    const whole = [...lines.slice(0, -1), { kind: "errands", row }, { kind: "end", lines: lines.length }].map((line) => JSON.stringify(line)).join("\n");
    assert.equal((await operator(other).send("POST", "/v1/accounts/acme/import", whole)).status, 201);
    await until(() => got.some((sent) => sent.body === body));
  } finally {
    await other.stop();
  }
});
