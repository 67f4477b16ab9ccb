// Money comes in: what is sold, by which price, and that each payment is credited once. Every way that was thought of by
// which somebody could have credits without paying for them, or pay for nothing.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { account, client, dayMs, forward, operator, person, run, sound } from "./harness.mjs";
import { checkout, codes, credits, euros, paid, plan, purchase, receipts, shop, subscribe, troubles } from "./shop.mjs";
import { send } from "./stripe.mjs";

let open;
before(async () => {
  open = await shop();
});
after(() => open.stop());

const until = async (ask, ms = 8000) => {
  const end = Date.now() + ms;
  for (;;) {
    const told = await ask();
    if (told || Date.now() > end) return told;
    await sleep(50);
  }
};

test("a pack is paid at a checkout, and credited when its event comes", async () => {
  const ada = await open.customer();
  const session = await checkout(ada.owner, purchase("w", "large", 2));
  assert.equal(await credits(ada), 0);
  const { sent } = open.fake.things.get(`thing:${session}`);
  // The seller's account may have Stripe add taxes where nobody says otherwise, and then nothing would be what was agreed.
  assert.equal(sent.automatic_tax.enabled, "false");
  assert.deepEqual([sent.mode, sent.line_items[0].quantity, sent.line_items[0].price_data.unit_amount, sent.metadata], ["payment", "2", "4000", { account: ada.id, wish: "w" }]);
  await open.fake.double.pay(session);
  assert.deepEqual(await open.fake.deliver(open.worker), [["checkout.session.completed", "done"]]);
  assert.equal(await credits(ada), 2200);
  const [receipt] = await receipts(ada);
  const { at, payment, ...rest } = receipt;
  assert.deepEqual(rest, {
    number: 1, account: ada.id, buyer: "owner", kind: "pack", item: "large", label: "1,000 credits and 100 on top", quantity: 2,
    credits: 2200, bonus: 200, price: euros(8000), wish: "w",
  });
  assert.match(payment, /^pi_/);
  const { answer: told } = await ada.owner.get("wishes/w");
  assert.deepEqual([told.status, told.receipt, told.url], ["done", 1, undefined]);
  const entry = (await ada.system.get("entries")).answer.entries[0];
  assert.deepEqual([entry.command, entry.by, entry.bought], [`pay:${payment}`, "owner", { pack: "large", quantity: 2, price: euros(8000) }]);
  assert.ok(at > 0);
  await sound(open.worker, ada.id);
});

test("what the engine's preview refuses leads to no checkout", async () => {
  const firm = await open.customer({ ada: { role: "lead" }, cleo: { role: "clerk" }, ben: { role: "artist" } });
  const [ben, cleo] = [await firm.as("ben"), await firm.as("cleo")];
  const made = open.fake.calls.length;
  const table = [
    [ben, purchase("1"), 403, "role_forbids"],
    [ben, subscribe("2", "basic"), 403, "role_forbids"],
    [cleo, { type: "close", id: "3" }, 403, "role_forbids"],
    [cleo, purchase("4", "small", 11), 422, "quantity_out_of_range"],
    [cleo, purchase("5", "large", 6), 422, "over_in_app_limit"],
    [cleo, purchase("6", "small", 1, { consent: "i agree" }), 422, "consent_required"],
    [cleo, purchase("7", "none", 1, { expect: euros(1) }), 404, "unknown_pack"],
    [cleo, subscribe("8", "secret", { expect: euros(1) }), 404, "unknown_plan"],
    [cleo, { type: "cancel", id: "9" }, 409, "no_plan"],
    [cleo, subscribe("10", "gift", { expect: euros(0) }), 422, "not_sold"],
    [cleo, subscribe("11", "free", { expect: euros(0) }), 422, "not_sold"],
    [cleo, purchase("12", "small", 1, { quantity: 0 }), 422, "quantity_out_of_range"],
    [cleo, purchase("13", "small", 1, { quantity: -1 }), 400, "invalid_command"],
    [cleo, purchase("14", "small", 1, { by: "ada" }), 400, "invalid_body"],
    [cleo, purchase("pay:1"), 400, "invalid_body"],
    [cleo, { ...purchase("15"), returnTo: "https://evil.example" }, 400, "invalid_body"],
    [cleo, { ...purchase("15"), returnTo: "//evil.example" }, 400, "invalid_body"],
    [cleo, { ...purchase("15"), returnTo: "/\\evil.example" }, 400, "invalid_body"],
    [cleo, { type: "grant", id: "16", source: "bought", credits: 5 }, 400, "invalid_body"],
    [firm.system, purchase("17"), 403, "key_forbids"],
    [firm.system, subscribe("18", "basic"), 403, "key_forbids"],
  ];
  for (const [who, wish, status, code] of table) assert.deepEqual(codes(await who.post("wishes", wish)), [status, code], JSON.stringify(wish));
  assert.equal(open.fake.calls.length, made);
  assert.equal(await credits(firm), 0);
});

test("nobody is charged another price than the one they were shown", async () => {
  const ada = await open.customer();
  for (const expect of [euros(499), euros(0), { amount: 500, currency: "USD" }, undefined]) {
    const { expect: _, ...wish } = purchase("w");
    assert.deepEqual(codes(await ada.owner.post("wishes", expect ? { ...wish, expect } : wish)), [409, "price_changed"]);
  }
});

test("a wish sent again leads to the same checkout, and its id to no other", async () => {
  const ada = await open.customer();
  const first = await checkout(ada.owner, purchase("w"));
  assert.equal(await checkout(ada.owner, { ...purchase("w"), returnTo: "/elsewhere" }), first);
  assert.deepEqual(codes(await ada.owner.post("wishes", purchase("w", "small", 2))), [409, "id_reused"]);
  const firm = await open.customer({ ada: { role: "lead" }, cleo: { role: "clerk" } });
  await checkout(await firm.as("ada"), purchase("w"));
  assert.deepEqual(codes(await (await firm.as("cleo")).post("wishes", purchase("w"))), [409, "id_reused"]);
  await Promise.all([1, 2, 3].map(() => checkout(ada.owner, purchase("at-once"))));
  const sessions = [...open.fake.things.values()].filter((thing) => thing.object === "checkout.session" && thing.metadata.wish === "at-once");
  assert.equal(sessions.length, 1);
});

test("a hundred of the same event at once are credited once", async () => {
  const ada = await open.customer();
  await open.fake.double.pay(await checkout(ada.owner, purchase("w")));
  const event = open.fake.happened.pop();
  const answers = await Promise.all(Array.from({ length: 100 }, () => open.fake.send(open.worker, event)));
  const count = (outcome) => answers.filter(({ status, answer }) => status === 200 && answer.outcome === outcome).length;
  assert.deepEqual([count("done"), count("known")], [1, 99]);
  // Another event of the same payment is the same payment.
  assert.equal((await open.fake.send(open.worker, { ...event, id: "evt_other", type: "checkout.session.async_payment_succeeded" })).answer.outcome, "known");
  assert.equal(await credits(ada), 100);
  assert.equal((await receipts(ada)).length, 1);
  await sound(open.worker, ada.id);
});

test("an event that is forged, altered or old gives nothing", async () => {
  const ada = await open.customer();
  await open.fake.double.pay(await checkout(ada.owner, purchase("w")));
  const event = open.fake.happened.pop();
  const altered = JSON.stringify({ ...event, data: { object: { ...event.data.object, amount_total: 1 } } });
  const now = Math.floor(Date.now() / 1000);
  const attempts = {
    "another key": { key: "whsec_guess" },
    "no key": { key: "" },
    "another body": { body: altered, signed: JSON.stringify(event) },
    "a space more": { body: `${JSON.stringify(event)} `, signed: JSON.stringify(event) },
    "an hour old": { seconds: now - 3600 },
    "five minutes old": { seconds: now - 310 },
  };
  for (const [what, how] of Object.entries(attempts)) {
    const { status, answer } = await send(open.worker, event, how);
    assert.deepEqual([status, answer.error?.code], [400, "bad_signature"], what);
  }
  for (const header of ["", "t=,v1=", `t=${now}`, `t=${now},v0=00`, "v1=00"]) {
    const { status } = await client(open.worker).send("POST", "/v1/payments/events", event, { "stripe-signature": header });
    assert.equal(status, 400, header);
  }
  assert.equal(await credits(ada), 0);
  assert.equal((await send(open.worker, event, { seconds: now - 200 })).answer.outcome, "done");
  assert.equal(await credits(ada), 100);
});

