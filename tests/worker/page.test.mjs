// The page, served by the worker as `npm start` starts it, in headless Chromium: who signs in sees their balance, what a
// request would do to it, and spends; what is shown is what the worker has.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { context, enter, fresh, page, worker } from "../page/chromium.mjs";
import { client, operator, operatorKey, token } from "./harness.mjs";
import { chooseAccount, npmStart, signIn } from "./npm-start.mjs";

let complaints;

beforeEach(async () => {
  complaints = [];
  await fresh();
  await open(page);
});
afterEach(() => assert.deepEqual(complaints, []));

/** Opens the page in a tab. That an answer was a refusal, or that the network was cut by a test, is no fault of the page's. */
async function open(tab, path = "/") {
  const expected = /^Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_(FAILED|INTERNET_DISCONNECTED))|^WebSocket connection to /;
  tab.on("console", (message) => { if (["error", "warning"].includes(message.type()) && !expected.test(message.text())) complaints.push(message.text()); });
  tab.on("pageerror", (error) => complaints.push(String(error)));
  await tab.goto(worker.address + path);
  return tab;
}

const choose = (tab, model) => tab.getByLabel("Model", { exact: true }).selectOption(model);
const spendable = async (account) => (await operator(worker).at(account).get("balance")).answer.spendable;
const tokens = (count) => `${count.toLocaleString("en")} ${count === 1 ? "token" : "tokens"}`;
/** The pill in the head of the page, once it says so many. */
const pill = (tab, count) => tab.getByRole("button", { name: `${tokens(count)} to spend` });
const button = (tab) => tab.locator("bursar-cost [part=spend]");
/** From where a request would be taken, and what would be left. */
const draws = async (tab) => (await tab.locator("bursar-cost dl").innerText()).split(/\s*\n\s*/);
const refusal = (tab) => tab.locator("bursar-cost [part=refusal]");
const jobs = (tab, state) => tab.locator(`.jobs [data-state=${state}]`);
/** Waits until a part of the page reads so. */
const reads = (locator, text) => locator.filter({ hasText: text instanceof RegExp ? text : new RegExp(`^\\s*${text}\\s*$`) }).waitFor();

test("sign-in, balance, preview, a generation: the balance has moved, here and at the worker", async () => {
  const before = await spendable("leonardo-premium");
  await signIn(page, "Lea");
  assert.equal(new URL(page.url()).hash, "");
  await pill(page, before).waitFor();
  await choose(page, "alchemy");
  assert.deepEqual(await draws(page), ["Rollover bank", "8", "Left afterwards", (before - 8).toLocaleString("en")]);
  await button(page).click();
  await pill(page, before - 8).waitFor();
  await reads(jobs(page, "settled"), /Done: 8 tokens taken/);
  assert.deepEqual(await draws(page), ["Rollover bank", "8", "Left afterwards", (before - 16).toLocaleString("en")]);
  assert.equal(await spendable("leonardo-premium"), before - 8);
});

test("a generation that fails gives back what it held", async () => {
  const before = await spendable("leonardo-premium");
  await signIn(page, "Lea");
  await choose(page, "full_3d");
  await page.getByLabel("Let this one fail").check();
  await button(page).click();
  await pill(page, before - 30).waitFor();
  await reads(jobs(page, "running"), /30 tokens held/);
  await reads(jobs(page, "released"), /Failed: 30 tokens given back/);
  await pill(page, before).waitFor();
  // That was for this one, and it is still told after another page, until who it was signs out.
  assert.equal(await page.getByLabel("Let this one fail").isChecked(), false);
  await page.reload();
  await reads(jobs(page, "released"), /Failed: 30 tokens given back/);
  await page.getByRole("button", { name: /^Account menu of/ }).click();
  await page.getByRole("menuitem", { name: /^Sign out/ }).click();
  for (const who of ["Max", "Lea"]) {
    await page.goto(worker.address);
    await context.clearCookies();
    await page.reload();
    await signIn(page, who);
    await page.locator("#jobs").getByText("Nothing yet.").waitFor();
  }
});

test("development's job runner ends the jobs of an account for its members alone, and of no hold that is not there", async () => {
  await signIn(page, "Lea");
  const run = (account, hold, headers = { origin: worker.address }) => page.request.post(`${worker.address}/dev/jobs`, { data: { account, hold, takesMs: 0, fails: true }, headers });
  assert.equal((await run("leonardo-ultimate", "any")).status(), 403);
  assert.equal((await run("leonardo-premium", "any", { origin: "https://elsewhere.example" })).status(), 403);
  assert.equal((await run("leonardo-premium", "none")).status(), 409);
  await context.clearCookies();
  assert.equal((await run("leonardo-premium", "none")).status(), 403);
});

