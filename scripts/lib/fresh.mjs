// Whether something built is still what its inputs make of it: by content, so that a fresh checkout,
// a touched file or a changed branch are all judged rightly.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./sh.mjs";

const skipped = new Set(["node_modules", "dist", "target"]);

/** Runs `build` unless `outputs` were made of just these `inputs`, all of them files or folders of the checkout. */
export async function unlessFresh(name, { inputs, outputs }, build) {
  const stamp = join(root, "target", "fresh", name);
  // Both sides: what was built may have been changed or deleted since.
  const state = () => `${digest(inputs, skipped)} ${digest(outputs, new Set())}`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === state()) return false;
  const before = digest(inputs, skipped);
  await build();
  mkdirSync(dirname(stamp), { recursive: true });
  // An input that changed while we built is one that we may not have built from.
  writeFileSync(stamp, `${before} ${digest(outputs, new Set())}`);
  return true;
}

function digest(paths, without) {
  const hash = createHash("sha256");
  const visit = (path) => {
    const file = join(root, path);
    if (!existsSync(file)) return void hash.update(`${path}\0none\0`);
    if (!statSync(file).isDirectory()) return void hash.update(`${path}\0`).update(createHash("sha256").update(readFileSync(file)).digest());
    for (const name of readdirSync(file).sort()) {
      if (!without.has(name)) visit(`${path}/${name}`);
    }
  };
  paths.forEach(visit);
  return hash.digest("hex");
}