test("what an event says beside the wish counts for nothing: metadata, amounts, sessions, modes", async () => {
  const [ada, eve] = [await open.customer(), await open.customer()];
  await checkout(eve.owner, purchase("large", "large", 3));
  await checkout(eve.owner, purchase("w"));
  await open.fake.double.pay(await checkout(ada.owner, purchase("w")));
  const event = open.fake.happened.pop();
  const as = (more) => ({ ...event, data: { object: { ...event.data.object, ...more } } });
  const table = [
    ["of another account that has such a wish", { metadata: { account: eve.id, wish: "w" } }, "trouble"],
    ["of a dearer wish of another account", { metadata: { account: eve.id, wish: "large" } }, "trouble"],
    ["of a wish that is not there", { metadata: { account: eve.id, wish: "none" } }, "ignored"],
    ["of an account that is not there", { metadata: { account: "nobody", wish: "w" } }, "ignored"],
    ["of no account", { metadata: {} }, "ignored"],
    ["paid too little", { amount_total: 499 }, "trouble"],
    ["paid too much", { amount_total: 50_000 }, "trouble"],
    ["paid in another currency", { currency: "jpy" }, "trouble"],
    ["of another session", { id: "cs_other" }, "trouble"],
    ["a subscription", { mode: "subscription", subscription: "sub_x" }, "trouble"],
    ["not paid yet", { payment_status: "unpaid" }, "ignored"],
    ["nothing to be paid", { payment_status: "no_payment_required" }, "trouble"],
  ];
  for (const [what, more, outcome] of table) assert.equal((await open.fake.send(open.worker, as(more))).answer.outcome, outcome, what);
  assert.equal((await open.fake.send(open.worker, { ...as({}), livemode: true })).answer.outcome, "ignored");
  assert.deepEqual([await credits(ada), await credits(eve)], [0, 0]);
  assert.ok((await troubles(ada)).length > 0);
  assert.ok((await troubles(eve)).every(({ payment }) => payment.startsWith("pi_")));
  // The true event still counts, trouble or not.
  assert.equal((await open.fake.send(open.worker, event)).answer.outcome, "done");
  assert.deepEqual([await credits(ada), await credits(eve)], [100, 0]);
});

test("a delayed payment is credited when the money has come, and not when it is promised", async () => {
  const ada = await open.customer();
  await open.fake.double.pay(await checkout(ada.owner, purchase("w")));
  const event = open.fake.happened.pop();
  const promised = { ...event, data: { object: { ...event.data.object, payment_status: "unpaid" } } };
  assert.equal((await open.fake.send(open.worker, promised)).answer.outcome, "ignored");
  assert.equal(await credits(ada), 0);
  assert.equal((await open.fake.send(open.worker, { ...event, type: "checkout.session.async_payment_succeeded" })).answer.outcome, "done");
  assert.equal(await credits(ada), 100);
});

test("a checkout that has run out is over; were it paid all the same, it counts", async () => {
  const ada = await open.customer();
  const session = await checkout(ada.owner, purchase("w"));
  const thing = open.fake.things.get(`thing:${session}`);
  const expired = { id: "evt_x", object: "event", type: "checkout.session.expired", livemode: false, data: { object: { ...thing, status: "expired" } } };
  assert.equal((await open.fake.send(open.worker, expired)).answer.outcome, "done");
  assert.equal((await ada.owner.get("wishes/w")).answer.status, "expired");
  assert.equal((await ada.owner.post("wishes", purchase("w"))).answer.status, "expired");
  await open.fake.double.pay(session);
  assert.deepEqual(await open.fake.deliver(open.worker), [["checkout.session.completed", "done"]]);
  assert.equal((await ada.owner.get("wishes/w")).answer.status, "done");
});

test("a plan starts with its checkout, renews with each invoice and with nothing else", async () => {
  const ada = await open.customer();
  assert.deepEqual(await paid(open, ada.owner, subscribe("w", "basic")), [["invoice.paid", "ignored"], ["checkout.session.completed", "done"]]);
  assert.deepEqual([await credits(ada), (await plan(ada)).id], [100, "basic"]);
  const [{ id: subscription }] = [...open.fake.things.values()].filter((thing) => thing.object === "subscription" && thing.metadata.account === ada.id);
  await forward(open.worker, 40 * dayMs);
  assert.equal(await credits(ada), 100);
  assert.equal((await plan(ada)).periods, 0);
  await open.fake.double.renew(subscription);
  const [event] = open.fake.happened;
  assert.deepEqual(await open.fake.deliver(open.worker), [["invoice.paid", "done"]]);
  assert.equal((await open.fake.send(open.worker, event)).answer.outcome, "known");
  assert.deepEqual([await credits(ada), (await plan(ada)).periods], [100, 1]);
  const told = await receipts(ada);
  assert.deepEqual(told.map(({ number, kind, item, price }) => [number, kind, item, price.amount]), [[2, "plan", "basic", 1000], [1, "plan", "basic", 1000]]);
  await sound(open.worker, ada.id);
});

test("two periods that were slept through and made up for at once are not granted again by the second payment", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("w", "basic"));
  const subscription = subscriptionOf(ada);
  await forward(open.worker, 70 * dayMs);
  await open.fake.double.renew(subscription);
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).periods, 2);
  await open.fake.double.renew(subscription);
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).periods, 2);
  await open.fake.double.renew(subscription);
  await open.fake.deliver(open.worker);
  // Paid before it was due, so it begins now.
  assert.equal((await plan(ada)).periods, 0);
  assert.deepEqual([await credits(ada), (await receipts(ada)).length], [100, 4]);
});

test("a plan by the clock renews by itself; its invoices leave receipts and give nothing", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("w", "clock"));
  await forward(open.worker, 32 * dayMs);
  assert.equal((await plan(ada)).periods, 1);
  await open.fake.double.renew(subscriptionOf(ada));
  await open.fake.deliver(open.worker);
  assert.deepEqual([(await plan(ada)).periods, await credits(ada), (await receipts(ada)).length], [1, 150, 2]);
});

test("a period that was paid with another amount is not granted", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("w", "basic"));
  await forward(open.worker, 40 * dayMs);
  await open.fake.double.renew(subscriptionOf(ada));
  const event = open.fake.happened.pop();
  const less = { ...event, data: { object: { ...event.data.object, amount_paid: 999 } } };
  assert.equal((await open.fake.send(open.worker, less)).answer.outcome, "trouble");
  // Nothing at all is another amount too: a credit at the provider, or a voucher.
  const nothing = { ...event, id: "evt_0", data: { object: { ...event.data.object, id: "in_0", amount_paid: 0 } } };
  assert.equal((await open.fake.send(open.worker, nothing)).answer.outcome, "trouble");
  assert.equal((await plan(ada)).periods, 0);
  const other = { ...event, data: { object: { ...event.data.object, billing_reason: "manual" } } };
  assert.equal((await open.fake.send(open.worker, other)).answer.outcome, "trouble");
});

