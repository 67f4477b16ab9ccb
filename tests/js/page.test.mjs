// The page, served as `npm start` serves it, in headless Chromium: what it shows is what the engine answers.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { chromium } from "playwright-core";
import { Bursar } from "../../pkg/dist/node.js";
import { chromiumOptions, npmStart } from "../worker/npm-start.mjs";
import { en, say } from "../../pkg/dist/elements/server.js";
import { rulebooks } from "./files.mjs";

const books = rulebooks();
const engines = Object.fromEntries(Object.entries(books).map(([id, rules]) => [id, new Bursar(rules)]));

let server;
let browser;
let address;
let page;
let complaints = [];
let asked = [];

before(async () => {
  server = await npmStart();
  ({ address } = server);
  browser = await chromium.launch(chromiumOptions);
  page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(String(error)));
  // What a reload cuts short is no fault of the page's.
  const cutShort = (request) => request.failure()?.errorText === "net::ERR_ABORTED";
  page.on("requestfailed", (request) => { if (!cutShort(request)) complaints.push(`not loaded: ${request.url()}`); });
  page.on("request", (request) => asked.push(request.url()));
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Each test finds the page as it opens; the tab is one for all, for a tab takes longer to open than the page. */
beforeEach(async () => {
  complaints = [];
  asked = [];
  await page.goto(address);
});

afterEach(() => assert.deepEqual(complaints, []));

async function choose(book, model, plan = "") {
  await page.getByRole("radio", { name: books[book].name, exact: true }).check({ force: true });
  await page.getByLabel("Model", { exact: true }).selectOption(model);
  await page.getByLabel("Plan", { exact: true }).selectOption(plan);
}

/** What the page says first: the cost and what is to be known of it, or why there is none. */
const shown = () => page.locator("bursar-cost .answer").innerText();
/** What the page asks the engine. */
const request = () => page.locator("bursar-cost").evaluate((element) => element.request);

/** That the page shows what the engine answers to this. */
async function shows(book, model, inputs, plan) {
  const answer = engines[book].estimate({ model, inputs }, plan === undefined ? undefined : { plan });
  const text = await shown();
  if (!answer.ok) return assert.equal(text, en.refusals[answer.code](answer.facts, say(books[book], "en-US", en)));
  const { one, many } = books[book].unit;
  const [amount, note = ""] = text.split(/\n+/);
  assert.equal(amount, `${answer.cost.toLocaleString("en")} ${answer.cost === 1 ? one : many}`);
  if (!/^\d+$/.test(answer.exact)) assert.ok(text.includes(`exact ${answer.exact}`), text);
  assert.equal(note.includes("at most"), answer.ceiling, note);
}

test("ten seconds of Gen-4 cost 120 credits", async () => {
  await choose("runway", "gen4");
  await page.getByRole("radio", { name: "10", exact: true }).check({ force: true });
  assert.match(await shown(), /^120 credits$/);
  await shows("runway", "gen4", { seconds: 10 });
  await page.getByText("How it adds up").click();
  assert.deepEqual(await page.locator("bursar-cost tbody tr > *").allInnerTexts(), ["Video", "10", "× 12", "120"]);
});

/** The rows of how it adds up, each as it reads; and what is written as a number in its last column, exactly. */
const sums = () => page.locator("bursar-cost table tr:has(td)").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent).join(" ").replace(/\s+/g, " ").trim()));

