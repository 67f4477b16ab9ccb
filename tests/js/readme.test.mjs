// The two READMEs: every program runs as it stands, in an empty folder with the packed package
// installed, and the page without a build step shows what it says in a browser.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import * as api from "../../pkg/dist/node.js";
import { versions } from "../../scripts/release.mjs";
import { blocks, installed, page, playPage, runPage, typechecks } from "./docs.mjs";

const home = installed();
after(home.clear);

for (const name of ["pkg/README.md", "README.md"]) {
  test(`${name}: the programs run, and print and give what is told`, () => runPage(name, home));
  test(`${name}: the JSON is taken, and answered as told`, () => void playPage(name, api));
}

test("the two READMEs tell the same first lines and the same sizes", () => {
  const both = ["pkg/README.md", "README.md"];
  const [first, second] = both.map((name) => blocks(name).find(({ language }) => language === "js").text);
  assert.equal(first, second);
  const [told, toldAgain] = both.map((name) => /<!-- sizes -->\n(.*)\n<!-- \/sizes -->/s.exec(page(name))[1]);
  assert.equal(told, toldAgain);
});

test("the first lines are TypeScript as they stand", () => {
  typechecks(home.folder, "first.ts", blocks("pkg/README.md").find(({ language }) => language === "js").text);
});

test("the changelog's newest version is the one of the package and the crate", () => {
  const all = versions();
  assert.deepEqual([...new Set(Object.values(all))], [api.version], JSON.stringify(all));
});

test("pkg/README.md names everything that can be called", () => {
  const text = page("pkg/README.md");
  const methods = (made) => Object.getOwnPropertyNames(Object.getPrototypeOf(made)).filter((name) => name !== "constructor");
  const bursar = new api.Bursar({ schema: 1, name: "Sketch", sources: [{ id: "credits" }] });
  const ledger = bursar.open(bursar.create({ id: "a", at: 0 }).account);
  for (const name of [...Object.keys(api), ...methods(bursar), ...methods(ledger)]) {
    assert.match(text, new RegExp(`\\b${name}\\b`), name);
  }
});

test("the page without a build step shows a cost, under the policy that is told", async (t) => {
  const [{ text }] = blocks("pkg/README.md").filter(({ language }) => language === "html");
  // Its scripts stand in the page itself, which the policy has to allow beside what is told.
  const [, policy] = /Content-Security-Policy: (.*)/.exec(page("pkg/README.md"));
  const types = { js: "text/javascript", json: "application/json" };
  const server = createServer(async ({ url }, response) => {
    if (url === "/") {
      const headers = { "content-type": "text/html", "content-security-policy": `${policy} 'nonce-x'` };
      return response.writeHead(200, headers).end(`<!doctype html><head>${text.replaceAll("<script ", '<script nonce="x" ')}</head><body></body>`);
    }
    try {
      response.writeHead(200, { "content-type": types[url.split(".").at(-1)] }).end(await readFile(join(home.folder, url)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  t.after(() => browser.close());
  const opened = await browser.newPage();
  await opened.goto(`http://127.0.0.1:${server.address().port}/`);
  // `waitForFunction` needs `eval`, which the policy forbids.
  const deadline = Date.now() + 20_000;
  let shown = "";
  while (shown === "" && Date.now() < deadline) shown = await opened.evaluate("document.body.textContent");
  assert.equal(shown, "120 credits");
});