test("events in any order: an invoice before its subscription, a refund before its payment, an end before the start", async () => {
  const ada = await open.customer();
  await open.fake.double.pay(await checkout(ada.owner, subscribe("w", "basic")));
  await forward(open.worker, 40 * dayMs);
  await open.fake.double.renew(subscriptionOf(ada));
  const events = open.fake.happened.splice(0);
  const [first, started, second] = events;
  assert.equal((await open.fake.send(open.worker, second)).answer.outcome, "waiting");
  assert.equal((await open.fake.send(open.worker, second)).answer.outcome, "waiting");
  assert.equal((await open.fake.send(open.worker, started)).answer.outcome, "done");
  assert.equal((await open.fake.send(open.worker, first)).answer.outcome, "ignored");
  assert.deepEqual([await credits(ada), (await receipts(ada)).length], [100, 2]);

  const eve = await open.customer();
  await open.fake.double.pay(await checkout(eve.owner, purchase("w")));
  const [bought] = open.fake.happened.splice(0);
  await open.fake.double.refund(bought.data.object.payment_intent, 500);
  const [returned] = open.fake.happened.splice(0);
  assert.equal((await open.fake.send(open.worker, returned)).answer.outcome, "waiting");
  assert.equal((await open.fake.send(open.worker, bought)).answer.outcome, "done");
  assert.equal(await credits(eve), 0);

  const ben = await open.customer();
  await open.fake.double.pay(await checkout(ben.owner, subscribe("w", "plus")));
  await open.fake.double.answer("DELETE", `/v1/subscriptions/${subscriptionOf(ben)}`, "");
  const [, begun, over] = open.fake.happened.splice(0);
  assert.equal((await open.fake.send(open.worker, over)).answer.outcome, "ignored");
  assert.equal((await open.fake.send(open.worker, begun)).answer.outcome, "done");
  assert.equal((await plan(ben)).id, "free");
  for (const { id } of [ada, eve, ben]) await sound(open.worker, id);
});

test("plan hopping: every change that takes effect now is a checkout of its own, paid in full", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  const first = subscriptionOf(ada);
  await paid(open, ada.owner, subscribe("2", "plus"));
  assert.deepEqual([(await plan(ada)).id, await credits(ada)], ["plus", 400]);
  // The one before is not billed again, and its end takes nothing from the one that runs.
  assert.ok(await until(() => open.fake.things.get(`thing:${first}`).status === "canceled"));
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).id, "plus");
  await open.fake.double.renew(first);
  assert.deepEqual(await open.fake.deliver(open.worker), [["invoice.paid", "trouble"]]);
  assert.equal(await credits(ada), 400);
  // Back and forth without paying is no way: the operator's key does not hop either while the provider bills.
  assert.deepEqual(codes(await ada.system.command({ type: "subscribe", id: "x:1", plan: "basic" })), [409, "billed"]);
  const again = await ada.owner.post("wishes", subscribe("3", "basic"));
  assert.equal(again.answer.status, "open");
  assert.deepEqual([(await plan(ada)).id, await credits(ada)], ["plus", 400]);
});

test("what the operator did before a plan was billed is told again, and nothing is done", async () => {
  const ada = await open.customer();
  const given = { type: "subscribe", id: "given:1", plan: "gift" };
  const { answer: first } = await ada.system.command(given);
  await paid(open, ada.owner, subscribe("1", "basic"));
  const { status, answer } = await ada.system.command(given);
  assert.deepEqual([status, answer], [200, { ...first, replayed: true }]);
  assert.equal((await plan(ada)).id, "basic");
});

test("another plan from the next period on is billed and granted from then on", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  const { answer } = await ada.owner.post("wishes", subscribe("2", "plus", { when: "periodEnd" }));
  assert.equal(answer.status, "pending");
  assert.equal((await plan(ada)).next, undefined);
  assert.deepEqual(await open.fake.deliver(open.worker), [["customer.subscription.updated", "done"]]);
  assert.equal((await ada.owner.get("wishes/2")).answer.status, "done");
  assert.deepEqual([(await plan(ada)).id, (await plan(ada)).next.id, await credits(ada)], ["basic", "plus", 100]);
  assert.deepEqual(codes(await ada.owner.post("wishes", subscribe("3", "yearly", { when: "periodEnd" }))), [422, "not_sold"]);
  await forward(open.worker, 35 * dayMs);
  await open.fake.double.renew(subscriptionOf(ada));
  await open.fake.deliver(open.worker);
  assert.deepEqual([(await plan(ada)).id, await credits(ada), (await receipts(ada))[0].price.amount], ["plus", 300, 2500]);
  // When the provider gives up, the plan that it paid for ends, though it began as another.
  await open.fake.double.answer("DELETE", `/v1/subscriptions/${subscriptionOf(ada)}`, "");
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).id, "free");
});

test("a plan that is to follow is not begun by wishing for it again, nor by an invoice of before", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  for (const [nth, wanted] of ["plus", "plus", "basic", "basic", "plus", "plus"].entries()) {
    await ada.owner.post("wishes", subscribe(`hop-${nth}`, wanted, { when: "periodEnd" }));
    assert.deepEqual(await open.fake.deliver(open.worker), [["customer.subscription.updated", "done"]]);
    assert.deepEqual([(await plan(ada)).id, await credits(ada)], ["basic", 100], `${nth}`);
  }
  // The period is due, and its invoice is of before the change: it pays the plan of then, and the other follows with its own.
  await forward(open.worker, 35 * dayMs);
  assert.equal(await invoiced(ada, 1000), "done");
  assert.deepEqual([(await plan(ada)).id, (await plan(ada)).next.id, await credits(ada)], ["basic", "plus", 100]);
  assert.deepEqual([(await receipts(ada))[0].item, (await receipts(ada))[0].price], ["basic", euros(1000)]);
  await forward(open.worker, 31 * dayMs);
  assert.equal(await invoiced(ada, 2500), "done");
  assert.deepEqual([(await plan(ada)).id, await credits(ada), (await receipts(ada))[0].price], ["plus", 300, euros(2500)]);
  // One that was left open until now pays for as much as it is.
  assert.equal(await invoiced(ada, 1000), "done");
  assert.deepEqual([await credits(ada), (await receipts(ada))[0].credits, await troubles(ada)], [120, 120, []]);
  await sound(open.worker, ada.id);
});

test("a change that is to come is taken back by wishing for the plan that runs, and costs nothing", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  const later = async (id) => {
    await ada.owner.post("wishes", subscribe(id, "plus", { when: "periodEnd" }));
    await open.fake.deliver(open.worker);
    assert.equal((await plan(ada)).next.id, "plus");
  };
  const back = async (id) => {
    assert.equal((await ada.owner.post("quotes", { type: "subscribe", plan: "basic" })).answer.pays, "nextPeriod");
    assert.equal((await ada.owner.post("wishes", subscribe(id, "basic"))).answer.status, "pending");
    assert.deepEqual(await open.fake.deliver(open.worker), [["customer.subscription.updated", "done"]]);
    const { status, next } = await plan(ada);
    assert.deepEqual([status, next, await credits(ada), billed(ada)], ["active", undefined, 100, 1000]);
  };
  await later("2");
  await back("3");
  await later("4");
  await ada.owner.post("wishes", { type: "cancel", id: "5" });
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).status, "cancelled");
  await back("6");
  // Where the cancellation is taken back at the provider's own site, what is billed there is what follows.
  await later("7");
  for (const ends of ["true", "false"]) await open.fake.double.answer("POST", `/v1/subscriptions/${subscriptionOf(ada)}`, `cancel_at_period_end=${ends}`);
  const [cancelled, resumed] = open.fake.happened.splice(0);
  open.fake.things.get(`thing:${subscriptionOf(ada)}`).cancel_at_period_end = true;
  assert.equal((await open.fake.send(open.worker, cancelled)).answer.outcome, "done");
  assert.equal((await plan(ada)).status, "cancelled");
  open.fake.things.get(`thing:${subscriptionOf(ada)}`).cancel_at_period_end = false;
  assert.equal((await open.fake.send(open.worker, resumed)).answer.outcome, "done");
  assert.deepEqual([(await plan(ada)).status, (await plan(ada)).next.id, await credits(ada)], ["active", "plus", 100]);
});

