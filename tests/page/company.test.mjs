// The company's page: each of its people sees what they may, and does it; what is shown is what the worker has.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { account, client, operator, token } from "../worker/harness.mjs";
import { chooseAccount, showAccounts, signIn } from "../worker/npm-start.mjs";
import { overflow, wrong } from "./axe.mjs";
import { enter, opened, page, worker } from "./chromium.mjs";

beforeEach(() => opened());

/** As somebody of an account of the test's own. */
const enterAs = async (accounts, person) => enter(await token(worker, accounts, person), "/?view=company");

const asPerson = async (id, member) => client(worker, await token(worker, { [id]: member }, member)).at(id);
const company = () => page.getByRole("navigation").getByRole("link", { name: "Company" });
const button = (name) => page.getByRole("button", { name, exact: true });
const item = (name) => page.getByRole("menuitem", { name });
const items = () => page.getByRole("menuitem").allInnerTexts();
const dialog = (name) => page.getByRole("dialog", { name });
const card = (name) => page.getByRole("region", { name });
const said = (text) => page.getByRole("status").getByText(text).first().waitFor();
const cards = () => page.locator("main section > h2, main section > .head > h2").allInnerTexts();
const wallets = async (id) => Object.fromEntries((await operator(worker).at(id).get("balance")).answer.wallets.map(({ wallet, spendable }) => [wallet, spendable]));
const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent.trim());

/** A company like the seeds' own, that no other test touches. */
async function firm(id) {
  await account(worker, id, "rundiffusion", { members: { cora: { role: "company_admin" } } });
  await operator(worker).at(id).command({ type: "grant", id: "gift:1", source: "tokens", credits: 30_000 });
  const cora = await asPerson(id, "cora");
  for (const [nth, command] of [
    { type: "setTeam", team: "film", label: "Film", limits: [{ per: "day", credits: 9000 }] }, { type: "setTeam", team: "games", label: "Games" },
    { type: "setMember", member: "tom", role: "team_admin", teams: ["film"] }, { type: "setMember", member: "art", role: "artist", teams: ["film"] },
    { type: "transfer", from: "bank", to: "team:film", credits: 8000 },
  ].entries()) assert.equal((await cora.command({ ...command, id: `set-${nth}` })).answer.ok, true);
  return cora;
}

test("of two teams with one name it is told which is which, wherever one is chosen", async () => {
  const cora = await firm("namesakes");
  assert.equal((await cora.command({ type: "setTeam", id: "again", team: "film-2", label: "Film" })).answer.ok, true);
  await enterAs({ namesakes: "cora" }, "cora");
  const both = ["Film (film)", "Film (film-2)"];
  assert.deepEqual((await card("Active teams").getByRole("heading", { level: 3 }).allInnerTexts()).sort(), [...both, "Games"]);
  await button("Add member").click();
  assert.deepEqual((await dialog("Add member").getByRole("group", { name: "Teams" }).locator("label").allInnerTexts()).map((label) => label.trim()).sort(), [...both, "Games"]);
  await page.keyboard.press("Escape");
  await button("Add alert").click();
  assert.deepEqual((await dialog("Add alert").getByLabel("Watch", { exact: true }).locator("option").allInnerTexts()).filter((label) => label.includes("Film")).sort(), both.map((name) => `Team ${name}`));
  await page.keyboard.press("Escape");
  await button("Menu of team Film (film-2)").click();
  await item("Transfer tokens").click();
  const moving = dialog("Transfer tokens");
  assert.deepEqual((await moving.getByLabel("To", { exact: true }).locator("option").allInnerTexts()).sort(), ["Bank", ...both, "Games"]);
  assert.equal(await moving.getByLabel("To", { exact: true }).inputValue(), "team:film-2");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Usage" }).click();
  const names = (await page.getByLabel(/^Whose/).locator("option").allInnerTexts()).filter((label) => label.includes("Film"));
  assert.deepEqual(names.map((name) => name.replace(/^Team /, "")).sort(), both);
});

