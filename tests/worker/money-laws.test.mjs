// Random histories of buyers, an operator and Stripe, many accounts at once on one worker, and the laws that hold after each.
// HISTORIES and HISTORY_SEED choose how many, and from which seed on.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { dayMs, forward, operatorKey, sound } from "./harness.mjs";
import { History, dice, router } from "./money-history.mjs";
import { broken, found } from "./money-laws.mjs";
import { checkout, credits, euros, paid, plan, purchase, receipts, served, shop, subscribe, troubles } from "./shop.mjs";

const count = Number(process.env["HISTORIES"] ?? 12);
const seed = Number(process.env["HISTORY_SEED"] ?? 1);
/** So many stand in one worker at once, and share its clock. How that moves is their block's, so that one of them goes alone as it went with the others. */
const together = 24;
const [rounds, steps] = [8, 6];

let open;
before(async () => {
  open = await shop();
});
after(() => open.stop());

test("whatever buyers, the operator and Stripe do, in whatever order it is heard of: what is credited was paid, and what is paid is credited or told", async (t) => {
  const faults = [];
  for (let from = seed; from < seed + count;) {
    const block = Math.floor(from / together);
    const to = Math.min(seed + count, (block + 1) * together);
    const histories = await played(block, Array.from({ length: to - from }, (_, nth) => from + nth));
    const sum = (what) => histories.reduce((all, history) => all + what(history), 0);
    t.diagnostic(`seeds ${from} to ${to - 1}: ${sum(({ log }) => log.length)} steps, ${sum(({ taken }) => taken.size)} payments, ${sum(({ subscriptions }) => subscriptions.size)} subscriptions, ${sum(({ comings }) => comings)} comings and goings, ${sum(({ moves }) => moves)} moves`);
    for (const { fault } of histories) if (fault) faults.push(fault);
    from = to;
  }
  assert.equal(faults.length, 0, faults.join("\n\n"));
});

// ── What such histories have found, each by itself ──

test("what is paid for a subscription of which no plan came is a trouble, whenever it is heard of", async () => {
  for (const late of [true, false]) {
    const ada = await open.customer();
    await open.fake.double.pay(await checkout(ada.owner, subscribe("1", "basic")));
    await ada.system.command({ type: "close", id: "by-hand:1" });
    const subscription = subscriptionOf(ada);
    await open.fake.double.renew(subscription);
    const [, done, invoice] = open.fake.happened.splice(0).filter(({ type }) => !type.endsWith("deleted"));
    for (const event of late ? [done, invoice] : [invoice, done]) await open.fake.send(open.worker, event);
    assert.ok((await troubles(ada)).some(({ payment }) => payment === invoice.data.object.id));
  }
});

test("a plan that follows one by the clock is granted once for its first payment, and again for the second", async () => {
  const { ada, subscription } = await billed("clock");
  await change(ada, "plus");
  await month();
  await ada.owner.command({ type: "spend", id: "s", request: { model: "clip", inputs: { seconds: 250 } } });
  assert.deepEqual([(await plan(ada)).id, await credits(ada)], ["plus", 50]);
  await invoiced(subscription);
  assert.deepEqual([(await plan(ada)).periods, await credits(ada)], [1, 50]);
  await month();
  await invoiced(subscription);
  assert.deepEqual([(await plan(ada)).periods, await credits(ada), await troubles(ada)], [2, 300, []]);
});

test("an invoice of before a change grants its share of a period, however many it makes up for", async () => {
  const { ada, subscription } = await billed("plus");
  await change(ada, "clock");
  for (let months = 0; months < 3; months += 1) await month();
  const event = await unheard(subscription);
  await change(ada, "plus");
  await open.fake.send(open.worker, event);
  await sound(open.worker, ada.id);
  assert.deepEqual([await credits(ada), await troubles(ada)], [180, []]);
});

test("a plan that is cancelled when its period has run out unpaid is billed no more", async () => {
  const { ada, subscription } = await billed("basic");
  await month();
  await ada.owner.post("wishes", { type: "cancel", id: "2" });
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).id, "free");
  await ends(subscription);
  assert.ok((await open.fake.deliver(open.worker)).some(([, outcome]) => outcome === "done"));
});

