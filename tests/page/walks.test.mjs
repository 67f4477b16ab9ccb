// The walks of three platforms' help pages, from the first click to the last, on the page as `npm start` serves it; and the
// guide says what they do.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { operatorKey } from "../worker/harness.mjs";
import { chromiumOptions, npmStart } from "../worker/npm-start.mjs";
import { leonardo } from "./walks/leonardo.mjs";
import { minute } from "./walks/minute.mjs";
import { rundiffusion } from "./walks/rundiffusion.mjs";
import { runway } from "./walks/runway.mjs";
import { play } from "./walks/walker.mjs";
import { guide, pictureOf, told } from "./walks/walks.mjs";

let browser;
before(async () => { browser = await chromium.launch(chromiumOptions); });
after(() => browser?.close());

/** On accounts of its own: a walk may move the clock. */
async function walked(walk) {
  const worker = await npmStart({ env: { OPERATOR_KEY: operatorKey } });
  try {
    await play(walk, { browser, worker });
  } finally {
    await worker.stop();
  }
}

test("Leonardo: top-ups are bought, spent last, locked by cancelling, back on resubscribing, gone on closing", () => walked(leonardo));

test("RunDiffusion: a team's admin buys packages with the words, and moves tokens to the team and back", () => walked(rundiffusion));

test("Runway: a year's contract with notifications, more to buy up to $9,999, the API apart", () => walked(runway));

test("the README: a minute on the page", () => walked(minute));

test("a walk that does not come true is noticed, with its step", async () => {
  const [first] = leonardo.steps;
  const worker = await npmStart({ env: { OPERATOR_KEY: operatorKey } });
  try {
    await assert.rejects(play({ ...leonardo, steps: [{ ...first, has: { "leonardo-free": { fast: 149 } } }] }, { browser, worker, patienceMs: 500 }), /^Error: step 1, .*\n\+ actual - expected/s);
  } finally {
    await worker.stop();
  }
});

test("the guide says what the walks do, and its pictures are there, and small", () => {
  for (const { walk, file, within } of told) {
    const text = readFileSync(file, "utf8");
    assert.equal(text, within(text), `${walk.name}: npm run deep -- guide`);
    for (const { say } of walk.steps) assert.ok(text.includes(say), say);
    const shown = walk.steps.flatMap((step, index) => (step.picture ? [pictureOf(walk, index + 1)] : []));
    for (const picture of shown) {
      assert.ok(existsSync(join(guide, picture)), picture);
      assert.ok(statSync(join(guide, picture)).size < 60_000, picture);
    }
    assert.deepEqual(readdirSync(join(guide, "pictures")).filter((name) => name.startsWith(`${walk.name}-`)).map((name) => `pictures/${name}`).sort(), shown.sort());
  }
});
