// Builds the page: www/ → www/dist.
import { join } from "node:path";
import { existsSync } from "node:fs";
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
  const built = await unlessFresh("page", { inputs: [...own, "pkg/dist", "pkg/rules", "package-lock.json", "scripts/page.mjs"], outputs: ["www/dist"] }, () => run("vite", ["build", "www"], { env }));
  console.log(built ? "www/dist: built" : "www/dist: up to date");
}

if (isMain(import.meta)) await main(() => buildPage(setup("build")));
