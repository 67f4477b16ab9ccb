// Rulebooks on the page, in Chromium: one click signs in as anybody; a text with faults shows each at its place, and nothing
// that is typed breaks the page; one account stands under two rulebooks, and what differs is marked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, test } from "node:test";
import { operator, operatorKey } from "../worker/harness.mjs";
import { npmStart, signIn } from "../worker/npm-start.mjs";
import { wrong } from "./axe.mjs";
import { fresh, page, worker } from "./chromium.mjs";

const shipped = (name) => JSON.parse(readFileSync(new URL(`../../pkg/rules/${name}.json`, import.meta.url), "utf8"));

/** What went wrong in the page, whatever the test looks at. */
let errors;

beforeEach(() => opened());
afterEach(() => assert.deepEqual(errors, []));

async function opened(path = "", options = {}) {
  await fresh(options);
  errors = [];
  page.on("pageerror", (error) => errors.push(error.stack));
  // Above all what the page's policy forbids; that a question is answered with no is not told here.
  page.on("console", (message) => { if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) errors.push(message.text()); });
  await page.goto(`${worker.address}/?view=rulebooks${path}`);
}

async function signInGerman(person) {
  await page.getByRole("button", { name: "Anmelden" }).click();
  await page.getByRole("button", { name: person, exact: true }).click();
  await page.locator("nav").waitFor();
}

const text = () => page.getByRole("textbox", { name: "Rules, as JSON" });
const verdict = (kind) => page.locator(`[data-verdict=${kind}]`).waitFor();
const write = () => opened("&part=editor").then(() => verdict("sound"));

/** Puts a text into the place of the one that is there, as pasting does. */
async function put(content) {
  await text().focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(content);
}

/** The lines that are underlined, each with what is underlined in it. */
const underlined = () => page.locator(".cm-lintRange-error").evaluateAll((found) => found.map((element) => element.textContent));
const told = () => page.locator(".fault").evaluateAll((found) => found.map((element) => element.textContent.replace(/\s+/g, " ").trim()));

// ── The shipped ones ──

test("each rulebook has somebody of every role, and a click on them lands on their account", async () => {
  const seats = await (await fetch(`${worker.address}/dev/people`)).json();
  for (const rulebook of ["leonardo", "runway", "rundiffusion"]) {
    const roles = Object.keys(shipped(rulebook).roles ?? { owner: {} });
    const there = seats.filter((seat) => seat.rulebook === rulebook);
    assert.deepEqual(roles.filter((role) => !there.some((seat) => seat.role === role)), [], rulebook);
    for (const role of roles) {
      const { person, label, account } = there.find((seat) => seat.role === role);
      const named = shipped(rulebook).roles?.[role].label ?? "Owner";
      await opened();
      await page.getByRole("button", { name: new RegExp(`^${label} ${named} ${account} ·`) }).click();
      await page.locator("#runs").waitFor();
      assert.match(await page.locator("#runs").innerText(), new RegExp(`^${shipped(rulebook).name} ·`));
      const session = await page.evaluate(async () => (await fetch("/v1/session")).json());
      assert.equal(session.person, person);
      assert.equal(await page.evaluate(() => localStorage.getItem("bursar:account")), account);
      // As whom they ask there, the worker says.
      const head = await page.evaluate(async (account) => (await fetch(`/v1/accounts/${account}`)).json(), account);
      assert.equal(head.by, session.accounts[account]);
      await page.goBack();
    }
  }
});

test("whoever is there for development can be looked around as, under a rulebook that is not shipped too", async () => {
  const seats = await (await fetch(`${worker.address}/dev/people`)).json();
  await page.locator(".seat").first().waitFor();
  assert.equal(await page.locator(".seat").count(), seats.length);
  await page.getByRole("region", { name: "A rulebook of one’s own" }).getByRole("button", { name: /^Pia Owner atelier ·/ }).click();
  await page.locator("#runs").getByText("Studio").waitFor();
});