test("the balance tells its parts, what is locked and why", async () => {
  await signIn(page, "Ola");
  await pill(page, 150).click();
  const panel = page.getByRole("group", { name: "Balance" });
  const parts = (await panel.locator("[part=source]").allInnerTexts()).map((text) => text.split(/\s*\n+\s*/));
  assert.deepEqual(parts, [["Rollover bank", "0"], ["Fast tokens", "150 of 150"], ["Top-ups", "0", "3,500 locked. Top-ups can be spent while a paid plan runs."]]);
  await page.keyboard.press("Escape");
  assert.equal(await panel.isVisible(), false);
});

test("what is more than the allowance is told as a number, and not as a part of it", async () => {
  await operator(worker).send("PUT", "/v1/accounts/fuller", { rulebook: "leonardo" });
  assert.equal((await operator(worker).at("fuller").command({ type: "subscribe", id: "sub:1", plan: "premium" })).answer.ok, true);
  await enter(await token(worker, { fuller: "owner" }, "fay"));
  await pill(page, 25_150).click();
  const parts = (await page.getByRole("group", { name: "Balance" }).locator("[part=source]").allInnerTexts()).map((text) => text.split(/\s*\n+\s*/));
  assert.deepEqual(parts[1].slice(0, 2), ["Fast tokens", "25,150"]);
});

test("credits that others move move in every tab, through the stream", async () => {
  await signIn(page, "Art");
  const other = await open(await context.newPage());
  const before = await spendableBy("art");
  for (const tab of [page, other]) await pill(tab, before).waitFor();
  const tom = client(worker, await token(worker, { pixelforge: "tom" })).at("pixelforge");
  const { answer } = await tom.command({ type: "transfer", id: `give-${Date.now()}`, from: "team:film", to: "bank", credits: 25 });
  assert.equal(answer.ok, true, JSON.stringify(answer));
  for (const tab of [page, other]) await pill(tab, before - 25).waitFor();
});

async function spendableBy(member) {
  return (await client(worker, await token(worker, { pixelforge: member })).at("pixelforge").get("balance")).answer.spendable;
}

test("who is in several accounts chooses, and each has its own rules", async () => {
  await signIn(page, "Eda");
  // Each by its rules, and as whom she asks there.
  await reads(page.locator(".side .what").nth(1), "RunDiffusion · Artist");
  const told = (await page.locator(".side li").allInnerTexts()).map((text) => text.split(/\s*\n+\s*/).filter((part) => !/^[\d,]+/.test(part)).join(" | "));
  assert.deepEqual(told, ["northlight | credits | Runway · Editor", "pixelforge | tokens | RunDiffusion · Artist", "No account | List prices of every rulebook"]);
  await reads(page.locator("#runs"), /^Runway · Enterprise/);
  await chooseAccount(page, "pixelforge");
  await reads(page.locator("#runs"), "RunDiffusion · no plan");
  await reads(button(page), "Generate for 10 tokens");
  await page.reload();
  await reads(page.locator("#runs"), "RunDiffusion · no plan");
  await chooseAccount(page, "");
  await page.getByRole("radio", { name: "Runway" }).check({ force: true });
  assert.equal(await button(page).count(), 0);
});

test("a refusal shows its sentence and its remedies, and nothing can be spent", async () => {
  await signIn(page, "Eda");
  await chooseAccount(page, "pixelforge");
  await reads(page.locator("#runs"), /^RunDiffusion/);
  await choose(page, "training");
  const eda = client(worker, await token(worker, { pixelforge: "eda" })).at("pixelforge");
  const { answer } = await eda.post("previews", { type: "spend", request: { model: "training" } });
  assert.equal(answer.code, "insufficient_credits");
  const { needed, spendable, shortfall } = answer.facts;
  assert.equal(await refusal(page).innerText(), `This needs ${tokens(needed)} and you have ${spendable}: ${shortfall} are missing.`);
  assert.equal(await button(page).count(), 0);
  // Of the bank her view shows nothing: what it could hand over the worker tells.
  await page.locator("bursar-cost [part=remedy]").first().waitFor();
  assert.deepEqual(await page.locator("bursar-cost [part=remedy]").evaluateAll((all) => all.map(({ dataset }) => dataset.do)), answer.remedies.map((remedy) => remedy.do));
  // She may not move credits herself: a text to ask with.
  await page.getByRole("button", { name: /^Ask for a transfer of/ }).click();
  await page.getByRole("dialog", { name: "Ask an admin" }).getByText(/^Hello! On our account pixelforge I would like to move [\d,]+ tokens to Games\. /).waitFor();
});

