// What the page does where an answer does not come, or comes late: nobody is shut out, nothing that is not known is said, and
// what is looked at is what is true.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { operator, person, token as tokenOf } from "../worker/harness.mjs";
import { beginSession, chooseAccount, signIn } from "../worker/npm-start.mjs";
import { context, opened, page, worker } from "./chromium.mjs";

let complaints;
let commands = 0;

beforeEach(async () => {
  await opened();
  complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
});
afterEach(() => assert.deepEqual(complaints, []));

const account = () => operator(worker).at("leonardo-premium");
const id = () => `test:${++commands}`;
/** Something of Lea's account changes elsewhere. */
const changed = async () => assert.equal((await account().command({ type: "grant", id: id(), source: "topup", credits: 1 })).status, 200);
const spendable = async () => (await account().get("balance")).answer.spendable;
const view = (name) => page.getByRole("link", { name, exact: true }).click();
const heading = (name) => page.getByRole("heading", { level: 1, name }).waitFor();
const chosen = () => page.locator(".side button[aria-current] .name").innerText();
/** Answers what is asked there otherwise, as long as nobody says that it is over. */
async function instead(path, answer) {
  await page.route(path, (route) => route.fulfill({ contentType: "application/json", body: "{}", ...answer }));
  return () => page.unroute(path);
}
const tooMany = { status: 429, headers: { "retry-after": "1" }, body: JSON.stringify({ error: { code: "too_many_requests", message: "too many requests; wait a little" } }) };

for (const [what, answer] of [["too often", tooMany], ["where nobody answers", { status: 503 }]]) {
  test(`whoever looks ${what} stays where they are, and sees the change after a while`, async () => {
    await signIn(page, "Lea");
    await view("Credits");
    const over = await instead("**/view", answer);
    const looked = page.waitForResponse((response) => response.url().endsWith("/view"));
    await changed();
    await looked;
    await page.waitForTimeout(300);
    await heading("Credits");
    assert.equal(await chosen(), "leonardo-premium");
    await over();
    await page.getByRole("button", { name: `${(await spendable()).toLocaleString("en")} tokens to spend` }).waitFor();
  });
}

test("an account that does not come is said not to have come: what is looked at stays, and no page is empty", async () => {
  await signIn(page, "Eda");
  await chooseAccount(page, "northlight");
  await page.getByText("Runway ·").first().waitFor();
  const over = await instead("**/view", { status: 503 });
  await chooseAccount(page, "pixelforge");
  await page.getByText(/^pixelforge could not be opened/).waitFor();
  assert.equal(await chosen(), "northlight");
  // And where nothing was looked at yet.
  await page.goto(`${worker.address}/?view=credits`);
  await page.getByText(/^northlight could not be opened/).waitFor();
  await heading("Generate");
  await over();
  await chooseAccount(page, "northlight");
  await heading("Credits");
});

test("whoever cannot be signed out is told so, and is still seen to be signed in", async () => {
  await signIn(page, "Lea");
  await page.route("**/v1/session", (route) => (route.request().method() === "DELETE" ? route.abort() : route.continue()));
  const leave = async () => {
    await page.getByRole("button", { name: /^Account menu/ }).click();
    await page.getByRole("menuitem", { name: /^Sign out/ }).click();
  };
  await leave();
  await page.getByText(/^You are still signed in/).waitFor();
  assert.equal(await chosen(), "leonardo-premium");
  await page.unroute("**/v1/session");
  await leave();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
});

/** The first of what is sent there is done, and its answer lost. */
async function lost(path) {
  let first = true;
  await page.route(path, async (route) => {
    if (!first) return route.continue();
    first = false;
    await route.fetch();
    await route.abort();
  });
}

