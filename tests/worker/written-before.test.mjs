// What an earlier version wrote down of money, and this one reads: brought here as an export, as it stood on a disk then.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dayMs, forward, operatorKey, sound } from "./harness.mjs";
import { credits, paid, plan, purchase, receipts, shop, subscribe, troubles } from "./shop.mjs";

let open;
before(async () => {
  open = await shop();
});
after(() => open.stop());

const subscriptionOf = ({ id }) => [...open.fake.things.values()].findLast((thing) => thing.object === "subscription" && thing.metadata.account === id);
const month = () => forward(open.worker, 31 * dayMs);
const data = (id, what, more) => fetch(`${open.worker.address}/v1/accounts/${id}/${what}`, { headers: { authorization: `Bearer ${operatorKey}` }, ...more });

/** The account as an earlier version kept it: with other rows, and with others beside them. */
async function written({ id }, kind, change, more = []) {
  const [head, ...rows] = (await (await data(id, "export")).text()).trim().split("\n").map((line) => JSON.parse(line));
  const lines = [head, ...rows.slice(0, -1).map((line) => (line.kind === kind ? { kind, row: { ...line.row, ...change } } : line)), ...more.map((row) => ({ kind, row }))];
  await open.worker.empty();
  const body = [...lines, { kind: "end", lines: lines.length }].map((line) => JSON.stringify(line)).join("\n");
  const response = await data(id, "import", { method: "POST", body });
  assert.equal(response.status, 201, await response.text());
}

/** As development's provider kept a subscription before it said of which period it is, its clock being behind the account's. */
function undated(subscription) {
  const { start_date: _, items: { data: [{ current_period_start: __, current_period_end: ___, ...item }] }, ...thing } = open.fake.things.get(`thing:${subscription}`);
  open.fake.things.set(`thing:${subscription}`, { ...thing, items: { data: [item] } });
}

async function invoiced(subscription) {
  await open.fake.double.renew(subscription);
  const event = open.fake.happened.pop();
  assert.equal((await open.fake.send(open.worker, event)).answer.outcome, "done");
}

test("a period is granted for its payment where periods were counted, before they were told by when they begin", async () => {
  await month();
  for (const counted of [0, 1, 3]) {
    const ada = await open.customer();
    await paid(open, ada.owner, subscribe("1", "basic"));
    const { id } = subscriptionOf(ada);
    for (let periods = 0; periods < counted; periods += 1) {
      await month();
      await invoiced(id);
    }
    await written(ada, "subscriptions", { paid: counted, renewed: counted });
    undated(id);
    for (const more of [1, 2, 3]) {
      await ada.owner.command({ type: "spend", id: `s-${more}`, request: { model: "clip", inputs: { seconds: 90 } } });
      await month();
      await invoiced(id);
      assert.deepEqual([(await plan(ada)).periods, await credits(ada)], [counted + more, 100], `after ${counted}`);
    }
    assert.deepEqual(await troubles(ada), []);
    await sound(open.worker, ada.id);
  }
});

test("what was made up for, by count, is not granted again", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "basic"));
  const { id } = subscriptionOf(ada);
  await month();
  await month();
  await invoiced(id);
  await written(ada, "subscriptions", { paid: 1, renewed: 2 });
  undated(id);
  await ada.owner.command({ type: "spend", id: "s", request: { model: "clip", inputs: { seconds: 90 } } });
  await invoiced(id);
  assert.deepEqual([(await plan(ada)).periods, await credits(ada)], [2, 10]);
  await month();
  await invoiced(id);
  assert.deepEqual([(await plan(ada)).periods, await credits(ada), await troubles(ada)], [3, 100, []]);
});

test("by count too a plan that follows one by the clock is granted once for its first payment", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, subscribe("1", "clock"));
  const { id } = subscriptionOf(ada);
  await month();
  await invoiced(id);
  await written(ada, "subscriptions", { paid: 1, renewed: 1 });
  undated(id);
  await month();
  await invoiced(id);
  await ada.owner.post("wishes", subscribe("2", "plus", { when: "periodEnd" }));
  await open.fake.deliver(open.worker);
  await month();
  await ada.owner.command({ type: "spend", id: "s", request: { model: "clip", inputs: { seconds: 250 } } });
  await invoiced(id);
  assert.deepEqual([(await plan(ada)).id, await credits(ada)], ["plus", 50]);
  await month();
  await invoiced(id);
  assert.deepEqual([await credits(ada), await troubles(ada)], [300, []]);
});

test("a refund that waited for any payment finds its own", async () => {
  const ada = await open.customer();
  await paid(open, ada.owner, purchase("1"));
  const [{ payment }] = await receipts(ada);
  await open.fake.double.refund(payment, 500);
  const [refund] = open.fake.happened.splice(0);
  await written(ada, "early", {}, [{ event: refund.id, awaits: "payment", body: JSON.stringify(refund) }]);
  await paid(open, ada.owner, purchase("2"));
  assert.deepEqual([await credits(ada), (await receipts(ada)).find((one) => one.payment === payment).returned.credits], [100, 100]);
});