test("the one click is the sign-in: without the state that the page keeps, and from elsewhere, nobody is signed in", async () => {
  const link = `${worker.address}/dev/sign-in?${new URLSearchParams({ person: "lea", return: "/", state: "guessed" })}`;
  // Typed into the address bar, or followed from another site: the list is shown, and nobody is chosen.
  await page.goto(link);
  await page.getByRole("heading", { name: "Development sign-in" }).waitFor();
  const foreign = await fetch(link, { redirect: "manual", headers: { "sec-fetch-site": "cross-site" } });
  assert.equal(foreign.status, 200);
  // From the page itself, but with a state of somebody else's making: the token is dropped.
  await opened();
  await page.evaluate((link) => location.assign(link), link);
  await page.waitForURL((url) => url.pathname === "/" && url.search === "");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.equal((await page.evaluate(async () => (await fetch("/v1/session")).json())).person, undefined);
});

test("whoever is signed in already is marked, and becomes somebody else by another click", async () => {
  await page.getByRole("button", { name: /^Cora Company admin / }).click();
  await page.locator("#runs").waitFor();
  await page.getByRole("link", { name: "Rulebooks" }).click();
  await page.getByRole("button", { name: /^Cora Company admin / }).getByText("This is you").waitFor();
  await page.getByRole("button", { name: /^Hal Artist, balance hidden / }).click();
  await page.locator("#runs").waitFor();
  assert.equal((await page.evaluate(async () => (await fetch("/v1/session")).json())).person, "hal");
});

test("where nothing is for development the cards open prices and the editor, and list nobody", async () => {
  const production = await npmStart({ args: ["--production"], env: { OPERATOR_KEY: operatorKey } });
  try {
    await page.goto(`${production.address}/?view=rulebooks`);
    await page.getByRole("button", { name: "Prices: Runway" }).waitFor();
    assert.equal(await page.locator(".seat").count(), 0);
    assert.equal((await fetch(`${production.address}/dev/people`)).status, 404);
    await page.getByRole("button", { name: "Prices: Runway" }).click();
    await page.getByRole("heading", { name: "Cost" }).waitFor();
    assert.equal(await page.locator("input[name=book]:checked").inputValue(), "runway");
    await page.goBack();
    await page.getByRole("button", { name: "Edit a copy: RunDiffusion" }).click();
    await text().getByText("RunDiffusion").waitFor();
  } finally {
    await production.stop();
  }
});

// ── Writing ──

test("the editor comes when it is opened, and with no other view", async () => {
  const fetched = [];
  await fresh();
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  const editors = () => fetched.filter((path) => /\/(editor|schema)-/.test(path));
  const views = () => fetched.filter((path) => /\/(state|rulebooks)\b/.test(path));
  await page.goto(worker.address);
  await page.getByRole("heading", { name: "Cost" }).waitFor();
  assert.deepEqual([...editors(), ...views()], [], "the first view");
  await signIn(page, "Cora");
  for (const name of ["Credits", "Usage", "Company"]) await page.getByRole("link", { name, exact: true }).click();
  assert.deepEqual([...editors(), ...views()], [], "the other views");
  await page.getByRole("link", { name: "Rulebooks" }).click();
  await page.getByRole("button", { name: /^Edit a copy/ }).first().waitFor();
  await page.getByRole("link", { name: "Compare" }).click();
  await page.locator("#topic-order").waitFor();
  assert.deepEqual(editors(), [], "the other parts of this view");
  await page.getByRole("link", { name: "Write" }).click();
  await text().waitFor();
  assert.equal(editors().length > 0, true);
});

test("a fault is shown at its place and in words, and mending it clears it", async () => {
  await write();
  const sound = await page.locator("#draft-digest").innerText();
  await put(JSON.stringify({ schema: 1, name: "Mine", sources: [{ id: "kept" }], models: { image: { price: [{ label: "Image", rate: -1 }] } } }, null, 2));
  await verdict("faulty");
  assert.deepEqual(await underlined(), ['"rate": -1']);
  assert.deepEqual(await told(), ["Line 14 · /models/image/price/0/rateexpected a decimal such as 0.025 that is not negative, found -1"]);
  // Hovering says it too.
  await page.locator(".cm-lintRange-error").hover();
  await page.locator(".cm-tooltip .cm-diagnostic").getByText("expected a decimal such as").waitFor();
  // What stood before the fault is still there to be tried.
  await page.getByText("As of the last valid text").waitFor();
  await page.locator(".fault").click();
  await page.keyboard.press("End");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("7");
  await verdict("sound");
  assert.deepEqual(await underlined(), []);
  assert.notEqual(await page.locator("#draft-digest").innerText(), sound);
  assert.match(await page.locator("bursar-cost").evaluate((element) => element.shadowRoot.textContent), /7\s*credits/);
});

