// Opt-levels: the engine built at each, its size and how long its calls take, in turns, medians:
// `node benches/crossing/levels.mjs 2 2:5 s z`, where `2:5` is level 2 with so little inlined. Builds
// take minutes; nothing in pkg/dist is touched.
// The tools are those of `npm run build`: wasm-bindgen is $WASM_BINDGEN or stands on the path.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { bundle } from "../../pkg/build.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const levels = process.argv.slice(2).length > 0 ? process.argv.slice(2) : ["2", "2:5", "s", "z"];
const features = ["bulk-memory", "bulk-memory-opt", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];

const entries = {};
for (const level of levels) {
  const folder = join(root, "target", "levels", level.replace(":", "-"));
  const [optimised, inlined] = level.split(":");
  const flags = inlined ? { RUSTFLAGS: `-Cllvm-args=-inline-threshold=${inlined}` } : {};
  const env = { ...process.env, CARGO_PROFILE_RELEASE_OPT_LEVEL: optimised, ...flags };
  const run = (command, ...args) => execFileSync(command, args, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
  run("cargo", "build", "--release", "--quiet", "--lib", "--target", "wasm32-unknown-unknown", "--target-dir", "target/levels");
  const built = "target/levels/wasm32-unknown-unknown/release/bursar.wasm";
  run(process.env.WASM_BINDGEN ?? "wasm-bindgen", "--target", "bundler", "--out-dir", folder, "--out-name", "bursar", built);
  const wasm = join(folder, "bursar_bg.wasm");
  run(join(root, "node_modules/.bin/wasm-opt"), "-O3", "--mvp-features", ...features.map((name) => `--enable-${name}`), "--strip-debug", "--strip-producers", wasm, "-o", wasm);
  await bundle({ wasm, glue: join(folder, "bursar_bg.js"), out: join(folder, "dist") });
  entries[level] = await import(join(folder, "dist", "node.js"));
}

const text = readFileSync(join(root, "pkg/rules/runway.json"), "utf8");
const bursars = Object.fromEntries(levels.map((level) => [level, new entries[level].Bursar(text)]));
const account = Object.fromEntries(levels.map((level) => [level, life(bursars[level])]));
const axis = Array.from({ length: 1_000 }, (_, place) => place);
const calls = {
  "compile runway.json": (level) => new entries[level].Bursar(text).free(),
  estimate: (level) => bursars[level].estimate({ model: "gen4", inputs: { seconds: 10 } }),
  "estimate, refused": (level) => bursars[level].estimate({ model: "gen4", inputs: { seconds: 11 } }),
  rates: (level) => bursars[level].rates(),
  "apply, text": (level) => bursars[level].apply(account[level], { type: "spend", id: "x", at: 1, credits: 1 }),
  "ledger preview": (level) => ledgers[level].preview({ type: "spend", at: 1, credits: 1 }),
  "grid of 1,000": (level) => bursars[level].grid({ model: "text_to_speech" }, [["text", axis]]),
};

const ledgers = Object.fromEntries(levels.map((level) => [level, bursars[level].open(account[level])]));

/** An account after forty commands, as text. */
function life(bursar) {
  let text = JSON.stringify(bursar.create({ id: "acme", at: 0 }).account);
  for (let place = 0; place < 40; place++) {
    const gift = { type: "grant", id: `g${place}`, at: 1, source: bursar.balance(text, { at: 1 }).sources[0].source, credits: 1_000 };
    text = bursar.apply(text, gift).account;
  }
  return text;
}

const size = (level) => readFileSync(join(root, "target", "levels", level.replace(":", "-"), "dist", "bursar.wasm"));
const table = Object.fromEntries(levels.map((level) => [level, { bytes: size(level).length, brotli: brotliCompressSync(size(level)).length }]));
for (const [name, call] of Object.entries(calls)) {
  const taken = Object.fromEntries(levels.map((level) => [level, []]));
  for (let round = 0; round < 11; round++) {
    for (const level of levels) {
      let times = 0;
      const start = process.hrtime.bigint();
      let end = start;
      for (; end - start < 50_000_000n; end = process.hrtime.bigint(), times++) call(level);
      if (round > 1) taken[level].push(Number(end - start) / 1_000 / times); // Two rounds to warm up.
    }
  }
  for (const level of levels) table[level][`${name}, µs`] = +taken[level].sort((a, b) => a - b)[4].toPrecision(3);
}
console.table(table);