test("what a wish would come to is told before, and is what the wish then comes to", async () => {
  const ada = await open.customer();
  let nth = 0;
  /** Asked, and sent for the price that was told: what the quote says, and how the wish is doing. */
  const both = async (buyer, wish) => {
    const { status, answer: quote } = await buyer.post("quotes", wish);
    assert.equal(status, 200, JSON.stringify(quote));
    const sent = await buyer.post("wishes", { ...wish, id: `q-${nth += 1}`, ...(quote.price ? { expect: quote.price } : {}) });
    return [quote.pays, quote.price?.amount, quote.why, sent.answer.status ?? sent.answer.error.code, sent.answer.url?.split("/").at(-1)];
  };
  const pays = async (buyer, wish, amount) => {
    const [when, price, , status, session] = await both(buyer, wish);
    assert.deepEqual([when, price, status], ["now", amount, "open"]);
    await open.fake.double.pay(session);
    await open.fake.deliver(open.worker);
  };
  const told = async (buyer, wish, expected) => {
    assert.deepEqual((await both(buyer, wish)).slice(0, 4), expected);
    await open.fake.deliver(open.worker);
  };
  await pays(ada.owner, { type: "purchase", pack: "large", quantity: 2, consent: "I agree" }, 8000);
  await pays(ada.owner, { type: "subscribe", plan: "basic" }, 1000);
  await told(ada.owner, { type: "cancel" }, ["nothing", undefined, undefined, "pending"]);
  // Taken up again: nothing is paid now.
  await told(ada.owner, { type: "subscribe", plan: "basic", when: "now" }, ["nextPeriod", 1000, undefined, "pending"]);
  assert.equal((await receipts(ada)).length, 2);
  await told(ada.owner, { type: "subscribe", plan: "plus", when: "periodEnd" }, ["nextPeriod", 2500, undefined, "pending"]);
  await told(ada.owner, { type: "subscribe", plan: "yearly", when: "periodEnd" }, ["unsold", undefined, "other_period", "not_sold"]);
  await told(ada.owner, { type: "subscribe", plan: "gift" }, ["unsold", undefined, "no_price", "not_sold"]);
  await pays(ada.owner, { type: "subscribe", plan: "yearly", when: "now" }, 9000);
  await told(ada.owner, { type: "close" }, ["nothing", undefined, undefined, "pending"]);
  // A plan that the operator started is followed by nothing, and cancelled at once.
  const eve = await open.customer();
  await eve.system.command({ type: "subscribe", id: "x:1", plan: "basic" });
  await told(eve.owner, { type: "subscribe", plan: "plus", when: "periodEnd" }, ["unsold", undefined, "not_followed", "not_sold"]);
  await told(eve.owner, { type: "cancel" }, ["nothing", undefined, undefined, "done"]);
  await told(eve.owner, { type: "subscribe", plan: "basic" }, ["unsold", undefined, "not_billed", "not_sold"]);
  // Of seats that are added only these are paid.
  const firm = await open.customer({ fay: { role: "lead" }, ben: { role: "artist" } });
  const fay = await firm.as("fay");
  await pays(fay, { type: "subscribe", plan: "team", seats: 3 }, 1500);
  await pays(fay, { type: "subscribe", plan: "team", seats: 4 }, 500);
  await told(fay, { type: "subscribe", plan: "team", seats: 2 }, ["nextPeriod", 1000, undefined, "pending"]);
  // What is refused is refused, and what is no wish is none.
  assert.deepEqual(codes(await (await firm.as("ben")).post("quotes", { type: "subscribe", plan: "plus" })), [403, "role_forbids"]);
  for (const body of [{ type: "grant" }, { type: "cancel", id: "w" }, { type: "cancel", expect: euros(0) }, { type: "subscribe", plan: "plus", by: "ada" }]) {
    assert.deepEqual(codes(await ada.owner.post("quotes", body)), [400, "invalid_body"], JSON.stringify(body));
  }
  assert.deepEqual(await troubles(ada), []);
});

test("an end at the provider ends the plan even while another is to follow", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "clock"));
  await ada.owner.post("wishes", subscribe("2", "plus", { when: "periodEnd" }));
  await open.fake.deliver(open.worker);
  await open.fake.double.answer("DELETE", `/v1/subscriptions/${subscriptionOf(ada)}`, "");
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).id, "free");
  await forward(open.worker, 70 * dayMs);
  assert.equal(await credits(ada), 0);
});

test("what the provider bills otherwise than was agreed changes nothing here", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  await ada.owner.post("wishes", subscribe("2", "plus", { when: "periodEnd" }));
  const thing = open.fake.things.get(`thing:${subscriptionOf(ada)}`);
  thing.items.data[0].price.unit_amount = 1;
  assert.deepEqual(await open.fake.deliver(open.worker), [["customer.subscription.updated", "trouble"]]);
  assert.equal((await plan(ada)).next, undefined);
});

test("seats are paid in full when they are added, and billed from then on; fewer from the next period", async () => {
  const firm = await open.customer({ ada: { role: "lead" } });
  const ada = await firm.as("ada");
  await paid(open, ada, subscribe("1", "team", { seats: 3, expect: euros(1500) }));
  assert.deepEqual([(await plan(firm)).seats, await credits(firm)], [3, 150]);
  await paid(open, ada, subscribe("2", "team", { seats: 5, expect: euros(1000) }));
  assert.deepEqual([(await plan(firm)).seats, await credits(firm)], [5, 250]);
  const subscription = subscriptionOf(firm);
  assert.ok(await until(() => open.fake.things.get(`thing:${subscription}`).items.data[0].quantity === 5));
  await open.fake.deliver(open.worker);
  const { answer } = await ada.post("wishes", subscribe("3", "team", { seats: 2, expect: euros(1000) }));
  assert.equal(answer.status, "pending");
  await open.fake.deliver(open.worker);
  assert.deepEqual([(await plan(firm)).seats, (await plan(firm)).next?.seats], [5, 2]);
  await forward(open.worker, 35 * dayMs);
  await open.fake.double.renew(subscription);
  await open.fake.deliver(open.worker);
  assert.deepEqual([(await plan(firm)).seats, await credits(firm), (await receipts(firm))[0].price.amount], [2, 100, 1000]);
});

test("a seat that is added while fewer are to follow is a seat more than there are", async () => {
  const firm = await open.customer({ ada: { role: "lead" } });
  const ada = await firm.as("ada");
  await paid(open, ada, subscribe("1", "team", { seats: 5, expect: euros(2500) }));
  await ada.post("wishes", subscribe("2", "team", { seats: 2, expect: euros(1000) }));
  await open.fake.deliver(open.worker);
  await paid(open, ada, subscribe("3", "team", { seats: 6, expect: euros(500) }));
  assert.deepEqual([(await plan(firm)).seats, await credits(firm)], [6, 300]);
  assert.ok(await until(() => open.fake.things.get(`thing:${subscriptionOf(firm)}`).items.data[0].quantity === 6));
  await open.fake.deliver(open.worker);
});

test("seats that were added after an invoice are not in it, and seats that are added while another plan is to follow keep this one", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "team", { seats: 2, expect: euros(1000) }));
  await forward(open.worker, 35 * dayMs);
  await paid(open, ada.owner, subscribe("2", "team", { seats: 10, expect: euros(4000) }));
  assert.equal(await invoiced(ada, 1000), "done");
  const [receipt] = await receipts(ada);
  assert.deepEqual([await credits(ada), receipt.credits, receipt.quantity, receipt.price], [100, 100, 2, euros(1000)]);
  await forward(open.worker, 31 * dayMs);
  assert.equal(await invoiced(ada, 5000), "done");
  assert.deepEqual([await credits(ada), (await receipts(ada))[0].quantity], [500, 10]);
  await sound(open.worker, ada.id);

  const ben = await open.customer();
  await paid(open, ben.owner, subscribe("1", "team", { seats: 2, expect: euros(1000) }));
  await ben.owner.post("wishes", subscribe("2", "plus", { when: "periodEnd" }));
  await open.fake.deliver(open.worker);
  await paid(open, ben.owner, subscribe("3", "team", { seats: 3, expect: euros(500) }));
  assert.deepEqual([(await plan(ben)).id, (await plan(ben)).seats, (await plan(ben)).next, await credits(ben)], ["team", 3, undefined, 150]);
  assert.ok(await until(() => billed(ben) === 1500), `${billed(ben)}`);
  await forward(open.worker, 35 * dayMs);
  assert.equal(await invoiced(ben, 1500), "done");
  assert.deepEqual([await credits(ben), await troubles(ben)], [150, []]);
});

