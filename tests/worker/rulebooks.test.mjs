// Rules that change: who does not fit the new ones goes on by the old; and nobody is charged otherwise than they were told.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Bursar } from "../../pkg/dist/node.js";
import { account, dayMs, forward, operator, person, sound } from "./harness.mjs";
import { checkout, codes, credits, euros, paid, plan, purchase, receipts, served, shop, subscribe } from "./shop.mjs";

const book = (name) => new Bursar(readFileSync(new URL(`rulebooks/${name}.json`, import.meta.url), "utf8"));
const [former, changed] = [book("shop"), book("shop-changed")];

let open;
/** Ada's plan is not in the new rulebook; Ben has nothing that is not. */
let ada;
let ben;
let soldBefore;
let decidedBefore;
let briefBefore;
const image = (id, more = {}) => ({ type: "spend", id, request: { model: "image" }, ...more });
const standings = async (query = "") => (await operator(open.worker).send("GET", `/v1/rulebooks/leonardo/accounts${query}`)).answer;
const inForce = async ({ owner }) => (await owner.get("rules")).answer.digest;

before(async () => {
  open = await shop();
  [ada, ben] = [await open.customer(), await open.customer()];
  await paid(open, ada.owner, subscribe("w", "basic"));
  await paid(open, ben.owner, purchase("w"));
  decidedBefore = (await ben.owner.command(image("before"))).answer;
  soldBefore = await checkout(ben.owner, purchase("large", "large"));
  briefBefore = await checkout(ben.owner, purchase("brief", "brief"));
  assert.deepEqual(await standings(), { digest: former.digest, checked: 2, accounts: [], late: [], failed: [] });
  await open.worker.restart("SIGTERM", { alias: served("shop-changed") });
});
after(() => open.stop());

test("an account that does not fit the new rules goes on by the old ones, beside one that runs by the new", async () => {
  assert.deepEqual([await inForce(ada), await inForce(ben)], [former.digest, changed.digest]);
  const costs = [];
  for (const nth of [1, 2, 3]) for (const { owner } of [ada, ben]) costs.push((await owner.command(image(`both-${nth}`))).answer.credits);
  assert.deepEqual(costs, [1, 2, 1, 2, 1, 2]);
  assert.deepEqual((await ada.owner.get("rules")).answer.rules.plans.basic.price, 1000);
  const { answer: head } = await (await person(open.worker, { [ada.id]: "owner" })).send("GET", `/v1/accounts/${ada.id}`);
  assert.equal(head.digest, former.digest);
  for (const { id } of [ada, ben]) await sound(open.worker, id);
});

test("the operator is told which accounts these are, and why", async () => {
  const { digest, accounts, checked } = await standings();
  assert.deepEqual([digest, checked, accounts.length], [changed.digest, 2, 1]);
  const [{ account, inForce: old, refused }] = accounts;
  assert.deepEqual([account, old, refused.digest], [ada.id, former.digest, changed.digest]);
  assert.match(refused.reason, /basic/);
  const first = await standings("?limit=1");
  assert.deepEqual([first.checked, first.next], [1, ada.id]);
  const second = await standings(`?limit=1&after=${first.next}`);
  assert.deepEqual([second.checked, second.accounts], [1, []]);
  assert.equal((await ben.owner.get("rules")).status, 200);
  const { send } = await person(open.worker, { [ben.id]: "owner" });
  assert.equal((await send("GET", "/v1/rulebooks/leonardo/accounts")).status, 403);
  assert.equal((await standings("?limit=0")).error.code, "invalid_body");
});

test("a page that still has the old rules is told so before anything is taken", async () => {
  // As the page does it: it previews by its own copy of the rules, on the view, and commits what it showed.
  const { answer: view } = await ben.owner.get("view");
  const shown = former.preview(view, { ...image("page"), at: view.asOf, by: "owner" });
  assert.equal(shown.credits, 1);
  const before = await credits(ben);
  assert.deepEqual(codes(await ben.owner.command(image("page", { expect: shown.credits }))), [409, "price_changed"]);
  assert.equal(await credits(ben), before);
  // What its buttons would buy: nobody is charged another price than they were shown, more or less.
  const made = open.fake.calls.length;
  assert.deepEqual(codes(await ben.owner.post("wishes", purchase("old-price"))), [409, "price_changed"]);
  assert.deepEqual(codes(await ben.owner.post("wishes", purchase("gone", "large"))), [404, "unknown_pack"]);
  assert.deepEqual(codes(await ben.owner.post("wishes", subscribe("gone-plan", "basic"))), [404, "unknown_plan"]);
  assert.equal(open.fake.calls.length, made);
  // With what it has now, it goes.
  const now = changed.preview(view, { ...image("page"), at: view.asOf, by: "owner" });
  assert.equal((await ben.owner.command(image("page", { expect: now.credits }))).answer.credits, 2);
  assert.equal((await ben.owner.post("wishes", { ...purchase("new-price"), expect: euros(900) })).answer.status, "open");
});