test("a team's admin: the account at the side, the dashboard by the account's menu, buying with the words, a transfer there and back", async () => {
  await signIn(page, "Tom");
  await chooseAccount(page, "pixelforge");
  await button("Account menu of tom").click();
  await item("Company dashboard").click();
  assert.equal(await company().getAttribute("aria-current"), "page");
  assert.deepEqual(await cards(), ["Token bank", "Active teams"]);
  const had = await wallets("pixelforge");
  await card("Token bank").getByText(had.bank.toLocaleString("en"), { exact: true }).waitFor();

  await button("Manage").click();
  const buying = dialog("Add tokens");
  await buying.getByLabel("How many").fill("");
  await buying.getByLabel("How many").pressSequentially("5e");
  await buying.getByText("Please give a whole number from 1 to 9,007,199,254,740,991.").waitFor();
  await buying.getByRole("button", { name: "One more" }).click();
  assert.equal(await buying.getByLabel("How many").inputValue(), "1");
  await buying.getByLabel("How many").fill("2");
  assert.equal(await buying.getByRole("button", { name: "Go to checkout" }).isDisabled(), true);
  await buying.getByLabel(/^Type/).fill("I agree");
  assert.equal(await buying.getByRole("button", { name: "Go to checkout" }).isDisabled(), false);
  await page.keyboard.press("Escape");

  await button("Menu of team Film").click();
  assert.deepEqual(await items(), ["Transfer tokens", "Usage"]);
  await item("Transfer tokens").click();
  const moving = dialog("Transfer tokens");
  assert.deepEqual([await moving.getByLabel("From", { exact: true }).inputValue(), await moving.getByLabel("To", { exact: true }).inputValue()], ["bank", "team:film"]);
  await moving.getByRole("spinbutton").fill("500");
  await moving.getByRole("button", { name: "Transfer 500 tokens" }).click();
  await said("500 tokens moved.");
  assert.deepEqual(await wallets("pixelforge"), { ...had, bank: had.bank - 500, "team:film": had["team:film"] + 500 });

  await button("Menu of team Film").click();
  await item("Transfer tokens").click();
  // What was typed was for the transfer before.
  assert.equal(await moving.getByRole("spinbutton").inputValue(), "");
  await moving.getByRole("button", { name: "Turn around" }).click();
  assert.deepEqual([await moving.getByLabel("From", { exact: true }).inputValue(), await moving.getByLabel("To", { exact: true }).inputValue()], ["team:film", "bank"]);
  // The wallets stay where they are, and the arrow points from the one to the other.
  const places = async () => Promise.all(["Film", "Bank"].map(async (name) => (await moving.locator("select").filter({ has: page.locator(`option:checked`, { hasText: name }) }).boundingBox()).x));
  const [film, bank] = await places();
  assert.ok(bank < film, `${bank}, ${film}`);
  assert.equal(await moving.getByRole("button", { name: "Turn around" }).locator("svg").evaluate(async (arrow) => {
    await Promise.all(arrow.getAnimations().map((animation) => animation.finished));
    return getComputedStyle(arrow).rotate;
  }), "180deg");
  // What is no number of credits has no price to talk of.
  for (const typed of ["0", "0.5", "-1", "9007199254740993"]) {
    await moving.getByRole("spinbutton").fill(typed);
    await moving.getByText("Please give a whole number from 1 to 9,007,199,254,740,991.").waitFor();
    assert.equal(await moving.getByRole("button", { name: "Transfer tokens", exact: true }).isDisabled(), true, typed);
  }
  for (const typed of ["5e", "1.000"]) {
    await moving.getByRole("spinbutton").fill("");
    await moving.getByRole("spinbutton").pressSequentially(typed);
    assert.equal(await moving.getByRole("button", { name: "Transfer tokens", exact: true }).isDisabled(), true, typed);
  }
  await moving.getByRole("spinbutton").fill(String(had["team:film"] + 501));
  await moving.getByText(/: 1 is missing\./).waitFor();
  await moving.getByRole("spinbutton").fill("200000");
  await moving.getByText(/^This needs 200,000 tokens and you have/).waitFor();
  assert.equal(await moving.getByRole("button", { name: /^Transfer 200,000/ }).isDisabled(), true);
  await moving.getByRole("spinbutton").fill("500");
  await moving.getByRole("button", { name: "Transfer 500 tokens" }).click();
  await moving.waitFor({ state: "hidden" });
  await card("Token bank").getByText(had.bank.toLocaleString("en"), { exact: true }).waitFor();
  assert.deepEqual(await wallets("pixelforge"), had);
});