test("all faults are told at once, what is missing at what it is missing in, a link to each", async () => {
  await write();
  await put('{\n  "schema": 1,\n  "sources": [{ "id": "a" }, { "id": "a" }],\n  "plns": {},\n  "plans": {\n    "x/y": { "paid": true }\n  }\n}');
  await verdict("faulty");
  const faults = await told();
  for (const [line, path] of [[1, "/name"], [3, "/sources/1/id"], [4, "/plns"], [6, "/plans/x~1y/every"]]) assert.ok(faults.some((fault) => fault.startsWith(`Line ${line} · ${path}expected `)), `${line} ${path}: ${faults.join("\n")}`);
  assert.ok((await underlined()).includes('"x/y"'));
  await page.locator(".fault", { hasText: "/plns" }).click();
  assert.equal(await text().evaluate((element) => element.getRootNode().activeElement === element), true);
  assert.match(await page.locator("rules-editor").evaluate((editor) => editor.shadowRoot.querySelector(".cm-activeLine").textContent), /"plns"/);
  await page.locator("#place", { hasText: "/plns" }).waitFor();
});

test("what is no JSON is shown where it stops being any, beyond characters that count twice", async () => {
  await write();
  for (const [content, mark, line] of [['{ "name": "😀😀", oops }', "o", 1], ['{\n  "schema": 1,\n}', "}", 3], ['{ "name": "x"', '"', 1]]) {
    await put(content);
    await page.locator(".fault", { hasText: "expected JSON" }).first().waitFor();
    await verdict("faulty");
    assert.deepEqual([await underlined(), (await told())[0].startsWith(`Line ${line} · `)], [[mark], true], content);
  }
});

test("completion offers what the schema knows, with its words, and puts it in", async () => {
  await write();
  await put('{\n  "schema": 1,\n  "name": "Mine",\n  "sources": [{ "id": "a" }],\n  ');
  await page.keyboard.type('"fall');
  const list = page.locator(".cm-tooltip-autocomplete");
  await list.getByText("fallbackPlan", { exact: true }).waitFor();
  await page.locator(".cm-completionInfo").getByText(/plan/).waitFor();
  // A list that has only just come is not meant by Enter: so the editor judges.
  await page.waitForTimeout(200);
  await page.keyboard.press("Enter");
  assert.match(await content(), /"fallbackPlan": ""?$/);
  // Values as well: a word of few is offered as soon as its key is there.
  await put('{ "schema": 1, "name": "Mine", "sources": [{ "id": "a", "needsPlan": } ] }');
  for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Control+Space");
  await list.getByText('"paid"', { exact: true }).click();
  await verdict("sound");
  assert.match(await content(), /"needsPlan": ?"paid" ?\}/);
});

const content = () => page.locator("rules-editor").evaluate((editor) => editor.text.trimEnd());

test("what a key means is shown when it is hovered over, and to those who do not hover", async () => {
  await write();
  await page.locator(".cm-line span", { hasText: '"fallbackPlan"' }).first().hover();
  const words = page.locator(".cm-tooltip-hover .words");
  await words.waitFor();
  const said = await words.innerText();
  assert.match(said, /plan/);
  await page.locator(".cm-line span", { hasText: '"fallbackPlan"' }).first().click();
  await page.locator("#place", { hasText: "/fallbackPlan" }).waitFor();
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  assert.equal(plain(await page.locator("#place").innerText()), `/fallbackPlan ${plain(said)}`);
});

test("Tab leaves the text, as it leaves everything", async () => {
  await write();
  await text().focus();
  await page.keyboard.press("Tab");
  assert.equal(await text().evaluate((element) => element.getRootNode().activeElement === element), false);
});

