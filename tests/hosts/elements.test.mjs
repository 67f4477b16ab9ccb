// The elements of the packed tarball in plain HTML, React and Vue: each shows what the package answers, and tells what is pressed.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
import * as esbuild from "esbuild";
import * as vite from "vite";
import { root, which } from "../../scripts/lib/sh.mjs";
import { served } from "./site.mjs";
import { makeWorkspace } from "./workspace.mjs";

const workspace = makeWorkspace("elements");
const require = createRequire(import.meta.url);
writeFileSync(join(workspace, "leonardo.mjs"), `export default ${readFileSync(join(root, "pkg/rules/leonardo.json"), "utf8")};\n`);

let browser;
before(async () => { browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? which("chromium"), args: ["--no-sandbox", "--disable-gpu"] }); });
after(() => browser?.close());

const folderOf = (name) => join(require.resolve(`${name}/package.json`), "..");

/** The page that Vite makes of a project, opened; `complaints` has whatever the browser found wrong. */
async function opened(project, options = {}, prepare = () => undefined) {
  const outDir = join(workspace, "built", project);
  // What the frameworks are is the tests' own, not the package's.
  const alias = Object.fromEntries(["react", "react-dom", "vue"].map((name) => [name, folderOf(name)]));
  await vite.build({ root: join(workspace, project), logLevel: "error", resolve: { alias }, build: { outDir, assetsInlineLimit: 0 }, define: { __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" } });
  const site = await served(outDir, () => undefined);
  const page = await browser.newPage(options);
  const complaints = [];
  const asked = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  page.setDefaultTimeout(10_000);
  await prepare(page);
  await page.goto(site.address);
  return { page, complaints, asked, close: async () => { await page.close(); site.close(); } };
}

async function shown(project) {
  const { page, complaints, asked, close } = await opened(project);
  try {
    // Before anything is looked for: why it would not be there.
    assert.deepEqual(complaints, []);
    const balance = page.locator("bursar-balance");
    await balance.getByRole("button", { name: "9,250 tokens to spend" }).click();
    assert.match(await balance.getByRole("group", { name: "Balance" }).innerText(), /Fast tokens\s*8,050 of 8,500[\s\S]*Top-ups\s*1,200[\s\S]*Renews on February 10, 2026/);
    await balance.getByRole("button", { name: "Add tokens" }).click();

    const cost = page.locator("bursar-cost");
    assert.match(await cost.locator("[part=body]").innerText(), /^18 tokens\s*Fast tokens\s*18\s*Left afterwards\s*9,232/);
    await cost.getByRole("button", { name: "Generate for 18 tokens" }).click();

    await page.locator("#more").click();
    const dialog = page.getByRole("dialog", { name: "Add tokens" });
    await dialog.getByRole("button", { name: "One more" }).click();
    assert.match(await dialog.getByRole("status").innerText(), /You get 20,000 tokens\s*\$46\.00/);
    await dialog.getByRole("button", { name: "Go to checkout" }).click();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement.id), "more", "the focus goes back to where it was");

    assert.match(await page.locator("bursar-usage .sum").innerText(), /^600 tokens spent/);
    await page.waitForFunction(() => document.querySelector("bursar-usage").shadowRoot.querySelector("canvas").width > 0);

    assert.deepEqual(await page.evaluate(() => globalThis.told), [
      { type: "bursar-add", detail: {} },
      { type: "bursar-spend", detail: { type: "hold", request: { model: "alchemy", inputs: { images: 4 } }, expect: 18 } },
      { type: "bursar-checkout", detail: { pack: "medium", quantity: 2, price: { amount: 4_600, currency: "USD" }, credits: 20_000 } },
    ]);
    assert.deepEqual(complaints, []);
    return asked;
  } finally {
    await close();
  }
}

describe("the elements of the packed tarball", { timeout: 120_000 }, () => {
  test("in plain HTML, under a strict Content-Security-Policy", () => shown("elements-plain"));
  test("in React", () => shown("elements-react"));
  test("in Vue", () => shown("elements-vue"));

  test("in React, on a page that a server rendered", async () => {
    const { page, complaints, close } = await opened("elements-hydrated");
    try {
      await page.getByRole("button", { name: "Generate for 18 tokens" }).click();
      assert.equal(await page.evaluate(() => globalThis.rendered), "<main><h1>React, from a server</h1></main>");
      assert.deepEqual(await page.evaluate(() => globalThis.told.map(({ type }) => type)), ["bursar-spend"]);
      assert.deepEqual(complaints, []);
    } finally {
      await close();
    }
  });
});

describe("whatever a page does with them", { timeout: 120_000 }, () => {
  let page, complaints, close;
  before(async () => { ({ page, complaints, close } = await opened("elements-plain")); });
  after(() => close?.());

  /** Its answer, in the page: what is given there is what the elements of the page were given, and a way to make another. */
  const inPage = (work, given) => page.evaluate(`(async () => {
    const { bursar, rules, view, now, request, entries } = document.querySelector("bursar-usage");
    const made = async (tag, given = {}) => {
      const element = Object.assign(document.createElement(tag), { bursar, rules, view, now, request, entries, locale: "en", ...given });
      document.body.append(element);
      await element.updateComplete;
      return element;
    };
    const elsewhere = async (element) => { document.querySelector("h1").after(element); await element.updateComplete; };
    const text = (element) => element.shadowRoot.textContent.replace(/\\s+/g, " ").trim();
    return (${work})({ bursar, rules, view, now, request, entries, made, elsewhere, text }, ${JSON.stringify(given)});
  })()`);

  test("an element that is moved is drawn where it is then, and lives on", async () => {
    const inked = await inPage(async ({ made, elsewhere }) => {
      const usage = await made("bursar-usage");
      const ink = async () => {
        await new Promise((resolve) => setTimeout(resolve, 700));
        const canvas = usage.shadowRoot.querySelector("canvas");
        return canvas.toDataURL() !== Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height }).toDataURL();
      };
      const before = await ink();
      await elsewhere(usage);
      return [before, await ink()];
    });
    assert.deepEqual(inked, [true, true]);

    const sums = await inPage(async ({ bursar, made, elsewhere }) => {
      const at = Date.now();
      const { account } = bursar.apply(bursar.create({ id: "ada", at }).account, { type: "hold", id: "h", at, by: "system", for: "owner", request: { model: "alchemy" }, expiresAt: at + 1000 });
      const balance = await made("bursar-balance", { inline: true, now: Date.now, view: bursar.view(account, { at, by: "owner" }) });
      await elsewhere(balance);
      const sum = () => parseInt(balance.shadowRoot.querySelector(".sum").textContent.trim(), 10);
      const before = sum();
      await new Promise((resolve) => setTimeout(resolve, at + 1500 - Date.now()));
      return sum() - before;
    });
    assert.equal(sums, 8, "what time gives back is seen");
  });

  test("a dialog that is moved while it is open lies over the page still, and can be closed", async () => {
    assert.deepEqual(await inPage(async ({ made, elsewhere }) => {
      const topUp = await made("bursar-top-up");
      const dialog = topUp.shadowRoot.querySelector("dialog");
      const over = () => [topUp.open, dialog.matches(":modal")];
      topUp.show();
      await topUp.updateComplete;
      const before = over();
      await elsewhere(topUp);
      const after = over();
      topUp.close();
      await topUp.updateComplete;
      return [before, after, over()];
    }), [[true, true], [true, true], [false, false]]);
  });

  test("a chart grows narrow with its page", async () => {
    await page.setViewportSize({ width: 1200, height: 800 });
    const width = () => page.evaluate(() => [document.documentElement.scrollWidth, Math.round(document.querySelector("bursar-usage").shadowRoot.querySelector("canvas").getBoundingClientRect().width)]);
    await page.waitForFunction(() => document.querySelector("bursar-usage").shadowRoot.querySelector("canvas").clientWidth > 1000);
    await page.setViewportSize({ width: 300, height: 800 });
    await page.waitForTimeout(500);
    const [all, chart] = await width();
    assert.ok(all <= 300 && chart < 300, `${all}, ${chart}`);
  });

  test("what is left out is left out, whether it was never set, was set to nothing or was taken away", async () => {
    for (const [tag, name, set] of [["bursar-balance", "wallet", "bank"], ["bursar-balance", "by", "owner"], ["bursar-cost", "wallet", "bank"], ["bursar-usage", "per", "hour"], ["bursar-usage", "stack", "member"], ["bursar-usage", "from", "0"], ["bursar-usage", "to", "0"], ["bursar-top-up", "quantity", "3"], ["bursar-top-up", "pack", "medium"], ["bursar-transfer", "credits", "3"]]) {
      const told = await inPage(async ({ made, text }, { tag, name, set }) => {
        const element = await made(tag);
        element.show?.();
        await element.updateComplete;
        const before = text(element);
        element.setAttribute(name, set);
        await element.updateComplete;
        element.removeAttribute(name);
        await element.updateComplete;
        const after = text(element);
        element.remove();
        return [before, after];
      }, { tag, name, set });
      assert.equal(told[1], told[0], `${tag} ${name}`);
    }
    assert.equal(await inPage(async ({ made, text }) => text(await made("bursar-balance", { words: undefined, now: undefined, by: undefined, wallet: undefined, locale: undefined })).endsWith("tokens")), true);
  });

  test("what is there without a value is set, by a framework that sets it to an empty text too", async () => {
    assert.deepEqual(await inPage(async ({ made }) => {
      const cost = await made("bursar-cost", { hold: "" });
      let type;
      cost.addEventListener("bursar-spend", ({ detail }) => { type = detail.type; });
      cost.shadowRoot.querySelector("[part=spend]").click();
      const balance = await made("bursar-balance", { inline: "", quiet: "" });
      const told = [type, balance.shadowRoot.querySelector(".pill") === null, balance.hasAttribute("inline"), cost.busy];
      for (const element of [cost, balance]) element.remove();
      return told;
    }), ["hold", true, true, false]);
  });

  test("a language as servers write it is that language, and what is none is as though nothing was said", async () => {
    const said = (locale) => inPage(async ({ made, text }, locale) => text(await made("bursar-balance", { locale })), locale);
    assert.equal(await said("de_DE"), "9.250 tokens");
    assert.equal(await said("no language"), await said(""));
  });

  test("a view that the rules cannot read has no price, least of all the list's; a wallet that is not there is said not to be there", async () => {
    assert.equal(await inPage(async ({ made, text }) => text(await made("bursar-cost", { view: { schema: 99 } }))), "This value cannot be priced.");
    assert.equal(await inPage(async ({ made, text }) => text(await made("bursar-balance", { wallet: "team:film" }))), "There is no team called film here.");
  });

  test("a field that was emptied says again how many are bought", async () => {
    await page.evaluate(() => document.querySelector("bursar-top-up[pack]").show());
    const dialog = page.getByRole("dialog", { name: "Add tokens" });
    const field = dialog.getByLabel("How many", { exact: true });
    await field.fill("7");
    await field.fill("");
    await field.blur();
    assert.equal(await field.inputValue(), "7");
    await page.keyboard.press("Escape");
  });

  test("what can be pressed is no part of what is heard as it changes", async () => {
    const found = await inPage(async ({ bursar, made }) => {
      const rules = { schema: 1, name: "Film", sources: [{ id: "tokens" }], currency: "USD", packs: { small: { credits: 10, price: 100, max: 5 } }, purchase: { source: "tokens", inAppLimit: 300 }, contact: { sales: "sales@film.example" }, roles: { boss: { can: ["manage", "billing", "transfer", "generate", "viewBalance"] } }, models: { still: { price: [{ rate: 30 }] } } };
      const film = new bursar.constructor(rules);
      const at = Date.UTC(2026, 0, 10, 12);
      let account = film.create({ id: "film", at, members: { ann: { role: "boss" } } }).account;
      for (const command of [{ type: "grant", by: "system", source: "tokens", credits: 10 }, { type: "setTeam", by: "ann", team: "a" }]) account = film.apply(account, { id: command.type, at, ...command }).account;
      const given = { bursar: film, rules, now: () => at, view: film.view(account, { at, by: "ann" }) };
      const elements = [await made("bursar-top-up", { ...given, quantity: 4, open: true }), await made("bursar-transfer", { ...given, from: "bank", to: "team:a", credits: 20, open: true }), await made("bursar-cost", { ...given, request: { model: "still" } })];
      const told = elements.map(({ shadowRoot }) => ({ heard: shadowRoot.querySelector("[role=status] [part=refusal]") !== null, helps: shadowRoot.querySelectorAll("[part=remedy]").length > 0, within: shadowRoot.querySelectorAll(":is([role=status], [role=alert], [aria-live]) :is(button, a, input, select)").length }));
      for (const element of elements) element.remove();
      return told;
    });
    assert.deepEqual(found, Array(3).fill({ heard: true, helps: true, within: 0 }));
  });

  test("what is today says the clock that the page has given", async () => {
    const today = await inPage(async ({ bursar, made, text }) => {
      const rules = { schema: 1, name: "Film", sources: [{ id: "tokens" }], bankFor: "all", models: { still: { price: [{ rate: 8 }] } }, roles: { boss: { can: ["manage"] }, artist: { can: ["generate"], limits: [{ per: "hour", credits: 5 }] } } };
      const film = new bursar.constructor(rules);
      // Noon of a day far from this one, wherever the browser is.
      const at = new Date(2031, 5, 15, 12, 30).getTime();
      let account = film.create({ id: "film", at, members: { ann: { role: "boss" }, max: { role: "artist" } } }).account;
      account = film.apply(account, { type: "grant", id: "g", at, by: "system", source: "tokens", credits: 100 }).account;
      const cost = await made("bursar-cost", { bursar: film, rules, view: film.view(account, { at, by: "max" }), request: { model: "still" }, now: () => at });
      const told = text(cost);
      cost.remove();
      return told;
    });
    assert.match(today, /It resets at \d+:\d\d\sPM\./);
  });

  test("a pack that is called what every object has is none, unless the rules have it", async () => {
    const chosen = (given) => inPage(async ({ bursar, rules, made }, given) => {
      const own = { ...rules, packs: { ...rules.packs, ...given.packs } };
      const topUp = await made("bursar-top-up", { bursar: new bursar.constructor(own), rules: own, pack: given.pack });
      topUp.show();
      await topUp.updateComplete;
      const told = [topUp.shadowRoot.querySelector("input:checked").value, topUp.shadowRoot.querySelector("[part=total]") !== null];
      topUp.remove();
      return told;
    }, given);
    const first = await chosen({});
    assert.deepEqual(await chosen({ pack: "constructor" }), first);
    assert.deepEqual(await chosen({ pack: "constructor", packs: { constructor: { credits: 10, price: 100 } } }), ["constructor", true]);
  });

  test("in a shadow tree, too, the page's language is the one that numbers are written by", async () => {
    const said = await inPage(async ({ made, text }) => {
      const balance = await made("bursar-balance", { locale: undefined });
      const host = document.createElement("div");
      document.body.append(host);
      const inner = host.attachShadow({ mode: "open" }).appendChild(document.createElement("p"));
      const lang = document.documentElement.lang;
      document.documentElement.lang = "de";
      inner.append(balance);
      await balance.updateComplete;
      document.documentElement.lang = lang;
      host.remove();
      return text(balance);
    });
    assert.equal(said, "9.250 tokens");
  });

  test("what a limit refused can be had as soon as the limit begins anew, whether the balance is shown or not", async () => {
    const [refused, later, spent] = await inPage(async ({ bursar, made, text }) => {
      const rules = {
        schema: 1, name: "Film", sources: [{ id: "tokens" }], bankFor: "all", models: { still: { price: [{ rate: 8 }] } },
        roles: { boss: { can: ["manage"] }, artist: { can: ["generate"], limits: [{ per: "hour", credits: 10 }] }, seeing: { can: ["generate", "viewBalance"], limits: [{ per: "hour", credits: 10 }] } },
      };
      const film = new bursar.constructor(rules);
      const ends = Date.UTC(2026, 0, 10, 13);
      let account = film.create({ id: "film", at: ends - 9_000, members: { ann: { role: "boss" }, max: { role: "artist" }, mia: { role: "seeing" } } }).account;
      for (const command of [{ type: "grant", by: "system", source: "tokens", credits: 100 }, { type: "spend", by: "max", request: { model: "still" } }, { type: "spend", by: "mia", request: { model: "still" } }]) account = film.apply(account, { id: `${command.type}-${command.by}`, at: ends - 8_000, ...command }).account;
      // A second before the hour ends.
      const ahead = ends - 1_000 - Date.now();
      const now = () => Date.now() + ahead;
      const given = (by) => ({ bursar: film, rules, now, view: film.view(account, { at: now(), by }), request: { model: "still" } });
      const costs = [await made("bursar-cost", given("max")), await made("bursar-cost", given("mia"))];
      const balance = await made("bursar-balance", { ...given("mia"), inline: true });
      const before = costs.map(text);
      const limit = () => balance.shadowRoot.querySelector("[part=limit] .bar-name").lastElementChild.textContent;
      const limits = [limit()];
      await new Promise((resolve) => setTimeout(resolve, ends + 500 - now()));
      return [before, costs.map(text), [...limits, limit()]];
    });
    for (const said of refused) assert.match(said, /The limit for \w+ is 10 credits an hour, and 8 more would pass it\./);
    for (const said of later) assert.match(said, /Generate for 8 credits/);
    assert.deepEqual(spent, ["8 of 10", "0 of 10"]);
  });

  test("what is selected in a field may end beside the dialog, which a press there closes", async () => {
    await page.setViewportSize({ width: 1200, height: 800 });
    await page.evaluate(() => document.querySelector("bursar-top-up[pack]").show());
    const dialog = page.getByRole("dialog", { name: "Add tokens" });
    const { x, y, width, height } = await dialog.getByLabel("How many", { exact: true }).boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(5, 5, { steps: 4 });
    await page.mouse.up();
    assert.equal(await dialog.isVisible(), true);
    await page.mouse.click(5, 5);
    await dialog.waitFor({ state: "hidden" });
  });

  test("a dialog that is closed and shown again at once stays, and tells of no closing", async () => {
    assert.deepEqual(await inPage(async ({ made }) => {
      const topUp = await made("bursar-top-up");
      let closed = 0;
      topUp.addEventListener("bursar-close", () => { closed += 1; });
      topUp.show();
      await topUp.updateComplete;
      topUp.close();
      await topUp.updateComplete;
      topUp.show();
      await topUp.updateComplete;
      await new Promise((resolve) => setTimeout(resolve, 100));
      const there = [topUp.open, topUp.shadowRoot.querySelector("dialog").open, closed];
      topUp.remove();
      return there;
    }), [true, true, 0]);
  });

  test("a dialog that is opened before its rules are there is shown once they are, with the focus in it, and closes as any other", async () => {
    const told = await inPage(async ({ bursar, rules, view, now, made }) => {
      const told = [];
      for (const tag of ["bursar-top-up", "bursar-transfer"]) {
        const element = await made(tag, { bursar: undefined, rules: undefined, view: undefined, open: true });
        let closed = 0;
        element.addEventListener("bursar-close", () => { closed += 1; });
        const dialog = element.shadowRoot.querySelector("dialog");
        const seen = [];
        const look = async () => { await element.updateComplete; await new Promise((resolve) => setTimeout(resolve, 50)); seen.push([element.open, dialog.matches(":modal"), closed]); };
        await look();
        Object.assign(element, { bursar, rules, view, now });
        await look();
        seen.at(-1).push(dialog.contains(element.shadowRoot.activeElement));
        element.view = undefined;
        await look();
        element.view = view;
        await look();
        dialog.close();
        await look();
        element.show();
        await look();
        element.close();
        await look();
        element.remove();
        told.push(seen);
      }
      return told;
    });
    const seen = [[true, false, 0], [true, true, 0, true], [true, false, 0], [true, true, 0], [false, false, 1], [true, true, 1], [false, false, 2]];
    assert.deepEqual(told, [seen, seen]);
  });

  test("a dialog that is shown again as soon as it tells of its closing is shown", async () => {
    assert.deepEqual(await inPage(async ({ made }) => {
      const topUp = await made("bursar-top-up", { open: true });
      const dialog = topUp.shadowRoot.querySelector("dialog");
      topUp.addEventListener("bursar-close", () => topUp.show(), { once: true });
      dialog.close();
      await new Promise((resolve) => setTimeout(resolve, 50));
      const there = [topUp.open, dialog.matches(":modal")];
      topUp.remove();
      return there;
    }), [true, true]);
  });

  test("a pack's sum is told wherever something is on top", async () => {
    assert.match(await inPage(async ({ bursar, rules, made }) => {
      const own = { ...rules, packs: { small: { label: "1,000 tokens", credits: 1000, bonus: 200, price: 900 } } };
      const topUp = await made("bursar-top-up", { bursar: new bursar.constructor(own), rules: own });
      topUp.show();
      await topUp.updateComplete;
      const told = topUp.shadowRoot.querySelector(".pack .small").textContent;
      topUp.remove();
      return told;
    }), /^1,200 tokens · 200 of them on top$/);
  });

  test("who may move credits that they may not see is asked how many and between what; in a page from right to left the arrow leads to where they go", async () => {
    const [said, moved, arrow] = await inPage(async ({ bursar, made, text }) => {
      const rules = { schema: 1, name: "Film", sources: [{ id: "tokens" }], roles: { boss: { can: ["manage"] }, mover: { can: ["transfer"] } } };
      const film = new bursar.constructor(rules);
      const at = Date.UTC(2026, 0, 10, 12);
      let account = film.create({ id: "film", at, members: { ann: { role: "boss" } } }).account;
      for (const command of [{ type: "grant", by: "system", source: "tokens", credits: 100 }, { type: "setTeam", by: "ann", team: "a", label: "Alpha" }, { type: "setMember", by: "ann", member: "max", role: "mover", teams: ["a"] }]) account = film.apply(account, { id: command.type, at, ...command }).account;
      const transfer = await made("bursar-transfer", { bursar: film, rules, view: film.view(account, { at, by: "max" }), credits: 5 });
      let moved;
      transfer.addEventListener("bursar-transfer", ({ detail }) => { moved = detail; });
      transfer.dir = "rtl";
      transfer.show();
      await transfer.updateComplete;
      transfer.shadowRoot.querySelector("[part=submit]").click();
      const told = [text(transfer), moved, getComputedStyle(transfer.shadowRoot.querySelector(".turn svg")).scale];
      transfer.remove();
      return told;
    });
    assert.equal(said, "Transfer credits From BankAlpha To BankAlpha Credits Transfer 5 credits");
    assert.deepEqual(moved, { from: "bank", to: "team:a", credits: 5 });
    assert.equal(arrow, "-1 1");
  });

  test("and nothing of that was an error", () => assert.deepEqual(complaints, []));
});