test("a menu by the keyboard: it opens on its first item, arrows go round, a letter finds, Escape gives the focus back", async () => {
  await signIn(page, "Cora");
  await company().click();
  await button("Menu of team Film").focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(await items(), ["Transfer tokens", "Usage", "Change team", "Remove team"]);
  assert.equal(await focused(), "Transfer tokens");
  for (const [key, meets] of [["ArrowUp", "Remove team"], ["ArrowDown", "Transfer tokens"], ["End", "Remove team"], ["c", "Change team"], ["Home", "Transfer tokens"]]) {
    await page.keyboard.press(key);
    assert.equal(await focused(), meets, key);
  }
  await page.keyboard.press("Escape");
  assert.equal(await focused(), "Menu of team Film");
  assert.equal(await button("Menu of team Film").getAttribute("aria-expanded"), "false");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), "Remove team");
  await page.keyboard.press("Tab");
  assert.equal(await page.getByRole("menu").count(), 0);
  await button("Menu of team Games").click();
  await page.getByRole("heading", { name: "Company" }).click();
  assert.equal(await page.getByRole("menu").count(), 0);
});

test("who manages adds a team, names it anew, limits it, and removes it: its credits go back", async () => {
  const cora = await firm("teamwork");
  await enterAs({ teamwork: "cora" }, "cora");
  await button("Add team").click();
  await dialog("Add team").getByLabel("Name").fill("Großes Kino");
  await dialog("Add team").getByLabel("A day").fill("700");
  await button("Save").click();
  await said("The team is saved.");
  const view = async () => (await cora.get("view")).answer;
  assert.deepEqual((await view()).teams["grosses-kino"], { grants: {}, label: "Großes Kino", limits: [{ per: "day", credits: 700 }] });

  await button("Menu of team Film").click();
  await item("Change team").click();
  const form = dialog("Change team");
  await form.getByLabel("Name").fill("Film and video");
  assert.equal(await form.getByLabel("A day").inputValue(), "9000");
  await form.getByLabel("A day").fill("1.5");
  await form.getByText("A limit is a whole number.").waitFor();
  assert.equal(await form.getByRole("button", { name: "Save" }).isDisabled(), true);
  // What was typed is no number: that is neither no limit nor another one. "1.000" is a thousand to some.
  for (const typed of ["-", "5e", "1.000"]) {
    await form.getByLabel("A day").fill("");
    await form.getByLabel("A day").pressSequentially(typed);
    await form.getByText("A limit is a whole number.").waitFor();
    assert.equal(await form.getByRole("button", { name: "Save" }).isDisabled(), true, typed);
  }
  await form.getByLabel("A day").fill("");
  await form.getByLabel("A day").pressSequentially("9e3");
  assert.equal(await form.getByLabel("A day").inputValue(), "9000");
  await form.getByLabel("A day").fill("9500");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Film and video" }).waitFor();
  const { label, limits, grants } = (await view()).teams.film;
  assert.deepEqual({ label, limits, credits: grants["gift:1"].credits }, { label: "Film and video", limits: [{ per: "day", credits: 9500 }], credits: 8000 });
  await card("Active teams").getByText("0 of 9,500").waitFor();

  await button("Menu of team Film and video").click();
  await item("Remove team").click();
  await dialog("Remove Film and video?").getByText("8,000 tokens go back to the bank.").waitFor();
  await button("Remove").click();
  await said("The team is removed.");
  assert.deepEqual(await wallets("teamwork"), { bank: 30_000, "team:games": 0, "team:grosses-kino": 0 });
});

test("who manages adds a member, changes and removes one; the last of them who manages stays, and is told why", async () => {
  const cora = await firm("peoplework");
  const members = async () => (await cora.get("view")).answer.members;
  await enterAs({ peoplework: "cora" }, "cora");
  await button("Add member").click();
  const adding = dialog("Add member");
  // The role that may do least is the one that is offered first; and it is said why nothing can be saved yet.
  assert.equal(await adding.getByLabel("Role").inputValue(), "artist_without_balance");
  await adding.getByText("Please say who this is.").waitFor();
  await adding.getByLabel("Who").fill("not a name");
  await adding.getByText(/^This cannot be a name/).waitFor();
  await adding.getByLabel("Who").fill("tom");
  await adding.getByText(/is a member already/).waitFor();
  assert.equal(await adding.getByRole("button", { name: "Save" }).isDisabled(), true);
  await adding.getByLabel("Who").fill("nia@films.example");
  await adding.getByLabel("Role").selectOption("artist");
  await adding.getByText("Beside those of the role, 5,000 an hour and 20,000 a day.").waitFor();
  await adding.getByLabel("Games").check();
  await adding.getByLabel("An hour").fill("50");
  await adding.getByRole("button", { name: "Save" }).click();
  await said("The member is saved.");
  assert.deepEqual((await members())["nia@films.example"], { role: "artist", teams: ["games"], limits: [{ per: "hour", credits: 50 }] });
  await card("Members").getByText("0 of 50", { exact: true }).waitFor();

  await button("Menu of member nia@films.example").click();
  await item("Change member").click();
  const changing = dialog("Change nia@films.example");
  await changing.getByLabel("Role").selectOption("team_admin");
  await changing.getByLabel("Film").check();
  await changing.getByLabel("An hour").fill("");
  await changing.getByRole("button", { name: "Save" }).click();
  await page.getByText("Team admin · Games · Film").waitFor();
  assert.deepEqual((await members())["nia@films.example"], { role: "team_admin", teams: ["games", "film"] });

  await button("Menu of member nia@films.example").click();
  await item("Remove member").click();
  await button("Remove").click();
  await said("The member is removed.");
  assert.deepEqual(Object.keys(await members()), ["art", "cora", "tom"]);

  await button("Menu of member cora").click();
  await item("Remove member").click();
  await page.getByText("Somebody must remain who can manage this account.").waitFor();
  assert.equal(await button("Remove").isDisabled(), true);
});