test("whoever presses again where no answer came has it done once: a transfer, a team", async () => {
  const film = async () => (await operator(worker).at("pixelforge").get("balance")).answer.wallets.find(({ wallet }) => wallet === "team:film").spendable;
  await signIn(page, "Cora");
  const before = await film();
  await view("Credits");
  await lost("**/commands");
  await page.getByRole("button", { name: "Transfer tokens" }).click();
  await page.getByLabel("Tokens", { exact: true }).fill("100");
  const move = page.getByRole("button", { name: "Transfer 100 tokens" });
  await move.click();
  await page.locator("bursar-transfer [part=notice]", { hasText: "No answer came" }).waitFor();
  assert.equal(await film(), before + 100);
  await move.click();
  await page.getByText("100 tokens moved.").waitFor();
  assert.equal(await film(), before + 100);
  assert.equal(await page.getByText(/^No answer came/).count(), 0);

  await view("Company");
  await page.unroute("**/commands");
  await lost("**/commands");
  await page.getByRole("button", { name: "Add team" }).click();
  await page.getByLabel("Name").fill("Sound");
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("dialog.modal").getByText(/^No answer came/).waitFor();
  await page.locator("#teams h3", { hasText: "Sound" }).waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The team is saved.").waitFor();
  assert.equal(await page.locator("#teams h3", { hasText: "Sound" }).count(), 1);
});

test("a generation whose answer was lost is held once, however often it is pressed", async () => {
  await signIn(page, "Lea");
  const before = await spendable();
  await lost("**/commands");
  const generates = page.locator("bursar-cost [part=spend]");
  await generates.click();
  await page.getByText(/^No answer came/).waitFor();
  await generates.click();
  await page.locator("[data-state=settled]").waitFor();
  assert.equal(await spendable(), before - 1);
});