test("what is written stays in this browser, and is there again; nothing of it is sent", async () => {
  await write();
  const sent = [];
  page.on("request", (request) => { if (request.method() !== "GET" || /Unmistakable/.test(request.url())) sent.push(`${request.method()} ${request.url()}`); });
  await page.getByText("Kept in this browser, and nowhere else.").waitFor();
  await put('{ "schema": 1, "name": "Unmistakable", "sources": [{ "id": "a" }] }');
  await verdict("sound");
  await page.reload();
  await text().getByText("Unmistakable").waitFor();
  assert.deepEqual(sent, []);
  // Another text takes its place, and can be undone.
  await page.getByLabel("Begin with").selectOption("runway");
  await text().getByText('"Runway"').waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await text().getByText("Unmistakable").waitFor();
  await page.locator("input[type=file]").setInputFiles({ name: "own.json", mimeType: "application/json", buffer: Buffer.from('{ "schema": 1, "name": "From a file", "sources": [{ "id": "a" }] }') });
  await text().getByText("From a file").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as a file" }).click()]);
  assert.equal(JSON.parse(readFileSync(await download.path(), "utf8")).name, "From a file");
});

test("what was typed right before the page is left is there again", async () => {
  await write();
  await text().focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("left ");
  await page.reload();
  await verdict("faulty");
  assert.match(await content(), /^left \{/);
});

test("without the network the editor cannot come, and says so; asked again it comes", async () => {
  await opened();
  await page.locator(".shelf").waitFor();
  await page.context().setOffline(true);
  await page.getByRole("link", { name: "Write" }).click();
  const again = page.locator(".text").getByRole("button");
  await again.waitFor();
  await page.context().setOffline(false);
  await again.click();
  await text().waitFor();
  await verdict("sound");
});

test("what was entered to try it stays while prices are changed, and goes with the input that it was for", async () => {
  await write();
  const rules = (rate, max) => JSON.stringify({ schema: 1, name: "x", sources: [{ id: "a" }], models: { film: { inputs: { seconds: { type: "number", min: 1, max, step: 2, default: 1 }, loud: { type: "flag" } }, price: [{ rate, times: ["seconds"] }] } } });
  const seconds = page.locator("#input-seconds");
  const cost = () => page.locator("#draft-cost").evaluate((element) => element.request.inputs);
  await put(rules(1, 100));
  await verdict("sound");
  await seconds.fill("7");
  await page.getByRole("checkbox", { name: "loud" }).check();
  await put(rules(3, 100));
  await verdict("sound");
  assert.deepEqual(await cost(), { seconds: 7, loud: true });
  assert.match(await page.locator("#draft-cost").evaluate((element) => element.shadowRoot.textContent), /21\s*credits/);
  // Whoever is in another input meanwhile stays there.
  await page.getByRole("checkbox", { name: "loud" }).focus();
  await page.locator("rules-editor").evaluate((editor, text) => editor.open(text), rules(3, 200));
  await page.waitForFunction(() => document.querySelector("#draft-cost").request.inputs.seconds === 1);
  assert.deepEqual(await cost(), { seconds: 1, loud: true });
  assert.equal(await page.evaluate(() => document.activeElement.id), "input-loud");
  // The table ends with the last step, and not between two of them.
  const grid = page.getByRole("region", { name: "By seconds and loud" });
  assert.deepEqual([await grid.locator("tbody th").last().innerText(), (await grid.locator("td").allInnerTexts()).includes("–")], ["199", false]);
});

test("a text has prices once there is something in it", async () => {
  await write();
  await put(JSON.stringify({ schema: 1, name: "Voices", sources: [{ id: "a" }], models: { say: { inputs: { text: { label: "Text", type: "text", measure: "characters" }, voice: { type: "choice", of: ["fast", "studio"], default: "fast" } }, price: [{ rate: { by: "voice", cells: { fast: 1, studio: 2 } }, times: ["text"] }] } } }));
  await verdict("sound");
  const grid = page.getByRole("region", { name: "Prices" }).first();
  await grid.getByText("Prices stand here once there is something in “Text”.").waitFor();
  await page.getByRole("textbox", { name: "Text", exact: true }).fill("abc");
  await grid.getByRole("table").waitFor();
  assert.deepEqual(await grid.locator("td").allInnerTexts(), ["3", "6"]);
});

test("what stood there before another text comes back by its button, whatever was typed since; that is undone as well", async () => {
  await write();
  await put('{ "schema": 1, "name": "Unmistakable", "sources": [{ "id": "a" }] }');
  await verdict("sound");
  const undo = page.getByRole("button", { name: "Undo" });
  const own = await content();
  await page.getByLabel("Begin with").selectOption("runway");
  await text().getByText('"Runway"').waitFor();
  await text().focus();
  await page.keyboard.type("ab");
  const typed = await content();
  assert.ok(typed.startsWith("ab"), typed.slice(0, 20));
  await undo.click();
  assert.equal(await content(), own);
  assert.equal(await undo.count(), 0);
  await page.keyboard.press("Control+z");
  assert.equal(await content(), typed);
  // From the shelf too, where no editor is there yet.
  await opened();
  await page.getByRole("button", { name: "Edit a copy: Runway" }).click();
  await text().getByText('"Runway"').waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await text().getByText('"Leonardo"').waitFor();
});

test("the tools stay in their card on a phone, in German too", async () => {
  await opened("&part=editor", { locale: "de-DE", viewport: { width: 390, height: 800 } });
  await signInGerman("Lea");
  await page.goto(`${worker.address}/?view=rulebooks&part=editor`);
  const select = page.getByLabel("Beginnen mit");
  await select.waitFor();
  const [box, card] = [await select.boundingBox(), await page.locator(".card:has(.tools)").boundingBox()];
  assert.ok(box.x >= card.x && box.x + box.width <= card.x + card.width, JSON.stringify([box, card]));
});

test("the rules in force for the account can be begun with, and are what the account runs by", async () => {
  await page.getByRole("button", { name: /^Ana Admin northlight ·/ }).click();
  await page.locator("#runs").waitFor();
  await page.goto(`${worker.address}/?view=rulebooks&part=editor`);
  await page.getByLabel("Begin with").selectOption("seen");
  await text().getByText('"Runway"').waitFor();
  await verdict("sound");
  const { answer } = await operator(worker).send("GET", "/v1/accounts/northlight");
  assert.equal(await page.locator("#draft-digest").innerText(), answer.digest);
});

test("nothing that is put into the editor breaks the page", async () => {
  await write();
  const hostile = {
    "8,000 levels of lists": "[".repeat(8000),
    "8,000 levels, closed": `${"[".repeat(8000)}${"]".repeat(8000)}`,
    "8,000 levels of objects": '{"a":'.repeat(8000),
    "a million characters on a line": `{ "name": "${"x".repeat(1_000_000)}" }`,
    "a million lines": "\n".repeat(1_000_000),
    "a million brackets": "{}[]".repeat(250_000),
    "a key called __proto__": '{ "schema": 1, "name": "x", "sources": [{ "id": "__proto__" }], "__proto__": { "polluted": 1 }, "plans": { "__proto__": { "paid": true } } }',
    "names that objects have": '{ "schema": 1, "name": "x", "sources": [{ "id": "constructor" }], "models": { "constructor": { "price": [{ "label": "toString", "rate": 1 }] } }, "plans": { "hasOwnProperty": { "paid": false, "every": "day" } } }',
    "markup": '{ "schema": 1, "name": "<img src=x onerror=globalThis.broken=1>", "sources": [{ "id": "a", "label": "<script>globalThis.broken=1</script>" }], "models": { "m": { "label": "<b>", "price": [{ "label": "<img src=x onerror=globalThis.broken=1>", "rate": 1 }] } } }',
    "another schema": '{ "$schema": "https://example.com/evil.json", "schema": 1, "name": "x", "sources": [{ "id": "a" }], "" }',
    "nothing": "",
    "lone halves of characters": '{ "name": "\ud800", "\udfff": 1 }',
    "a thousand faults": JSON.stringify({ schema: 1, name: "x", sources: Array.from({ length: 1000 }, () => ({ id: "" })) }),
    "too many prices": JSON.stringify({ schema: 1, name: "x", sources: [{ id: "a" }], models: { m: { inputs: Object.fromEntries(["p", "q", "r"].map((id) => [id, { type: "number", of: Array.from({ length: 1200 }, (_, nth) => nth + 1) }])), price: [{ label: "x", rate: "0.1", times: ["p", "q"] }] } } }),
  };
  for (const [name, content] of Object.entries(hostile)) {
    const began = performance.now();
    await page.locator("rules-editor").evaluate((editor, content) => editor.open(content), content);
    await page.locator("[data-verdict]:not([data-verdict=looking])").waitFor({ timeout: 30_000 });
    await text().focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Control+Space");
    await page.keyboard.type(" ");
    await page.locator("[data-verdict]:not([data-verdict=looking])").waitFor({ timeout: 30_000 });
    console.log(`${name}: ${(performance.now() - began).toFixed(0)} ms`);
    assert.deepEqual(await page.evaluate(() => [globalThis.broken, {}.polluted]), [undefined, undefined], name);
    assert.deepEqual(errors, [], name);
  }
  // And what is sound is sound afterwards.
  await put('{ "schema": 1, "name": "Whole", "sources": [{ "id": "a" }] }');
  await verdict("sound");
  await page.getByRole("link", { name: "Compare" }).click();
  await page.locator("#topic-order").waitFor();
});

test("choices that are called what every object has are called so, beside those that have a label", async () => {
  await write();
  await put(JSON.stringify({ schema: 1, name: "Odd", sources: [{ id: "a" }], models: { film: { inputs: { kind: { type: "choice", of: ["constructor", "toString", "short"], labels: { short: "Short" } } }, price: [{ rate: 2 }] } } }));
  await verdict("sound");
  const inputs = page.locator("#try").getByRole("group", { name: "kind" });
  assert.deepEqual((await inputs.locator("label").allInnerTexts()).map((label) => label.trim()), ["constructor", "toString", "Short"]);
  const table = page.getByRole("table", { name: "By kind" });
  assert.deepEqual(await table.locator("tbody th").allInnerTexts(), ["constructor", "toString", "Short"]);
});

test("a browser that keeps nothing says so, and goes on", async () => {
  await opened("&part=editor");
  await verdict("sound");
  await page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; });
  await put('{ "schema": 1, "name": "Lost", "sources": [{ "id": "a" }] }');
  await verdict("sound");
  await page.getByText(/^Your browser keeps nothing for this page/).waitFor();
});