test("what another manager did meanwhile is told in the page's words, and nothing is done", async () => {
  const cora = await firm("meanwhile");
  await enterAs({ meanwhile: "cora" }, "cora");
  // Nothing comes by the stream, so the page does not know.
  await page.routeWebSocket(/changes$/, () => {});
  await page.reload();
  await button("Menu of team Games").click();
  await item("Remove team").click();
  assert.equal((await cora.command({ type: "removeTeam", id: "before-her", team: "games" })).answer.ok, true);
  await button("Remove").click();
  await page.getByText("There is no team called games here.").first().waitFor();
});

test("a form whose subject another changes or removes meanwhile is not saved over that: it says so, and shows how it is now", async () => {
  const cora = await firm("overtaken");
  let nth = 0;
  const other = async (command) => assert.equal((await cora.command({ ...command, id: `other-${nth++}` })).answer.ok, true);
  await enterAs({ overtaken: "cora" }, "cora");
  const save = () => page.getByRole("dialog").getByRole("button", { name: "Save" });
  const members = async () => (await cora.get("view")).answer.members;

  // What is spent and moved meanwhile is no change of what the form sets.
  await button("Menu of team Film").click();
  await item("Change team").click();
  await other({ type: "transfer", from: "bank", to: "team:film", credits: 1000 });
  await card("Active teams").getByText("9,000", { exact: true }).waitFor();
  assert.equal(await save().isDisabled(), false);
  await other({ type: "setTeam", team: "film", label: "Film", limits: [{ per: "day", credits: 100 }] });
  await dialog("Change team").getByText("This has been changed meanwhile.").waitFor();
  assert.equal(await save().isDisabled(), true);
  await page.keyboard.press("Enter");
  await button("Show how it is now").click();
  assert.equal(await dialog("Change team").getByLabel("A day").inputValue(), "100");
  assert.equal(await save().isDisabled(), false);
  await page.keyboard.press("Escape");

  // Who was removed is not let in again by a form that was open.
  await button("Menu of member art").click();
  await item("Change member").click();
  await other({ type: "removeMember", member: "art" });
  await dialog("Change art").getByText("This has been removed meanwhile.").waitFor();
  assert.equal(await save().isDisabled(), true);
  await page.keyboard.press("Escape");
  assert.deepEqual(Object.keys(await members()), ["cora", "tom"]);

  // A team that is gone cannot be chosen, and holds nobody up.
  await button("Add member").click();
  await dialog("Add member").getByLabel("Who").fill("nia");
  await dialog("Add member").getByLabel("Games").check();
  await other({ type: "removeTeam", team: "games" });
  await dialog("Add member").getByLabel("Games").waitFor({ state: "detached" });
  await save().click();
  await said("The member is saved.");
  assert.deepEqual((await members()).nia, { role: "artist_without_balance" });
});

test("one pool and its people: the admin sees all of it, the others what they may, the viewer nothing", async () => {
  const seen = {};
  for (const who of ["Ana", "Bill", "Eda", "Vic"]) {
    await opened();
    await signIn(page, who);
    if ((await company().count()) === 0) { seen[who] = "no view"; continue; }
    await company().click();
    await page.getByRole("heading", { name: "Credit pool" }).waitFor();
    const buttons = await page.locator("main section .button:visible").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? one.textContent.trim()));
    seen[who] = [...(await cards()), ...buttons];
  }
  assert.deepEqual(seen, {
    Ana: ["Credit pool", "Alerts", "Members", "Manage", "Add alert", "Menu of alert half", "Add member", "Menu of member ana", "Menu of member bill", "Menu of member eda", "Menu of member vic"],
    Bill: ["Credit pool", "Manage"],
    Eda: ["Credit pool"],
    Vic: "no view",
  });
});

