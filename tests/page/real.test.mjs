// What real life does to the page, in Chromium, Firefox and WebKit: two tabs that spend the same credits, people without rights,
// prices that change under one's hands, a worker that is killed, names that are written to do harm, scripts that are planted.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { closeBrowsers, findFreePort, withBrowser } from "../hosts/browsers.mjs";
import { account, client, operator, run, token } from "../worker/harness.mjs";
import { person } from "./person.mjs";

const rulesFile = fileURLToPath(new URL("../../pkg/rules/leonardo.json", import.meta.url));
let folder;
let worker;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "bursar-real-"));
  worker = await run({ page: fileURLToPath(new URL("../../www/dist", import.meta.url)), port: await findFreePort() });
});
after(async () => {
  await closeBrowsers();
  await worker?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const spendable = async (id) => (await operator(worker).at(id).get("balance")).answer.spendable;
/** Lets what is sent to an account wait, before it is decided or before it is answered. */
const slow = (id, before, after) => client(worker).send("POST", "/dev/waits", { path: `/v1/accounts/${id}/commands`, before, after });
const pressGenerate = "bursar-cost >> [part=spend]";

/** The shipped rules, but for what is changed of them. */
function other(name, change) {
  const rules = JSON.parse(readFileSync(rulesFile, "utf8"));
  change(rules);
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(rules));
  return { alias: { "bursar/rules/leonardo.json": file } };
}
const dearer = () => other("dearer", ({ models }) => { models.full_3d.price[0].rate = 40; });
const clerks = () => other("clerks", (rules) => { rules.roles = { lead: { can: ["viewBalance", "manage"] }, clerk: { can: ["billing"] } }; });

const harm = `<img src=x onerror="globalThis.planted=1">`;
const turned = "\u202Emlif";

for (const name of ["chromium", "firefox", "webkit"]) {
  describe(name, { timeout: 300_000 }, () => {
    test(`${name}: two tabs on one account: what one spends the other shows, and the last credits are spent once`, () => withBrowser(name, async (driver) => {
      const id = `tabs-${name}`;
      await account(worker, id, "leonardo");
      const bearer = await token(worker, { [id]: "owner" }, "tia");
      const { enter, open, press, choose, finds } = person(driver, worker.address);
      const balance = (count) => finds(`${count} tokens`, `return /(^|[^0-9])${count} tokens?/.test(document.querySelector("bursar-balance")?.shadowRoot.querySelector(".pill")?.textContent.replace(/\\s+/g, " "))`);
      await enter(bearer);
      await balance(150);
      const one = await driver.getWindowHandle();
      await driver.switchTo().newWindow("tab");
      const other = await driver.getWindowHandle();
      const at = (tab) => driver.switchTo().window(tab);
      await open();
      await balance(150);
      for (const [nth, tab] of [one, other, one, other].entries()) {
        await at(tab);
        await choose("#model", "full_3d");
        await press(pressGenerate, "Generate for 30");
        for (const seen of [one, other]) {
          await at(seen);
          await balance(120 - 30 * nth);
        }
      }
      // The last 30: both send before either is decided.
      await slow(id, 3000, 0);
      for (const tab of [one, other]) {
        await at(tab);
        await press(pressGenerate, "Generate for 30");
      }
      await slow(id, 0, 0);
      for (const tab of [one, other]) {
        await at(tab);
        await balance(0);
      }
      const notes = async (tab) => {
        await at(tab);
        return driver.executeScript("return [...document.querySelectorAll('.note.bad')].map((note) => note.textContent.trim()).join()");
      };
      let told = [];
      // One of them hears of the other's before it is refused itself.
      for (const end = Date.now() + 10_000; !told.some(Boolean) && Date.now() < end;) told = [await notes(one), await notes(other)];
      assert.equal(told.filter((text) => text.startsWith("This needs 30 tokens and you have 0: 30 are missing.")).length, 1, String(told));
      assert.equal(await spendable(id), 0);
      await driver.close();
      await at(one);
    }));

    test(`${name}: a member without rights is told so, and the worker says the same`, () => withBrowser(name, async (driver) => {
      const id = `rights-${name}`;
      await account(worker, id, "runway", { members: { ana: { role: "admin" }, vic: { role: "viewer" } } });
      await operator(worker).at(id).command({ type: "grant", id: "gift:1", source: "bought", credits: 500 });
      const { enter, sees, finds, press } = person(driver, worker.address);
      await enter(await token(worker, { [id]: "vic" }, "vic"));
      await sees("bursar-cost >> [part=refusal]", "The role “Viewer” does not allow this.");
      await sees("bursar-balance >> *", "Balance not shown to your role");
      assert.deepEqual(await driver.executeScript("return [...document.querySelectorAll('bursar-cost')].map(({ shadowRoot }) => shadowRoot.querySelectorAll('[part=spend]').length)"), [0]);
      await press("nav a", "Credits");
      await sees("main", "Receipts are for billing admins.");
      assert.equal(await driver.executeScript("return [...document.querySelectorAll('main .button')].map(({ textContent }) => textContent).join()"), "");
      await driver.executeScript(`window.asked = undefined; fetch("/v1/accounts/${id}/commands", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ type: "spend", id: "sly", request: { model: "gen4" } }) }).then(async (answer) => { window.asked = answer.status + " " + (await answer.json()).code; })`);
      assert.equal(await finds("an answer", "return window.asked"), "403 role_forbids");
      assert.equal(await spendable(id), 500);
    }));

    test(`${name}: who sees to plans and not to the balance can cancel one, and is shown no balance`, () => withBrowser(name, async (driver) => {
      const id = `clerk-${name}`;
      await worker.restart("SIGKILL", clerks());
      try {
        await account(worker, id, "leonardo", { members: { ada: { role: "lead" }, bill: { role: "clerk" } } });
        assert.equal((await operator(worker).at(id).command({ type: "subscribe", id: "sub:1", plan: "premium" })).status, 200);
        const { enter, sees, press } = person(driver, worker.address);
        await enter(await token(worker, { [id]: "bill" }, "bill"), "/?view=plans");
        await press("main button", "Cancel plan");
        await sees("dialog", "What it does to the balance is not shown to your role.");
        await press("dialog button", "Confirm");
        await sees("main", "Cancelled; it runs until");
      } finally {
        await worker.restart("SIGKILL", { alias: {} });
      }
    }));

    test(`${name}: rules that change between the quote and the press: nothing is taken, and the new price is offered`, () => withBrowser(name, async (driver) => {
      const id = `stale-${name}`;
      await account(worker, id, "leonardo");
      const { enter, sees, press, choose, finds } = person(driver, worker.address);
      await enter(await token(worker, { [id]: "owner" }, "sue"));
      await choose("#model", "full_3d");
      await sees(pressGenerate, "Generate for 30");
      // The page does not hear of the new rules: its stream is lost with the old worker, and looks again only after a while.
      await worker.restart("SIGKILL", dearer());
      try {
        await press(pressGenerate, "Generate for 30");
        await finds("the new price, and why", `return [...document.querySelectorAll(".note")].some(({ textContent }) => textContent.includes("The price has changed: 40 tokens instead of 30. Nothing was taken."))`);
        await sees(pressGenerate, "Generate for 40");
        assert.equal(await spendable(id), 150);
        await press(pressGenerate, "Generate for 40");
        await sees(".jobs [data-state=settled]", "Done: 40 tokens taken");
        assert.equal(await spendable(id), 110);
      } finally {
        await worker.restart("SIGKILL", { alias: {} });
      }
    }));

    test(`${name}: a worker that is killed and comes back: the page says so, sends again, and it is taken once`, () => withBrowser(name, async (driver) => {
      const id = `killed-${name}`;
      await account(worker, id, "leonardo");
      const { enter, sees, press, choose } = person(driver, worker.address);
      await enter(await token(worker, { [id]: "owner" }, "kim"));
      await choose("#model", "full_3d");
      // It is carried out, and killed before it has answered.
      await slow(id, 0, 60_000);
      await press(pressGenerate, "Generate for 30");
      while ((await spendable(id)) !== 120) await new Promise((resolve) => setTimeout(resolve, 50));
      await worker.restart("SIGKILL");
      await sees(".note.bad", "No answer came: generate for 30 tokens.");
      await press(".note.bad button", "Send again");
      await sees(".jobs [data-state=settled]", "Done: 30 tokens taken");
      await sees("bursar-balance >> .pill", "120");
      assert.equal(await spendable(id), 120);
    }));

    test(`${name}: names that are written to do harm are names: nothing runs, nothing beside them is turned`, () => withBrowser(name, async (driver) => {
      const id = `names-${name}`;
      await account(worker, id, "rundiffusion", { members: { cora: { role: "company_admin" } } });
      await operator(worker).at(id).command({ type: "grant", id: "gift:1", source: "tokens", credits: 1000 });
      const cora = client(worker, await token(worker, { [id]: "cora" }, "cora")).at(id);
      for (const [nth, command] of [
        { type: "setTeam", team: "one", label: harm }, { type: "setTeam", team: "two", label: turned }, { type: "setMember", member: "art", role: "artist", teams: ["one", "two"] },
        { type: "setAlert", alert: "two", watch: "team:two", on: "spent", per: "month", thresholds: [5] }, { type: "transfer", from: "bank", to: "team:two", credits: 10 },
      ].entries()) assert.equal((await cora.command({ ...command, id: `set-${nth}` })).answer.ok, true, JSON.stringify(command));
      const { enter, sees, press } = person(driver, worker.address);
      const looks = async () => assert.deepEqual(await driver.executeScript(everyName), { planted: false, images: 0, bare: [] });
      await enter(await token(worker, { [id]: "cora" }, "cora"), "/?view=company");
      await sees("main h3", harm);
      await sees("main h3", turned);
      await looks();
      await press(`button[aria-label*="mlif"]`, "");
      await press("[role=menuitem]", "Transfer");
      await sees("bursar-transfer >> select", turned);
      await looks();
      await enter(await token(worker, { [id]: "art" }, "art"));
      await sees("bursar-balance >> .pill", "10 tokens");
      await press("bursar-balance >> .pill", "");
      await looks();
    }));

    test(`${name}: what is planted does not run, and no view breaks the page's own policy`, () => withBrowser(name, async (driver) => {
      const id = `policy-${name}`;
      await account(worker, id, "rundiffusion", { members: { cora: { role: "company_admin" } } });
      const { enter, sees, press, finds } = person(driver, worker.address);
      await enter(await token(worker, { [id]: "cora" }, "cora"));
      await sees("nav a", "Company");
      await driver.executeScript("window.broken = []; addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => window.broken.push(`${violatedDirective} ${blockedURI}`));");
      for (const view of ["Credits", "Plans", "Usage", "Company", "Generate"]) {
        await press("nav a", view);
        await sees("nav a[aria-current=page]", view);
      }
      await press("bursar-balance >> .pill", "");
      assert.deepEqual(await driver.executeScript("return window.broken"), []);
      // As the page would do it: what the driver itself evaluates its browser may let through.
      await driver.executeScript(`setTimeout(() => {
        document.body.append(Object.assign(document.createElement("script"), { textContent: "globalThis.planted = 'script'" }));
        document.body.insertAdjacentHTML("beforeend", "<img src='data:,x' onerror='globalThis.planted = 1'><a href='javascript:globalThis.planted=2' id='link'>x</a>");
        document.getElementById("link").click();
      });`);
      const broken = await finds("reports of what was planted", "return window.broken.length >= 2 && window.broken");
      assert.ok(broken.every((told) => told.startsWith("script-src")), String(broken));
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(await driver.executeScript("return window.planted ?? 'nothing'"), "nothing");
      const { headers } = await fetch(worker.address);
      assert.equal(headers.get("content-security-policy"), "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }));
  });
}

/** Every place where a name that turns the reading stands, in shadow trees and names of buttons too: whichever is not fenced in. */
const everyName = `
  const bare = [];
  let images = 0;
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.localName === "img") images++;
      const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data);
      for (const text of [...own, element.getAttribute("aria-label") ?? "", element.getAttribute("title") ?? ""]) {
        const fenced = text.replace(/\\u2068[^\\u2069]*\\u2069/g, "");
        if (fenced.includes("\\u202e")) bare.push(element.localName + ": " + text);
      }
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  return { planted: window.planted !== undefined, images, bare };`;