test("a cancellation that was taken back when the plan had ended is not billed, and what was is told", async () => {
  const { ada, subscription } = await billed("basic");
  await ada.owner.post("wishes", { type: "cancel", id: "2" });
  await open.fake.deliver(open.worker);
  await ada.owner.post("wishes", subscribe("3", "basic"));
  const [resumed] = open.fake.happened.splice(0);
  await month();
  const event = await unheard(subscription);
  assert.equal((await open.fake.send(open.worker, event)).answer.outcome, "trouble");
  assert.equal((await open.fake.send(open.worker, resumed)).answer.outcome, "trouble");
  await ends(subscription);
  assert.deepEqual([(await plan(ada)).id, await receipts(ada).then(({ length }) => length), (await troubles(ada)).length], ["free", 1, 2]);
});

test("a dispute that is won after the account was closed is off its receipt", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, purchase("1"));
  const [{ payment }] = await receipts(ada);
  await open.fake.double.dispute(payment, "needs_response");
  await open.fake.deliver(open.worker);
  await ada.system.command({ type: "close", id: "by-hand:1" });
  await open.fake.double.dispute(payment, "won");
  assert.deepEqual(await open.fake.deliver(open.worker), [["charge.dispute.closed", "trouble"]]);
  assert.equal((await receipts(ada))[0].returned?.money.amount ?? 0, 0);
});

test("a period that was billed for less is not granted for more by wishing for another change before it is heard of", async () => {
  const { ada, subscription } = await billed("team", { seats: 5, expect: euros(2500) });
  await change(ada, "team", { seats: 1, expect: euros(500) });
  await month();
  const fewer = await unheard(subscription);
  await change(ada, "basic");
  await open.fake.send(open.worker, fewer);
  await sound(open.worker, ada.id);
  const [{ quantity, credits: granted, price }] = await receipts(ada);
  assert.deepEqual([quantity, granted, price, await credits(ada)], [1, 50, euros(500), 50]);
  assert.deepEqual([(await plan(ada)).id, (await plan(ada)).seats, (await plan(ada)).next.id, await troubles(ada)], ["team", 1, "basic", []]);
  await month();
  await invoiced(subscription);
  assert.deepEqual([(await plan(ada)).id, await credits(ada)], ["basic", 100]);
});

test("a period of a plan that was to follow is granted as that plan, whatever is to follow by now", async () => {
  const { ada, subscription } = await billed("team", { seats: 5, expect: euros(2500) });
  await change(ada, "basic");
  await month();
  const first = await unheard(subscription);
  await change(ada, "plus");
  await open.fake.send(open.worker, first);
  await sound(open.worker, ada.id);
  const [{ item, credits: granted }] = await receipts(ada);
  assert.deepEqual([item, granted, await credits(ada), (await plan(ada)).id, (await plan(ada)).next.id, await troubles(ada)], ["basic", 100, 100, "basic", "plus", []]);
  await month();
  await invoiced(subscription);
  assert.deepEqual([(await plan(ada)).id, await credits(ada)], ["plus", 300]);
});

test("a period that was billed as the plan that was to follow is granted as that plan, though that was taken back, or a seat was added", async () => {
  for (const seats of [3, 4]) {
    const { ada, subscription } = await billed("team", { seats: 3, expect: euros(1500) });
    await change(ada, "plus");
    await month();
    const first = await unheard(subscription);
    if (seats === 3) await change(ada, "team", { expect: euros(1500) });
    else {
      await paid(open, ada.owner, subscribe("2", "team", { seats, expect: euros(500) }));
      await until(() => open.fake.things.get(`thing:${subscription}`).items.data[0].quantity === seats);
      await open.fake.deliver(open.worker);
    }
    await open.fake.send(open.worker, first);
    await sound(open.worker, ada.id);
    const [{ item, credits: granted, price }] = await receipts(ada);
    assert.deepEqual([item, granted, price, await credits(ada), (await plan(ada)).id], ["plus", 300, euros(2500), 300, "plus"]);
    await month();
    await invoiced(subscription);
    assert.deepEqual([(await plan(ada)).id, (await plan(ada)).seats, await credits(ada), await troubles(ada)], ["team", seats, seats * 50, []]);
  }
});

test("an invoice of before the last change but one is followed as well", async () => {
  const { ada, subscription } = await billed("team", { seats: 3, expect: euros(1500) });
  await month();
  const first = await unheard(subscription);
  await change(ada, "basic");
  await change(ada, "plus");
  await open.fake.send(open.worker, first);
  await sound(open.worker, ada.id);
  const [{ item, quantity, credits: granted }] = await receipts(ada);
  assert.deepEqual([item, quantity, granted, (await plan(ada)).id, (await plan(ada)).next.id, await troubles(ada)], ["team", 3, 150, "team", "plus", []]);
});