test("whoever pressed a key where no answer came is still at that button, and presses it again", async () => {
  const focused = () => page.evaluate(() => {
    let found = document.activeElement;
    while (found.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
    return found.textContent.trim();
  });
  /** By the keyboard, twice: the first time it is not answered. */
  const twice = async (path, button, done) => {
    const over = await instead(path, { status: 503 });
    const name = (await button.textContent()).trim();
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByText(/^No answer came/).waitFor();
    assert.equal(await focused(), name);
    await over();
    await page.keyboard.press("Enter");
    await done.waitFor();
  };
  await signIn(page, "Cora");
  await view("Credits");
  await page.getByRole("button", { name: "Transfer tokens" }).click();
  await page.getByLabel("Tokens", { exact: true }).fill("7");
  await twice("**/commands", page.getByRole("button", { name: "Transfer 7 tokens" }), page.getByText("7 tokens moved."));
  await view("Company");
  await page.getByRole("button", { name: "Add team" }).click();
  await page.getByLabel("Name").fill("Light");
  await twice("**/commands", page.getByRole("button", { name: "Save" }), page.getByText("The team is saved."));
  await view("Credits");
  await page.getByRole("button", { name: "Add tokens" }).first().click();
  await page.getByLabel(/^Type/).fill("I agree");
  await twice("**/wishes", page.getByRole("button", { name: "Go to checkout" }), page.getByRole("button", { name: /^Pay/ }));
});

test("a change of plan is shown at once, however slow its price comes, and is not shown where one has left it", async () => {
  await signIn(page, "Lea");
  await view("Plans");
  let answer;
  const slow = new Promise((resolve) => { answer = resolve; });
  await page.route("**/quotes", async (route) => { await slow; await route.continue(); });
  const change = page.getByRole("button", { name: /^Change: Ultimate/ });
  const dialog = page.locator("dialog.modal");
  await change.click();
  await dialog.getByText(/^Asking what is to be paid/).waitFor();
  assert.equal(await dialog.getByRole("button", { name: "Confirm" }).isDisabled(), true);
  await page.keyboard.press("Escape");
  await view("Usage");
  const told = page.waitForResponse((response) => response.url().endsWith("/quotes"));
  answer();
  await told;
  await page.waitForTimeout(300);
  assert.equal(await dialog.count(), 0);
  await view("Plans");
  await change.click();
  await dialog.getByText(/^You pay|^Nothing to pay|^Your current plan was not bought here/).first().waitFor();
});

test("a file of usage that does not come is said not to have come", async () => {
  await signIn(page, "Lea");
  await view("Usage");
  const over = await instead("**/usage?*", { status: 503 });
  await page.getByRole("button", { name: "Download CSV" }).click();
  await page.getByText("This could not be fetched: no answer came.").waitFor();
  await over();
});

test("a change of plan that is not answered is told in its dialog", async () => {
  await signIn(page, "Lea");
  await view("Plans");
  await page.route("**/wishes", (route) => route.abort());
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.locator("dialog.modal").getByText(/^No answer came/).waitFor();
  await page.unroute("**/wishes");
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("Your plan is cancelled.").waitFor();
  assert.equal(await page.getByText(/^No answer came/).count(), 0);
});

test("what a plan costs can be asked again where no answer came; so can a view that did not come", async () => {
  await signIn(page, "Pia");
  await view("Plans");
  await page.route("**/quotes", (route) => route.abort());
  await page.getByRole("button", { name: /^Subscribe: Pro/ }).click();
  await page.getByText(/^It could not be asked what is to be paid/).waitFor();
  await page.unroute("**/quotes");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText(/^You pay \$24\.00 now/).waitFor();
  await page.keyboard.press("Escape");

  await page.route("**/assets/state-*", (route) => route.abort());
  await view("Rulebooks");
  await page.getByText(/^This could not be fetched/).waitFor();
  await page.unroute("**/assets/state-*");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator(".seat").first().waitFor();
});

test("receipts and usage that were not heard of are not said to be none", async () => {
  await changed();
  await signIn(page, "Lea");
  for (const [name, path] of [["Credits", "**/receipts*"], ["Usage", "**/entries*"]]) {
    let answers = () => {};
    await page.route(path, async (route) => { await new Promise((resolve) => { answers = resolve; }); await route.abort(); });
    await view(name);
    await heading(name);
    await page.waitForTimeout(200);
    assert.doesNotMatch(await page.locator("main").innerText(), /No receipts|Nothing was spent/);
    answers();
    await page.getByText(/^This could not be fetched/).waitFor();
    assert.equal(await page.getByText(/No receipts yet|Nothing was spent/).count(), 0);
    await page.unroute(path);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText(/No receipts yet|Nothing was spent|tokens? spent/).first().waitFor();
    assert.equal(await page.getByText(/^This could not be fetched/).count(), 0);
  }
});

test("usage is as of now whenever one comes to it, and stays open while it changes", async () => {
  await signIn(page, "Lea");
  const generates = async () => {
    await view("Generate");
    const before = await page.locator(".jobs [data-state=settled]").count();
    await page.locator("bursar-cost [part=spend]").click();
    await page.locator(".jobs [data-state=settled]").nth(before).waitFor();
  };
  const spent = () => page.locator("bursar-usage").evaluate((element) => element.rows.reduce((sum, row) => sum + row.spent, 0));
  await generates();
  await view("Usage");
  await page.getByText("As a table").click();
  const before = await spent();
  await generates();
  await view("Usage");
  await page.waitForFunction((before) => document.querySelector("bursar-usage").rows.reduce((sum, row) => sum + row.spent, 0) === before + 1, before);
  await page.getByText("As a table").click();
  await page.evaluate(() => {
    globalThis.gone = 0;
    const { shadowRoot } = document.querySelector("bursar-usage");
    new MutationObserver(() => { if (!shadowRoot.querySelector("canvas")) globalThis.gone++; }).observe(shadowRoot, { childList: true, subtree: true });
  });
  const other = await context.newPage();
  await other.goto(worker.address);
  await other.locator("bursar-cost [part=spend]").click();
  await page.waitForFunction((before) => document.querySelector("bursar-usage").rows.reduce((sum, row) => sum + row.spent, 0) === before + 2, before);
  assert.equal(await page.evaluate(() => globalThis.gone), 0, "nothing flickers");
  assert.equal(await page.locator("bursar-usage details").evaluate(({ open }) => open), true);
});

test("a generation that is answered when another account is looked at is none of that one's, and is ended all the same", async () => {
  await signIn(page, "Eda");
  await chooseAccount(page, "northlight");
  await page.getByText("Runway ·").first().waitFor();
  let goOn = () => {};
  await page.route("**/commands", async (route) => { await new Promise((resolve) => { goOn = resolve; }); await route.continue(); });
  await page.locator("bursar-cost [part=spend]").click();
  await page.waitForFunction(() => document.querySelector("bursar-cost").busy);
  await chooseAccount(page, "pixelforge");
  await page.getByText("RunDiffusion ·").first().waitFor();
  const ended = page.waitForResponse((response) => response.url().endsWith("/dev/jobs"));
  goOn();
  await ended;
  await page.waitForTimeout(300);
  assert.equal(await page.locator("#jobs li").count(), 0);
  assert.equal(await page.locator("bursar-cost").evaluate(({ busy }) => busy), false);
});

test("seats that are no number of seats have no price, and cannot be had", async () => {
  await signIn(page, "Tess");
  await view("Plans");
  await page.getByRole("button", { name: /^Change: Starter/ }).click();
  const dialog = page.locator("dialog.modal");
  const seats = dialog.getByLabel("Seats");
  for (const count of ["1.5", "", "0", "1e30"]) {
    await seats.fill("4");
    await dialog.getByRole("table").waitFor();
    await seats.fill(count);
    await dialog.getByText(/^Please give a whole number from 1 to/).waitFor();
    assert.equal(await dialog.getByRole("table").count(), 0, count);
    assert.equal(await dialog.getByRole("button", { name: "Confirm" }).isDisabled(), true, count);
    assert.equal(await seats.inputValue(), count);
  }
});

test("each tab keeps the account that it looks at, whatever another one does", async () => {
  await signIn(page, "Eda");
  await chooseAccount(page, "northlight");
  await page.getByText("Runway ·").first().waitFor();
  const other = await context.newPage();
  await other.goto(worker.address);
  await chooseAccount(other, "pixelforge");
  await other.getByText("RunDiffusion ·").first().waitFor();
  await page.reload();
  await page.getByText("Runway ·").first().waitFor();
  assert.equal(await chosen(), "northlight");
});

test("an address that needs a sign-in shows a page before it, and leads to its view after it", async () => {
  await page.goto(`${worker.address}/?view=plans`);
  await heading("Generate");
  await signIn(page, "Lea");
  await heading("Plans");
});

test("Back closes what lies over the view that is left", async () => {
  await signIn(page, "Lea");
  await view("Credits");
  await view("Plans");
  await page.getByRole("button", { name: "Close account" }).click();
  await page.locator("dialog[open]").waitFor();
  await page.goBack();
  await heading("Credits");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await page.getByRole("button", { name: "Add tokens" }).first().click();
  await page.locator("bursar-top-up dialog[open]").waitFor();
  await page.goBack();
  await heading("Generate");
  assert.equal(await page.locator("bursar-top-up dialog[open]").count(), 0);
});

test("whose session ran out while another tab signed in anew goes on hearing of changes", async () => {
  await streams();
  await page.goto(worker.address);
  await signIn(page, "Lea");
  await page.waitForFunction(() => globalThis.sockets.some(({ readyState }) => readyState === 1));
  // As the worker ends a stream whose token is over; the cookie has a newer one.
  await page.evaluate(() => { const [socket] = globalThis.sockets; const { onclose } = socket; socket.onclose = null; socket.close(); onclose({ code: 1008 }); });
  await page.waitForFunction(() => globalThis.sockets.length > 1 && globalThis.sockets.at(-1).readyState === 1);
  await changed();
  await page.getByRole("button", { name: `${(await spendable()).toLocaleString("en")} tokens to spend` }).waitFor();
});

test("a browser that lets the page keep nothing shows it all the same", async () => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(globalThis, name, { get() { throw new DOMException("denied", "SecurityError"); } });
  });
  await page.goto(worker.address);
  await heading("Generate");
  await page.getByLabel("Language").selectOption("de");
  await heading("Generate");
});