// ── Comparing ──

const rows = (topic) => page.locator(`#topic-${topic} tbody tr:not(.group)`).evaluateAll((found) => found.map((row) => [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim())));

test("leonardo's other order is one click: another order, another draw, another renewal, the same prices", async () => {
  await page.getByRole("button", { name: "Compare: Leonardo" }).click();
  await page.locator("#topic-order").waitFor();
  await page.getByText("The same, Fast tokens first").first().waitFor();
  assert.deepEqual(await rows("order"), [
    ["1.", "Rollover bank 12,000", "Fast tokens 25,150 differs"],
    ["2.", "Fast tokens 25,150", "Rollover bank 12,000 differs"],
    ["3.", "Top-ups 3,500", "Top-ups 3,500"],
  ]);
  assert.deepEqual(await rows("spend"), [
    ["Rollover bank", "−12,000", "Nothing differs"],
    ["Fast tokens", "−8,000", "−20,000 differs"],
    ["Left to spend", "20,650", "20,650"],
  ]);
  assert.deepEqual((await rows("renewal")).filter(([label]) => label === "Kept"), [["Kept", "25,150", "25,150"], ["Kept", "17,150", "5,150 differs"]]);
  await page.getByText("All 9 prices are the same.").waitFor();
  await page.getByText("Different under the second: Order of consumption, What a spend draws, and Next renewal.").waitFor();
  await page.getByLabel("Tokens spent").fill("40651");
  assert.match((await rows("spend")).at(-1)[1], /^This needs 40,651 tokens and you have 40,650/);
  // The very same rules: nothing differs.
  await page.locator("input[name=other][value=leonardo]").check();
  await page.getByText("Balance, order, renewal and prices are the same for this account.").waitFor();
});