test("how it adds up adds up: what a minimum, a discount, rounding and a count do is told beside the lines", async () => {
  await choose("rundiffusion", "training");
  await page.getByRole("spinbutton", { name: "Steps" }).fill("500");
  assert.deepEqual(await sums(), ["Training 500 × 0.25 125", "Minimum +75", "Total 200"]);
  await page.getByRole("spinbutton", { name: "Steps" }).fill("4000");
  assert.deepEqual(await sums(), ["Training 4,000 × 0.25 1,000"]);

  // Rules of the test's own, in the page's own element: all that can lie between the lines and the cost.
  const rules = {
    schema: 1, name: "Sums", sources: [{ id: "a" }], plans: { half: { paid: true, every: "month", discount: "0.5" } },
    models: {
      least: { price: [{ label: "Work", rate: 7 }], atLeast: "9.5" },
      both: { price: [{ label: "Work", rate: 300 }, { label: "More", rate: 1 }], atLeast: 200, atMost: 250 },
      many: { inputs: { images: { type: "number", min: 0, default: 10 } }, price: [{ label: "Image", rate: "0.4" }], each: "images" },
      third: { inputs: { seconds: { type: "number", default: 10 } }, price: [{ label: "Work", rate: 1, times: [{ of: "seconds", unit: 3 }] }] },
    },
  };
  const told = await page.evaluate(async (rules) => {
    const { bursar: { constructor: Bursar } } = document.querySelector("bursar-cost");
    const bursar = new Bursar(rules);
    const element = Object.assign(document.createElement("bursar-cost"), { bursar, rules });
    document.querySelector("main").append(element);
    const rows = {};
    for (const [model, plan, inputs] of [["least"], ["least", "half"], ["both"], ["both", "half"], ["many"], ["many", "half"], ["many", undefined, { images: 0 }], ["third"], ["third", "half"]]) {
      Object.assign(element, { request: { model, ...(inputs ? { inputs } : {}) }, payer: plan === undefined ? undefined : { plan } });
      await element.updateComplete;
      rows[[model, plan, inputs && JSON.stringify(inputs)].filter(Boolean).join(" ")] = [...element.shadowRoot.querySelectorAll("table tr:has(td)")].map((row) => [...row.children].map((cell) => cell.textContent).join(" ").replace(/\s+/g, " ").trim());
    }
    element.remove();
    return rows;
  }, rules);
  assert.deepEqual(told, {
    "least": ["Work 1 × 7 7", "Minimum +2.5", "Rounding +0.5", "Total 10"],
    "least half": ["Work 1 × 7 7", "Discount and minimum +2.5", "Rounding +0.5", "Total 10"],
    "both": ["Work 1 × 300 300", "More 1 × 1 1", "Maximum −51", "Total 250"],
    "both half": ["Work 1 × 300 300", "More 1 × 1 1", "Discount and minimum −101", "Total 200"],
    "many": ["Image 1 × 0.4 0.4", "Rounding +0.6", "Total 10 × 1 10"],
    "many half": ["Image 1 × 0.4 0.4", "Discount −0.2", "Rounding +0.8", "Total 10 × 1 10"],
    'many {"images":0}': ["Image 1 × 0.4 0.4", "Total 0 × 0.4 0"],
    "third": ["Work 10/3 × 1 10/3", "Rounding +2/3", "Total 4"],
    "third half": ["Work 10/3 × 1 10/3", "Discount −5/3", "Rounding +1/3", "Total 2"],
  });
});

test("every model of every rulebook opens with the engine's answer, and its tables with it", async () => {
  for (const [book, rules] of Object.entries(books)) {
    for (const model of Object.keys(rules.models)) {
      await choose(book, model);
      const asked = await request();
      assert.equal(asked.model, model);
      await shows(book, model, asked.inputs);
    }
    const models = await page.locator("#rates tr[data-model]").evaluateAll((rows) => [...new Set(rows.map((row) => row.dataset.model))]);
    assert.deepEqual(models, engines[book].rates().map(({ model }) => model));
  }
});

test("a slider that is moved moves the price and the number beside it", async () => {
  await choose("runway", "dubbing");
  const slider = page.getByRole("slider");
  await slider.press("End");
  const far = await page.getByRole("spinbutton", { name: "Length" }).inputValue();
  await shows("runway", "dubbing", { seconds: Number(far) });
  await slider.press("ArrowLeft");
  assert.equal(await page.getByRole("spinbutton", { name: "Length" }).inputValue(), String(far - 1));
  await shows("runway", "dubbing", { seconds: far - 1 });
});

test("a refusal shows its sentence, and marks its input", async () => {
  await choose("runway", "dubbing");
  const field = page.getByRole("spinbutton", { name: "Length" });
  await field.fill("0");
  assert.equal(await shown(), "Length can be 1 or more.");
  await shows("runway", "dubbing", { seconds: 0 });
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await field.fill("");
  await shows("runway", "dubbing", {});
  await field.fill("3");
  await shows("runway", "dubbing", { seconds: 3 });
  assert.equal(await field.getAttribute("aria-invalid"), "false");
});

test("a number too odd to be judged is told as well", async () => {
  await choose("runway", "dubbing");
  await page.getByRole("spinbutton", { name: "Length" }).fill("1e300");
  assert.match(await shown(), /^This value cannot be priced\.$/);
  assert.equal(await page.locator("#prices td").count(), 7);
});