test("a client that says which rules it has is decided on by those or not at all", async () => {
  const { send } = await person(open.worker, { [ada.id]: "owner", [ben.id]: "owner" });
  const as = (account, digest, id) => send("POST", `/v1/accounts/${account}/commands`, image(id), { "bursar-rules": digest });
  const before = await credits(ben);
  assert.deepEqual(codes(await as(ben.id, former.digest, "r1")), [409, "rules_changed"]);
  assert.deepEqual(codes(await as(ada.id, changed.digest, "r1")), [409, "rules_changed"]);
  const wish = await send("POST", `/v1/accounts/${ben.id}/wishes`, { type: "close", id: "r2" }, { "bursar-rules": former.digest });
  assert.deepEqual(codes(wish), [409, "rules_changed"]);
  const refund = await operator(open.worker).send("POST", `/v1/accounts/${ben.id}/commands`, { type: "refund", id: "r:3", command: "before" }, { "bursar-rules": former.digest });
  assert.deepEqual(codes(refund), [409, "rules_changed"]);
  assert.equal(await credits(ben), before);
  assert.equal((await as(ben.id, changed.digest, "r1")).status, 200);
  assert.equal((await as(ada.id, former.digest, "r1")).status, 200);
});

test("what was decided before the change is told again after it, to a client that still names the old rules", async () => {
  const { send } = await person(open.worker, { [ben.id]: "owner" });
  const retried = (what, body) => send("POST", `/v1/accounts/${ben.id}/${what}`, body, { "bursar-rules": former.digest });
  const { status, answer } = await retried("commands", image("before"));
  assert.deepEqual([status, answer], [200, { ...decidedBefore, replayed: true }]);
  assert.deepEqual(codes(await retried("commands", image("before", { expect: 2 }))), [409, "id_reused"]);
  const wished = await retried("wishes", purchase("large", "large"));
  assert.deepEqual([wished.status, wished.answer.url.split("/").at(-1)], [200, soldBefore]);
});

test("what was sold before the change is what is credited after it", async () => {
  const before = await credits(ben);
  await open.fake.double.pay(soldBefore);
  assert.deepEqual(await open.fake.deliver(open.worker), [["checkout.session.completed", "done"]]);
  assert.equal((await credits(ben)) - before, 1100);
  const [receipt] = await receipts(ben);
  assert.deepEqual([receipt.label, receipt.credits, receipt.bonus, receipt.price], ["1,000 credits and 100 on top", 1100, 100, euros(4000)]);
  const { answer } = await ben.system.get("order");
  assert.ok(answer.grants.find(({ grant }) => grant === `pay:${receipt.payment}`).expiresAt > receipt.at + 29 * dayMs);
  assert.deepEqual((await open.fake.send(open.worker, { id: "e", object: "event", type: "checkout.session.completed", livemode: false, data: { object: open.fake.things.get(`thing:${soldBefore}`) } })).answer.outcome, "known");
});

test("what was sold lasts as long as was said, where the pack lasts otherwise by now", async () => {
  await open.fake.double.pay(briefBefore);
  assert.deepEqual(await open.fake.deliver(open.worker), [["checkout.session.completed", "done"]]);
  const [receipt] = await receipts(ben);
  assert.deepEqual([receipt.label, receipt.credits], ["50 credits for a month", 50]);
  const { answer } = await ben.system.get("order");
  assert.ok(answer.grants.find(({ grant }) => grant === `pay:${receipt.payment}`).expiresAt > receipt.at + 29 * dayMs);
});

test("the old rules stay in force over kills and renewals, for as long as the account does not fit", async () => {
  await open.worker.restart("SIGKILL");
  assert.equal(await inForce(ada), former.digest);
  await forward(open.worker, 40 * dayMs);
  await open.fake.double.renew([...open.fake.things.values()].find((thing) => thing.object === "subscription").id);
  await open.fake.deliver(open.worker);
  assert.deepEqual([(await plan(ada)).id, (await plan(ada)).periods, await credits(ada)], ["basic", 1, 100]);
  await sound(open.worker, ada.id);
});

test("when it fits, it moves: the operator's walk takes it along", async () => {
  await ada.owner.post("wishes", { type: "cancel", id: "end", when: "now" });
  await open.fake.deliver(open.worker);
  assert.deepEqual((await standings()).accounts, []);
  assert.equal(await inForce(ada), changed.digest);
  await sound(open.worker, ada.id);
});

test("a rulebook that is taken back is in force again", async () => {
  await open.worker.restart("SIGTERM", { alias: served("shop") });
  assert.deepEqual([await inForce(ada), await inForce(ben)], [former.digest, former.digest]);
  assert.deepEqual((await standings()).accounts, []);
  assert.equal((await ben.owner.command(image("back", { expect: 1 }))).answer.credits, 1);
});

test("an account that cannot be asked at all is told as that one, and the others are looked at", async () => {
  await account(open.worker, "spoilt", "leonardo");
  await open.worker.restart("SIGTERM", undefined, () => {
    const folder = join(open.worker.data, "bursar-accounts");
    // What was written last may be in the file beside it.
    const [name] = readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes('"spoilt"'));
    for (const other of readdirSync(folder).filter((other) => other.startsWith(name.split(".")[0]))) writeFileSync(join(folder, other), "no database");
  });
  const { checked, accounts, failed } = await standings();
  assert.deepEqual([checked, accounts.map(({ account }) => account), failed.map(({ account }) => account)], [3, [], ["spoilt"]]);
  // The platform keeps to itself what it is, and says where its log tells of it.
  assert.match(failed[0].reason, /^internal error; reference = /);
  assert.equal((await ben.owner.get("rules")).status, 200);
});
