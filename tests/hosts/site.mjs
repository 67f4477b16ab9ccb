// A page for browsers, and the report that it sends.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const types = { html: "text/html", js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm" };

/** Takes one report: `take` handles the request it comes by, `report` is what it said. */
export function reported() {
  let tell;
  const report = new Promise((resolve) => (tell = resolve));
  const take = async (request, response) => {
    tell(await text(request));
    response.end();
  };
  return { report, take };
}

/** Serves a folder. */
export async function served(folder, take) {
  const server = createServer(async (request, response) => {
    const path = request.url.replace(/\/$/, "/index.html");
    if (path === "/report") return take(request, response);
    try {
      const body = await readFile(join(folder, path));
      response.writeHead(200, { "content-type": types[path.split(".").at(-1)] }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}/`, close };
}