/** The page's own streams, which a test can break. */
const streams = () => page.addInitScript(() => {
  const { WebSocket } = globalThis;
  globalThis.sockets = [];
  globalThis.WebSocket = class extends WebSocket { constructor(url) { super(url); globalThis.sockets.push(this); } };
});
const streaming = () => page.waitForFunction(() => globalThis.sockets.at(-1)?.readyState === 1);
/** A line that breaks, and is heard to be broken only after a while. */
const broken = (afterMs = 0) => page.evaluate((afterMs) => {
  const socket = globalThis.sockets.at(-1);
  const { onclose } = socket;
  socket.onclose = null;
  socket.close();
  setTimeout(() => onclose({ code: 1006 }), afterMs);
}, afterMs);

test("who was signed in and of whom no answer comes is not shown as nobody without a word, and is there when it comes", async () => {
  await signIn(page, "Lea");
  await view("Credits");
  const over = await instead("**/v1/session", { status: 503 });
  await page.reload();
  await page.getByText(/^This could not be fetched/).waitFor();
  await over();
  await heading("Credits");
  assert.equal(await chosen(), "leonardo-premium");
  assert.equal(await page.getByText(/^This could not be fetched/).count(), 0);
});

test("a language that does not come leaves the page in another", async () => {
  await page.route("**/assets/de-*", (route) => route.abort());
  await page.getByLabel("Language").selectOption("de");
  await heading("Generate");
  await page.unroute("**/assets/de-*");
  await page.reload();
  await heading("Erzeugen");
});

