// Development's clock on the page: it is moved to whatever time does next in the account, and the page tells what that changed,
// as the worker has it. On the page of a worker that is not for development there is none of it.
import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { beforeEach, test } from "node:test";
import { account, client, dayMs, operator, operatorKey, token } from "../worker/harness.mjs";
import { npmStart, signIn } from "../worker/npm-start.mjs";
import { wrong } from "./axe.mjs";
import { enter, opened, page, worker } from "./chromium.mjs";

beforeEach(() => opened());

const enterAs = async (accounts, person) => enter(await token(worker, accounts, person));

const clock = () => page.getByRole("region", { name: "Clock" });
const next = () => clock().getByRole("button", { name: /^Forward to/ });
/** What was told of the last move, without when it happened. */
const told = async () => (await clock().getByRole("listitem").allInnerTexts()).map((line) => line.replace(/^\w{3} \d+, \d{4}, \d+:\d\d\s[AP]M: /, ""));
async function forward(name) {
  await clock().getByRole("button", { name }).click();
  // While it is under way no button can be pressed, and what was told before is gone.
  await clock().getByRole("button", { name: "Forward by a day", disabled: false }).waitFor();
  await clock().getByRole("listitem").first().waitFor();
  return told();
}
/** The worker has let the time pass that the page has told of: its entries, and its balance by source. */
async function standing(id, seq) {
  for (let time = 0; time < 50; time++) {
    const { answer } = await operator(worker).at(id).get("entries");
    if (answer.entries.some((entry) => entry.seq > seq)) {
      const { sources } = (await operator(worker).at(id).get("balance")).answer;
      return { entries: answer.entries.filter((entry) => entry.seq > seq).reverse(), sources: Object.fromEntries(sources.map(({ source, spendable }) => [source, spendable])) };
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("time did not pass in the account");
}
const seqOf = async (id) => (await operator(worker).at(id).get("view")).answer.seq;
const brief = (entries) => entries.map(({ kind, source, credits }) => `${kind} ${source} ${credits}`);

test("whoever presses a key to let time pass is still at that button, to press it again", async () => {
  await signIn(page, "Lea");
  const hour = clock().getByRole("button", { name: "Forward by an hour" });
  await hour.focus();
  for (let time = 0; time < 2; time++) {
    const moved = page.waitForResponse((response) => response.url().endsWith("/dev/clock") && response.request().method() === "POST");
    await page.keyboard.press("Enter");
    await moved;
    await clock().getByRole("button", { name: "Forward by a day", disabled: false }).waitFor();
    await clock().getByRole("listitem").first().waitFor();
    assert.equal(await hour.evaluate((button) => document.activeElement === button), true);
  }
});

test("expiry, renewal with rollover, and a plan's end, each watched as it comes", async () => {
  await account(worker, "watched", "leonardo");
  const system = operator(worker).at("watched");
  const now = (await operator(worker).send("GET", "/v1/accounts/watched")).answer.at;
  for (const command of [
    { type: "subscribe", id: "set:1", plan: "premium" }, { type: "grant", id: "set:2", source: "rollover", credits: 60_000 },
    { type: "grant", id: "set:3", source: "topup", credits: 3_500, expiresAt: now + 5 * dayMs },
  ]) assert.equal((await system.command(command)).answer.ok, true);
  await enterAs({ watched: "owner" }, "olga");

  await next().filter({ hasText: /^Expiry/ }).waitFor();
  let seq = await seqOf("watched");
  assert.deepEqual(await forward(/^Forward to: Expiry/), ["3,500 lapsed from Top-ups"]);
  let stands = await standing("watched", seq);
  assert.deepEqual([brief(stands.entries), stands.sources.topup], [["lapse topup -3500"], 0]);

  // 25,000 unused and 150 of the day that it began on: 75,000 is the most that is kept.
  seq = await seqOf("watched");
  assert.deepEqual(await forward(/^Forward to: Renewal/), ["15,000 kept in Rollover bank", "10,150 lapsed from Fast tokens", "25,000 new in Fast tokens"]);
  stands = await standing("watched", seq);
  assert.deepEqual(stands.sources, { rollover: 75_000, fast: 25_000, topup: 0 });
  await page.getByRole("button", { name: "100,000 tokens to spend" }).waitFor();

  assert.equal((await system.command({ type: "cancel", id: "set:4" })).answer.ok, true);
  await next().filter({ hasText: /^Plan ends/ }).waitFor();
  seq = await seqOf("watched");
  const ended = await forward(/^Forward to: Plan ends/);
  assert.deepEqual(ended, ["75,000 lapsed from Rollover bank", "25,000 lapsed from Fast tokens", "150 new in Fast tokens", "Premium has ended; Free runs now"]);
  stands = await standing("watched", seq);
  assert.deepEqual(stands.sources, { rollover: 0, fast: 150, topup: 0 });
  await clock().getByRole("button", { name: "Close this message" }).click();
  assert.equal(await clock().getByRole("listitem").count(), 0);
});

test("a plan that was bought is billed as its periods pass, and cancelled it is not", async () => {
  await account(worker, "billed", "studio");
  const receipts = async () => (await operator(worker).at("billed").get("receipts")).answer.receipts.map(({ label, price }) => `${label} ${price.amount}`);
  await enterAs({ billed: "owner" }, "bea");
  await page.getByRole("link", { name: "Plans" }).click();
  await page.getByRole("button", { name: /^Subscribe: Pro/ }).click();
  await page.getByRole("button", { name: "Go to checkout" }).click();
  await page.getByRole("button", { name: "Pay $24.00 (test)" }).click();
  await page.locator(".running").getByText("Pro").waitFor();
  assert.deepEqual(await receipts(), ["Pro 2400"]);
  await page.getByText("Paid and added. Thank you!").waitFor();

  assert.deepEqual(await forward(/^Forward to: Renewal/), ["1,020 kept in Kept from before", "1,000 new in Included"]);
  // A month later that is no news.
  assert.equal(await page.getByText("Paid and added. Thank you!").count(), 0);
  for (let time = 0; time < 50 && (await receipts()).length < 2; time++) await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepEqual(await receipts(), ["Pro 2400", "Pro 2400"]);
  // What the clock granted the payment did not: there is no number to tell.
  await page.getByRole("link", { name: "Credits" }).click();
  await page.getByRole("row", { name: /^2 .* Pro – \$24\.00/ }).waitFor();
  await page.getByRole("row", { name: /^1 .* Pro 1,000 \$24\.00/ }).waitFor();
  await page.getByRole("link", { name: "Plans" }).click();

  await page.getByRole("button", { name: "Cancel plan" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Confirm" }).click();
  await page.getByText(/^Cancelled; it runs until/).waitFor();
  await forward(/^Forward to: Plan ends/);
  await page.locator(".running").getByText("Free").waitFor();
  for (let days = 0; days < 3; days++) await forward("Forward by a day");
  assert.deepEqual(await receipts(), ["Pro 2400", "Pro 2400"]);
  const { answer } = await operator(worker).at("billed").get("troubles");
  assert.deepEqual(answer.troubles, []);
});

test("a cooldown and a hold's end: a limit that was used up is free again, and so is what was held", async () => {
  await account(worker, "cooling", "rundiffusion", { members: { cora: { role: "company_admin" }, art: { role: "artist" }, hal: { role: "artist_without_balance" } } });
  assert.equal((await operator(worker).at("cooling").command({ type: "grant", id: "gift:1", source: "tokens", credits: 30_000 })).answer.ok, true);
  const cora = client(worker, await token(worker, { cooling: "cora" })).at("cooling");
  const art = client(worker, await token(worker, { cooling: "art" })).at("cooling");
  for (const [at, command] of [[cora, { type: "setTeam", id: "a", team: "film", label: "Film" }], [cora, { type: "setMember", id: "b", member: "art", role: "artist", teams: ["film"] }],
    [cora, { type: "setMember", id: "b2", member: "hal", role: "artist_without_balance", teams: ["film"] }], [cora, { type: "transfer", id: "c", from: "bank", to: "team:film", credits: 20_000 }],
    [art, { type: "hold", id: "d", request: { model: "session", inputs: { server: "large", minutes: 480 } } }]]) {
    const { answer } = await at.command(command);
    assert.equal(answer.ok, true, JSON.stringify(answer));
  }
  await enterAs({ cooling: "art" }, "art");
  const hour = "Your limit, 5,000 an hour, resets: 4,800 used before";
  const lines = await forward(/^Forward to: Limit resets/);
  assert.ok(lines.includes(hour), String(lines));
  assert.equal((await art.get("limits")).answer.limits.find(({ per }) => per === "hour").spent, 0);
  // In the last hour of a day both limits are free at once.
  while ((await next().count()) > 0) lines.push(...(await forward(/^Forward to/)));
  assert.deepEqual(lines, [hour, "Your limit, 20,000 a day, resets: 4,800 used before", "a hold lapsed, 4,800 back in Tokens"]);
  await page.getByRole("button", { name: "20,000 tokens to spend" }).waitFor();
  assert.equal((await art.get("balance")).answer.held, 0);
  await clock().getByText("Time alone changes nothing more.").waitFor();

  // Whose balance is hidden is told of their own limits alone.
  const hal = client(worker, await token(worker, { cooling: "hal" })).at("cooling");
  assert.equal((await hal.command({ type: "spend", id: "e", request: { model: "image" } })).answer.ok, true);
  await enterAs({ cooling: "hal" }, "hal");
  assert.equal((await forward(/^Forward to: Limit resets/))[0], "Your limit, 5,000 an hour, resets: 10 used before");
});

test("an hour, a day: the clock of every account moves, and where nothing comes of it that is said", async () => {
  const at = async () => (await operator(worker).send("GET", "/v1/accounts/pixelforge")).answer.at;
  await enterAs({ pixelforge: "cora" }, "cora");
  const began = await at();
  assert.deepEqual(await forward("Forward by an hour"), ["Time passed, and nothing changed."]);
  assert.deepEqual(await forward("Forward by a day"), ["Time passed, and nothing changed."]);
  const passed = (await at()) - began;
  assert.ok(passed >= 25 * dayMs / 24 && passed < 25 * dayMs / 24 + 60_000, `${passed} ms`);
  const shown = new Intl.DateTimeFormat("en-US", { dateStyle: "medium" }).format(await at());
  await clock().getByText(`It is ${shown}`).waitFor();
});

test("the chart of usage goes on to today, by UTC's days, and says so", async () => {
  await page.addInitScript(() => {
    globalThis.drawn = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) { globalThis.drawn.push(text); return fillText.call(this, text, ...rest); };
  });
  await account(worker, "charted", "leonardo");
  await enterAs({ charted: "owner" }, "cher");
  const cher = client(worker, await token(worker, { charted: "owner" }, "cher")).at("charted");
  assert.equal((await cher.command({ type: "spend", id: "one", request: { model: "alchemy" } })).answer.ok, true);
  for (let days = 0; days < 3; days++) await forward("Forward by a day");
  await page.getByRole("link", { name: "Usage" }).click();
  await page.locator("canvas").waitFor();
  const { at } = (await operator(worker).send("GET", "/v1/accounts/charted")).answer;
  const day = new Intl.DateTimeFormat("en-US", { day: "numeric", month: "short", timeZone: "UTC" }).format(at);
  await page.waitForFunction((day) => globalThis.drawn.includes("UTC") && globalThis.drawn.includes(day), day);
});

test("axe finds nothing in the clock, and nothing overflows, narrow and wide, light and dark", async () => {
  const found = [];
  for (const width of [360, 1600]) {
    for (const colorScheme of ["light", "dark"]) {
      await opened({ viewport: { width, height: 800 }, colorScheme });
      await enterAs({ "leonardo-free": "owner" }, "finn");
      await forward(/^Forward to/);
      found.push(...(await wrong(page, `${width} ${colorScheme}`)));
    }
  }
  assert.deepEqual(found, []);
});

test("a worker that is not for development has no clock, and its page shows none, wherever its sign-in is", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const JWKS = JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), alg: "ES256", kid: "one" }] });
  const issuer = "https://issuer.example";
  const real = await npmStart({ args: ["--production"], env: { OPERATOR_KEY: operatorKey, JWKS, JWT_ISSUER: issuer, JWT_AUDIENCE: "bursar", SIGN_IN: "/dev/elsewhere" } });
  try {
    await account(real, "mine", "leonardo");
    assert.equal((await fetch(`${real.address}/dev/clock`)).status, 404);
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const body = `${part({ alg: "ES256", kid: "one" })}.${part({ iss: issuer, aud: "bursar", sub: "ada", exp: Math.floor(Date.now() / 1000) + 3600, accounts: { mine: "owner" } })}`;
    await page.goto(real.address);
    await enter(`${body}.${sign("sha256", Buffer.from(body), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`);
    await page.getByRole("button", { name: "150 tokens to spend" }).waitFor();
    assert.equal(await clock().count(), 0);
    assert.equal(await page.locator(".clock").count(), 0);
  } finally {
    await real.stop();
  }
});

