// What the package weighs. Whoever makes it heavier says so here, in the same commit.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Stop, main, root } from "../lib/sh.mjs";

/** At most so many bytes, as gzip sends them. */
const budgets = [
  { file: "target/wasm-bindgen/bursar_bg.wasm", gzip: 250_000 },
];

await main(() => {
  const faults = [];
  for (const { file, gzip } of budgets) {
    const path = join(root, file);
    if (!existsSync(path)) {
      faults.push(`${file} is not there`);
      continue;
    }
    const bytes = readFileSync(path);
    const sent = gzipSync(bytes, { level: 9 }).length;
    console.log(`${file}: ${bytes.length} bytes, ${sent} as gzip of ${gzip}`);
    if (sent > gzip) faults.push(`${file} takes ${sent} bytes as gzip, where ${gzip} are allowed`);
  }
  if (faults.length > 0) throw new Stop(faults.join("\n"));
});