test("a plan that follows one by the clock whose invoice came late is granted once for its first payment", async () => {
  const { ada, subscription } = await billed("team", { seats: 3, expect: euros(1500) });
  await change(ada, "basic");
  await change(ada, "clock");
  await month();
  const first = await unheard(subscription);
  await change(ada, "plus");
  await open.fake.send(open.worker, first);
  assert.deepEqual([(await plan(ada)).id, (await plan(ada)).next.id], ["clock", "plus"]);
  await month();
  await ada.owner.command({ type: "spend", id: "s", request: { model: "clip", inputs: { seconds: 250 } } });
  await invoiced(subscription);
  assert.deepEqual([(await plan(ada)).id, await credits(ada)], ["plus", 50]);
  await month();
  await invoiced(subscription);
  assert.deepEqual([await credits(ada), await troubles(ada)], [300, []]);
});

test("fewer seats that were to follow do so though an end came between that was taken back at Stripe", async () => {
  const { ada, subscription } = await billed("team", { seats: 5, expect: euros(2500) });
  await change(ada, "team", { seats: 2, expect: euros(1000) });
  for (const ends of [true, false]) {
    await open.fake.double.answer("POST", `/v1/subscriptions/${subscription}`, `cancel_at_period_end=${ends}`);
    await open.fake.deliver(open.worker);
  }
  assert.deepEqual((await plan(ada)).next, { id: "team", seats: 2 });
  await month();
  await invoiced(subscription);
  assert.deepEqual([(await plan(ada)).seats, await credits(ada), await troubles(ada)], [2, 100, []]);
});

test("seats that were kept by a wish are not granted at once, where fewer came to run before it was heard of", async () => {
  const { ada, subscription } = await billed("team", { seats: 4, expect: euros(2000) });
  await change(ada, "team", { seats: 2, expect: euros(1000) });
  await month();
  const fewer = await unheard(subscription);
  await ada.owner.post("wishes", subscribe("2", "team", { when: "periodEnd", expect: euros(2000) }));
  const [kept] = open.fake.happened.splice(0);
  for (const event of [fewer, kept]) await open.fake.send(open.worker, event);
  assert.deepEqual([(await plan(ada)).seats, (await plan(ada)).next, await credits(ada)], [2, { id: "team", seats: 4 }, 100]);
  await month();
  await invoiced(subscription);
  assert.deepEqual([(await plan(ada)).seats, await credits(ada), await troubles(ada)], [4, 200, []]);
});

test("an invoice that a voucher or the balance at Stripe paid a part of is a trouble, though the rest is what a period cost once", async () => {
  for (const told of [{ amount_paid: 1000 }, { total: 1000, amount_paid: 1000 }]) {
    const { ada, subscription } = await billed("basic");
    await change(ada, "plus");
    await month();
    const event = await unheard(subscription);
    Object.assign(event.data.object, told);
    assert.equal((await open.fake.send(open.worker, event)).answer.outcome, "trouble");
    assert.deepEqual([await credits(ada), (await receipts(ada)).length], [100, 1]);
  }
});

test("a wish whose answer was lost as its customer had become another is taken when it is sent again", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, purchase("1"));
  const erased = [...open.fake.things.values()].findLast(({ object, metadata }) => object === "customer" && metadata?.account === ada.id);
  open.fake.things.set(`thing:${erased.id}`, { id: erased.id, object: "customer", deleted: true });
  let sessions = 0;
  open.fake.hooks.fails = (call) => {
    sessions += call === "POST /v1/checkout/sessions" ? 1 : 0;
    return sessions === 2 ? { status: 500, done: true } : undefined;
  };
  assert.equal((await ada.owner.post("wishes", purchase("2"))).status, 502);
  delete open.fake.hooks.fails;
  const { status, answer } = await ada.owner.post("wishes", purchase("2"));
  assert.deepEqual([status, answer.status], [200, "open"]);
});

test("a receipt tells the plan that was billed, by the clock too", async () => {
  const { ada, subscription } = await billed("clock");
  await month();
  const first = await unheard(subscription);
  await change(ada, "plus");
  await open.fake.send(open.worker, first);
  const [{ item, price }] = await receipts(ada);
  assert.deepEqual([item, price], ["clock", euros(1500)]);
});

