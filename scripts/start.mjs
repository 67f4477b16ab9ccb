// `npm start`: builds the package and the page where they are not up to date, and serves the page.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { pipeline } from "node:stream";
import { main, root } from "./lib/sh.mjs";
import { buildPage } from "./page.mjs";
import { setup } from "./setup.mjs";

const folder = join(root, "www", "dist");
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

/** The file that a URL's path names, or undefined: nothing outside the folder has a name. */
function named(url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return undefined;
  }
  if (path.includes("\0")) return undefined;
  const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
  if (!file.startsWith(folder + sep)) return undefined;
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() ? { file, size: stat.size } : undefined;
}

function answer(request, response) {
  const plain = (status, text, headers = {}) => response.writeHead(status, { "content-type": types[".txt"], ...headers }).end(`${text}\n`);
  if (request.method !== "GET" && request.method !== "HEAD") return plain(405, "only GET and HEAD", { allow: "GET, HEAD" });
  const found = named(request.url);
  if (!found) return plain(404, "not found");
  response.writeHead(200, {
    "content-type": types[extname(found.file)] ?? "application/octet-stream",
    "content-length": found.size,
    // Vite puts a digest into the name of whatever lies in assets/: such a file never changes.
    "cache-control": found.file.startsWith(join(folder, "assets") + sep) ? "public, max-age=31536000, immutable" : "no-cache",
    "x-content-type-options": "nosniff",
  });
  if (request.method === "HEAD") return response.end();
  // An error here is a reader that went away: there is nobody to tell.
  pipeline(createReadStream(found.file), response, () => {});
}

function serve(port) {
  const server = createServer(answer);
  const end = () => {
    server.close();
    server.closeAllConnections();
  };
  process.once("SIGINT", end).once("SIGTERM", end);
  server.on("error", (error) => {
    console.error(`port ${port}: ${error.message}`);
    process.exitCode = 1;
  });
  server.listen(port, () => console.log(`http://localhost:${server.address().port}`));
}

await main(async () => {
  await buildPage(setup("build"));
  serve(Number(process.env.PORT ?? 8787));
});
