// How many tests a runner says it ran, and how many the source says there are.
// A runner that finds none often ends with exit code 0: the counts are what is believed.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "./sh.mjs";

/** A step that is one check: its exit code is all there is to count. */
export const one = () => ({ passed: 1, failed: 0 });

/** `cargo test` and `wasm-pack test`: one "test result" line for each binary. */
export function rustTests(output) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [, passed, failed, ignored] of output.matchAll(/^test result: \S+ (\d+) passed; (\d+) failed; (\d+) ignored/gm)) {
    sum.passed += Number(passed);
    sum.failed += Number(failed);
    sum.skipped += Number(ignored);
  }
  return sum;
}

/** `node --test`: the totals at its end, as the spec and the TAP reporter write them. */
export function nodeTests(output) {
  const last = (word) => Number([...output.matchAll(new RegExp(`^(?:ℹ|#) ${word} (\\d+)$`, "gm"))].at(-1)?.[1] ?? 0);
  return { passed: last("pass"), failed: last("fail") + last("cancelled"), skipped: last("skipped") + last("todo") };
}

/** Every file below a folder of the checkout whose name ends so, in order. */
export function files(folder, ending) {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(top, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

/** Rust source without its comments. */
export function code(file) {
  return readFileSync(file, "utf8").replace(/^\s*\/\/.*$/gm, "");
}

const marks = (text, mark) => text.split(mark).length - 1;
const isWasm = (text) => text.includes("wasm_bindgen_test");

/** `#[test]` in the engine. */
export const unitTestsWritten = () => marks(files("src", ".rs").map(code).join("\n"), "#[test]");

/** `#[test]` in the integration tests, modules that several of them share counted in each. */
export const integrationTestsWritten = () => targets().filter((text) => !isWasm(text)).reduce((sum, text) => sum + marks(text, "#[test]"), 0);

/** `#[wasm_bindgen_test]` that `wasm-pack test` runs in Node.js, or in a browser. */
export function wasmTestsWritten(host) {
  const inBrowser = (text) => /wasm_bindgen_test_configure!\(\s*run_in_(browser|\w*worker)/.test(text);
  const all = [files("src", ".rs").map(code).join("\n"), ...targets()];
  return all.filter((text) => isWasm(text) && inBrowser(text) === (host === "browser")).reduce((sum, text) => sum + marks(text, "#[wasm_bindgen_test"), 0);
}

/** The text of each file of tests/, which cargo makes a binary of, with its modules. */
function targets() {
  return files("tests", ".rs").filter((file) => dirname(file) === join(root, "tests")).map((file) => withModules(file, dirname(file)));
}

function withModules(file, folder) {
  const text = code(file);
  const parts = [text];
  for (const [, path, name] of text.matchAll(/(?:#\[path = "(.+?)"\]\s*)?\bmod (\w+);/g)) {
    const places = path ? [join(dirname(file), path)] : [join(folder, `${name}.rs`), join(folder, name, "mod.rs")];
    const found = places.find(existsSync);
    if (!found) continue;
    const inside = basename(found) === "mod.rs" ? dirname(found) : join(dirname(found), basename(found, ".rs"));
    parts.push(withModules(found, inside));
  }
  return parts.join("\n");
}

/** `test(` and `it(` at the beginning of a line of the JavaScript tests. */
export const jsTestsWritten = (list) => list.reduce((sum, file) => sum + (readFileSync(file, "utf8").match(/^\s*(test|it)\(/gm)?.length ?? 0), 0);
