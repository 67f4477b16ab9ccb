// A picture of every view and state of the page, at 360 and 1,600 pixels, to be looked at: in target/page/. Names on the
// command line choose some: `node tests/page/shots.mjs plans`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { chooseAccount, chromiumOptions, npmStart, showAccounts, signIn } from "../worker/npm-start.mjs";

const folder = fileURLToPath(new URL("../../target/page/", import.meta.url));
const sizes = [{ width: 360, height: 780 }, { width: 1600, height: 1000 }];

const model = (page, id) => page.getByLabel("Model", { exact: true }).selectOption(id);
const view = (page, name) => page.getByRole("link", { name }).click();
const press = (page, name) => page.getByRole("button", { name }).first().click();
const settled = (page) => page.locator("[data-state=settled]").first().waitFor();

/** Each by its name: who looks, and how they come there. Dark where it says so. */
const states = {
  "list": { act: (page) => model(page, "alchemy") },
  "list-dark": { dark: true, act: (page) => model(page, "alchemy") },
  "generate": { who: "Lea", act: (page) => model(page, "alchemy_v2") },
  "generate-held": { who: "Lea", act: async (page) => { await model(page, "full_3d"); await press(page, /^Generate for/); await page.locator("[data-state=running]").waitFor(); } },
  "generate-settled": { who: "Lea", act: async (page) => { await press(page, /^Generate for/); await settled(page); } },
  "generate-released": { who: "Lea", dark: true, act: async (page) => { await page.getByLabel("Let this one fail").check(); await press(page, /^Generate for/); await page.locator("[data-state=released]").waitFor(); } },
  "generate-free": { who: "Max", act: (page) => model(page, "alchemy") },
  "slider": { who: "Eda", act: async (page) => { await chooseAccount(page, "pixelforge"); await model(page, "training"); await page.getByRole("slider").press("End"); await page.locator("[part=remedy]").first().waitFor(); } },
  "slider-dark": { who: "Eda", dark: true, act: async (page) => { await chooseAccount(page, "pixelforge"); await model(page, "session"); await page.getByRole("slider").press("ArrowRight"); } },
  "text": { who: "Eda", act: async (page) => { await model(page, "text_to_speech"); await page.getByRole("textbox", { name: "Text" }).fill("Once upon a time there was a page that told its prices."); } },
  "mistake": { who: "Eda", act: async (page) => { await model(page, "dubbing"); await page.getByRole("spinbutton").fill("0"); } },
  "refused": { who: "Finn", act: async (page) => { await model(page, "full_3d"); while (await page.getByRole("button", { name: /^Generate for/ }).isVisible()) { await press(page, /^Generate for/); await page.waitForTimeout(600); } } },
  "forbidden": { who: "Vic" },
  "hidden": { who: "Hal" },
  "ask": { who: "Eda", act: async (page) => { await chooseAccount(page, "pixelforge"); await model(page, "training"); await press(page, /^Ask for a transfer/); } },
  "balance": { who: "Lea", over: true, act: (page) => press(page, /to spend$/) },
  "balance-locked-dark": { who: "Ola", dark: true, over: true, act: (page) => press(page, /to spend$/) },
  "balance-limits": { who: "Art", over: true, act: (page) => press(page, /to spend$/) },
  "credits": { who: "Lea", act: (page) => view(page, "Credits") },
  "credits-team": { who: "Cora", act: (page) => view(page, "Credits") },
  "top-up": { who: "Lea", over: true, act: async (page) => { await view(page, "Credits"); await press(page, "Add tokens"); } },
  "top-up-consent-dark": { who: "Cora", dark: true, over: true, act: async (page) => { await view(page, "Credits"); await press(page, "Add tokens"); await page.getByLabel(/^Type/).fill("I agree"); } },
  "top-up-limit": { who: "Ana", over: true, act: async (page) => { await view(page, "Credits"); await press(page, "Add credits"); await page.getByLabel("How many").fill("1000000"); } },
  "transfer": { who: "Cora", over: true, act: async (page) => { await view(page, "Credits"); await press(page, "Transfer tokens"); await page.getByRole("spinbutton", { name: "Tokens" }).fill("500"); } },
  "company": { who: "Cora", act: (page) => view(page, "Company") },
  "company-dark": { who: "Cora", dark: true, act: (page) => view(page, "Company") },
  "company-team": { who: "Tom", act: (page) => view(page, "Company") },
  "company-menu": { who: "Cora", over: true, act: async (page) => { await view(page, "Company"); await press(page, "Menu of team Film"); } },
  "company-pool": { who: "Ana", act: (page) => view(page, "Company") },
  "team-form": { who: "Cora", over: true, act: async (page) => { await view(page, "Company"); await press(page, "Menu of team Film"); await page.getByRole("menuitem", { name: "Change team" }).click(); } },
  "member-form": { who: "Cora", over: true, act: async (page) => { await view(page, "Company"); await press(page, "Menu of member art"); await page.getByRole("menuitem", { name: "Change member" }).click(); } },
  "member-refused-dark": { who: "Cora", dark: true, over: true, act: async (page) => { await view(page, "Company"); await press(page, "Menu of member cora"); await page.getByRole("menuitem", { name: "Remove member" }).click(); } },
  "alert-form": { who: "Ana", over: true, act: async (page) => { await view(page, "Company"); await press(page, "Menu of alert half"); await page.getByRole("menuitem", { name: "Change alert" }).click(); } },
  "inbox": { who: "Ana", over: true, act: async (page) => { await press(page, /^Inbox/); } },
  "alert-told": { who: "Ana", act: async (page) => { await alarmed(page); } },
  "inbox-told-dark": { who: "Ana", dark: true, over: true, act: async (page) => { await alarmed(page); await press(page, /^Inbox/); } },
  "usage-whose": { who: "Ana", act: async (page) => { await press(page, /^Generate for/); await settled(page); await view(page, "Usage"); await page.locator("canvas").waitFor(); await page.waitForTimeout(600); } },
  "company-german": { who: "Cora", act: async (page) => { await page.getByLabel("Language").selectOption("de"); await page.getByRole("link", { name: "Firma" }).click(); } },
  "company-transfer": { who: "Tom", over: true, act: async (page) => { await view(page, "Company"); await press(page, "Menu of team Film"); await page.getByRole("menuitem", { name: "Transfer tokens" }).click(); await page.getByRole("button", { name: "Turn around" }).click(); await page.getByRole("spinbutton", { name: "Tokens" }).fill("500"); } },
  "account-menu": { who: "Tom", over: true, act: (page) => press(page, /^Account menu/) },
  "company-artist": { who: "Art", act: async (page) => { await press(page, /^Generate for/); await view(page, "Company"); } },
  "clock": { who: "Lea", act: async (page) => { await press(page, /^Forward to: Renewal/); await page.locator(".passed").waitFor(); } },
  "clock-dark": { who: "Art", dark: true, act: async (page) => { await press(page, /^Generate for/); await settled(page); await press(page, /^Forward to/); await page.locator(".passed").waitFor(); } },
  "accounts": { who: "Eda", over: true, act: showAccounts },
  "bought": { who: "Lea", act: bought },
  "plans": { who: "Pia", act: (page) => view(page, "Plans") },
  "plans-many": { who: "Max", act: (page) => view(page, "Plans") },
  "plans-dark": { who: "Lea", dark: true, act: (page) => view(page, "Plans") },
  "plan-change": { who: "Pia", over: true, act: async (page) => { await view(page, "Plans"); await press(page, /^Subscribe: Pro/); } },
  "plan-cancel": { who: "Lea", over: true, act: async (page) => { await view(page, "Plans"); await press(page, "Cancel plan"); } },
  "plan-close": { who: "Lea", dark: true, over: true, act: async (page) => { await view(page, "Plans"); await press(page, "Close account"); } },
  "usage": { who: "Lea", act: (page) => used(page) },
  "usage-dark": { who: "Lea", dark: true, act: (page) => used(page) },
  "offline": { who: "Tess", act: async (page) => { await page.context().setOffline(true); await press(page, /^Generate for/); await page.getByText(/^No answer came/).waitFor(); } },
  "rulebooks": { act: (page) => rulebooks(page) },
  "rulebooks-dark": { who: "Cora", dark: true, act: (page) => rulebooks(page) },
  "rulebook-editor": { act: (page) => writing(page) },
  "rulebook-editor-dark": { dark: true, act: (page) => writing(page) },
  "rulebook-faults": { act: (page) => faulty(page) },
  "rulebook-faults-dark": { dark: true, act: (page) => faulty(page) },
  "rulebook-completion": { over: true, act: async (page) => { await writing(page); await write(page, "{\n  "); await page.keyboard.type('"p'); await page.locator(".cm-completionInfo").waitFor(); } },
  "rulebook-hover": { over: true, dark: true, act: async (page) => { await writing(page); await page.locator(".cm-line span", { hasText: '"fallbackPlan"' }).first().hover(); await page.locator(".cm-tooltip-hover .words").waitFor(); } },
  "comparison": { act: (page) => comparing(page) },
  "comparison-own-dark": { who: "Lea", dark: true, act: (page) => comparing(page) },
  "comparison-misfit": { act: async (page) => { await comparing(page); await page.locator("input[name=other][value=runway]").check(); } },
  "german-rulebooks": { act: async (page) => { await page.getByLabel("Language").selectOption("de"); await page.getByRole("link", { name: "Regeln" }).click(); await page.getByRole("link", { name: "Vergleichen" }).click(); await page.locator("#topic-order").waitFor(); } },
  "german": { who: "Lea", act: async (page) => { await page.getByLabel("Language").selectOption("de"); await page.getByText("Erzeugen für").waitFor(); } },
};