test("there is no company where an account has neither members nor teams, by no address either", async () => {
  await signIn(page, "Lea");
  assert.deepEqual(await page.locator("nav a").allInnerTexts(), ["Generate", "Credits", "Plans", "Usage", "Rulebooks"]);
  await page.goto(`${worker.address}/?view=company`);
  await page.getByLabel("Model", { exact: true }).waitFor();
});

test("limits: how much of each window is used and when it frees, to who manages and to who is limited", async () => {
  await firm("bounded");
  const art = await asPerson("bounded", "art");
  assert.equal((await art.command({ type: "hold", id: "job-1", request: { model: "video", inputs: { seconds: 10, quality: "720p" } } })).answer.credits, 600);
  const { limits } = (await art.get("limits")).answer;
  assert.deepEqual(limits.map(({ of, per, spent }) => [of, per, spent]), [["role", "hour", 600], ["role", "day", 600], ["team", "day", 600]]);
  const rows = async () => (await page.locator(".limits li").allInnerTexts()).map((text) => text.replace(/\s+/g, " ")).filter((text) => text.includes("600"));
  const frees = /resets \S.*$/;
  await enterAs({ bounded: "cora" }, "cora");
  await page.locator(".limits li").first().waitFor();
  const shown = await rows();
  assert.deepEqual(shown.map((row) => row.replace(frees, "resets")), [
    "Film, today 600 of 9,000 resets", "This hour 600 of 5,000 resets", "Today 600 of 20,000 resets", "Film, today 600 of 9,000 resets",
  ]);
  for (const row of shown) assert.match(row, frees);
  await enterAs({ bounded: "art" }, "art");
  await page.getByRole("heading", { name: "Your limits" }).waitFor();
  assert.deepEqual((await rows()).map((row) => row.replace(frees, "resets")), [
    "This hour 600 of 5,000 resets", "Today 600 of 20,000 resets", "Film, today 600 of 9,000 resets", "Film, today 600 of 9,000 resets",
  ]);
});

test("an alert is set, crossed, told at once, counted by the bell, and read; its thresholds are changed; it is removed", async () => {
  const cora = await firm("alerted");
  await enterAs({ alerted: "cora" }, "cora");
  await button("Add alert").click();
  const form = dialog("Add alert");
  await form.getByText("An alert needs a name, and at least one threshold.").waitFor();
  await form.getByLabel("Name").fill("film");
  assert.equal(await form.getByText(/^It will be called/).count(), 0);
  await form.getByLabel("Name").fill("Film spends");
  await form.getByText("It will be called “film-spends”.").waitFor();
  await form.getByLabel("Watch").selectOption("team:film");
  await form.getByLabel("Within").selectOption("day");
  await form.getByLabel("Threshold 1").fill("100");
  await form.getByLabel("Threshold 2").fill("300");
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("Team Film: when 100 or 300 are spent within a day").waitFor();
  assert.deepEqual((await cora.get("view")).answer.alerts, { "film-spends": { watch: "team:film", on: "spent", per: "day", thresholds: [100, 300] } });
  assert.equal(await button("Inbox").count(), 1);

  const art = await asPerson("alerted", "art");
  assert.equal((await art.command({ type: "hold", id: "job-1", request: { model: "video" } })).answer.ok, true);
  await page.getByRole("status").getByText("film-spends Team Film: 150 tokens spent, past 100.").waitFor();
  await button("Inbox, 1 unread").click();
  await dialog("Inbox").getByText("Team Film: 150 tokens spent, past 100.").waitFor();
  await page.keyboard.press("Escape");
  await button("Inbox").waitFor();
  assert.equal((await cora.get("inbox")).answer.unread, 0);
  await page.reload();
  await button("Inbox").waitFor();

  await button("Menu of alert film-spends").click();
  await item("Change alert").click();
  const changing = dialog("Change film-spends");
  await changing.getByLabel("Threshold 1").fill("");
  await changing.getByLabel("Threshold 2").fill("1.5");
  await changing.getByText(/^Thresholds are whole numbers/).waitFor();
  await changing.getByLabel("Threshold 2").fill("160");
  await changing.getByRole("button", { name: "Save" }).click();
  await page.getByText("Team Film: when 160 are spent within a day").waitFor();
  await button("Menu of alert film-spends").click();
  await item("Remove alert").click();
  await button("Remove").click();
  await said("The alert is removed.");
  assert.equal((await cora.get("view")).answer.alerts, undefined);
});

