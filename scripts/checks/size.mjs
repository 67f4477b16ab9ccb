// What the package weighs, as brotli sends it. Whoever makes it heavier says so here, in the same commit.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { Stop, main, root } from "../lib/sh.mjs";

/** `most` is what may be today, and goes down but for what makes an answer right; `goal` is what the whole contract is to weigh. */
const budgets = [
  { what: "the wasm", file: "pkg/dist/bursar.wasm", most: 184_950, goal: 90_000 },
  { what: "the browser's entry, the wasm inlined", file: "pkg/dist/browser.js", most: 196_800, goal: 140_000 },
  { what: "the JavaScript beside the wasm", file: "pkg/dist/node.js", most: 12_000, goal: 12_000 },
];

/** Told, and held to nothing: who shows no elements pays nothing for them. */
const told = ["index.js", "chart.js", "de.js"].map((name) => `pkg/dist/elements/${name}`);

await main(() => {
  const faults = [];
  for (const { what, file, most, goal } of budgets) {
    const path = join(root, file);
    if (!existsSync(path)) {
      faults.push(`${file} is not there: \`npm run build\` makes it`);
      continue;
    }
    const bytes = readFileSync(path);
    const sent = brotliCompressSync(bytes).length;
    console.log(`${what}: ${bytes.length} bytes, ${sent} as brotli (at most ${most}, goal ${goal})`);
    if (sent > most) faults.push(`${what} takes ${sent} bytes as brotli, where ${most} are allowed`);
  }
  for (const file of told.filter((file) => existsSync(join(root, file)))) {
    const bytes = readFileSync(join(root, file));
    console.log(`${file}: ${bytes.length} bytes, ${brotliCompressSync(bytes).length} as brotli`);
  }
  if (faults.length > 0) throw new Stop(faults.join("\n"));
});
