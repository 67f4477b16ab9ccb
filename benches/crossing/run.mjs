// Each way across between JavaScript and wasm, measured in one run, in turns,
// medians: `node benches/crossing/run.mjs`. CONTRIBUTING quotes what it prints.
// The wasm-bindgen CLI is $WASM_BINDGEN, or what stands on the path.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const run = (command, ...args) => execFileSync(command, args, { cwd: here, stdio: "inherit" });
run("cargo", "build", "--release", "--quiet", "--target", "wasm32-unknown-unknown", "--target-dir", "target");
run(
  process.env.WASM_BINDGEN ?? "wasm-bindgen",
  ...["--target", "bundler", "--no-typescript", "--out-dir", "out"],
  "target/wasm32-unknown-unknown/release/crossing.wasm",
);

const glue = await import("./out/crossing_bg.js");
const module = new WebAssembly.Module(readFileSync(new URL("out/crossing_bg.wasm", import.meta.url)));
const { exports: wasm } = new WebAssembly.Instance(module, { "./crossing_bg.js": glue });
glue.__wbg_set_wasm(wasm);
wasm.__wbindgen_start();

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const bytes = (address, length) => new Uint8Array(wasm.memory.buffer, address, length);
const post = (text) => encoder.encodeInto(text, bytes(glue.reserve(text.length * 3), text.length * 3)).written;
const fetched = (length) => decoder.decode(bytes(glue.outbox(), length));

function time(ways, rounds = 9) {
  const taken = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (const way of Object.values(ways)) for (let i = 0; i < 2_000; i++) way();
  for (let round = 0; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      let calls = 0;
      const start = process.hrtime.bigint();
      let end = start;
      for (; end - start < 60_000_000n; end = process.hrtime.bigint()) {
        for (let i = 0; i < 64; i++) way();
        calls += 64;
      }
      taken[name].push(Number(end - start) / 1_000 / calls);
    }
  }
  const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
  console.table(Object.fromEntries(Object.entries(taken).map(([name, times]) => [name, { µs: +median(times).toPrecision(3) }])));
}

const request = { model: "gen4", inputs: { seconds: 8, resolution: "720p", prompt: "a cat on a mat, in the manner of an old master, soft light" } };

console.log("An object in and an object out (a request of 4 fields, an estimate of 8 with 2 lines)");
time({
  "serde-wasm-bindgen both ways": () => glue.by_value(request),
  "JSON text, wasm-bindgen's strings": () => JSON.parse(glue.by_string(JSON.stringify(request))),
  "JSON text, mailbox": () => JSON.parse(fetched(glue.by_mailbox(post(JSON.stringify(request))))),
  "JSON text in by mailbox, serde-wasm-bindgen out": () => glue.by_both(post(JSON.stringify(request))),
  "JavaScript's stringify and parse alone": () => JSON.parse(JSON.stringify(glue && request)),
});

console.log("A call");
time({
  "three numbers in, one out": () => glue.by_numbers(1, 8, 3),
  "reserve, and nothing else": () => glue.reserve(128),
});

for (const count of [100, 10_000]) {
  console.log(`${count} numbers out`);
  time({
    "Vec<f64> by wasm-bindgen": () => glue.numbers_by_vec(count),
    "copied from a view": () => new Float64Array(wasm.memory.buffer, glue.numbers_by_view(count), count).slice(),
    "JSON text": () => JSON.parse(fetched(glue.numbers_by_text(count))),
  });
}

console.log("Text into the module");
for (const length of [11, 143, 4_000, 220_000]) {
  const text = "the quick brown fox ".repeat(length / 20 + 1).slice(0, length);
  console.log(`${length} characters`);
  time({ "encodeInto, mailbox": () => post(text), "isWellFormed": () => text.isWellFormed(), "TextDecoder": () => fetchedFrom(length) }, 5);
}
function fetchedFrom(length) {
  return decoder.decode(bytes(glue.reserve(length), length));
}