test("a period that nobody ever pays does not take the place of one that is paid later", async () => {
  const { ada, subscription } = await billed("basic");
  await open.fake.double.begin(subscription);
  await month();
  await month();
  for (const periods of [2, 3, 4]) {
    await invoiced(subscription);
    assert.deepEqual([(await plan(ada)).periods, await credits(ada)], [periods, 100]);
    await ada.owner.command({ type: "spend", id: `s-${periods}`, request: { model: "clip", inputs: { seconds: 90 } } });
    await month();
  }
  assert.deepEqual(await troubles(ada), []);
});

test("periods that were paid before their subscription was heard of are granted one after the other, whatever their events are called", async () => {
  const ada = await open.customer();
  await open.fake.double.pay(await checkout(ada.owner, subscribe("1", "basic")));
  const [, session] = open.fake.happened.splice(0);
  const created = Math.floor(Date.now() / 1000);
  for (const [nth, id] of ["evt_z", "evt_a"].entries()) {
    const event = await unheard(subscriptionOf(ada));
    assert.equal((await open.fake.send(open.worker, { ...event, id, created: created + nth })).answer.outcome, "waiting");
  }
  await month();
  await month();
  await open.fake.send(open.worker, session);
  assert.deepEqual([(await receipts(ada)).map(({ credits: granted }) => granted), await credits(ada), await troubles(ada)], [[100, 100, 100], 100, []]);
});

test("money that went back of a period that another payment made up for is told", async () => {
  const { ada, subscription } = await billed("basic");
  await month();
  await month();
  const [first, second] = [await unheard(subscription), await unheard(subscription)];
  for (const event of [second, first]) await open.fake.send(open.worker, event);
  const { number, credits: granted, payment } = (await receipts(ada))[0];
  assert.deepEqual([granted, payment], [0, first.data.object.id]);
  await open.fake.double.refund([...open.fake.things.values()].find(({ object, invoice }) => object === "payment_intent" && invoice === payment).id, 1000);
  await open.fake.deliver(open.worker);
  assert.deepEqual((await troubles(ada)).map(({ reason }) => reason), [`money of receipt ${number} went back: its payment granted nothing by itself, and nothing was revoked`]);
  assert.equal(await credits(ada), 100);
});

test("a period that was made up for as something cheaper is granted as what was paid", async () => {
  const { ada, subscription } = await billed("basic");
  await month();
  const first = await unheard(subscription);
  await change(ada, "plus");
  await month();
  const second = await unheard(subscription);
  await open.fake.send(open.worker, first);
  assert.deepEqual([(await plan(ada)).id, (await plan(ada)).next.id, await credits(ada)], ["basic", "plus", 100]);
  await open.fake.send(open.worker, second);
  assert.deepEqual([(await plan(ada)).id, await credits(ada), (await receipts(ada))[0].credits, await troubles(ada)], ["plus", 300, 300, []]);
  await month();
  await invoiced(subscription);
  assert.deepEqual([(await receipts(ada))[0].credits, await credits(ada)], [300, 300]);
});

test("a period that was made up for as something cheaper, and is over when its payment is heard of, is told", async () => {
  const { ada, subscription } = await billed("basic");
  await month();
  const first = await unheard(subscription);
  await change(ada, "team", { seats: 3, expect: euros(1500) });
  await month();
  const second = await unheard(subscription);
  await month();
  await open.fake.send(open.worker, first);
  assert.deepEqual([(await plan(ada)).id, (await plan(ada)).next.id, await credits(ada), await troubles(ada)], ["basic", "team", 100, []]);
  assert.equal((await open.fake.send(open.worker, second)).answer.outcome, "done");
  const [{ reason, money }] = await troubles(ada);
  assert.match(reason, /`team` was paid, and another payment had made up for it as one of `basic`/);
  assert.deepEqual([money, (await receipts(ada))[0].credits, await credits(ada)], [euros(1500), 0, 100]);
});

test("an invoice of before a dearer price grants what it was billed for, and not a share of it, however many seats a plan for the account was wished with", async () => {
  for (const seats of [[], [4, 2]]) {
    const [first, then] = seats.map((count) => ({ seats: count }));
    const { ada, subscription } = await billed("plus", first);
    if (then) await change(ada, "plus", { ...then, expect: euros(2500) });
    await month();
    const event = await unheard(subscription);
    await open.worker.restart("SIGTERM", { alias: served("shop-dearer") });
    await change(ada, "plus", { expect: euros(2700) });
    assert.equal((await open.fake.send(open.worker, event)).answer.outcome, "done");
    const [{ credits: granted, price }] = await receipts(ada);
    await open.worker.restart("SIGTERM", { alias: served("shop") });
    assert.deepEqual([granted, price, await credits(ada)], [300, euros(2500), 300]);
  }
});