test("by the keyboard alone: what is saved, removed, closed or chosen gives the focus back, and nobody begins at the top again", async () => {
  await firm("bykeys");
  await enterAs({ bykeys: "cora" }, "cora");
  const enterOn = async (what) => { await what.focus(); await page.keyboard.press("Enter"); };
  await enterOn(button("Add team"));
  await dialog("Add team").getByLabel("Name").fill("Art");
  await page.keyboard.press("Enter");
  await said("The team is saved.");
  assert.equal(await focused(), "Add team");
  await enterOn(button("Menu of team Art"));
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await enterOn(dialog("Remove Art?").getByRole("button", { name: "Remove" }));
  await said("The team is removed.");
  assert.match(await focused(), /^Menu of team/);
  // What is gone and has nothing in its place leaves them in the view.
  await enterOn(page.locator(".note.good button"));
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");

  await page.setViewportSize({ width: 360, height: 720 });
  const chooser = page.getByRole("button", { name: /^Account: / });
  await enterOn(chooser);
  await enterOn(dialog("Accounts").getByRole("button", { name: "Close" }));
  await page.waitForFunction(() => document.activeElement.matches(".chooser"));
});

test("what was done is put into a place that readers of the screen listen to already", async () => {
  await firm("heard");
  await enterAs({ heard: "cora" }, "cora");
  await page.evaluate(() => {
    globalThis.heard = [];
    const places = [...document.querySelectorAll("main [role=status]")];
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) if (places.some((place) => place.contains(target))) globalThis.heard.push([...addedNodes].map(({ textContent }) => textContent).join(""));
    }).observe(document.body, { childList: true, subtree: true });
  });
  await button("Add team").click();
  await dialog("Add team").getByLabel("Name").fill("Art");
  await page.keyboard.press("Enter");
  await said("The team is saved.");
  assert.match(await page.evaluate(() => globalThis.heard.join()), /The team is saved\./);
});

test("a team that is removed while it is looked at is what is shown until another is chosen: its usage, and no wallet in its place", async () => {
  const cora = await firm("removed");
  const told = async (command) => assert.equal((await cora.command({ id: `removed-${JSON.stringify(command).length}-${Math.random()}`, ...command })).answer.ok, true);
  await told({ type: "setTeam", team: "alpha", label: "Alpha" });
  await enterAs({ removed: "cora" }, "cora");
  await button("Menu of team Alpha").click();
  await item("Usage").click();
  const whose = page.locator(".whose select");
  const shown = (select) => select.evaluate(({ selectedOptions }) => selectedOptions[0].textContent);
  assert.equal(await shown(whose), "Team Alpha");

  await page.getByRole("link", { name: "Credits", exact: true }).click();
  await button("Transfer tokens").click();
  const to = page.locator("bursar-transfer #to");
  await to.selectOption("team:film");
  await to.selectOption("team:games");
  await told({ type: "removeTeam", team: "alpha" });
  await page.waitForFunction(() => document.querySelector("bursar-transfer").shadowRoot.querySelector("#to").length === 3);
  assert.equal(await shown(to), "Games");
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "Usage", exact: true }).click();
  assert.equal(await shown(whose), "Team alpha");
});