test("of what is refused the worker hears only where credits are missing that the reader may not see; of a text its length", async () => {
  const sent = [];
  page.on("request", (request) => { if (request.method() === "POST" && request.url().endsWith("/previews")) sent.push(request.postDataJSON()); });
  /** Long enough for whoever would ask: it is asked a quarter of a second after the last key. */
  const none = async (who) => { await refusal(page).waitFor(); await page.waitForTimeout(600); assert.deepEqual(sent, [], who); };
  await signIn(page, "Art");
  for (const images of ["9", "2.5"]) {
    await page.getByRole("spinbutton", { name: "Images" }).fill(images);
    await none(`Art, ${images} images`);
  }
  await operator(worker).send("PUT", "/v1/accounts/broke", { rulebook: "runway", product: "app", members: { ada: { role: "admin" }, ed: { role: "editor" }, vi: { role: "viewer" } } });
  await operator(worker).send("PUT", "/v1/accounts/poor", { rulebook: "runway", product: "app" });
  for (const [account, who, says] of [["poor", "owner", /^This needs/], ["broke", "ada", /^This needs/], ["broke", "vi", /Viewer/]]) {
    await enter(await token(worker, { [account]: who }, who));
    await choose(page, "gen4");
    await reads(refusal(page), says);
    await none(`${who} of ${account}`);
  }
  await enter(await token(worker, { broke: "ed" }, "ed"));
  await choose(page, "text_to_speech");
  await page.getByRole("textbox", { name: "Text" }).fill("a secret of mine");
  await reads(refusal(page), /^This needs 1 credit and you have 0/);
  // Where all is slow, the model that the page opens with is asked for first.
  for (const end = Date.now() + 5000; sent.at(-1)?.request.model !== "text_to_speech" && Date.now() < end;) await page.waitForTimeout(50);
  const { length } = "a secret of mine";
  assert.deepEqual(sent.at(-1), { type: "hold", request: { model: "text_to_speech", inputs: { text: length } } });
  assert.doesNotMatch(JSON.stringify(sent), /secret/);
});

test("how far credits reach is drawn on the slider", async () => {
  await signIn(page, "Eda");
  await chooseAccount(page, "pixelforge");
  await choose(page, "training");
  // A quarter of a token each, at least 200, of 400 less what she spent: as the package says.
  const eda = client(worker, await token(worker, { pixelforge: "eda" })).at("pixelforge");
  const { answer } = await eda.post("affordable", { request: { model: "training" }, input: "steps" });
  await page.getByText(`Your tokens reach up to ${answer.value.toLocaleString("en")}`).waitFor();
  const drawn = await page.locator(".track[data-reach]").evaluate((track) => Number(track.style.getPropertyValue("--reach")));
  assert.ok(Math.abs(drawn - (answer.value - 500) / 3500) < 1e-9, String(drawn));
});

test("where a value cannot be, what can be is told whole, and nothing of how far credits reach", async () => {
  await signIn(page, "Art");
  const reach = page.locator("#input-images-reach");
  await reads(reach, "Your balance covers all of it");
  for (const images of ["2.5", "9"]) {
    await page.getByRole("spinbutton", { name: "Images" }).fill(images);
    await reads(refusal(page), "Images can be from 1 to 8, in steps of 1.");
    assert.equal(await reach.innerText(), "");
  }
  await page.getByRole("spinbutton", { name: "Images" }).fill("2");
  await reads(reach, "Your balance covers all of it");
});

test("where the balance is hidden the cost alone is shown, and can be spent", async () => {
  await signIn(page, "Hal");
  await page.getByText("Balance not shown to your role").waitFor();
  assert.equal(await page.locator("bursar-cost dl").count(), 0);
  await button(page).click();
  await reads(jobs(page, "settled"), /Done: 10 tokens taken/);
});

test("who may not generate is told so", async () => {
  await signIn(page, "Vic");
  assert.equal(await refusal(page).innerText(), "The role “Viewer” does not allow this.");
  assert.equal(await button(page).count(), 0);
});