/** An alert that a generation crosses. */
async function alarmed(page) {
  await view(page, "Company");
  await press(page, "Add alert");
  await page.getByLabel("Name").fill(`Spent ${Date.now() % 100_000}`);
  // Always the next one: what lies in the account is one less soon.
  await page.getByLabel("Balance falls to").check();
  const has = (await page.locator(".bank .amount strong").innerText()).replace(/\D/g, "");
  await page.getByLabel("Threshold 1").fill(String(Number(has) - 1));
  await press(page, "Save");
  await page.getByText("The alert is saved.").waitFor();
  await view(page, "Generate");
  await press(page, /^Generate for/);
  await page.locator(".told").first().waitFor();
  await view(page, "Company");
}

async function rulebooks(page) {
  await view(page, "Rulebooks");
  await page.locator(".seat").first().waitFor();
}

async function writing(page) {
  await view(page, "Rulebooks");
  await view(page, "Write");
  await page.locator("[data-verdict=sound]").waitFor();
}

async function write(page, text) {
  await page.getByRole("textbox", { name: "Rules, as JSON" }).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

async function faulty(page) {
  await writing(page);
  await write(page, '{\n  "schema": 1,\n  "name": "Studio",\n  "sources": [{ "id": "included" }, { "id": "included" }],\n  "plns": {},\n  "models": {\n    "image": {\n      "label": "Image",\n      "price": [{ "label": "Image", "rate": -1 }]\n    }\n  }\n}\n');
  await page.locator("[data-verdict=faulty]").waitFor();
}

async function comparing(page) {
  await view(page, "Rulebooks");
  await view(page, "Compare");
  await page.locator("#topic-order").waitFor();
}

async function bought(page) {
  await view(page, "Credits");
  await press(page, "Add tokens");
  await press(page, "Go to checkout");
  await press(page, /^Pay/);
  await page.getByText("Paid and added").waitFor();
}

async function used(page) {
  for (const id of ["alchemy", "full_3d"]) {
    await model(page, id);
    await press(page, /^Generate for/);
    await page.waitForTimeout(300);
  }
  await settled(page);
  await page.waitForTimeout(1500);
  await view(page, "Usage");
  await page.locator("canvas").waitFor();
  await page.waitForTimeout(600);
}

mkdirSync(folder, { recursive: true });
const chosen = process.argv.slice(2);
const server = await npmStart();
const browser = await chromium.launch(chromiumOptions);
let failed = 0;
let passed = 0;
try {
  for (const [name, state] of Object.entries(states)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    for (const viewport of sizes) {
      try {
        await picture(name, state, viewport);
        passed++;
      } catch (error) {
        failed++;
        console.error(`${name} at ${viewport.width}: ${error.message}`);
      }
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
console.log(`${passed} passed, ${failed} failed: pictures of the page, in target/page/`);
if (failed > 0) process.exitCode = 1;

async function picture(name, { who, act, dark = false, over = false }, viewport) {
  const context = await browser.newContext({ viewport, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(server.address);
    if (who) await signIn(page, who);
    await act?.(page);
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(folder, `${name}-${viewport.width}.png`), fullPage: !over });
  } finally {
    await context.close();
  }
}