test("a plan by seats is for as many as were paid, however many there are when its payment comes", async () => {
  const ada = await open.customer();
  const session = await checkout(ada.owner, subscribe("1", "team"));
  // A plan that costs the same for however many seats, in the meantime.
  await paid(open, ada.owner, subscribe("2", "basic", { seats: 100 }));
  assert.equal((await plan(ada)).seats, 100);
  await open.fake.double.pay(session);
  await open.fake.deliver(open.worker);
  assert.deepEqual([(await plan(ada)).id, (await plan(ada)).seats ?? 1, await credits(ada), await troubles(ada)], ["team", 1, 150, []]);
  // What was to follow a plan that was replaced comes of no late event either, and is waited for no more.
  await paid(open, ada.owner, subscribe("3", "basic"));
  await ada.owner.post("wishes", subscribe("4", "team", { when: "periodEnd" }));
  const [later] = open.fake.happened.splice(0);
  await paid(open, ada.owner, subscribe("5", "plus", { seats: 100 }));
  assert.equal((await open.fake.send(open.worker, later)).answer.outcome, "ignored");
  assert.deepEqual([(await plan(ada)).id, (await plan(ada)).next, (await ada.owner.get("wishes/4")).answer.status], ["plus", undefined, "expired"]);
});

test("seats are billed as many as there are, in whatever order the provider is told", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "team", { seats: 1 }));
  // The first word does not get through, and is said again after the second.
  await open.fake.double.pay(await checkout(ada.owner, subscribe("2", "team", { seats: 2 })));
  let refused = 0;
  open.fake.hooks.instead = () => {
    refused += 1;
    return { status: 500, body: { error: { type: "api_error", message: "away" } } };
  };
  await open.fake.deliver(open.worker);
  // Two times, so that it waits for longer than the second word takes.
  assert.ok(await until(() => refused >= 6, 20_000));
  open.fake.hooks.instead = undefined;
  await paid(open, ada.owner, subscribe("3", "team", { seats: 3 }));
  assert.ok(await until(() => billed(ada) === 1500), `${billed(ada)}`);
  await sleep(5000);
  await open.fake.deliver(open.worker);
  assert.deepEqual([billed(ada), (await plan(ada)).seats, await troubles(ada)], [1500, 3, []]);
});

test("a seat's price does not buy the plan, if it has ended meanwhile", async () => {
  const firm = await open.customer({ ada: { role: "lead" } });
  const ada = await firm.as("ada");
  await paid(open, ada, subscribe("1", "team", { seats: 9, expect: euros(4500) }));
  const session = await checkout(ada, subscribe("2", "team", { seats: 10, expect: euros(500) }));
  await ada.post("wishes", { type: "cancel", id: "3", when: "now" });
  await open.fake.deliver(open.worker);
  assert.equal((await plan(firm)).id, "free");
  await open.fake.double.pay(session);
  assert.deepEqual(await open.fake.deliver(open.worker), [["checkout.session.completed", "trouble"]]);
  assert.deepEqual([(await plan(firm)).id, await credits(firm)], ["free", 0]);
});

test("a cancellation is told to the provider first, and applied on its event; it can be taken back", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  assert.equal((await ada.owner.post("wishes", { type: "cancel", id: "2" })).answer.status, "pending");
  assert.equal((await plan(ada)).status, "active");
  assert.equal(open.fake.things.get(`thing:${subscriptionOf(ada)}`).cancel_at_period_end, true);
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).status, "cancelled");
  assert.equal((await ada.owner.get("wishes/2")).answer.status, "done");
  assert.equal((await ada.owner.post("wishes", subscribe("3", "basic"))).answer.status, "pending");
  await open.fake.deliver(open.worker);
  assert.deepEqual([(await plan(ada)).status, await credits(ada)], ["active", 100]);
  assert.equal((await ada.owner.post("wishes", { type: "cancel", id: "4", when: "now" })).answer.status, "pending");
  await open.fake.deliver(open.worker);
  assert.deepEqual([(await plan(ada)).id, await credits(ada)], ["free", 0]);
  await sound(open.worker, ada.id);
});

test("what is cancelled at the provider's own site is cancelled here, and what is not paid ends", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "clock"));
  const subscription = subscriptionOf(ada);
  const update = (text) => open.fake.double.answer("POST", `/v1/subscriptions/${subscription}`, text);
  await update("cancel_at_period_end=true");
  const [cancelled] = open.fake.happened;
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).status, "cancelled");
  await update("cancel_at_period_end=false");
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).status, "active");
  // An old event, told again: the subscription is asked for as it is now.
  await open.fake.send(open.worker, cancelled);
  assert.equal((await plan(ada)).status, "active");
  open.fake.things.get(`thing:${subscription}`).status = "unpaid";
  await update("");
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).id, "free");
  // Stripe keeps one that it gave up, and bills it again as soon as anything of it is paid.
  assert.ok(await until(() => open.fake.things.get(`thing:${subscription}`).status === "canceled"));
});

test("an end that is an instant, as the provider's own pages write it, is the period's, and is taken back like any other", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  const subscription = subscriptionOf(ada);
  const thing = () => open.fake.things.get(`thing:${subscription}`);
  const ends = Math.floor(Date.now() / 1000) + 30 * 86_400;
  thing().items.data[0].current_period_end = ends;
  await open.fake.double.answer("POST", `/v1/subscriptions/${subscription}`, `cancel_at=${ends}`);
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).status, "cancelled");
  assert.equal((await ada.owner.post("wishes", subscribe("2", "basic"))).answer.status, "pending");
  await open.fake.deliver(open.worker);
  assert.deepEqual([(await plan(ada)).status, thing().cancel_at], ["active", null]);
});

test("an end months ahead is not this period's: the plan goes on, and so does the end", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "team", { seats: 2, expect: euros(1000) }));
  const subscription = subscriptionOf(ada);
  const thing = () => open.fake.things.get(`thing:${subscription}`);
  const [now, month] = [Math.floor(Date.now() / 1000), 30 * 86_400];
  thing().items.data[0].current_period_end = now + month;
  const update = async (text) => {
    await open.fake.double.answer("POST", `/v1/subscriptions/${subscription}`, text);
    await open.fake.deliver(open.worker);
  };
  await update(`cancel_at=${now + 6 * month}`);
  assert.equal((await plan(ada)).status, "active");
  await ada.owner.post("wishes", subscribe("2", "team", { seats: 1, expect: euros(500) }));
  await open.fake.deliver(open.worker);
  assert.deepEqual([(await plan(ada)).status, thing().cancel_at], ["active", now + 6 * month]);
  thing().items.data[0].current_period_end = now + 6 * month;
  await update("");
  assert.equal((await plan(ada)).status, "cancelled");
});

test("an end that was set for a later period lets that one be paid and run", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  const subscription = subscriptionOf(ada);
  const thing = () => open.fake.things.get(`thing:${subscription}`);
  const now = Math.floor(Date.now() / 1000);
  const period = (nth) => Object.assign(thing().items.data[0], { current_period_start: now + nth * 30 * 86_400, current_period_end: now + (nth + 1) * 30 * 86_400 });
  const update = (text) => open.fake.double.answer("POST", `/v1/subscriptions/${subscription}`, text);
  period(0);
  Object.assign(thing(), { canceled_at: now + 86_400 });
  await update(`cancel_at=${now + 60 * 86_400}`);
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).status, "active");
  await forward(open.worker, 31 * dayMs);
  // Stripe begins the last period, tells so, and has it paid an hour later.
  period(1);
  await open.fake.double.renew(subscription);
  const [invoice] = open.fake.happened.splice(0);
  await update("");
  await open.fake.deliver(open.worker);
  assert.deepEqual([(await plan(ada)).id, (await plan(ada)).status, thing().status], ["basic", "active", "active"]);
  assert.equal((await open.fake.send(open.worker, invoice)).answer.outcome, "done");
  assert.deepEqual([(await plan(ada)).status, (await plan(ada)).periods, await credits(ada), await troubles(ada)], ["cancelled", 1, 100, []]);
  await open.fake.double.answer("DELETE", `/v1/subscriptions/${subscription}`, "");
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).id, "free");
});

