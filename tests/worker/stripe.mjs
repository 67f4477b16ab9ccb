// A local fake of Stripe for the tests: its API over HTTP, its events signed and sent to the worker's webhook. What it
// answers is worked out by the double of www/worker/src/dev, which development's checkout uses too.
import { createServer } from "node:http";
import { createHmac } from "node:crypto";
import { Double } from "../../www/worker/src/dev/double.mjs";

export const secret = "whsec_of_the_tests";

/** `happened` has the events that were not sent yet; `before` and `after` may wait, or kill, around an answer; `instead` answers otherwise, `turned` to another request; `fails` has an answer fail, before what was asked is `done` or after. */
export async function stripe() {
  const things = new Map();
  const happened = [];
  const calls = [];
  const hooks = { before: async () => {}, after: async () => {} };
  const shelf = { get: async (key) => structuredClone(things.get(key)), put: async (key, value) => void things.set(key, structuredClone(value)) };
  const double = new Double(shelf, async ({ event }) => void happened.push(event), "/fake/checkout");
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const call = `${request.method} ${request.url.split("?")[0]}`;
    calls.push(call);
    await hooks.before(call);
    const fails = hooks.fails?.(call);
    if (fails && !fails.done) return failing(response, fails);
    const { status, body } = hooks.instead?.() ?? await double.answer(request.method, request.url, hooks.turned?.(text) ?? text, request.headers["idempotency-key"]);
    await hooks.after(call);
    if (fails) return failing(response, fails);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}`;
  return {
    double, happened, calls, hooks, things,
    settings: { STRIPE_KEY: "sk_test_local", STRIPE_WEBHOOK_SECRET: secret, STRIPE_API: address },
    stop: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    }),
    /** Sends an event, signed as Stripe signs, or as `more` says. */
    send: (worker, event, more) => send(worker, event, more),
    /** Sends what has happened and was not sent yet, in order; answers what became of each. */
    async deliver(worker) {
      const outcomes = [];
      while (happened.length > 0) {
        const event = happened.shift();
        outcomes.push([event.type, (await send(worker, event)).answer.outcome]);
      }
      return outcomes;
    },
  };
}

/** The SDK is not to try again: it has done so, say. */
function failing(response, { status }) {
  response.writeHead(status, { "content-type": "application/json", "stripe-should-retry": "false" }).end(JSON.stringify({ error: { type: status === 429 ? "invalid_request_error" : "api_error", message: "not now", ...(status === 429 ? { code: "rate_limit" } : status === 409 ? { code: "idempotency_key_in_use" } : {}) } }));
}

export async function send(worker, event, { key = secret, seconds = Math.floor(Date.now() / 1000), body = JSON.stringify(event), signed = body } = {}) {
  const v1 = createHmac("sha256", key).update(`${seconds}.${signed}`).digest("hex");
  const response = await fetch(`${worker.address}/v1/payments/events`, {
    method: "POST", body, headers: { "content-type": "application/json", "stripe-signature": `t=${seconds},v1=${v1}` },
  });
  return { status: response.status, answer: await response.json() };
}
