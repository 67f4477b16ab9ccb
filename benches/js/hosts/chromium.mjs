// Chromium: a browser for each group of rows, and in it a page that is isolated, so that its clock is fine.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { asked, expectAnswer, starters } from "../first.mjs";
import { bundled } from "./bundle.mjs";

const types = { html: "text/html", js: "text/javascript", wasm: "application/wasm" };
const isolated = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const pages = { "/": `<!doctype html><title>bench</title><script type="module" src="/main.js"></script>`, "/blank": "<!doctype html><title>bench</title>" };
const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export async function openChromium() {
  const entries = Object.keys(starters).map((who) => [`first/${who}`, `../first/${who}.mjs`]);
  const { folder, remove } = await bundled({ main: "chromium/main.mjs", ...Object.fromEntries(entries) }, { condition: "browser", wasm: "file" });
  const server = createServer(async ({ url }, response) => {
    if (url in pages) return response.writeHead(200, { ...isolated, "content-type": types.html }).end(pages[url]);
    try {
      response.writeHead(200, { ...isolated, "content-type": types[url.split(".").at(-1)] }).end(await readFile(join(folder, url)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}`;
  const launched = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
  const visited = async (path, work) => {
    const browser = await launched();
    try {
      const page = await browser.newPage();
      page.on("pageerror", (error) => process.stderr.write(`${error.stack}\n`));
      await page.goto(address + path);
      return await work(page);
    } finally {
      await browser.close();
    }
  };
  const version = await visited("/blank", (page) => page.context().browser().version());

  return {
    name: "Chromium",
    versions: [`Chromium ${version}`],
    firstIs: "from `import` to the first answer in a page that is there, of a browser that has nothing in its cache, from this machine",
    measured: (group, look) => visited("/", async (page) => {
      await page.waitForFunction(() => globalThis.measuredGroup && globalThis.crossOriginIsolated);
      return page.evaluate(([group, look]) => globalThis.measuredGroup(group, look), [group, look]);
    }),
    first: (who) => visited("/blank", async (page) => {
      const { took, found } = await page.evaluate(async ({ who, asked }) => {
        const start = performance.now();
        const { answer } = await import(`/first/${who}.js`);
        const found = await answer(asked.rulesText, asked.inputs);
        return { found, took: performance.now() - start };
      }, { who, asked });
      expectAnswer(who, found);
      return took;
    }),
    close() {
      server.closeAllConnections();
      server.close();
      remove();
    },
  };
}
