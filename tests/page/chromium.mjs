// A room for tests of the page in Chromium: a worker as `npm start` starts it, one for a file, and a page that each test has for
// itself. Whoever imports this has its hooks too: the worker runs before the first test, and a test's pages are closed after it.
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { chromium } from "playwright-core";
import { operatorKey } from "../worker/harness.mjs";
import { beginSession, chromiumOptions, npmStart } from "../worker/npm-start.mjs";

export let worker;
export let context;
export let page;
let browser;

before(async () => {
  worker = await npmStart({ env: { OPERATOR_KEY: operatorKey } });
  browser = await chromium.launch(chromiumOptions);
});
after(async () => {
  await browser?.close();
  await worker?.stop();
});
afterEach(() => context.close());

/** Takes another page in the place of the one before, of a person who was never here: it has been nowhere yet. */
export async function fresh(options = {}) {
  await context?.close();
  context = await browser.newContext(options);
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
}

/** The same, opened. */
export async function opened(options) {
  await fresh(options);
  await page.goto(worker.address);
}

/** Comes back to the page that is open with a session that a token gives. */
export async function enter(token, path = "/") {
  assert.equal(await page.evaluate(beginSession, token), 200);
  await page.goto(new URL(path, page.url()).href);
  await page.locator("nav").waitFor();
}