test("closing ends the provider's subscription first; an account that nobody bills is closed at once", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  const later = await checkout(ada.owner, purchase("2"));
  assert.deepEqual(codes(await ada.system.command({ type: "close", id: "x:1" })), [409, "billed"]);
  assert.equal((await ada.owner.post("wishes", { type: "close", id: "3" })).answer.status, "pending");
  assert.equal(await credits(ada), 100);
  await open.fake.deliver(open.worker);
  assert.equal(await credits(ada), 0);
  assert.deepEqual(codes(await ada.owner.command({ type: "spend", id: "s", request: { model: "image" } })), [409, "account_closed"]);
  // A checkout that was open is taken back; were it paid before that, the operator is told.
  assert.ok(await until(() => open.fake.things.get(`thing:${later}`).status === "expired"));
  const free = await open.customer();
  const { answer } = await free.owner.post("wishes", { type: "close", id: "1" });
  assert.deepEqual([answer.status, answer.decision.ok], ["done", true]);
});

test("closing takes back every checkout that is open, whoever closes", async () => {
  const ada = await open.customer();
  const session = await checkout(ada.owner, purchase("1"));
  assert.equal((await ada.owner.post("wishes", { type: "close", id: "2" })).answer.status, "done");
  assert.ok(await until(() => open.fake.things.get(`thing:${session}`).status === "expired"));
  await open.fake.deliver(open.worker);
  assert.equal((await ada.owner.get("wishes/1")).answer.status, "expired");

  const ben = await open.customer();
  const other = await checkout(ben.owner, purchase("1"));
  assert.equal((await ben.system.command({ type: "close", id: "close:1" })).status, 200);
  assert.ok(await until(() => open.fake.things.get(`thing:${other}`).status === "expired"));
  await open.fake.deliver(open.worker);
});

test("a checkout that is being begun while the account is closed is taken back too, and is not begun again", async (t) => {
  const own = await shop();
  t.after(own.stop);
  const ada = await own.customer();
  let closed;
  own.fake.hooks.after = async (call) => {
    if (call !== "POST /v1/checkout/sessions") return;
    own.fake.hooks.after = async () => {};
    closed = await ada.system.command({ type: "close", id: "close:1" });
  };
  const { status, answer } = await ada.owner.post("wishes", purchase("1"));
  assert.equal(closed.status, 200);
  assert.deepEqual([status, answer.status, answer.url], [200, "expired", undefined]);
  const [session] = [...own.fake.things.keys()].filter((key) => key.startsWith("thing:cs_"));
  assert.ok(await until(() => own.fake.things.get(session).status === "expired"));
  assert.equal((await ada.owner.post("wishes", purchase("1"))).answer.status, "expired");

  // The same, where the worker was killed before it had the answer.
  const ben = await own.customer();
  own.fake.hooks.after = async (call) => {
    if (call !== "POST /v1/checkout/sessions") return;
    own.fake.hooks.after = async () => {};
    await own.worker.restart();
  };
  await ben.owner.post("wishes", purchase("1")).catch(() => {});
  await until(() => fetch(`${own.worker.address}/healthz`).then(({ ok }) => ok, () => false));
  assert.equal((await ben.system.command({ type: "close", id: "close:1" })).status, 200);
  const again = await (await ben.as("owner")).post("wishes", purchase("1"));
  assert.deepEqual([again.answer.status, again.answer.url], ["expired", undefined]);
});

test("a plan that was paid and cannot run is not billed again", async () => {
  const ada = await open.customer();
  await open.fake.double.pay(await checkout(ada.owner, subscribe("1", "basic")));
  await ada.system.command({ type: "close", id: "close:1" });
  assert.deepEqual((await open.fake.deliver(open.worker)).at(-1), ["checkout.session.completed", "trouble"]);
  assert.match((await troubles(ada))[0].reason, /is closed/);
  assert.ok(await until(() => open.fake.things.get(`thing:${subscriptionOf(ada)}`).status === "canceled"));
  open.fake.happened.splice(0);
});

test("a plan whose first payment was promised and did not come is not billed on", async () => {
  const ada = await open.customer();
  await open.fake.double.pay(await checkout(ada.owner, subscribe("1", "basic")));
  const { data: { object }, ...event } = open.fake.happened.splice(0).at(-1);
  const told = (type, more = {}) => open.fake.send(open.worker, { ...event, type, data: { object: { ...object, payment_status: "unpaid", ...more } } });
  assert.equal((await told("checkout.session.completed")).answer.outcome, "ignored");
  const { answer } = await ada.owner.get("wishes/1");
  assert.deepEqual([answer.status, answer.url], ["pending", undefined]);
  assert.equal((await told("checkout.session.async_payment_failed")).answer.outcome, "done");
  assert.equal((await ada.owner.get("wishes/1")).answer.status, "expired");
  assert.ok(await until(() => open.fake.things.get(`thing:${subscriptionOf(ada)}`).status === "canceled"));
  await open.fake.deliver(open.worker);
  assert.deepEqual([(await plan(ada)).id, await credits(ada), await troubles(ada)], ["free", 0, []]);
});

test("what the provider does not know any more holds nobody back", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  const first = subscriptionOf(ada);
  const { customer } = open.fake.things.get(`thing:${first}`);
  const kept = open.fake.things.get(`thing:${first}`);
  for (const id of [first, customer]) open.fake.things.delete(`thing:${id}`);
  assert.deepEqual(codes(await ada.system.command({ type: "cancel", id: "end:1", when: "now" })), [409, "billed"]);
  assert.equal((await ada.owner.post("wishes", { type: "cancel", id: "2" })).answer.status, "done");
  assert.equal((await plan(ada)).status, "cancelled");
  // The account is a customer anew, and is sold to again.
  await paid(open, ada.owner, subscribe("3", "plus"));
  assert.deepEqual([(await plan(ada)).id, await credits(ada)], ["plus", 400]);
  assert.notEqual(open.fake.things.get(`thing:${subscriptionOf(ada)}`).customer, customer);
  open.fake.things.delete(`thing:${subscriptionOf(ada)}`);
  assert.equal((await ada.owner.post("wishes", { type: "close", id: "4" })).answer.status, "done");
  assert.deepEqual(codes(await ada.owner.post("quotes", { type: "purchase", pack: "small", quantity: 1 })), [409, "account_closed"]);
  // It was another account of Stripe's that did not know it: where it is billed on, it is ended there.
  open.fake.things.set(`thing:${first}`, kept);
  await open.fake.double.renew(first);
  assert.deepEqual(await open.fake.deliver(open.worker), [["invoice.paid", "trouble"]]);
  assert.ok(await until(() => open.fake.things.get(`thing:${first}`).status === "canceled"));
});

test("a wish's id leaves room for the ids that are made of it", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("p".repeat(80), "basic"));
  assert.equal((await ada.owner.post("wishes", { type: "cancel", id: "c".repeat(81) })).status, 400);
  assert.equal((await ada.owner.post("wishes", { type: "cancel", id: "c".repeat(80) })).answer.status, "pending");
  assert.deepEqual(await open.fake.deliver(open.worker), [["customer.subscription.updated", "done"]]);
  assert.equal((await plan(ada)).status, "cancelled");
});

test("who paid twice for one plan has it once, and the operator is told of the other payment", async () => {
  const firm = await open.customer({ ada: { role: "lead" }, cleo: { role: "clerk" } });
  const [one, two] = [await checkout(await firm.as("ada"), subscribe("1", "basic")), await checkout(await firm.as("cleo"), subscribe("2", "basic"))];
  await open.fake.double.pay(one);
  await open.fake.double.pay(two);
  await open.fake.deliver(open.worker);
  assert.equal(await credits(firm), 100);
  assert.match((await troubles(firm))[0].reason, /runs already/);
  const second = [...open.fake.things.values()].filter((thing) => thing.object === "subscription" && thing.metadata.account === firm.id).at(-1).id;
  assert.ok(await until(() => open.fake.things.get(`thing:${second}`).status === "canceled"));
  await open.fake.deliver(open.worker);
  assert.equal((await plan(firm)).id, "basic");
});