test("the account that is looked at is compared, as its asker sees it", async () => {
  const { answer } = await operator(worker).at("leonardo-premium").get("balance");
  await page.getByRole("button", { name: /^Lea Owner / }).click();
  await page.locator("#runs").waitFor();
  await page.goto(`${worker.address}/?view=rulebooks&part=compare`);
  await page.getByText("The same, Fast tokens first").first().waitFor();
  assert.match(await page.getByLabel("Account", { exact: true }).locator("option:checked").innerText(), /^leonardo-premium, as you see it$/);
  const number = (value) => value.toLocaleString("en");
  assert.deepEqual((await rows("balance")).slice(0, 3), answer.sources.map(({ label, spendable }) => [label, number(spendable), number(spendable)]));
  assert.equal((await rows("order"))[0][2], `Fast tokens ${number(answer.sources.find(({ source }) => source === "fast").spendable)} differs`);
});

test("an account that does not fit is told with every place; its prices are compared all the same", async () => {
  await opened("&part=compare");
  await page.locator("input[name=other][value=runway]").check();
  await page.getByRole("alert").getByText("An example for Leonardo cannot live by the rules of Runway.").waitFor();
  const lines = (await page.locator(".misfit pre").innerText()).split("\n").map((line) => line.trim());
  for (const [at, found] of [['"source": "rollover"', "sources", "rollover"], ['"id": "premium"', "plans", "premium"]].map(([at, list, found]) => [at, `↑ expected the id of one of the rules' \`${list}\`, found \`${found}\``])) {
    assert.equal(lines[lines.indexOf(at) + 1], found, lines.join("\n"));
  }
  assert.equal(await page.locator("#topic-order").count(), 0);
  assert.ok((await rows("prices")).some(([model, one, two]) => model === "Gen-4" && one === "not there" && two === "Video 12 per second differs"));
});

