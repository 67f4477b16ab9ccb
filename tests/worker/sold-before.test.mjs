// What was sold before the rules changed, and is billed, added to or paid after it.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { dayMs, forward, sound } from "./harness.mjs";
import { checkout, codes, credits, euros, paid, plan, purchase, receipts, served, shop, subscribe, troubles } from "./shop.mjs";

const text = readFileSync(new URL("rulebooks/shop.json", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "bursar-sold-"));

let open;
before(async () => {
  open = await shop();
});
after(async () => {
  await open.stop();
  rmSync(folder, { recursive: true });
});

/** From now on the shop's rules are others; at the end of the test they are the shop's again. */
async function changed(t, change) {
  const rules = JSON.parse(text);
  change(rules);
  const book = join(folder, "book.json");
  writeFileSync(book, JSON.stringify(rules));
  await open.worker.restart("SIGTERM", { alias: { "bursar/rules/leonardo.json": book } });
  t.after(() => open.worker.restart("SIGTERM", { alias: served("shop") }));
}

const subscriptionOf = ({ id }) => [...open.fake.things.values()].findLast((thing) => thing.object === "subscription" && thing.metadata.account === id);
const until = async (ask) => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await ask()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
};

test("a seat that is added where the plan was sold for the account is billed at what a seat costs, and its periods are paid", async (t) => {
  // What one or two seats were sold for comes to a whole amount for each.
  const sold = [];
  for (const seats of [3, 2, 1]) {
    const ada = await open.customer();
    await paid(open, ada.owner, subscribe("1", "basic", seats === 1 ? {} : { seats }));
    sold.push([ada, seats + 1]);
  }
  const late = await open.customer();
  await paid(open, late.owner, subscribe("1", "plus"));
  await late.owner.post("wishes", subscribe("change", "basic", { when: "periodEnd" }));
  await open.fake.deliver(open.worker);
  await forward(open.worker, 31 * dayMs);
  await open.fake.double.renew(subscriptionOf(late).id);
  await open.fake.deliver(open.worker);
  sold.push([late, 2]);
  await changed(t, ({ plans: { basic } }) => {
    basic.price = 500;
    basic.allowance.per = "seat";
  });
  for (const [ada, seats] of sold) {
    await paid(open, ada.owner, subscribe("2", "basic", { seats, expect: euros(500) }));
    assert.ok(await until(() => subscriptionOf(ada).items.data[0].quantity === seats));
    assert.equal(subscriptionOf(ada).items.data[0].price.unit_amount, 500);
    await open.fake.deliver(open.worker);
  }
  await forward(open.worker, 31 * dayMs);
  for (const [ada, seats] of sold) {
    await open.fake.double.renew(subscriptionOf(ada).id);
    assert.deepEqual(await open.fake.deliver(open.worker), [["invoice.paid", "done"]]);
    assert.deepEqual([await credits(ada), await troubles(ada), (await receipts(ada))[0].price], [seats * 100, [], euros(seats * 500)]);
    await sound(open.worker, ada.id);
  }
});

test("a plan or a seat that grants less by now is granted as it was sold, and from the next period on as it is", async (t) => {
  const [ada, ben] = [await open.customer(), await open.customer()];
  const session = await checkout(ada.owner, subscribe("1", "basic"));
  await paid(open, ben.owner, subscribe("1", "team", { seats: 2, expect: euros(1000) }));
  const seat = await checkout(ben.owner, subscribe("2", "team", { seats: 3 }));
  await changed(t, ({ plans: { basic, team } }) => {
    basic.allowance.credits = 80;
    team.allowance.credits = 30;
  });
  await open.fake.double.pay(session);
  await open.fake.deliver(open.worker);
  await open.fake.double.pay(seat);
  await open.fake.deliver(open.worker);
  assert.deepEqual([await credits(ada), (await receipts(ada))[0].credits, await troubles(ada)], [100, 100, []]);
  assert.deepEqual([await credits(ben), (await receipts(ben))[0].credits, await troubles(ben)], [150, 50, []]);
  await sound(open.worker, ada.id);
  // All of it goes back with its money.
  const { payment } = (await receipts(ben))[0];
  await open.fake.double.refund(payment, 500);
  await open.fake.deliver(open.worker);
  assert.deepEqual([await credits(ben), (await receipts(ben))[0].returned.credits], [100, 50]);
  await forward(open.worker, 31 * dayMs);
  await open.fake.double.renew(subscriptionOf(ada).id);
  assert.deepEqual(await open.fake.deliver(open.worker), [["invoice.paid", "done"]]);
  assert.deepEqual([await credits(ada), (await receipts(ada))[0].credits], [80, 80]);
});

