// Walks through the page, as a platform's help page tells them: each is a list of steps, data alone. A step says what a person
// reads of it in the guide, what they do, what they then see on the page, and what the worker has. Played, it is a test; with
// pictures, it makes the guide.
import assert from "node:assert/strict";
import { forward, operator } from "../../worker/harness.mjs";
import { chooseAccount, signIn } from "../../worker/npm-start.mjs";

const size = { width: 1280, height: 760 };

/** Plays a walk in a browser, on a worker that nobody else has. `pictured` gets the page at each step that has a picture. */
export async function play({ account, steps }, { browser, worker, pictured, patienceMs = 15_000 }) {
  const scene = { browser, worker, account, patienceMs, page: undefined };
  try {
    for (const [nth, step] of steps.entries()) {
      try {
        for (const [verb, ...told] of step.act) await verbs[verb](scene, ...told);
        for (const sight of step.see ?? []) await seen(scene, sight);
        for (const [id, parts] of Object.entries(step.has ?? {})) await has(scene, id, parts);
        if (step.picture && pictured) await pictured(scene.page, nth + 1, step.picture);
      } catch (error) {
        const shown = await scene.page?.locator("body").innerText().catch(() => "");
        throw new Error(`step ${nth + 1}, “${step.say.slice(0, 60)}…”: ${error.message}\nthe page says: ${shown?.slice(0, 1500)}`, { cause: error });
      }
    }
  } finally {
    await scene.page?.context().close();
  }
}

/** What a person can do, by what it is called in a step. */
const verbs = {
  /** Another person sits down at the browser. */
  async as(scene, person) {
    await scene.page?.context().close();
    const context = await scene.browser.newContext({ viewport: size, deviceScaleFactor: 1.5, reducedMotion: "reduce", locale: "en-US" });
    scene.page = await context.newPage();
    scene.page.setDefaultTimeout(15_000);
    await scene.page.goto(scene.worker.address);
    await signIn(scene.page, person);
  },
  account: ({ page }, id) => chooseAccount(page, id),
  view: ({ page }, name) => page.getByRole("navigation").getByRole("link", { name, exact: true }).click(),
  press: async ({ page }, name) => {
    const where = await front(page);
    const named = (role) => where.getByRole(role, { name, exact: typeof name === "string" });
    await named("button").or(named("menuitem")).first().click();
  },
  /** At the checkout, which is a page of its own. */
  pay: ({ page }, price) => page.getByRole("button", { name: `Pay ${price} (test)` }).click(),
  hover: ({ page }, name) => page.getByRole("button", { name }).hover(),
  check: async ({ page }, name) => (await front(page)).getByRole("radio", { name }).check({ force: true }),
  choose: async ({ page }, label, value) => (await front(page)).getByLabel(label, { exact: true }).selectOption(value),
  fill: async ({ page }, label, value) => (await front(page)).getByLabel(label).fill(value),
  escape: ({ page }) => page.keyboard.press("Escape"),
  /** Generates what is chosen, so many times, each when the one before is done. */
  async generate({ page }, times = 1) {
    const done = page.locator(".jobs [data-state=settled]");
    for (let time = 0; time < times; time++) {
      const before = await done.count();
      await page.locator("bursar-cost [part=spend]").click();
      await done.nth(before).waitFor();
    }
  },
  /** Time passes, for all accounts. */
  days: ({ worker }, days) => forward(worker, days * 86_400_000),
  /** Takes credits of a kind away, as the operator may, until so many are left. */
  async leave({ worker, account }, source, credits) {
    const at = operator(worker).at(account);
    const { bank: grants } = (await at.get("view")).answer;
    const [grant, { credits: has }] = Object.entries(grants).find(([, grant]) => grant.source === source && grant.credits > credits);
    const { answer } = await at.command({ type: "revoke", id: `revoke:${source}:${credits}`, grant, credits: has - credits });
    assert.equal(answer.ok, true, JSON.stringify(answer));
  },
};

/** The dialog that lies over the page, or the page. */
async function front(page) {
  const dialog = page.locator("dialog[open]").last();
  return (await dialog.count()) > 0 ? dialog : page;
}

/** What is to be seen: words, or a button by its name; one that is not to be pressed; words that are gone. */
async function seen({ page }, sight) {
  if (typeof sight === "string" || sight instanceof RegExp) return page.getByText(sight).locator("visible=true").first().waitFor();
  const { button, disabled, gone } = sight;
  if (button) return page.getByRole("button", { name: button }).locator("visible=true").first().waitFor();
  if (disabled) return assert.equal(await page.getByRole("button", { name: disabled }).isDisabled(), true, `${disabled} can be pressed`);
  return page.getByText(gone).locator("visible=true").first().waitFor({ state: "hidden" });
}

/** What an account has, by kind and by wallet, as the worker tells it to the operator; soon, for a job may be settled just now. */
async function has({ worker, patienceMs }, id, wanted) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const { answer } = await operator(worker).at(id).get("balance");
    const told = Object.fromEntries([
      ...answer.sources.flatMap(({ source, spendable, locked }) => [[source, spendable], [`${source}, locked`, locked]]),
      ...(answer.wallets ?? []).map(({ wallet, spendable }) => [wallet, spendable]),
    ]);
    const found = Object.fromEntries(Object.keys(wanted).map((part) => [part, told[part] ?? 0]));
    if (JSON.stringify(found) === JSON.stringify(wanted)) return;
    if (Date.now() > end) assert.deepEqual(found, wanted);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