test("the rulebook that is written is one to compare with", async () => {
  await write();
  const changed = shipped("leonardo");
  changed.models.full_3d.price[0].rate = 31;
  await put(JSON.stringify(changed));
  await verdict("sound");
  await page.getByRole("link", { name: "Compare" }).click();
  await page.getByRole("radio", { name: "The one you write" }).check();
  await page.getByText("Different under the second: Prices.").waitFor();
  assert.deepEqual(await rows("prices"), [["Full 3D", "Full 3D 30", "Full 3D 31 differs"]]);
});

test("a text that was never valid is nothing to compare with, and says when it will be", async () => {
  await page.evaluate(() => localStorage.setItem("bursar:rulebook", '{ "schema": 1 '));
  await page.goto(`${worker.address}/?view=rulebooks&part=compare`);
  const draft = page.getByRole("radio", { name: "The one you write (faulty as it stands)" });
  assert.equal(await draft.isDisabled(), true);
  assert.equal(await page.locator(`#${await draft.getAttribute("aria-describedby")}`).innerText(), "The one you write can be compared with once it is valid.");
});

test("prices are compared by what the same requests cost: rates alone hide a discount, a least price, a rounding, a cell between", async () => {
  const prices = async (book, edit) => {
    const rules = shipped(book);
    edit(rules);
    await page.evaluate((text) => localStorage.setItem("bursar:rulebook", text), JSON.stringify(rules));
    await page.goto(`${worker.address}/?view=rulebooks&part=compare`);
    await page.getByLabel("Account", { exact: true }).selectOption(book);
    await page.getByRole("radio", { name: "The one you write" }).check();
    await page.locator("#differences").waitFor();
    return rows("prices");
  };
  const alchemy = (rows) => rows.filter(([model]) => model === "Alchemy");
  assert.deepEqual(alchemy(await prices("leonardo", ({ plans }) => { plans.premium.discount = "0.25"; })), [["Alchemy", "Images 8–18: 8 tokens for Images 1", "Images 8–18: 6 tokens for Images 1 differs"]]);
  await page.getByText("Different under the second: Prices.").waitFor();
  // Another plan's discount is nothing to this account.
  await prices("leonardo", ({ plans }) => { plans.ultimate.discount = "0.25"; });
  await page.getByText("All 9 prices are the same.").waitFor();
  assert.deepEqual(await prices("leonardo", ({ models }) => { models.alchemy.atLeast = 10; }), [["Alchemy", "Images 8–18: 8 tokens for Images 1", "Images 8–18: 10 tokens for Images 1 differs"]]);
  assert.deepEqual(await prices("leonardo", ({ models }) => { models.upscaler.roundTo = 10; }), [["Upscaler", "Upscaling 5: 5 tokens", "Upscaling 5: 10 tokens differs"]]);
  assert.deepEqual(await prices("rundiffusion", ({ models }) => { models.image.price[1].when = { upscale: false }; }),
    [["Example: images", "Image 10–25 per image; Upscaling 5 per image: 10 tokens for Size Standard, Upscale false, Images 1", "Image 10–25 per image; Upscaling 5 per image: 15 tokens for Size Standard, Upscale false, Images 1 differs"]]);
  // Between the round numbers: 900 steps come to 225.
  assert.deepEqual(await prices("rundiffusion", ({ models }) => { models.training.roundTo = 25; }), [["Example: model training", "Training 0.25 per step: 230 tokens for Steps 900", "Training 0.25 per step: 225 tokens for Steps 900 differs"]]);
  // Between the lowest rate and the highest.
  assert.deepEqual(await prices("rundiffusion", ({ models: { video: { inputs, price: [{ rate }] } } }) => { inputs.quality.of.push("540p"); rate.cells["540p"] = 45; }),
    [["Example: video", "Video 30–60 per second: not to be had for Quality 540p, Length 5", "Video 30–60 per second: 225 tokens for Quality 540p, Length 5 differs"]]);
});