test("on a server they may be imported, and do nothing", async () => {
  const elements = await import(join(workspace, "node_modules/bursar/dist/elements/server.js"));
  assert.equal(typeof elements.BursarBalance, "function");
  assert.equal(globalThis.HTMLElement, undefined);
  assert.equal(globalThis.customElements?.get("bursar-balance"), undefined);
});

for (const conditions of [["workerd", "worker", "browser"], ["edge-light", "worker", "browser"], ["worker", "browser"]]) {
  test(`bundled for a server of the conditions ${conditions.join(", ")} they may be imported, and do nothing`, async () => {
    const outfile = join(workspace, `server-${conditions[0]}.mjs`);
    await esbuild.build({ stdin: { contents: 'export * from "bursar/elements";', resolveDir: workspace }, bundle: true, format: "esm", platform: "neutral", conditions, outfile, logLevel: "error" });
    assert.equal(typeof (await import(outfile)).BursarBalance, "function");
  });
}

describe("a chart whose part of the package cannot be loaded", { timeout: 60_000 }, () => {
  let page, complaints, close;
  before(async () => {
    ({ page, complaints, close } = await opened("elements-plain", {}, (page) => page.route(/chart/, (route) => route.abort())));
  });
  after(() => close?.());

  test("leaves its place to the table", async () => {
    await page.locator("bursar-usage details[open] td").first().waitFor();
    assert.equal(await page.locator("bursar-usage canvas").isVisible(), false);
    assert.deepEqual(complaints.filter((complaint) => !complaint.startsWith("Failed to load resource")), []);
  });
});