test("an engine that does not come is no browser that forbids it, and can be asked for again", async () => {
  await page.route("**/assets/*.wasm", (route) => route.abort());
  await page.reload();
  await page.getByText(/^This could not be fetched/).waitFor();
  assert.doesNotMatch(await page.locator("body").innerText(), /WebAssembly/);
  await page.unroute("**/assets/*.wasm");
  await page.getByRole("button", { name: "Try again" }).click();
  await heading("Generate");
});

test("whose session is over when the stream is opened anew is told so", async () => {
  await streams();
  await page.goto(worker.address);
  await signIn(page, "Lea");
  await streaming();
  await context.clearCookies();
  await broken();
  await page.getByText(/^leonardo-premium cannot be shown to you/).waitFor();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
});

test("a tab knows who is signed in by now, whichever tab it was that they signed in or out in", async () => {
  await signIn(page, "Cora");
  await view("Company");
  const other = await context.newPage();
  await other.goto(worker.address);
  await other.getByRole("button", { name: /^Account menu/ }).click();
  await other.getByRole("menuitem", { name: /^Sign out/ }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.doesNotMatch(await page.locator("body").innerText(), /pixelforge/);
  await signIn(other, "Art");
  await page.getByRole("button", { name: "Account menu of art" }).waitFor();
  await page.getByText("RunDiffusion ·").first().waitFor();
  assert.equal(await chosen(), "pixelforge");
});

test("whose sign-in in another tab is not answered here at once is there when it is", async () => {
  const other = await context.newPage();
  await other.goto(worker.address);
  const over = await instead("**/v1/session", { status: 503 });
  await signIn(other, "Art");
  await page.getByText(/^This could not be fetched/).waitFor();
  await over();
  await page.getByRole("button", { name: "Account menu of art" }).waitFor();
  assert.equal(await chosen(), "pixelforge");
});

test("a page that a browser kept while somebody else signed in is theirs when one comes back to it", async () => {
  await signIn(page, "Cora");
  await page.evaluate(beginSession, await tokenOf(worker, { pixelforge: "tom" }, "tom"));
  await page.evaluate(() => {
    localStorage.setItem("bursar:person", "tom");
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  });
  await page.getByRole("button", { name: "Account menu of tom" }).waitFor();
});

/** What is bought just now, at the dialog; where its checkout lies. */
async function buys() {
  await signIn(page, "Lea");
  await view("Credits");
  await page.getByRole("button", { name: "Add tokens" }).click();
  const answered = page.waitForResponse("**/wishes");
  await page.getByRole("button", { name: "Go to checkout" }).click();
  return answered;
}
const buying = () => page.locator("bursar-top-up dialog[open]");

test("a page that a browser kept while somebody paid has no dialog over it when they come back, and tells that it is paid", async () => {
  // The page stays where it is, as one does that is kept.
  await page.route("**/dev/checkout/**", (route) => route.fulfill({ status: 204 }));
  const { url } = await (await buys()).json();
  const waits = page.getByRole("button", { name: "Opening checkout…" });
  await waits.waitFor();
  assert.equal(await waits.isDisabled(), true);
  await page.waitForTimeout(300);
  assert.equal(await waits.isDisabled(), true, "what was pressed is not pressed twice");
  await page.evaluate(() => { dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })); });
  await buying().waitFor({ state: "detached" });
  assert.equal((await fetch(url, { method: "POST", redirect: "manual" })).status, 303);
  await page.evaluate(() => { dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })); });
  await page.getByText("Paid and added. Thank you!").waitFor();
  assert.equal(await buying().count(), 0);
});