test("what time granted unpaid is not counted against a plan that waits for its money, and is not granted again", async () => {
  // Paid before it was due, from which on the account counts its periods anew.
  const { ada, subscription } = await billed("basic");
  await invoiced(subscription);
  await change(ada, "clock");
  await month();
  await invoiced(subscription);
  const unpaid = [];
  for (let periods = 0; periods < 2; periods += 1) {
    await month();
    unpaid.push(await unheard(subscription));
  }
  await change(ada, "plus");
  await month();
  await ada.owner.command({ type: "spend", id: "s", request: { model: "clip", inputs: { seconds: 250 } } });
  assert.deepEqual([(await plan(ada)).id, await credits(ada)], ["plus", 50]);
  const first = await unheard(subscription);
  for (const event of [unpaid[1], first, unpaid[0]]) await open.fake.send(open.worker, event);
  assert.deepEqual([(await plan(ada)).id, await credits(ada)], ["plus", 50]);
  await month();
  await invoiced(subscription);
  assert.deepEqual([(await plan(ada)).id, await credits(ada), await troubles(ada)], ["plus", 300, []]);
});

test("a period that is paid as what was to follow a plan by the clock, and is that plan's by the clock, is told", async () => {
  const { ada, subscription } = await billed("clock");
  await ada.owner.post("wishes", subscribe("2", "plus", { when: "periodEnd" }));
  const [changed] = open.fake.happened.splice(0);
  await month();
  const event = await unheard(subscription);
  assert.equal((await open.fake.send(open.worker, changed)).answer.outcome, "done");
  assert.equal((await open.fake.send(open.worker, event)).answer.outcome, "done");
  const [{ reason, money }] = await troubles(ada);
  assert.match(reason, /`plus` was paid, and by the clock it is one of `clock`/);
  assert.deepEqual([money, await credits(ada), (await plan(ada)).next.id], [euros(2500), 150, "plus"]);
});

async function billed(which, more) {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", which, more));
  return { ada, subscription: subscriptionOf(ada) };
}

const subscriptionOf = ({ id }) => [...open.fake.things.values()].findLast((thing) => thing.object === "subscription" && thing.metadata.account === id).id;

let changes = 0;
async function change(ada, which, more = {}) {
  changes += 1;
  const when = (await plan(ada)).id === which ? {} : { when: "periodEnd" };
  assert.equal((await ada.owner.post("wishes", subscribe(`change-${changes}`, which, { ...when, ...more }))).answer.status, "pending");
  const told = await open.fake.deliver(open.worker);
  assert.deepEqual(told.filter(([type]) => type.endsWith("updated")), [["customer.subscription.updated", "done"]]);
}

/** A word to the provider gets there. */
async function ends(subscription) {
  await until(() => open.fake.things.get(`thing:${subscription}`).status === "canceled");
}

async function until(isSo) {
  for (let tries = 0; tries < 100 && !isSo(); tries += 1) await sleep(50);
  assert.ok(isSo(), String(isSo));
}

async function unheard(subscription) {
  await open.fake.double.renew(subscription);
  return open.fake.happened.pop();
}

const invoiced = async (subscription) => open.fake.send(open.worker, await unheard(subscription));
const month = async () => {
  await forward(open.worker, 31 * dayMs);
  offset += 31 * dayMs;
};

// ── Histories ──

let offset = 0;
const now = () => Date.now() + offset;

async function played(block, seeds) {
  const histories = [];
  for (const one of seeds) histories.push(new History(open, await buyerOf(one), one));
  router(open.fake, histories);
  const roll = dice(block);
  for (let round = 0; round < rounds; round += 1) {
    const play = () => each(histories, async (history) => {
      for (let step = 0; step < steps; step += 1) await history.step(now());
    });
    await (roll(4) === 0 ? roughly(histories, play, roll) : play());
    // Some of the times that it comes back it has other prices.
    if (roll(4) === 0) await open.worker.restart("SIGKILL", [undefined, { alias: served("shop-dearer") }, { alias: served("shop") }][roll(3)]);
    if (round === Math.floor(rounds / 2)) await judged(histories);
    if (roll(4) === 0) await move(histories);
    await passes(histories, [0, 0, 12, 20, 31, 31, 33, 35, 95][roll(9)] * dayMs);
  }
  await judged(histories);
  await open.worker.restart("SIGTERM", { alias: served("shop") });
  return histories;
}

