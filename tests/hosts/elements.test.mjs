// The elements of the packed tarball in plain HTML, React and Vue: each shows what the package answers, and tells what is pressed.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";
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
async function opened(project, options = {}) {
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
});

test("on a server they may be imported, and do nothing", async () => {
  const elements = await import(join(workspace, "node_modules/bursar/dist/elements/server.js"));
  assert.equal(typeof elements.BursarBalance, "function");
  assert.equal(globalThis.HTMLElement, undefined);
});