test("a seat that is added to a plan that was sold by seats costs the others nothing, whatever a seat costs by now", async (t) => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "team", { seats: 2, expect: euros(1000) }));
  await changed(t, ({ plans: { team } }) => Object.assign(team, { price: 700 }));
  await paid(open, ada.owner, subscribe("2", "team", { seats: 3, expect: euros(700) }));
  assert.ok(await until(() => subscriptionOf(ada).items.data[0].quantity === 3));
  assert.equal(subscriptionOf(ada).items.data[0].price.unit_amount, 500);
  await open.fake.deliver(open.worker);
});

test("a plan that has another period by now is not billed by it while it runs: that would be billed at once", async (t) => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  await ada.owner.post("wishes", { type: "cancel", id: "2" });
  await open.fake.deliver(open.worker);
  await changed(t, ({ plans: { basic } }) => Object.assign(basic, { every: "year", price: 10_000 }));
  const { answer } = await ada.owner.post("quotes", { type: "subscribe", plan: "basic" });
  assert.deepEqual(answer, { type: "subscribe", pays: "unsold", why: "other_period" });
  assert.deepEqual(codes(await ada.owner.post("wishes", subscribe("3", "basic", { expect: euros(10_000) }))), [422, "not_sold"]);
  // What is billed by the month can follow it, what is billed by the year cannot, whatever the rules say of it now.
  const follows = async (id) => (await ada.owner.post("quotes", { type: "subscribe", plan: id, when: "periodEnd" })).answer.pays;
  assert.deepEqual([await follows("plus"), await follows("yearly")], ["nextPeriod", "unsold"]);
});

test("a period that was paid and is another one by the rules of now is told, whatever it grants", async (t) => {
  const sold = [];
  for (const which of ["basic", "clock"]) {
    const ada = await open.customer();
    await paid(open, ada.owner, subscribe("1", which));
    sold.push([ada, which]);
  }
  // What follows such a plan, and is billed as it was, is not told.
  const ben = await open.customer();
  await paid(open, ben.owner, subscribe("1", "basic"));
  await ben.owner.post("wishes", subscribe("2", "plus", { when: "periodEnd" }));
  await open.fake.deliver(open.worker);
  await changed(t, ({ plans }) => sold.forEach(([, which]) => Object.assign(plans[which], { every: "year", price: 10_000 })));
  const month = async () => {
    await forward(open.worker, 31 * dayMs);
    for (const buyer of [...sold.map(([ada]) => ada), ben]) {
      await open.fake.double.renew(subscriptionOf(buyer).id);
      assert.deepEqual(await open.fake.deliver(open.worker), [["invoice.paid", "done"]]);
    }
  };
  for (const months of [1, 2]) {
    await month();
    for (const [ada, which] of sold) {
      const [{ reason }, ...more] = await troubles(ada);
      assert.equal(reason, `a month of the plan \`${which}\` was paid, and since the rules changed a period of \`${which}\` is a year`);
      assert.deepEqual([more.length + 1, (await receipts(ada)).length], [months, months + 1]);
    }
    assert.deepEqual([(await plan(ben)).id, await credits(ben), await troubles(ben)], ["plus", 300, []]);
  }
  // What is to follow one that has become longer is paid before it does.
  const [[ada]] = sold;
  await ada.owner.post("wishes", subscribe("2", "plus", { when: "periodEnd" }));
  await open.fake.deliver(open.worker);
  await month();
  assert.match((await troubles(ada))[0].reason, /^a month of the plan `plus` was paid, and since the rules changed a period of `basic` is a year$/);
});

test("what was paid in one currency is not written down in another", async (t) => {
  const ada = await open.customer();
  const session = await checkout(ada.owner, purchase("1"));
  await changed(t, (rules) => Object.assign(rules, { currency: "USD" }));
  await open.fake.double.pay(session);
  assert.deepEqual(await open.fake.deliver(open.worker), [["checkout.session.completed", "done"]]);
  const [entry] = (await ada.system.get("entries")).answer.entries;
  assert.deepEqual([entry.credits, entry.bought, (await receipts(ada))[0].price], [100, undefined, euros(500)]);
});