test("a checkout that does not come leaves nobody waiting: the way there is told", async () => {
  await page.route("**/dev/checkout/**", (route) => route.fulfill({ status: 204 }));
  await buys();
  await page.getByRole("link", { name: "Go on to checkout" }).waitFor({ timeout: 15_000 });
  assert.equal(await buying().count(), 0);
  assert.equal(await page.getByRole("button", { name: "Add tokens" }).isEnabled(), true);
});

test("whoever closes the dialog while a purchase is under way stays, and may go on to the checkout", async () => {
  let go;
  const gate = new Promise((resolve) => { go = resolve; });
  await page.route("**/wishes", async (route) => { await gate; await route.continue(); });
  const answered = buys();
  await page.getByRole("button", { name: "Opening checkout…" }).waitFor();
  await page.keyboard.press("Escape");
  await buying().waitFor({ state: "detached" });
  go();
  await answered;
  await page.getByText("This purchase waits to be paid.").waitFor();
  await page.waitForTimeout(500);
  assert.equal(new URL(page.url()).searchParams.get("view"), "credits");
  await page.getByRole("link", { name: "Go on to checkout" }).click();
  await page.getByRole("button", { name: /^Pay / }).waitFor();
});

test("however often the network comes back while a stream is opened anew there is one, and an alert is told once", async () => {
  await streams();
  await page.goto(worker.address);
  await signIn(page, "Lea");
  await streaming();
  await broken();
  await page.evaluate(() => { for (let time = 0; time < 3; time++) dispatchEvent(new Event("online")); });
  await page.waitForTimeout(500);
  await streaming();
  assert.equal(await page.evaluate(() => globalThis.sockets.filter(({ readyState }) => readyState === 1).length), 1);
});

test("how far credits reach is told of the account that is looked at, and of none where there is none", async () => {
  await signIn(page, "Ana");
  await chooseAccount(page, "");
  await page.locator("#books").getByLabel("Runway").check();
  await chooseAccount(page, "northlight");
  await page.locator("#model").selectOption("gen4_aleph");
  await page.locator(".reach").filter({ hasText: /./ }).waitFor();
  await chooseAccount(page, "");
  await page.locator("#books").waitFor();
  assert.equal(await page.locator("#model").inputValue(), "gen4_aleph");
  assert.equal(await page.locator(".reach").innerText(), "");
});

test("what one person has entered is not there for the next", async () => {
  await signIn(page, "Ana");
  await page.locator("#model").selectOption("text_to_speech");
  await page.locator("#input-text").fill("nobody else's");
  await page.evaluate(beginSession, await tokenOf(worker, { northlight: "eda" }, "eda"));
  const other = await context.newPage();
  await other.goto(worker.address);
  await page.getByRole("button", { name: "Account menu of eda" }).waitFor();
  assert.equal(await page.locator("textarea").count() === 0 || (await page.locator("#input-text").inputValue()) === "", true);
});

test("what became of a wish is put into a place that readers of the screen listen to already", async () => {
  await signIn(page, "Tess");
  await view("Plans");
  await page.getByRole("button", { name: "Cancel plan" }).waitFor();
  await page.evaluate(() => { globalThis.places = [...document.querySelectorAll("main [role=status]")]; });
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("Your plan is cancelled.").waitFor();
  assert.equal(await page.evaluate(() => globalThis.places.some((place) => place.isConnected && place.textContent.includes("Your plan is cancelled."))), true);
});

