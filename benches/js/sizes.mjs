// What a page would download: ours beside what the peers publish, raw, gzip and brotli.
import { existsSync, readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const files = {
  "bursar, the wasm": ["../../pkg/dist/bursar.wasm"],
  "bursar, the wasm and its glue": ["../../pkg/dist/bursar.wasm", "../../pkg/dist/slim.js"],
  "bursar, the browser's entry, the wasm in it": ["../../pkg/dist/browser.js"],
  "ywasm, the wasm": ["node_modules/ywasm/ywasm_bg.wasm"],
  "@gorules/zen-engine-wasm, the wasm": ["node_modules/@gorules/zen-engine-wasm/dist/zen_engine_wasm_bg.wasm"],
  "@cedar-policy/cedar-wasm, the wasm": ["node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm"],
};

export function sizes() {
  return Object.entries(files).flatMap(([what, paths]) => {
    const urls = paths.map((path) => new URL(path, import.meta.url));
    if (!urls.every((url) => existsSync(url))) return [];
    const contents = urls.map((url) => readFileSync(url));
    const sum = (size) => contents.reduce((bytes, content) => bytes + size(content), 0);
    return [{ what, raw: sum((content) => content.length), gzip: sum((content) => gzipSync(content, { level: 9 }).length), brotli: sum((content) => brotliCompressSync(content).length) }];
  });
}
