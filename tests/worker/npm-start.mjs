// `npm start`'s own server, as a person starts it, on accounts and a port of the test's own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Starts it; `args` as behind `npm start --`. `said` is what it has printed so far. */
export async function npmStart({ args = [], env = {}, data = mkdtempSync(join(tmpdir(), "bursar-start-")) } = {}) {
  const server = spawn("node", ["scripts/start.mjs", ...args], { cwd: root, env: { ...process.env, PORT: "0", DATA: data, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(server, "exit");
  const said = [];
  const address = await new Promise((resolve, reject) => {
    // Its address comes on a line of its own, after what the build prints.
    createInterface({ input: server.stdout }).on("line", (line) => {
      said.push(line);
      if (/^http:\/\/localhost:\d+$/.test(line)) resolve(line);
    });
    ended.then(([code]) => reject(new Error(`scripts/start.mjs ended with ${code} before it told an address`)));
  });
  return {
    address,
    data,
    said,
    /** Ends it, and answers with which code it ended. */
    async stop({ keep = false } = {}) {
      server.kill();
      const [code] = await ended;
      if (!keep) rmSync(data, { recursive: true, force: true });
      return code;
    },
  };
}

/** Chromium as the tests run it. */
export const chromiumOptions = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
};

/** Signs in on the page, as one of the people who are there for development, and waits until it shows their account. */
export async function signIn(page, person) {
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: person, exact: true }).click();
  await page.locator("nav").waitFor();
}

/** What a page does to keep a session that a token gives; a driver has it run there, so it knows nothing of what is here. */
export const beginSession = (token) => fetch("/v1/session", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ token }) }).then(({ status }) => status);

/** Shows the accounts: they are at the side where the page is wide, in a sheet where it is narrow. */
export async function showAccounts(page) {
  const chooser = page.getByRole("button", { name: /^Account: / });
  if (await chooser.isVisible()) await chooser.click();
}

/** Chooses an account on the page as a person does. "" is none. */
export async function chooseAccount(page, id) {
  await showAccounts(page);
  await page.locator(".accounts").getByRole("button", { name: id === "" ? /^No account/ : new RegExp(`^${id} `) }).click();
}
