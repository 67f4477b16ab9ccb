// Chromium: a browser for each group of rows, and in it a page that is isolated, so that its clock is fine.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { bundled } from "./bundle.mjs";

const types = { html: "text/html", js: "text/javascript", wasm: "application/wasm" };
const isolated = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };
const pages = { "/": `<!doctype html><title>bench</title><script type="module" src="/main.js"></script>`, "/blank": "<!doctype html><title>bench</title>" };
const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export async function openChromium() {
  const { folder, remove } = await bundled({ main: "chromium/main.mjs" }, { condition: "browser", wasm: "file" });
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
  const first = await launched();
  const version = first.version();
  await first.close();

  return {
    name: "Chromium",
    versions: [`Chromium ${version}`],
    async measured(group, look) {
      const browser = await launched();
      try {
        const page = await browser.newPage();
        page.on("pageerror", (error) => process.stderr.write(`${error.stack}\n`));
        await page.goto(`${address}/`);
        await page.waitForFunction(() => globalThis.measuredGroup && globalThis.crossOriginIsolated);
        return await page.evaluate(([group, look]) => globalThis.measuredGroup(group, look), [group, look]);
      } finally {
        await browser.close();
      }
    },
    close() {
      server.closeAllConnections();
      server.close();
      remove();
    },
  };
}