/** As RFC 4180 has it. */
function parsed(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

async function file(press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  const text = readFileSync(await download.path(), "utf8");
  assert.equal(text.charCodeAt(0), 0xfeff);
  return { name: download.suggestedFilename(), rows: parsed(text.slice(1)) };
}

test("usage as a file: of all, of a team, of a member; quoted as it must be, and nothing in it is a formula", async () => {
  const cora = await firm("filed");
  const evil = "=cmd|calc";
  const send = async (person, command) => assert.equal((await (await asPerson("filed", person)).command(command)).answer.ok, true);
  await send("cora", { type: "setTeam", id: "a", team: "games", label: '@Games, "the\n＋first; =1+1"' });
  await send("cora", { type: "setMember", id: "b", member: evil.replace("|", "/"), role: "artist", teams: ["games"] });
  await send("cora", { type: "transfer", id: "c", from: "bank", to: "team:games", credits: 500 });
  await send("art", { type: "spend", id: "d", request: { model: "video" } });
  await send("art", { type: "spend", id: "e", request: { model: "image" } });
  await send("=cmd/calc", { type: "spend", id: "f", request: { model: "image", inputs: { images: 2 } } });
  const { rows } = (await cora.get("usage?by=day,member,model,wallet")).answer;
  assert.equal(rows.length, 3);
  const day = new Date(rows[0].key.day).toISOString().slice(0, 10);
  const head = ["Day (UTC)", "Member", "Model", "Name", "Wallet", "Spent", "Given back", "Count"];
  const hers = [day, "'=cmd/calc", "image", "Example: images", `'@Games, "the\n'＋first; '=1+1"`, "20", "0", "1"];
  const arts = [[day, "art", "image", "Example: images", "Film", "10", "0", "1"], [day, "art", "video", "Example: video", "Film", "150", "0", "1"]];

  await enterAs({ filed: "cora" }, "cora");
  await page.getByRole("link", { name: "Usage" }).click();
  await page.locator("bursar-usage").getByText("180 tokens spent").waitFor();
  const all = await file(() => button("Download CSV").click());
  assert.deepEqual(all, { name: "usage-filed.csv", rows: [head, hers, ...arts] });

  await company().click();
  await button("Menu of member art").click();
  await item("Usage").click();
  await page.locator("bursar-usage").getByText("160 tokens spent").waitFor();
  assert.deepEqual(await file(() => button("Download CSV").click()), { name: "usage-filed-art.csv", rows: [head, ...arts] });

  await page.getByLabel("Whose").selectOption("team:games");
  await page.locator("bursar-usage").getByText("20 tokens spent").waitFor();
  assert.deepEqual(await file(() => button("Download CSV").click()), { name: "usage-filed-team-games.csv", rows: [head, hers] });

  // By the columns that are shown.
  const { key } = (await cora.get("usage?by=hour,member")).answer.rows.find(({ key }) => key.member === "=cmd/calc");
  const hour = new Date(key.hour).toISOString().replace(/T(\d\d:\d\d).*/, " $1");
  for (const [per, name, when] of [["Hour", "Hour (UTC)", hour], ["Month", "Month (UTC)", day.slice(0, 7)]]) {
    await page.getByRole("radio", { name: per, exact: true }).check({ force: true });
    assert.deepEqual((await file(() => button("Download CSV").click())).rows, [[name, ...head.slice(1)], [when, ...hers.slice(1)]]);
  }
  await page.getByText("As a table").click();
  await page.getByRole("columnheader", { name: "When (UTC)" }).waitFor();
});

test("where numbers have a comma a file's cells are parted by the other sign, as spreadsheets there look for it", async () => {
  const cora = await firm("geteilt");
  assert.equal((await cora.command({ type: "setTeam", id: "a", team: "film", label: "Größe, =1+1; und so" })).answer.ok, true);
  assert.equal((await (await asPerson("geteilt", "art")).command({ type: "spend", id: "e", request: { model: "image" } })).answer.ok, true);
  await opened({ locale: "de-DE" });
  await page.locator("nav").waitFor();
  await enterAs({ geteilt: "cora" }, "cora");
  await page.getByRole("link", { name: "Verbrauch" }).click();
  await page.locator("bursar-usage").getByText("10 Tokens verbraucht").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /CSV/ }).click()]);
  const [head, row, rest] = readFileSync(await download.path(), "utf8").slice(1).split("\r\n");
  assert.deepEqual([head.split(";").length, head.includes(","), rest], [8, false, ""]);
  assert.match(row, /^\d{4}-\d\d-\d\d;art;image;Example: images;"Größe, '=1\+1; und so";10;0;1$/);
});

const places = {
  "the dashboard": async () => { await company().click(); await page.getByRole("heading", { name: "Active teams" }).waitFor(); },
  "a menu": () => button("Menu of team Film").click(),
  "transferring": () => item("Transfer tokens").click(),
  "a team": async () => { await page.keyboard.press("Escape"); await button("Add team").click(); await page.getByRole("dialog").getByLabel("An hour").fill("1.5"); },
  "a member": async () => { await page.keyboard.press("Escape"); await button("Menu of member art").click(); await item("Change member").click(); },
  "a refusal": async () => { await page.keyboard.press("Escape"); await button("Menu of member cora").click(); await item("Remove member").click(); },
  "an alert": async () => { await page.keyboard.press("Escape"); await button("Add alert").click(); },
  "the inbox": async () => { await page.keyboard.press("Escape"); await page.getByRole("button", { name: /^Inbox/ }).click(); await page.getByRole("dialog", { name: "Inbox" }).waitFor(); },
  "the account's menu": async () => { await page.keyboard.press("Escape"); await button("Account menu of cora").click(); },
  "usage": async () => { await page.keyboard.press("Escape"); await page.getByRole("link", { name: "Usage" }).click(); await button("Download CSV").waitFor(); },
  "the accounts": () => showAccounts(page),
};

