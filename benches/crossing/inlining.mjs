// How the module is written into the browser's entry: the ways there are, and what each weighs
// once it is compressed: `node benches/crossing/inlining.mjs [file.wasm]`.
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { transformSync } from "esbuild";

const read = (path) => readFileSync(new URL(path, import.meta.url));
const { code } = transformSync(read("../../pkg/src/inlined.ts").toString(), { loader: "ts", format: "esm" });
const { pack } = await import(`data:text/javascript,${encodeURIComponent(code)}`);

const wasm = process.argv[2] ? readFileSync(process.argv[2]) : read("../../pkg/dist/bursar.wasm");
const letters = (write) => Array.from(wasm, write).join("");

const ways = {
  "the module itself": wasm,
  base64: wasm.toString("base64"),
  hexadecimal: wasm.toString("hex"),
  "a character for each byte, UTF-8": letters((byte) => String.fromCharCode(byte + 35)),
  "a letter for each byte, ASCII (pkg/src/inlined.ts)": pack(wasm),
};
console.table(
  Object.fromEntries(
    Object.entries(ways).map(([name, text]) => {
      const bytes = Buffer.from(text);
      return [name, { bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length }];
    }),
  ),
);