test("where the account does not fit the list is compared, on both sides", async () => {
  await page.getByRole("button", { name: /^Max Owner / }).click();
  await page.locator("#runs").waitFor();
  const rules = shipped("leonardo");
  delete rules.plans.ultimate;
  await page.evaluate((text) => localStorage.setItem("bursar:rulebook", text), JSON.stringify(rules));
  await page.goto(`${worker.address}/?view=rulebooks&part=compare`);
  await page.getByRole("radio", { name: "The one you write" }).check();
  await page.getByRole("alert").getByText("leonardo-ultimate cannot live by the rules of Leonardo.").waitFor();
  await page.getByText("All 9 prices are the same.").waitFor();
});

test("of one kind of credit there is no other order: what is compared with is marked all the same", async () => {
  await opened("&part=compare");
  await page.getByLabel("Account", { exact: true }).selectOption("rundiffusion");
  await page.getByText("Balance, order, renewal and prices are the same for this account.").waitFor();
  assert.equal(await page.locator("input[name=other]:checked").getAttribute("value"), "rundiffusion");
});

// ── For everybody ──

const places = {
  "the shelf": () => page.locator(".seat").first().waitFor(),
  "the editor": async () => { await page.getByRole("link", { name: "Write" }).click(); await verdict("sound"); },
  "faults": async () => { await page.getByRole("link", { name: "Write" }).click(); await verdict("sound"); await put('{\n  "schema": 1,\n  "plns": {}\n}'); await verdict("faulty"); await page.locator(".cm-lintRange-error").last().hover(); await page.locator(".cm-diagnostic").waitFor(); },
  "completion": async () => { await page.getByRole("link", { name: "Write" }).click(); await verdict("sound"); await put('{\n  '); await page.keyboard.type('"p'); await page.locator(".cm-tooltip-autocomplete").waitFor(); await page.locator(".cm-completionInfo").waitFor(); },
  "a comparison": async () => { await page.getByRole("link", { name: "Compare" }).click(); await page.locator("#topic-order").waitFor(); },
  "a misfit": async () => { await page.getByRole("link", { name: "Compare" }).click(); await page.locator("input[name=other][value=rundiffusion]").check(); await page.locator(".misfit").waitFor(); },
};

for (const width of [360, 1600]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing in the view of rulebooks at ${width} px, ${colorScheme}, and nothing overflows`, async () => {
      const found = [];
      for (const [place, go] of Object.entries(places)) {
        await opened("", { viewport: { width, height: 800 }, colorScheme });
        await go();
        found.push(...(await wrong(page, place)));
      }
      assert.deepEqual(found, []);
    });
  }
}

test("German: the view, and what the editor itself says", async () => {
  await opened("&part=editor", { locale: "de-DE" });
  await page.getByRole("textbox", { name: "Regeln, als JSON" }).waitFor();
  await page.getByRole("heading", { name: "Gültig" }).waitFor();
  await page.getByRole("link", { name: "Vergleichen" }).click();
  await page.getByText("Nach dem zweiten anders: Reihenfolge des Verbrauchs, Woher eine Ausgabe kommt und Nächster Zeitraum.").waitFor();
});