test("a refund at the provider revokes as large a share, and never more than lies there", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, purchase("w", "large"));
  const [{ payment }] = await receipts(ada);
  await open.fake.double.refund(payment, 1000);
  const [early] = open.fake.happened;
  assert.deepEqual(await open.fake.deliver(open.worker), [["charge.refunded", "done"]]);
  assert.equal(await credits(ada), 825);
  assert.equal((await open.fake.send(open.worker, early)).answer.outcome, "known");
  await ada.owner.command({ type: "spend", id: "s", request: { model: "image" } });
  await open.fake.double.refund(payment, 1);
  await open.fake.deliver(open.worker);
  assert.equal(await credits(ada), 823);
  await open.fake.double.refund(payment, 2999);
  await open.fake.deliver(open.worker);
  assert.equal(await credits(ada), 0);
  assert.equal((await open.fake.send(open.worker, early)).answer.outcome, "known");
  assert.deepEqual((await receipts(ada))[0].returned, { money: euros(4000), credits: 1099 });
  await sound(open.worker, ada.id);
});

test("a dispute revokes, one that is won gives back, and an old event of it changes nothing", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, purchase("w", "large"));
  const [{ payment }] = await receipts(ada);
  await open.fake.double.dispute(payment, "needs_response");
  const [opened] = open.fake.happened;
  await open.fake.deliver(open.worker);
  assert.equal(await credits(ada), 0);
  await open.fake.double.dispute(payment, "won");
  await open.fake.deliver(open.worker);
  assert.equal(await credits(ada), 1100);
  await open.fake.send(open.worker, opened);
  assert.equal(await credits(ada), 1100);
  await open.fake.double.dispute(payment, "lost");
  await open.fake.deliver(open.worker);
  assert.equal(await credits(ada), 0);
  await sound(open.worker, ada.id);
});

test("what a bank disputes in a currency of its own is all of it", async () => {
  const ada = await open.customer();
  await open.fake.double.pay(await checkout(ada.owner, purchase("w")));
  const { data: { object: { payment_intent: intent } } } = open.fake.happened[0];
  await open.fake.deliver(open.worker);
  await open.fake.double.dispute(intent, "needs_response", 390, "gbp");
  assert.deepEqual(await open.fake.deliver(open.worker), [["charge.dispute.created", "done"]]);
  assert.deepEqual([await credits(ada), (await receipts(ada))[0].returned], [0, { money: euros(500), credits: 100 }]);
  await open.fake.double.dispute(intent, "won", 390, "gbp");
  await open.fake.deliver(open.worker);
  assert.deepEqual([await credits(ada), (await receipts(ada))[0].returned], [100, undefined]);
});

test("currencies that the provider counts otherwise cost there what they cost here", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bursar-currency-"));
  const shops = [];
  t.after(async () => {
    for (const { stop } of shops) await stop();
    rmSync(folder, { recursive: true });
  });
  const book = join(folder, "book.json");
  const text = readFileSync(new URL("rulebooks/shop.json", import.meta.url), "utf8");
  for (const [currency, times] of [["ISK", 100], ["MGA", 0.01]]) {
    // Prices that each of them can have.
    const rules = JSON.parse(text);
    Object.assign(rules, { currency, purchase: { ...rules.purchase, inAppLimit: 1_000_000 } });
    rules.packs.small.price = 50_000;
    rules.plans.basic.price = 100_000;
    writeFileSync(book, JSON.stringify(rules));
    const there = await shop({ alias: { "bursar/rules/leonardo.json": book } });
    shops.push(there);
    const ada = await there.customer();
    const money = (amount) => ({ amount, currency });
    const session = await checkout(ada.owner, purchase("1", "small", 2, { expect: money(100_000) }));
    assert.equal(there.fake.things.get(`thing:${session}`).amount_total, 100_000 * times);
    await there.fake.double.pay(session);
    const { data: { object: { payment_intent: intent } } } = there.fake.happened[0];
    await there.fake.deliver(there.worker);
    assert.deepEqual([await credits(ada), (await receipts(ada))[0].price], [200, money(100_000)]);
    await there.fake.double.refund(intent, 50_000 * times);
    await there.fake.deliver(there.worker);
    assert.deepEqual([await credits(ada), (await receipts(ada))[0].returned.money], [100, money(50_000)]);
    await paid(there, ada.owner, subscribe("2", "basic", { expect: money(100_000) }));
    await forward(there.worker, 35 * dayMs);
    await there.fake.double.renew([...there.fake.things.values()].find(({ object }) => object === "subscription").id);
    await there.fake.deliver(there.worker);
    assert.deepEqual([(await plan(ada)).periods, (await receipts(ada))[0].price, await troubles(ada)], [1, money(100_000), []]);
  }
});

test("a dispute of what was refunded already takes nothing more, and stands on the receipt", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, purchase("w"));
  const [{ payment }] = await receipts(ada);
  await open.fake.double.refund(payment, 500);
  await open.fake.double.dispute(payment, "needs_response");
  assert.deepEqual(await open.fake.deliver(open.worker), [["charge.refunded", "done"], ["charge.dispute.created", "done"]]);
  assert.deepEqual([await credits(ada), (await receipts(ada))[0].returned], [0, { money: euros(500), credits: 100 }]);
  await open.fake.double.dispute(payment, "won");
  await open.fake.deliver(open.worker);
  assert.equal(await credits(ada), 0);
});

test("a dispute of a plan's payment revokes its allowance and ends its billing", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("w", "basic"));
  const subscription = subscriptionOf(ada);
  const [intent] = [...open.fake.things.values()].filter((thing) => thing.object === "payment_intent").slice(-1);
  await open.fake.double.dispute(intent.id, "needs_response");
  await open.fake.deliver(open.worker);
  assert.equal(await credits(ada), 0);
  assert.ok(await until(() => open.fake.things.get(`thing:${subscription}`).status === "canceled"));
  await open.fake.deliver(open.worker);
  assert.equal((await plan(ada)).id, "free");
});

test("what a subscription paid goes back though its customer was erased at the provider", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  const { customer } = open.fake.things.get(`thing:${subscriptionOf(ada)}`);
  const intent = [...open.fake.things.values()].findLast((thing) => thing.object === "payment_intent");
  open.fake.things.set(`thing:${customer}`, { id: customer, object: "customer", deleted: true });
  await open.fake.double.refund(intent.id, 1000);
  assert.deepEqual([await open.fake.deliver(open.worker), await credits(ada)], [[["charge.refunded", "done"]], 0]);
});

test("a charge that nobody wished for here, of a customer that is gone, is not heard of", async () => {
  const { things, double } = open.fake;
  things.set("thing:cus_gone", { id: "cus_gone", object: "customer", deleted: true });
  things.set("thing:ch_old", { id: "ch_old", object: "charge", payment_intent: null, customer: "cus_gone", amount: 500, currency: "eur", amount_refunded: 500, metadata: {} });
  const { body: object } = await double.answer("GET", "/v1/charges/ch_old", "");
  const { status, answer } = await open.fake.send(open.worker, { id: "evt_old", object: "event", type: "charge.refunded", livemode: false, created: 1, data: { object } });
  assert.deepEqual([status, answer.outcome], [200, "ignored"]);
});

test("an invoice that is told in the form of an older API pays its period all the same", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  await forward(open.worker, 31 * dayMs);
  await open.fake.double.renew(subscriptionOf(ada));
  const [event] = open.fake.happened.splice(0);
  const { parent, ...object } = event.data.object;
  const older = { ...event, data: { object: { ...object, subscription: parent.subscription_details.subscription } } };
  assert.equal((await open.fake.send(open.worker, older)).answer.outcome, "done");
  assert.deepEqual([(await plan(ada)).periods, (await receipts(ada)).length], [1, 2]);
});

test("an early event whose dispute is not there any more keeps no other from being heard", async () => {
  const ada = await open.customer();
  await open.fake.double.pay(await checkout(ada.owner, purchase("1")));
  const [done] = open.fake.happened.splice(0);
  const { payment_intent: intent } = done.data.object;
  await open.fake.double.dispute(intent, "needs_response");
  assert.deepEqual(await open.fake.deliver(open.worker), [["charge.dispute.created", "waiting"]]);
  open.fake.things.delete(`thing:dp_${intent}`);
  const { status, answer } = await open.fake.send(open.worker, done);
  assert.deepEqual([status, answer.outcome, await credits(ada)], [200, "done", 100]);
});