test("another plan is another price", async () => {
  await choose("leonardo", "alchemy");
  await shows("leonardo", "alchemy", { images: 1 });
  assert.match(await shown(), /^8 tokens$/);
  await page.getByLabel("Plan", { exact: true }).selectOption("ultimate");
  assert.match(await shown(), /^0 tokens$/);
  await shows("leonardo", "alchemy", { images: 1 }, "ultimate");
  await page.locator("bursar-cost").getByText("Nothing is charged.").waitFor();
});

test("flags, choices and counts are priced together, and the grid stands where they are", async () => {
  await choose("rundiffusion", "image");
  await page.getByLabel("Upscale").check();
  await page.getByRole("radio", { name: "Large" }).check({ force: true });
  await page.getByRole("spinbutton", { name: "Images" }).fill("3");
  await shows("rundiffusion", "image", { size: "large", upscale: true, images: 3 });
  const costs = engines.rundiffusion.grid({ model: "image", inputs: { upscale: true } }, [["images", [1, 2, 3, 4, 5, 6, 7, 8]], ["size", ["standard", "large"]]]);
  assert.deepEqual(await page.locator("#prices td").allInnerTexts(), Array.from(costs, String));
  assert.deepEqual(await page.locator("#prices td[aria-current]").allInnerTexts(), ["90"]);
});

test("an input that may be left out is taken at its maximum, and the page says so", async () => {
  await choose("rundiffusion", "training");
  await shows("rundiffusion", "training", {});
  await page.getByRole("spinbutton", { name: "Steps" }).fill("900");
  await shows("rundiffusion", "training", { steps: 900 });
});

test("a unit stands apart from its name, numbers are written alike in a table, and terms stand under each other", async () => {
  await choose("runway", "gen4");
  await page.getByRole("group", { name: "Length second", exact: true }).waitFor();
  await choose("rundiffusion", "training");
  assert.deepEqual(await page.locator("#prices tbody tr").last().locator("th, td").allInnerTexts(), ["4,000", "1,000"]);
  const left = (row) => page.locator(`#rates tr[data-model=image] td.term`).nth(row).evaluate((cell) => { const range = document.createRange(); range.selectNodeContents(cell); return range.getBoundingClientRect().left; });
  assert.equal(await left(0), await left(1));
});

test("a text is counted as the engine counts it", async () => {
  await choose("runway", "text_to_speech");
  const text = "é👋".repeat(30);
  await page.getByRole("textbox", { name: "Text" }).fill(text);
  await shows("runway", "text_to_speech", { text });
  assert.equal(await page.locator(".count").innerText(), "60 characters");
});

test("what happens to the network while the page opens waits for the engine", async () => {
  let arrive;
  const held = new Promise((resolve) => { arrive = resolve; });
  await page.route("**/*.wasm", async (route) => { await held; await route.continue(); });
  await page.goto(address);
  await page.evaluate(() => { dispatchEvent(new Event("offline")); dispatchEvent(new PopStateEvent("popstate")); });
  arrive();
  await page.locator("bursar-cost .answer").waitFor();
  await page.unroute("**/*.wasm");
});

test("the rules are named by the start of their digest, and nothing is asked of the network but the page's own files", async () => {
  // What it asks as it opens has been answered.
  await page.waitForLoadState("networkidle");
  await page.context().setOffline(true);
  await choose("rundiffusion", "video");
  await shows("rundiffusion", "video", { quality: "480p", seconds: 5 });
  await page.context().setOffline(false);
  assert.equal(await page.locator("#digest").innerText(), `Rules ${engines.rundiffusion.digest.slice(0, 12)}`);
  assert.ok(asked.every((url) => url.startsWith(address)), String(asked));
  // The page, its style, its script, the engine's module, who is signed in; and, in development, whether there is a clock.
  const paths = asked.map((url) => new URL(url).pathname.replace(/-[\w-]+\./, "."));
  assert.deepEqual(paths.toSorted(), ["/", "/assets/bursar.wasm", "/assets/index.css", "/assets/index.js", "/dev/clock", "/v1/session"]);
});

test("from 360 to 1,600 pixels nothing overflows, and nothing jumps as the page fills", async () => {
  for (const width of [360, 768, 1600]) {
    await page.setViewportSize({ width, height: 800 });
    await page.reload();
    const [over, shift] = await page.evaluate(async () => {
      let shift = 0;
      const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => { shift += entry.value; }));
      observer.observe({ type: "layout-shift", buffered: true });
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
      return [document.documentElement.scrollWidth - document.documentElement.clientWidth, shift];
    });
    assert.equal(over, 0, `${width} px`);
    assert.ok(shift < 0.01, `${width} px: ${shift}`);
  }
});
