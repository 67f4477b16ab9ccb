// What a page would download, in bytes: ours beside what the peers publish, and what is written by hand.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

/** The wasm of each, and the JavaScript that it needs beside it. */
const packages = {
  bursar: ["../../pkg/dist/bursar.wasm", "../../pkg/dist/slim.js"],
  ywasm: ["node_modules/ywasm/ywasm_bg.wasm", "node_modules/ywasm/ywasm.js"],
  "@gorules/zen-engine-wasm": ["node_modules/@gorules/zen-engine-wasm/dist/zen_engine_wasm_bg.wasm", "node_modules/@gorules/zen-engine-wasm/dist/zen_engine_wasm.js"],
  "@cedar-policy/cedar-wasm": ["node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm", "node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm.js"],
};

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const compressed = (content) => ({ raw: content.length, gzip: gzipSync(content, { level: 9 }).length, brotli: brotliCompressSync(content).length });
const sum = (sizes) => sizes.reduce((all, one) => ({ raw: all.raw + one.raw, gzip: all.gzip + one.gzip, brotli: all.brotli + one.brotli }));

/** The class by hand with its checks and its decimals, for a page: bundled and minified. */
async function byHand() {
  const { outputFiles: [{ contents }] } = await build({
    entryPoints: [path("baseline/doors.mjs")], bundle: true, minify: true, write: false, format: "esm", conditions: ["browser"], legalComments: "none",
  });
  return contents;
}

/** Rows of what it is, each with its sizes. */
export async function sizes() {
  const rows = Object.entries(packages).flatMap(([name, files]) => {
    if (!files.every((file) => existsSync(path(file)))) throw new Error(`${name} is not all there: ${files}`);
    const [wasm, glue] = files.map((file) => compressed(readFileSync(path(file))));
    return [{ what: `${name}, the wasm`, ...wasm }, { what: `${name}, the wasm and its JavaScript`, ...sum([wasm, glue]) }];
  });
  return [
    ...rows,
    { what: "bursar, the browser's entry, the wasm in it", ...compressed(readFileSync(path("../../pkg/dist/browser.js"))) },
    { what: "JavaScript + zod + decimal.js + big.js, what is measured here, bundled", ...compressed(await byHand()) },
  ];
}