test("usage and receipts are as of now for whoever comes back to them, and where no answer comes that is said", async () => {
  const cora = await firm("returned");
  await enterAs({ returned: "cora" }, "cora");
  const usage = page.locator("bursar-usage");
  const view = (name) => page.getByRole("navigation").getByRole("link", { name }).click();
  await view("Credits");
  await page.getByText("No receipts yet.").waitFor();
  await view("Usage");
  await usage.getByText("Nothing was spent yet.").waitFor();
  await view("Company");
  const art = await asPerson("returned", "art");
  assert.equal((await art.command({ type: "spend", id: "one", request: { model: "image", inputs: { images: 2 } } })).answer.ok, true);
  await card("Members").getByText("20 of 5,000").waitFor();
  await view("Usage");
  await usage.getByText("20 tokens spent").waitFor();

  const { answer: wish } = await cora.post("wishes", { type: "purchase", id: "w1", pack: "small", quantity: 1, consent: "I agree", expect: { amount: 1000, currency: "USD" }, returnTo: "/" });
  assert.equal((await fetch(wish.url, { method: "POST", redirect: "manual" })).status, 303);
  await page.getByRole("button", { name: "39,980 tokens to spend" }).waitFor();
  await view("Credits");
  await page.getByRole("row", { name: /^1 .* \$10\.00/ }).waitFor();

  // Without the network nobody knows; with it, it is asked again.
  await page.reload();
  await page.getByRole("heading", { name: "Credits" }).waitFor();
  await view("Company");
  await page.context().setOffline(true);
  await view("Usage");
  await page.getByText(/^This could not be fetched/).waitFor();
  assert.equal(await usage.getByText("Nothing was spent yet.").count(), 0);
  await page.context().setOffline(false);
  await usage.getByText("20 tokens spent").waitFor();
  assert.equal(await page.getByText(/could not be fetched/).count(), 0);
});

test("who is removed is told so, and nothing of the account stays", async () => {
  const cora = await firm("parted");
  await enterAs({ parted: "art" }, "art");
  await page.getByRole("button", { name: "8,000 tokens to spend" }).waitFor();
  assert.equal((await cora.command({ type: "removeMember", id: "out", member: "art" })).answer.ok, true);
  await page.getByRole("alert").getByText(/^parted cannot be shown to you: you are not a member of it any more/).waitFor();
  assert.equal(await page.getByText("8,000").count(), 0);
});

test("who asks too often waits, and stays where they are", async () => {
  const cora = await firm("hurried");
  await enterAs({ hurried: "cora" }, "cora");
  let turned = 0;
  await page.route(/\/v1\/accounts\/hurried\/view$/, (route) => (turned++ < 2
    ? route.fulfill({ status: 429, headers: { "retry-after": "1" }, contentType: "application/json", body: JSON.stringify({ error: { code: "too_many_requests", message: "too many requests; wait a little" } }) })
    : route.continue()));
  assert.equal((await cora.command({ type: "setTeam", id: "new", team: "art", label: "Art department" })).answer.ok, true);
  await page.getByRole("heading", { name: "Art department" }).waitFor();
  assert.equal(turned, 3);
});

test("nothing overflows at any width, in either language", async () => {
  const found = [];
  for (const locale of ["en-US", "de-DE"]) {
    await opened({ locale, viewport: { width: 1600, height: 900 } });
    await enterAs({ pixelforge: "cora", northlight: "ana" }, "somebody with quite a long name");
    for (const width of [320, 480, 768, 896, 960, 1024, 1152, 1280, 1344, 1440, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      const over = await overflow(page);
      if (over > 0) found.push(`${locale}, ${width}: ${over} px too wide`);
    }
  }
  assert.deepEqual(found, []);
});

for (const width of [360, 1600]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing in the company, and nothing overflows: ${width} px, ${colorScheme}`, async () => {
      await opened({ viewport: { width, height: 900 }, colorScheme });
      await signIn(page, "Cora");
      const found = [];
      for (const [place, go] of Object.entries(places)) {
        await go();
        found.push(...(await wrong(page, place)));
      }
      assert.deepEqual(found, []);
    });
  }
}
