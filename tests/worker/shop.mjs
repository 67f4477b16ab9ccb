// A worker that sells by tests/worker/rulebooks/shop.json, with the local fake of Stripe beside it.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { account, operator, person, run, token } from "./harness.mjs";
import { stripe } from "./stripe.mjs";

/** The rulebook `leonardo` of the tests is the shop's: it has a plan of each kind, with a price. */
export const served = (name) => ({ "bursar/rules/leonardo.json": fileURLToPath(new URL(`rulebooks/${name}.json`, import.meta.url)) });

export async function shop({ settings = {}, ...more } = {}) {
  const fake = await stripe();
  const worker = await run({ settings: { REQUESTS_PER_MINUTE: "0", ...fake.settings, ...settings }, alias: served("shop"), ...more });
  let nth = 0;
  const stop = async () => {
    await worker.stop();
    await fake.stop();
  };
  /** An account of a test's own, with an owner, or with the members that are named. */
  const customer = async (members) => {
    nth += 1;
    const id = `customer-${nth}`;
    await account(worker, id, "leonardo", members ? { members } : {});
    const as = async (member) => (await person(worker, { [id]: member }, member)).at(id);
    return { id, as, token: await token(worker, { [id]: "owner" }), owner: await as("owner"), system: operator(worker).at(id) };
  };
  return { fake, worker, stop, customer };
}

const prices = { small: 500, large: 4000, brief: 5000, basic: 1000, plus: 2500, yearly: 9000, clock: 1500, team: 500 };
export const euros = (amount) => ({ amount, currency: "EUR" });
export const purchase = (id, pack = "small", quantity = 1, more = {}) => ({ type: "purchase", id, pack, quantity, consent: "I agree", expect: euros(prices[pack] * quantity), ...more });
export const subscribe = (id, plan, more = {}) => ({ type: "subscribe", id, plan, expect: euros(prices[plan]), ...more });

/** Wishes, and expects a checkout; answers the session's id. */
export async function checkout(buyer, wish) {
  const { status, answer } = await buyer.post("wishes", wish);
  assert.deepEqual([status, answer.status], [200, "open"], JSON.stringify(answer));
  return answer.url.split("/").at(-1);
}

/** Wishes and pays; what happened is told to the worker. */
export async function paid({ fake, worker }, buyer, wish) {
  await fake.double.pay(await checkout(buyer, wish));
  return fake.deliver(worker);
}

export const credits = async ({ system }) => {
  const { answer } = await system.get("balance");
  return answer.spendable + answer.locked + answer.held;
};
export const plan = async ({ system }) => (await system.get("balance")).answer.plan;
export const receipts = async ({ system }) => (await system.get("receipts")).answer.receipts;
export const troubles = async ({ system }) => (await system.get("troubles")).answer.troubles;
export const codes = ({ status, answer }) => [status, answer.code ?? answer.error?.code];
