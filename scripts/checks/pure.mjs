// The engine is pure: no wasm outside src/wasm/, no clock, no randomness, no files, no network, no output.
import { relative } from "node:path";
import { code, files } from "../lib/count.mjs";
import { Stop, ask, main, root } from "../lib/sh.mjs";

const forbidden = [
  "wasm_bindgen", "js_sys", "web_sys", "getrandom", "rand",
  "SystemTime", "Instant::now", "std::time", "std::fs", "std::net", "std::env", "std::process", "std::thread", "stdin", "stdout", "stderr",
  "println!", "print!", "eprintln!", "eprint!",
  // They iterate in another order in every process.
  "HashMap", "HashSet",
];

/** Crates that a Rust server must not have to build. */
const bindingsOnly = ["wasm-bindgen", "js-sys", "web-sys", "serde-wasm-bindgen", "getrandom", "rand"];

await main(() => {
  const faults = [];
  const sources = files("src", ".rs").filter((file) => !relative(root, file).startsWith("src/wasm/"));
  for (const file of sources) {
    code(file).split("\n").forEach((line, index) => {
      for (const word of forbidden) {
        if (new RegExp(`(^|\\W)${word}(?!\\w)`).test(line)) faults.push(`${relative(root, file)}:${index + 1}: \`${word}\``);
      }
    });
  }
  const tree = ask("cargo", ["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"]);
  if (!tree) throw new Stop("`cargo tree` failed");
  const crates = new Set(tree.split("\n").map((line) => line.split(" ")[0]));
  for (const name of bindingsOnly) {
    if (crates.has(name)) faults.push(`Cargo.toml: the engine depends on \`${name}\``);
  }
  if (sources.length === 0) faults.push("no source file was found");
  if (faults.length > 0) throw new Stop(`only src/wasm/ may name these:\n${faults.join("\n")}`);
  console.log(`${sources.length} files, ${crates.size} crates`);
});
