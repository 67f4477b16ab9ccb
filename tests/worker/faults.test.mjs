// The short form of the fault test; `node tests/worker/faults.mjs` is the long one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { run } from "./harness.mjs";
import { storm } from "./storm.mjs";

let worker;
before(async () => {
  worker = await run({ settings: { REQUESTS_PER_MINUTE: "0" } });
});
after(() => worker.stop());

for (const accounts of [1, 16]) {
  test(`64 clients on ${accounts === 1 ? "one account" : `${accounts} accounts`}, the worker killed 5 times: nothing acknowledged is lost, doubled or overspent`, async (t) => {
    const told = await storm(worker, { accounts, clients: 64, each: 3, kills: 5 });
    t.diagnostic(JSON.stringify(told));
    assert.equal(told.kills, 5);
  });
}
