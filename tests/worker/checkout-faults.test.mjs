// A checkout of a worker that is killed between each two of its steps. The buyer's page sends its wish again until it is
// answered, the provider its event; whatever was killed, what was paid is credited once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { client, sound } from "./harness.mjs";
import { credits, purchase, receipts, shop, subscribe, troubles } from "./shop.mjs";
import { send } from "./stripe.mjs";

let open;
before(async () => {
  open = await shop();
});
after(() => open.stop());

const kill = () => open.worker.restart("SIGKILL");
const events = "/v1/payments/events";
const wait = (path, what) => client(open.worker).send("POST", "/dev/waits", { path, before: 0, after: 0, ...what });
/** Kills once, when the provider's API is next called so. */
function at(hook, call) {
  const before = open.fake.hooks[hook];
  open.fake.hooks[hook] = async (made) => {
    if (!made.startsWith(call)) return;
    open.fake.hooks[hook] = before;
    await kill();
  };
}
const soon = async () => {
  await sleep(250);
  await kill();
};

/** Sends until an answer comes that is no fault of the worker's. */
async function again(ask) {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    try {
      const reply = await ask();
      if (reply.status < 500) return reply;
    } catch {
      // No answer says nothing about what was done.
    }
    await sleep(50);
  }
  throw new Error("no answer");
}

const ask = (buyer, wish) => again(() => fetch(`${open.worker.address}/v1/accounts/${buyer.id}/wishes`, {
  method: "POST", body: JSON.stringify(wish), headers: { "content-type": "application/json", authorization: `Bearer ${buyer.token}` }, signal: AbortSignal.timeout(10_000),
}).then(async (response) => ({ status: response.status, answer: await response.json() })));

/** Everything of one checkout, `steps` coming in between. */
async function whole(buyer, wish, steps) {
  await steps.begin?.(buyer);
  const killed = steps.wishing?.(buyer);
  const { answer } = await ask(buyer, wish);
  await killed;
  assert.equal(answer.status, "open", JSON.stringify(answer));
  await steps.opened?.(buyer);
  await open.fake.double.pay(answer.url.split("/").at(-1));
  await steps.paid?.(buyer);
  for (const event of open.fake.happened.splice(0)) {
    // In an object, for a promise would be waited for.
    const { dying } = (event.type === "checkout.session.completed" && (await steps.telling?.(buyer))) || {};
    await again(() => send(open.worker, event));
    await dying;
    await steps.told?.(buyer);
    // The provider may tell it again at any time.
    await again(() => send(open.worker, event));
  }
}

const places = {
  "before the customer is made": { begin: () => at("before", "POST /v1/customers") },
  "when the customer is made": { begin: () => at("after", "POST /v1/customers") },
  "before the session is made": { begin: () => at("before", "POST /v1/checkout/sessions") },
  "when the session is made and not known": { begin: () => at("after", "POST /v1/checkout/sessions") },
  "when the session is known and not answered": { begin: ({ id }) => wait(`/v1/accounts/${id}/wishes`, { after: 2000 }), wishing: soon },
  "when the session is answered": { opened: kill },
  "when it is paid and not told": { paid: kill },
  "when the event is received and nothing is written": { telling: () => wait(events, { before: 2000 }).then(() => ({ dying: soon() })) },
  "when it is written and not answered": { telling: () => wait(events, { after: 2000 }).then(() => ({ dying: soon() })) },
  "when it is answered": { told: kill },
};
const ofPlans = {
  "when the plan is written and the subscription not looked at": { begin: () => at("before", "GET /v1/subscriptions") },
};

const buys = {
  pack: { wish: purchase("w", "large"), gives: 1100, places },
  plan: { wish: subscribe("w", "basic"), gives: 100, places: { ...places, ...ofPlans } },
};

for (const [kind, { wish, gives, places: all }] of Object.entries(buys)) {
  for (const [place, steps] of Object.entries(all)) {
    test(`a ${kind}, killed ${place}: credited once`, async () => {
      const buyer = await open.customer();
      await whole(buyer, wish, steps);
      assert.equal(await credits(buyer), gives);
      assert.deepEqual((await receipts(buyer)).map(({ number }) => number), [1]);
      assert.deepEqual(await troubles(buyer), []);
      const sessions = [...open.fake.things.values()].filter((thing) => thing.object === "checkout.session" && thing.metadata.account === buyer.id);
      assert.equal(sessions.length, 1);
      assert.equal((await buyer.owner.get("wishes/w")).answer.status, "done");
      await sound(open.worker, buyer.id);
    });
  }
}

test("a worker that is killed again and again while a hundred events come at once credits each payment once", async (t) => {
  const buyers = await Promise.all(Array.from({ length: 10 }, () => open.customer()));
  const told = [];
  for (const buyer of buyers) {
    await open.fake.double.pay((await ask(buyer, purchase("w"))).answer.url.split("/").at(-1));
    told.push(...Array.from({ length: 10 }, () => open.fake.happened[0]));
    open.fake.happened.splice(0);
  }
  let kills = 0;
  const killer = (async () => {
    while (kills < 5) {
      await sleep(60);
      await kill();
      kills += 1;
    }
  })();
  await Promise.all(told.map(async (event, nth) => {
    await sleep(nth * 5);
    await again(() => send(open.worker, event));
  }));
  await killer;
  for (const buyer of buyers) {
    assert.deepEqual([await credits(buyer), (await receipts(buyer)).length], [100, 1]);
    await sound(open.worker, buyer.id);
  }
  t.diagnostic(JSON.stringify({ events: told.length, payments: buyers.length, kills }));
});
