// The main journeys in Firefox and WebKit, through `npm start`'s own server: prices by the list; the editor; signing in, a generation that
// holds and settles; a purchase. What Chromium shows is tried in depth elsewhere.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { operator, operatorKey } from "../worker/harness.mjs";
import { npmStart } from "../worker/npm-start.mjs";
import { closeBrowsers, withBrowser } from "../hosts/browsers.mjs";
import { person } from "./person.mjs";

let worker;

before(async () => { worker = await npmStart({ env: { OPERATOR_KEY: operatorKey } }); });
after(async () => {
  await closeBrowsers();
  await worker?.stop();
});

const pay = { firefox: "max", webkit: "tess" };
const accounts = { max: "leonardo-ultimate", tess: "leonardo-team" };
const spendable = async (account) => (await operator(worker).at(account).get("balance")).answer.spendable;

for (const name of ["firefox", "webkit"]) {
  describe(name, { timeout: 180_000 }, () => {
    test(`${name}: prices by the list change as inputs do`, () => withBrowser(name, async (driver) => {
      const { open, sees, press, choose } = person(driver, worker.address);
      await open();
      await press("#books label", "Runway");
      await press("#books input[value=runway]", "");
      await choose("#model", "gen4");
      await press("input[name=input-seconds][value='10']", "");
      assert.match(await sees("bursar-cost >> .amount", "120"), /^120 credits/);
    }));

    test(`${name}: the editor of rulebooks has its styles, shows a fault at its place and goes there`, () => withBrowser(name, async (driver) => {
      const { open, sees, press } = person(driver, worker.address);
      const put = (text) => driver.executeScript(`document.querySelector("rules-editor").open(${JSON.stringify(text)});`);
      await open("/?view=rulebooks&part=editor");
      await sees("rules-editor >> .cm-content", "Leonardo");
      // Its styles are sheets that it adopts: the page's policy allows no others.
      assert.equal(await driver.executeScript(`return getComputedStyle(document.querySelector("rules-editor").shadowRoot.querySelector(".cm-scroller")).display;`), "flex");
      await put('{ "schema": 1, "name": "x", "sources": [{ "id": "a" }], "plns": {} }');
      assert.equal(await sees("rules-editor >> .cm-lintRange-error", "plns"), '"plns"');
      await press(".fault", "Line 1 · /plns");
      assert.match(await sees("rules-editor >> #place", "/plns"), /^\/plns/);
      await put('{ "schema": 1, "name": "x", "sources": [{ "id": "a" }] }');
      await sees("#verdict-title", "Valid");
    }));

    test(`${name}: a person signs in, generates and buys`, () => withBrowser(name, async (driver) => {
      const { open, sees, press, choose } = person(driver, worker.address);
      const who = pay[name];
      const had = await spendable(accounts[who]);
      await open();
      await press("button", "Sign in");
      await press("button", who === "max" ? "Max" : "Tess");
      await sees("bursar-balance >> .pill", had.toLocaleString("en"));
      await choose("#model", "full_3d");
      await press("bursar-cost >> [part=spend]", "Generate for 30");
      await sees(".jobs [data-state=settled]", "Done: 30 tokens taken");
      await press("nav a", "Credits");
      await press("main button", "Add tokens");
      await press("bursar-top-up >> [part=checkout]", "Go to checkout");
      await press("button", "Pay $9.00 (test)");
      await sees(".note", "Paid and added");
      assert.equal(await spendable(accounts[who]), had - 30 + 3_500);
      await sees("td", "$9.00");
    }));
  });
}