test("of more years than one the chart and its table say which", async () => {
  await account(worker, "years", "leonardo");
  await enterAs({ years: "owner" }, "yara");
  await page.getByRole("link", { name: "Usage", exact: true }).click();
  await page.locator("bursar-usage").waitFor();
  const days = await page.locator("bursar-usage").evaluate(async (element) => {
    const made = document.createElement("bursar-usage");
    const { bursar, rules, view, words } = element;
    const spent = (at) => ({ kind: "spend", at, command: `c${at}`, grant: "g", source: "topup", wallet: "bank", credits: -1, model: "x" });
    Object.assign(made, { bursar, rules, view, words, locale: "en", now: () => Date.UTC(2027, 10, 23, 12), entries: [spent(Date.UTC(2027, 10, 23, 8)), spent(Date.UTC(2026, 10, 23, 8))] });
    document.querySelector("main").append(made);
    await made.updateComplete;
    const cells = () => [...made.shadowRoot.querySelectorAll("tbody td:first-child")].map(({ textContent }) => textContent);
    const both = cells();
    made.entries = [made.entries[0]];
    await made.updateComplete;
    return [both, cells()];
  });
  assert.deepEqual(days.map((column) => [...column].sort()), [["Nov 23, 2026", "Nov 23, 2027"], ["Nov 23"]]);
});
