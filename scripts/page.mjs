// Builds the page: www/ → www/dist.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { unlessFresh } from "./lib/fresh.mjs";
import { Stop, isMain, main, root, run } from "./lib/sh.mjs";
import { buildPackage } from "./build.mjs";
import { setup } from "./setup.mjs";

/** What the page is made of: of the worker, which lies beside it, it has types alone. */
const own = ["www/index.html", "www/src", "www/public", "www/vite.config.js"];

/** Builds the page, and the package before it, where anything they are made of has changed. */
export async function buildPage(env) {
  await buildPackage(env);
  if (!existsSync(join(root, "www/index.html"))) throw new Stop("there is no www/index.html: the page is not written yet");
  // Pages are small: the package's output is read whole as an input.
  const built = await unlessFresh("page", { inputs: [...own, "pkg/dist", "pkg/rules", "pkg/schemas", "package-lock.json", "scripts/page.mjs"], outputs: ["www/dist"] }, () => {
    run("vite", ["build", "www"], { env });
    shrink(join(root, "www/dist"));
  });
  console.log(built ? "www/dist: built" : "www/dist: up to date");
}

/** Beside each file that gets smaller by it lies the same as brotli: made once, and well, where a server would do it each time. */
function shrink(folder) {
  for (const name of readdirSync(folder, { recursive: true }).filter((name) => /\.(js|css|html|wasm)$/.test(name))) {
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(readFileSync(join(folder, name))));
  }
}

if (isMain(import.meta)) await main(() => buildPage(setup("build")));