test("a price that has changed is refused, and the new one is offered", async () => {
  // The stream would tell of the new plan, so this page has none.
  await page.routeWebSocket(/changes/, () => {});
  await signIn(page, "Finn");
  await choose(page, "alchemy");
  await reads(button(page), "Generate for 8 tokens");
  const { answer } = await operator(worker).at("leonardo-free").command({ type: "subscribe", id: `sub:${Date.now()}`, plan: "ultimate", for: "owner" });
  assert.equal(answer.ok, true, JSON.stringify(answer));
  await button(page).click();
  await reads(page.locator(".note.bad"), /The price has changed: 0 tokens instead of 8\. Nothing was taken\./);
  await reads(button(page), "Generate for free");
  await button(page).click();
  await reads(jobs(page, "settled"), /Done: 0 tokens taken/);
});

test("where no answer comes it is sent again under its id, and carried out once", async () => {
  await signIn(page, "Max");
  const before = await spendable("leonardo-ultimate");
  await choose(page, "upscaler");
  // It arrives, and the answer is lost on its way back.
  await page.route(/commands/, async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await button(page).click();
  await reads(page.locator(".note.bad"), /No answer came: generate for 5 tokens\./);
  await page.getByRole("button", { name: "Send again" }).click();
  await reads(jobs(page, "settled"), /Done: 5 tokens taken/);
  assert.equal(await spendable("leonardo-ultimate"), before - 5);
});

test("without the network previews go on, and a generation waits for the person", async () => {
  await signIn(page, "Tess");
  await context.setOffline(true);
  await page.getByText(/^You are offline/).waitFor();
  await choose(page, "full_3d");
  await reads(button(page), "Generate for 30 tokens");
  await button(page).click();
  await reads(page.locator(".note.bad"), /No answer came/);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Send again" }).click();
  await reads(jobs(page, "settled"), /Done: 30 tokens taken/);
});

test("a token that nobody asked for signs nobody in, and leaves the address", async () => {
  const stranger = await token(worker, { "leonardo-premium": "owner" }, "mallory");
  const tab = await open(await context.newPage(), `/#token=${stranger}&state=guessed`);
  await tab.getByRole("button", { name: "Sign in" }).waitFor();
  assert.equal(new URL(tab.url()).hash, "");
});

test("who signs out, or whose session runs out, is asked to sign in again", async () => {
  await signIn(page, "Lea");
  await context.clearCookies();
  await button(page).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Credits" }).count(), 0);
  await signIn(page, "Lea");
  await page.getByRole("button", { name: /^Account menu of/ }).click();
  await page.getByRole("menuitem", { name: /^Sign out/ }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.deepEqual(await context.cookies(), []);
});

test("no script of another's runs, and nothing jumps for who is signed in", async () => {
  await signIn(page, "Ana");
  for (const width of [360, 1600]) {
    await page.setViewportSize({ width, height: 800 });
    await page.reload();
    await page.locator("nav").waitFor();
    const [over, shift, inline] = await page.evaluate(async () => {
      let shift = 0;
      const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => { shift += entry.value; }));
      observer.observe({ type: "layout-shift", buffered: true });
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
      return [document.documentElement.scrollWidth - document.documentElement.clientWidth, shift, document.querySelectorAll("script:not([src]), [onclick]").length];
    });
    assert.deepEqual([over, inline], [0, 0], `${width} px`);
    assert.ok(shift < 0.05, `${width} px: ${shift}`);
  }
  const { headers } = await fetch(worker.address);
  assert.match(headers.get("content-security-policy"), /script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'/);
});

test("`npm start -- --production` serves the page, on accounts of its own, and nobody can sign in by themselves", async () => {
  const real = await npmStart({ args: ["--production"], env: { OPERATOR_KEY: operatorKey, NOTICE: "Moving house on Sunday." } });
  const { status } = await fetch(`${real.address}/dev/sign-in`);
  assert.equal(status, 404);
  assert.equal((await operator(real).at("leonardo-free").get("balance")).status, 404);
  const tab = await context.newPage();
  await tab.goto(real.address);
  await tab.getByText("Moving house on Sunday.").waitFor();
  assert.equal(await tab.getByRole("button", { name: "Sign in" }).count(), 0);
  await tab.close();
  assert.equal(await real.stop(), 0);
});

test("started again on the same accounts it finds them, and sows nothing twice", async () => {
  const one = await npmStart({ env: { OPERATOR_KEY: operatorKey } });
  const all = async (worker) => (await operator(worker).at("pixelforge").get("balance")).answer.spendable;
  await operator(one).at("pixelforge").command({ type: "grant", id: "gift:mine", source: "tokens", credits: 7 });
  const before = await all(one);
  await one.stop({ keep: true });
  const other = await npmStart({ data: one.data, env: { OPERATOR_KEY: operatorKey } });
  assert.equal(await all(other), before);
  await other.stop();
});