test("what went back of a payment that was a trouble is asked about no more, until that payment is credited at last", async () => {
  const ada = await open.customer();
  const sessions = [await checkout(ada.owner, subscribe("1", "basic")), await checkout(ada.owner, subscribe("2", "basic"))];
  for (const session of sessions) await open.fake.double.pay(session);
  const [, , , second] = open.fake.happened;
  assert.deepEqual((await open.fake.deliver(open.worker)).map(([, outcome]) => outcome), ["ignored", "done", "ignored", "trouble"]);
  const intent = [...open.fake.things.values()].findLast(({ object }) => object === "payment_intent");
  await open.fake.double.refund(intent.id, 1000);
  assert.deepEqual(await open.fake.deliver(open.worker), [["charge.refunded", "waiting"]]);
  await until(() => open.fake.things.get(`thing:${second.data.object.subscription}`).status === "canceled");
  await open.fake.deliver(open.worker);
  const session = await checkout(ada.owner, purchase("3"));
  const calls = open.fake.calls.length;
  await open.fake.double.pay(session);
  await open.fake.deliver(open.worker);
  assert.deepEqual([open.fake.calls.slice(calls), await credits(ada)], [[], 200]);
  // The plan has ended, and the operator sends the event again from the provider's pages.
  await ada.owner.post("wishes", { type: "cancel", id: "4", when: "now" });
  await open.fake.deliver(open.worker);
  assert.equal((await open.fake.send(open.worker, second)).answer.outcome, "done");
  assert.deepEqual([await credits(ada), (await receipts(ada))[0].returned.money], [100, euros(1000)]);
});

test("a refund of a period by the clock revokes nothing and tells the operator", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("w", "clock"));
  await forward(open.worker, 32 * dayMs);
  await open.fake.double.renew(subscriptionOf(ada));
  await open.fake.deliver(open.worker);
  const intent = [...open.fake.things.values()].findLast((thing) => thing.object === "payment_intent");
  await open.fake.double.refund(intent.id, 1500);
  assert.deepEqual(await open.fake.deliver(open.worker), [["charge.refunded", "trouble"]]);
  assert.equal(await credits(ada), 150);
  assert.match((await troubles(ada))[0].reason, /granted nothing by itself/);
});

test("a provider that is away, or will not, charges nothing; the same wish may be sent again", async () => {
  const ada = await open.customer();
  open.fake.hooks.instead = () => ({ status: 500, body: { error: { type: "api_error", message: "away" } } });
  assert.deepEqual(codes(await ada.owner.post("wishes", purchase("w"))), [502, "provider_failed"]);
  open.fake.hooks.instead = () => ({ status: 400, body: { error: { type: "invalid_request_error", message: "no" } } });
  assert.deepEqual(codes(await ada.owner.post("wishes", purchase("other"))), [502, "provider_failed"]);
  assert.equal((await ada.owner.get("wishes/other")).status, 404);
  open.fake.hooks.instead = undefined;
  assert.equal((await ada.owner.post("wishes", purchase("w"))).answer.status, "open");
  assert.match(open.worker.log(), /"wish":"other","reason":"no"/);
  // The customer was erased, and the answer to its checkout by a new one was lost: the same wish is told in the same words.
  const { customer } = [...open.fake.things.values()].findLast(({ object, metadata }) => object === "checkout.session" && metadata.account === ada.id);
  open.fake.things.set(`thing:${customer}`, { id: customer, object: "customer", deleted: true });
  let sessions = 0;
  open.fake.hooks.before = async (call) => {
    if (call !== "POST /v1/checkout/sessions" || (sessions += 1) === 1) return;
    open.fake.hooks.instead = () => ({ status: 500, body: { error: { type: "api_error", message: "away" } } });
  };
  assert.deepEqual(codes(await ada.owner.post("wishes", purchase("erased"))), [502, "provider_failed"]);
  Object.assign(open.fake.hooks, { before: async () => {}, instead: undefined });
  assert.equal((await ada.owner.post("wishes", purchase("erased"))).answer.status, "open");
  // What Stripe keeps of a request that it refused is not what a later one of the same wish's is answered by.
  open.fake.hooks.turned = (text) => text.replace(/(unit_amount.*?)=500/, "$1=10");
  assert.deepEqual(codes(await ada.owner.post("wishes", purchase("third"))), [502, "provider_failed"]);
  open.fake.hooks.turned = undefined;
  await sleep(1100);
  assert.equal((await ada.owner.post("wishes", purchase("third"))).answer.status, "open");
});

test("without a provider nothing is sold, and nothing is believed", async () => {
  const bare = await run({ development: false });
  try {
    const { status } = await send(bare, { type: "checkout.session.completed" }, { key: "" });
    assert.equal(status, 503);
    await account(bare, "nobody", "leonardo");
    const { answer } = await operator(bare).at("nobody").post("quotes", { type: "subscribe", plan: "essential" });
    assert.deepEqual(answer, { type: "subscribe", pays: "unsold", why: "no_payments" });
    const half = await run({ development: false, settings: { STRIPE_KEY: "sk_test_x" } });
    assert.equal((await send(half, {}, { key: "" })).status, 503);
    await half.stop();
  } finally {
    await bare.stop();
  }
});

test("development has a checkout at which nobody pays, marked as such, that goes by the same webhook", async () => {
  const worker = await run();
  try {
    await account(worker, "ada", "studio");
    const ada = (await person(worker, { ada: "owner" })).at("ada");
    const price = { amount: 2400, currency: "USD" };
    const { answer } = await ada.post("wishes", { type: "subscribe", id: "w", plan: "pro", expect: price, returnTo: "/plans?a=1" });
    assert.deepEqual([answer.status, answer.test, answer.url.startsWith(`${worker.address}/dev/checkout/`)], ["open", true, true]);
    const page = await (await fetch(answer.url)).text();
    assert.match(page, /Test: no money is taken/);
    assert.match(page, /\$24\.00/);
    const next = await fetch(answer.url, { method: "POST", redirect: "manual" });
    assert.deepEqual([next.status, next.headers.get("location")], [303, `${worker.address}/plans?a=1&wish=w&checkout=done`]);
    assert.equal((await ada.get("wishes/w")).answer.status, "done");
    assert.equal((await ada.get("balance")).answer.plan.id, "pro");
    assert.match((await ada.get("receipts/1/print")).answer, /Test: nothing was paid/);
    await fetch(answer.url, { method: "POST", redirect: "manual" });
    assert.equal((await ada.get("receipts")).answer.receipts.length, 1);
    // Its secret is its own: an event that is signed by any other is refused.
    assert.equal((await send(worker, { type: "checkout.session.completed" })).status, 400);
    await ada.post("wishes", { type: "cancel", id: "c" });
    assert.ok(await until(async () => (await ada.get("balance")).answer.plan.status === "cancelled"));
    await sound(worker, "ada");
  } finally {
    await worker.stop();
  }
});

test("metrics tell of the provider's events, and the operator alone of troubles", async () => {
  const { answer } = await operator(open.worker).send("GET", "/metrics");
  assert.match(answer, /bursar_payment_events_total\{type="checkout.session.completed",outcome="done"\} \d/);
  assert.match(answer, /bursar_payment_events_total\{type="invoice.paid",outcome="trouble"\} \d/);
  assert.match(answer, /bursar_errands_total\{kind="end",outcome="done"\} \d/);
  const ada = await open.customer();
  assert.equal((await ada.owner.get("troubles")).status, 403);
  const log = open.worker.log();
  for (const hidden of ["whsec_", "sk_test"]) assert.ok(!log.includes(hidden), hidden);
});

function subscriptionOf({ id }) {
  return [...open.fake.things.values()].findLast((thing) => thing.object === "subscription" && thing.metadata.account === id).id;
}

/** What the provider bills for a period. */
function billed(customer) {
  const [{ price, quantity }] = open.fake.things.get(`thing:${subscriptionOf(customer)}`).items.data;
  return price.unit_amount * Number(quantity);
}

/** Another period is paid, with an amount that may be another than is billed by now; answers what became of it. */
async function invoiced(customer, amount) {
  await open.fake.double.renew(subscriptionOf(customer));
  const event = open.fake.happened.splice(0).findLast(({ type }) => type === "invoice.paid");
  return (await open.fake.send(open.worker, { ...event, data: { object: { ...event.data.object, subtotal: amount, total: amount, amount_paid: amount } } })).answer.outcome;
}
