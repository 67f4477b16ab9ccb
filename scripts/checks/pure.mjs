// The engine is pure: no wasm outside src/wasm/, no clock, no randomness, no files, no network, no output.
import { relative } from "node:path";
import { code, files } from "../lib/count.mjs";
import { Stop, ask, main, root } from "../lib/sh.mjs";

const forbidden = [
  "wasm_bindgen", "js_sys", "web_sys", "getrandom", "rand",
  "SystemTime", "Instant::now", "std::time", "std::fs", "std::net", "std::env", "std::process", "std::thread", "stdin", "stdout", "stderr",
  // Within braces these would go by other names.
  "use std::{",
  "println!", "print!", "eprintln!", "eprint!",
  // They iterate in another order in every process.
  "HashMap", "HashSet",
];

/** Crates that a Rust server must not have to build. */
const bindingsOnly = ["wasm-bindgen", "js-sys", "web-sys", "serde-wasm-bindgen", "getrandom", "rand", "rlsf"];

/** Where there are Rust servers: here, on WASI, and where a module of their own says that it wants no bindings. */
const servers = [[], ["--target", "wasm32-wasip1"], ["--target", "wasm32-unknown-unknown", "--no-default-features"]];

await main(() => {
  const faults = [];
  const sources = files("src", ".rs").filter((file) => !relative(root, file).startsWith("src/wasm/"));
  for (const file of sources) {
    code(file).split("\n").forEach((line, index) => {
      for (const word of forbidden) {
        if (names(word).test(line)) faults.push(`${relative(root, file)}:${index + 1}: \`${word}\``);
      }
    });
  }
  const built = servers.map((server) => [server, crates(server)]);
  for (const [server, there] of built) {
    for (const name of bindingsOnly) {
      if (there.has(name)) faults.push(`Cargo.toml: the engine depends on \`${name}\` ${server.join(" ")}`);
    }
  }
  if (sources.length === 0) faults.push("no source file was found");
  if (faults.length > 0) throw new Stop(`only src/wasm/ may name these:\n${faults.join("\n")}`);
  console.log(`${sources.length} files, ${built[0][1].size} crates`);
});

/** Finds a word where it is not a part of another. */
function names(word) {
  return new RegExp(`(^|\\W)${word.replace("{", "\\{")}${/\w$/.test(word) ? "(?!\\w)" : ""}`);
}

/** The names of what is built beside the engine. */
function crates(server) {
  const tree = ask("cargo", ["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}", ...server]);
  if (!tree) throw new Stop("`cargo tree` failed");
  return new Set(tree.split("\n").map((line) => line.split(" ")[0]));
}