/** A person, or a company of three of whom each may buy. */
async function buyerOf(seed) {
  if (seed % 3 > 0) return open.customer();
  const firm = await open.customer({ ada: { role: "lead" }, ben: { role: "lead" }, cleo: { role: "clerk" } });
  return { ...firm, owner: await firm.as("ada"), others: { ben: await firm.as("ben"), cleo: await firm.as("cleo") } };
}

/** All accounts are taken to another worker, with whatever is under way. */
async function move(histories) {
  const texts = new Map();
  await each(histories, async (history) => {
    const { customer: { id }, erased } = history;
    let text = "";
    // Where something was written meanwhile it breaks off.
    for (let tries = 0; tries < 20 && !text.includes('"kind":"end"'); tries += 1) text = await (await data(id, "export")).text();
    for (const name of erased) assert.ok(!new RegExp(`\\b${name}\\b`).test(text), `${name} is erased, and stands in the export`);
    texts.set(history, text);
  });
  await open.worker.empty();
  await each(histories, async (history) => {
    history.moves += 1;
    history.note("is taken to another worker");
    const response = await data(history.customer.id, "import", { method: "POST", body: texts.get(history) });
    assert.equal(response.status, 201, await response.text());
  });
}

const data = (id, what, more) => fetch(`${open.worker.address}/v1/accounts/${id}/${what}`, { headers: { authorization: `Bearer ${operatorKey}` }, ...more });

/** All of them at once. One that fails is told in the end, and goes no further. */
const each = (histories, what) => Promise.all(histories.filter(({ fault }) => !fault).map(async (history) => {
  try {
    await what(history);
  } catch (error) {
    fail(history, [error.stack]);
  }
}));

function fail(history, told) {
  const { seed: one, customer: { id }, log } = history;
  history.fault = `seed ${one} (${id}):\n${told.join("\n")}\n\n${log.join("\n")}`;
}

/** Time passes, for everybody. A word to the provider that is under way has got there by then. */
async function passes(histories, ms) {
  if (ms === 0) return;
  await each(histories, async (history) => {
    while (history.promises.length > 0) await history.arrive();
    if (history.punctual) await history.hear();
  });
  await quiet(histories);
  for (const history of histories) {
    history.note("time passes:", String(ms / dayMs), "days");
    if (history.queue.length > 0) history.late += 1;
  }
  await forward(open.worker, ms);
  offset += ms;
  await each(histories, (history) => history.due(now()));
}

/** Meanwhile some of Stripe's answers fail, before what was asked is done or after, and the worker may die in between. */
async function roughly(histories, play, roll) {
  for (const history of histories) history.rough = true;
  const { hooks } = open.fake;
  const [every, dies] = [3 + roll(5), roll(2) === 0 ? 5 + roll(30) : -1];
  let [nth, killed] = [0, undefined];
  hooks.fails = () => {
    nth += 1;
    if (nth === dies) killed = open.worker.restart("SIGKILL");
    return nth % every === 0 ? { status: [500, 429, 409, 503][roll(4)], done: roll(2) === 0 } : undefined;
  };
  await play();
  delete hooks.fails;
  await killed;
  for (const history of histories) history.rough = false;
  // An errand that failed is tried again after a second, and then after four.
  await sleep(5500);
}

/** Nothing was said to the provider for longer than an errand waits. */
async function quiet(histories) {
  for (let said = -1; said !== open.fake.calls.length;) {
    said = open.fake.calls.length;
    await sleep(800);
  }
  for (const history of histories) history.route();
}

/** Everything is heard and done, and the laws hold: at once, or when an errand that failed has been tried again. */
async function judged(histories) {
  let broke = new Map();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (attempt > 0) await sleep(2000);
    // A wish that never got through to the provider keeps others waiting for an hour.
    if (attempt === 3) await passes(histories, dayMs / 16);
    do {
      await each(histories, (history) => history.hear());
      await quiet(histories);
    } while (histories.some(({ fault, queue }) => !fault && queue.length > 0));
    broke = new Map();
    await each(histories, async (history) => {
      const told = [...broken(history, await found(history))];
      if (told.length > 0) broke.set(history, told);
    });
    if (broke.size === 0) return;
  }
  for (const [history, told] of broke) fail(history, told);
}
