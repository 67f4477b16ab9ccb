// `npm run build`: makes the npm package in pkg/dist. Rust → wasm → glue → optimised → bundled.
//
// cargo, wasm-bindgen and wasm-opt are called one by one: `wasm-pack build` would write a package.json
// of its own, optimises by whatever wasm-opt it finds or downloads, and hides their flags.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { unlessFresh } from "./lib/fresh.mjs";
import { Stop, ask, isMain, main, root, run } from "./lib/sh.mjs";
import { setup } from "./setup.mjs";

/** For whom wasm-bindgen writes its glue, and where to: of this one glue, which loads nothing by itself, pkg/build.mjs makes every host's entry. */
const target = "bundler";
const folder = join(root, "target", "wasm-bindgen");

/** What the module may use, named in full: every engine the package runs on has them, and no other is let in. */
const features = ["--mvp-features", "--enable-bulk-memory", "--enable-bulk-memory-opt", "--enable-multivalue", "--enable-mutable-globals", "--enable-nontrapping-float-to-int", "--enable-reference-types", "--enable-sign-ext"];
// Stripped here and not by cargo: without its features section wasm-bindgen writes slower glue.
// - Below 1,024 lies the last of the stack, so that no sum of an address and a place runs over: the place can stand in the load.
// - What is called from one place stays a function of its own: those that grow too long are sent as more bytes.
// - Laid flat and looped anew, code is 1 % smaller and no slower; what never comes is found once the rest is small.
const optimise = ["--low-memory-unused", "--one-caller-inline-max-function-size=10", "--flatten", "--rereloop", "-O3", "--gufa", "-O3", ...features, "--strip-debug", "--strip-producers", "--strip-target-features"];

/** A fifth less to send than by LLVM's own measures, for which a preview takes a third longer inside the module: see CONTRIBUTING. */
const small = [
  "-inline-threshold=25",
  // For what says `#[inline]`, as most of the standard library does: LLVM's own is 325.
  "-inlinehint-threshold=100",
  // What is moved as a whole is moved by one instruction, and that becomes a call: scripts/lib/copies.mjs.
  "-max-store-memcpy=2",
  // Loops stand once: not several times in a row, nor with their head before them again.
  "-unroll-runtime=false",
  "-unroll-allow-partial=false",
  "-rotation-max-header-size=4",
].map((flag) => `-Cllvm-args=${flag}`);

const inputs = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "src", "pkg", "scripts/build.mjs", "scripts/lib/copies.mjs", "scripts/lib/panics.mjs", "tools/Cargo.lock", "package-lock.json"];

/** Builds the package where anything it is made of has changed. */
export async function buildPackage(env) {
  const built = await unlessFresh("package", { inputs, outputs: ["pkg/dist"] }, async () => {
    const wasm = join(folder, "bursar_bg.wasm");
    compile(env);
    await shrink(wasm, env);
    await bundle({ wasm, glue: join(folder, "bursar_bg.js"), out: join(root, "pkg", "dist") });
  });
  console.log(built ? "pkg/dist: built" : "pkg/dist: up to date");
}

function compile(env) {
  // Fetched before it is built, for `remapped` looks at where the crates lie.
  run("cargo", ["fetch", "--locked", "--target", "wasm32-unknown-unknown"], { env });
  const flags = [...remapped(env), ...small];
  run("cargo", ["build", "--locked", "--release", "--lib", "--target", "wasm32-unknown-unknown"], { env: { ...env, CARGO_ENCODED_RUSTFLAGS: flags.join("\x1f") } });
  rmSync(folder, { recursive: true, force: true });
  run("wasm-bindgen", ["--target", target, "--out-dir", folder, "--out-name", "bursar", join(root, "target/wasm32-unknown-unknown/release/bursar.wasm")], { env });
}

/** No path of this machine may lie in the module: wherever it is built, its bytes are the same. */
function remapped(env) {
  const commit = /^commit-hash: (\w+)$/m.exec(ask("rustc", ["--version", "--verbose"], { env }))[1];
  const sysroot = ask("rustc", ["--print", "sysroot"], { env });
  const registries = join(env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry", "src");
  const pairs = [
    [root, "bursar"],
    [join(sysroot, "lib/rustlib/src/rust"), `/rustc/${commit}`],
    ...readdirSync(registries).map((name) => [join(registries, name), "crates"]),
  ];
  return pairs.map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
}

async function shrink(wasm, env) {
  const wanted = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).dependencies.binaryen.split(".")[0];
  const found = ask("wasm-opt", ["--version"], { env });
  if (!found.startsWith(`wasm-opt version ${wanted} `)) throw new Stop(`wasm-opt ${wanted} is needed, found: ${found || "none"}`);
  const before = statSync(wasm).size;
  // Binaryen is there only once the set-up has been.
  const { silenced } = await import("./lib/panics.mjs");
  const { copied, keptApart } = await import("./lib/copies.mjs");
  writeFileSync(wasm, copied(silenced(readFileSync(wasm))));
  run("wasm-opt", [keptApart, ...optimise, wasm, "-o", `${wasm}.small`], { env });
  renameSync(`${wasm}.small`, wasm);
  console.log(`wasm: ${statSync(wasm).size} bytes, ${before} before wasm-opt`);
}

/** The package's own step: what of wasm and glue goes where, for which host. */
async function bundle(parts) {
  const step = join(root, "pkg", "build.mjs");
  if (!existsSync(step)) return void console.log("pkg/build.mjs does not exist yet: nothing was bundled");
  mkdirSync(parts.out, { recursive: true });
  await (await import(pathToFileURL(step))).bundle(parts);
}

if (isMain(import.meta)) await main(() => buildPackage(setup("build")));
