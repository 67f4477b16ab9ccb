// The package in a real browser: a page without any build step, headless Chromium from Debian.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { root, rulebooks, scenarioFiles } from "./files.mjs";

const types = { js: "text/javascript", mjs: "text/javascript", json: "application/json" };
const page = `<!doctype html><title>bursar</title><script type="module">
  import * as api from "/pkg/dist/browser.js";
  import { runScenarios } from "/tests/js/scenarios.mjs";
  Object.assign(globalThis, { api, runScenarios, loaded: true });
</script>`;

/** Pages by their policy for scripts, and below them the checkout's files. */
const policies = { "/": undefined, "/strict": "script-src 'self' 'nonce-x'", "/wasm": "script-src 'self' 'nonce-x' 'wasm-unsafe-eval'" };

let server;
let browser;
let address;

before(async () => {
  server = createServer(async ({ url }, response) => {
    if (url in policies) {
      const policy = policies[url];
      const headers = { "content-type": "text/html", ...(policy && { "content-security-policy": policy }) };
      return response.writeHead(200, headers).end(page.replace("<script", '<script nonce="x"'));
    }
    try {
      const body = await readFile(new URL(`.${url}`, root));
      response.writeHead(200, { "content-type": types[url.split(".").at(-1)] }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
});

after(async () => {
  await browser?.close();
  server?.close();
});

/** A page that has loaded the package, and what went wrong on it. */
async function open(path) {
  const opened = await browser.newPage();
  const errors = [];
  opened.on("pageerror", (error) => errors.push(error));
  await opened.goto(address + path); // Until it has loaded, modules run and all.
  assert.equal(await opened.evaluate("globalThis.loaded"), true, String(errors));
  return { opened, errors };
}

test("a page runs the scenarios", async (t) => {
  const { opened, errors } = await open("/");
  const given = { files: scenarioFiles(), books: rulebooks() };
  const results = await opened.evaluate(({ files, books }) => runScenarios(api, files, books), given);
  assert.deepEqual(errors, []);
  for (const { file, title, failure } of results) {
    await t.test(`${file}: ${title}`, () => assert.ok(!failure, failure));
  }
});

test("a page's own values are told as what they are", async () => {
  const { opened } = await open("/");
  const [found, after] = await opened.evaluate(() => {
    const rules = { schema: 1, name: "Sketch", sources: [], models: { a: { price: [] } } };
    const bursar = new api.Bursar(rules);
    const frame = document.body.appendChild(document.createElement("iframe"));
    const values = [document.body, window, frame.contentWindow.eval("new Date(0)"), frame.contentWindow.eval("({})"), document.all];
    const told = values.map((value) => {
      try {
        return JSON.stringify(bursar.estimate({ model: "a", inputs: { x: value } }));
      } catch (error) {
        return api.isBursarError(error) ? error.issues[0].message.replace(/^.*, found /, "") : String(error);
      }
    });
    return [told, bursar.estimate(frame.contentWindow.eval("({ model: 'a' })")).ok];
  });
  assert.deepEqual(found.slice(2, 4), ["a Date", "an object"]);
  assert.equal(found[0], "a HTMLBodyElement");
  assert.equal(after, true);
});

test("ids are fresh", async () => {
  const { opened } = await open("/");
  const ids = await opened.evaluate(() => Array.from({ length: 100 }, () => api.newId()));
  assert.equal(new Set(ids).size, 100);
});

test("a worker runs the package too", async () => {
  const { opened } = await open("/");
  const cost = await opened.evaluate(() => {
    const source = `
      import { Bursar } from "${location.origin}/pkg/dist/browser.js";
      const rules = { schema: 1, name: "Sketch", sources: [], models: { a: { price: [{ rate: 7 }] } } };
      postMessage(new Bursar(rules).estimate({ model: "a" }).cost);`;
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  });
  assert.equal(cost, 7);
});

test("a policy that forbids WebAssembly is `wasm_blocked`, one that lets it works", async () => {
  const make = () => {
    try {
      return new api.Bursar({ schema: 1, name: "Sketch", sources: [] }).digest.length;
    } catch (error) {
      return [api.isBursarError(error), error.code, error.message, String(error.cause)];
    }
  };
  const strict = await (await open("/strict")).opened.evaluate(make);
  assert.deepEqual(strict.slice(0, 2), [true, "wasm_blocked"]);
  assert.match(strict[2], /wasm-unsafe-eval/);
  assert.equal(await (await open("/wasm")).opened.evaluate(make), 64);
});