test("whoever asks again by the keyboard in a dialog stays in it", async () => {
  await page.route("**/inbox*", (route) => route.abort());
  await signIn(page, "Cora");
  await page.getByRole("button", { name: /^Inbox/ }).click();
  const dialog = page.getByRole("dialog", { name: "Inbox" });
  const again = dialog.getByRole("button", { name: "Try again" });
  await again.focus();
  await page.unroute("**/inbox*");
  await page.keyboard.press("Enter");
  await again.waitFor({ state: "detached" });
  await page.waitForTimeout(100);
  assert.equal(await dialog.evaluate((element) => element.contains(document.activeElement)), true);
});

test("what one person has begun in a tab is not the next one's to go on with: a purchase, what waits to be sent again", async () => {
  await signIn(page, "Cora");
  await view("Credits");
  await page.route("**/commands", (route) => route.abort());
  await page.getByRole("button", { name: "Transfer tokens" }).click();
  await page.getByLabel("Tokens", { exact: true }).fill("100");
  await page.getByRole("button", { name: "Transfer 100 tokens" }).click();
  await page.locator("bursar-transfer [part=notice]", { hasText: "No answer came" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Send again" }).waitFor();
  await page.getByRole("button", { name: "Add tokens" }).click();
  await page.locator("bursar-top-up dialog[open]").waitFor();
  const token = await tokenOf(worker, { pixelforge: "tom" }, "tom");
  const other = await context.newPage();
  await other.goto(worker.address);
  await other.evaluate(beginSession, token);
  await other.reload();
  await page.getByRole("button", { name: "Account menu of tom" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Send again" }).count(), 0);
  assert.equal(await page.locator("bursar-top-up dialog[open]").count(), 0);
});

test("an alert that was told while the line was broken is counted, and an inbox that does not come is not said to be empty", async () => {
  const [cora, gus] = [await person(worker, { pixelforge: "cora" }, "cora"), await person(worker, { pixelforge: "gus" }, "gus")];
  for (const command of [{ type: "setMember", member: "gus", role: "artist", teams: ["film"] }, { type: "setAlert", alert: "gap", watch: "member:gus", on: "spent", per: "day", thresholds: [1] }]) {
    assert.equal((await cora.at("pixelforge").command({ id: `gap-${command.type}`, ...command })).answer.ok, true);
  }
  await streams();
  await page.goto(worker.address);
  await page.route("**/inbox*", (route) => route.abort());
  await signIn(page, "Cora");
  await streaming();
  await page.getByRole("button", { name: /^Inbox/ }).click();
  const dialog = page.getByRole("dialog", { name: "Inbox" });
  await dialog.getByText(/^This could not be fetched/).waitFor();
  assert.equal(await dialog.getByText(/^Nothing was told yet/).count(), 0);
  await page.unroute("**/inbox*");
  await dialog.getByRole("button", { name: "Try again" }).click();
  await dialog.getByText(/^This could not be fetched/).waitFor({ state: "detached" });
  await page.keyboard.press("Escape");

  await broken(1500);
  assert.equal((await gus.at("pixelforge").command({ type: "hold", id: "gap-job", request: { model: "image" } })).answer.ok, true);
  await page.getByRole("button", { name: "Inbox, 1 unread" }).waitFor();
});

test("a page that is older than what is served makes room for it where a part does not come, once somebody asks again", async () => {
  await page.route("**/assets/state-*", (route) => route.fulfill({ status: 404, body: "" }));
  await view("Rulebooks");
  await page.getByText(/^This could not be fetched/).waitFor();
  const [anew] = await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Try again" }).click()]);
  assert.ok(anew);
  await page.unroute("**/assets/state-*");
  await page.reload();

  await page.route("**/assets/editor-*", (route) => route.abort());
  await page.getByRole("link", { name: "Write" }).click();
  await page.getByText(/^This could not be fetched/).waitFor();
  await page.unroute("**/assets/editor-*");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("rules-editor .cm-content").waitFor();
});

test("a chart that cannot be drawn leaves its table", async () => {
  await signIn(page, "Lea");
  await page.locator("bursar-cost [part=spend]").click();
  await page.locator(".jobs [data-state=settled]").waitFor();
  await page.route("**/assets/chart-*", (route) => route.abort());
  await view("Usage");
  await page.locator("bursar-usage tbody tr").first().waitFor();
  assert.equal(await page.locator("bursar-usage canvas").isVisible(), false);
});
