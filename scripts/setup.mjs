// Puts in place what a task needs: `build` < `test` < `deep`, each with what comes before it.
//
// On Debian as root everything that is missing is installed. Elsewhere nothing outside the checkout
// is touched: what is missing is named, with the command that installs it, and the set-up fails.
// Everything is pinned: Rust by rust-toolchain.toml, cargo's tools here, npm's packages by
// package-lock.json. Only Debian's own packages are what Debian has today.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { Stop, ask, asTyped, isMain, main, root, run, which } from "./lib/sh.mjs";

const levels = ["build", "test", "deep"];

/** Debian's packages, by the program that tells whether they are there. */
const programs = [
  { name: "cc", level: "build", apt: ["gcc", "libc6-dev"] },
  { name: "git", level: "test", apt: ["git"] },
  // libFuzzer is C++.
  { name: "c++", level: "deep", apt: ["g++"] },
  { name: "chromedriver", level: "test", apt: ["chromium", "chromium-driver"] },
  { name: "firefox", level: "test", apt: ["firefox-esr"] },
  { name: "WebKitWebDriver", level: "test", apt: ["webkit2gtk-driver"] },
  { name: "xvfb-run", level: "test", apt: ["xvfb", "xauth"] },
];

/** Programs that cargo builds into the tools folder. `from` is a folder of ours, instead of crates.io. */
const tools = [
  { name: "wasm-bindgen", level: "build", version: lockedVersion("tools/Cargo.lock", "wasm-bindgen"), from: "tools" },
  { name: "wasm-bindgen-test-runner", level: "test", version: lockedVersion("tools/Cargo.lock", "wasm-bindgen"), from: "tools" },
  { name: "wasm-pack", level: "test", version: "0.15.1" },
  { name: "geckodriver", level: "test", version: "0.36.0" },
  { name: "cargo-deny", level: "test", version: "0.20.2" },
  { name: "cargo-mutants", level: "deep", version: "27.1.0" },
  { name: "cargo-fuzz", level: "deep", version: "0.13.2" },
];

const debianRoot = process.getuid?.() === 0 && /^ID=debian$/m.test(readIf("/etc/os-release"));
const cargoBin = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");

/** Where cargo's tools lie, outside the checkout so that the next checkout finds them. */
const toolsFolder = process.env.BURSAR_TOOLS ?? join(homedir(), ".cache", "bursar", `tools-${pinsHash()}`);
const toolsBuild = join(toolsFolder, "build");

/** Sets up for `level` and returns the environment to run programs in. */
export function setup(level) {
  const node = process.versions.node;
  const [major, minor] = node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw new Stop(`Node.js ${node} is too old: 20.19 or later is needed`);

  const env = { ...process.env };
  env.PATH = [join(toolsFolder, "bin"), join(root, "node_modules", ".bin"), cargoBin, env.PATH].join(delimiter);
  const wanted = (thing) => levels.indexOf(thing.level) <= levels.indexOf(level);

  // Everything that is missing is named at once, not one thing a run.
  const missing = [
    ...missingPrograms(programs.filter(wanted), env),
    ...missingRust(env, pickToolchain(env)),
    ...missingTools(tools.filter(wanted), env),
  ];
  const byHand = missing.filter(({ command }) => !debianRoot || !command);
  if (byHand.length > 0) {
    throw new Stop(`missing${debianRoot ? "" : ", and installed by the set-up only on Debian as root"}:\n${byHand.map(({ what, command, hint }) => `- ${what}: ${hint ?? asTyped(...command)}`).join("\n")}`);
  }
  for (const { what, command } of missing) install(what, command, env);
  // Only what cargo built along the way: half a gigabyte that nobody needs again.
  if (missing.length > 0) rmSync(toolsBuild, { recursive: true, force: true });
  installNpm(".", level, env);
  installNpm("www/worker", level, env);
  if (wanted({ level: "test" })) installNpm("tests/hosts", level, env);
  if (wanted({ level: "deep" })) installNpm("tests/lighthouse", level, env);
  return env;
}

// ───────────────────────────── Debian ─────────────────────────────

function missingPrograms(list, env) {
  const absent = list.filter(({ name }) => !which(name, env.PATH));
  if (absent.length === 0) return [];
  const packages = absent.flatMap(({ apt }) => apt).join(" ");
  const install = `apt-get update -qq && apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 ${packages}`;
  if (debianRoot) return [{ what: `apt-get install ${packages}`, command: ["sh", ["-c", install]] }];
  return absent.map(({ name, apt }) => ({ what: name, hint: `on Debian apt-get install ${apt.join(" ")}` }));
}

// ───────────────────────────── Rust ─────────────────────────────

const pinned = readFileSync(join(root, "rust-toolchain.toml"), "utf8");
const channel = /^channel = "(.+)"$/m.exec(pinned)[1];
const components = pinnedList("components");
const targets = pinnedList("targets");
const toolchainInstall = ["rustup", ["toolchain", "install", channel, "--profile", "minimal", ...components.flatMap((name) => ["-c", name]), ...targets.flatMap((name) => ["-t", name])]];

function pinnedList(key) {
  const list = new RegExp(`^${key} = \\[(.*)\\]$`, "m").exec(pinned)[1];
  return [...list.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
}

/** The installed toolchain to use: the pinned one, fetched where that is possible; or one of the same minor version, and then says so. */
function pickToolchain(env) {
  const installed = ask("rustup", ["toolchain", "list", "--quiet"], { env }).split("\n").filter(Boolean);
  const exact = installed.find((name) => name === channel || name.startsWith(`${channel}-`));
  if (exact) return exact;
  if (debianRoot && which("rustup", env.PATH) && tryInstall(`Rust ${channel}`, toolchainInstall, env)) return channel;
  const close = relativeOf(installed, env);
  if (!close) return undefined;
  console.log(`set-up: Rust ${channel} is not installed${debianRoot ? " and cannot be fetched" : ""}: using the toolchain \`${close}\`, which is of the same minor version`);
  env.RUSTUP_TOOLCHAIN = close;
  return close;
}

/** What rust-toolchain.toml asks for and is not there. It is asked for by name, for RUSTUP_AUTO_INSTALL may be off. */
function missingRust(env, toolchain) {
  if (!which("rustup", env.PATH)) return [{ what: "rustup", hint: "https://rustup.rs" }];
  if (!toolchain) return [{ what: `Rust ${channel}`, hint: asTyped(...toolchainInstall) }];
  const has = ask("rustup", ["component", "list", "--installed", "--toolchain", toolchain], { env }).split("\n");
  return [
    ...components.filter((name) => !has.some((line) => line.startsWith(name))).map((name) => ({ what: `Rust's ${name}`, command: ["rustup", ["component", "add", "--toolchain", toolchain, name]] })),
    ...targets.filter((name) => !has.includes(`rust-std-${name}`)).map((name) => ({ what: `Rust for ${name}`, command: ["rustup", ["target", "add", "--toolchain", toolchain, name]] })),
  ];
}

/** An installed toolchain of the same minor version, whatever it is called. */
function relativeOf(installed, env) {
  const minor = channel.split(".").slice(0, 2).join(".");
  return installed.find((name) => ask("rustup", ["run", name, "rustc", "--version"], { env }).startsWith(`rustc ${minor}.`));
}

// ───────────────────────────── cargo's tools ─────────────────────────────

function missingTools(list, env) {
  const versionInUse = lockedVersion("Cargo.lock", "wasm-bindgen");
  if (versionInUse !== lockedVersion("tools/Cargo.lock", "wasm-bindgen")) {
    throw new Stop(`wasm-bindgen is ${versionInUse} in Cargo.lock and another in tools/Cargo.lock: they must be the same`);
  }
  return list.filter((tool) => !hasTool(tool, env)).map((tool) => ({
    what: `${tool.name} ${tool.version}`,
    command: ["cargo", ["install", "--locked", "--debug", "--root", toolsFolder, ...toolArgs(tool)]],
  }));
}

/** It must be there and be the pinned version: the folder's name alone does not prove it. */
function hasTool({ name, version }, env) {
  // cargo's own subcommands want their name again as the first argument.
  const args = name.startsWith("cargo-") ? [name.slice("cargo-".length), "--version"] : ["--version"];
  return ask(which(name, env.PATH) ?? name, args, { env }).split(/\s+/).includes(version);
}

function toolArgs({ name, version, from }) {
  return from ? ["--path", join(root, from), "--bin", name] : [`${name}@${version}`];
}

function lockedVersion(lock, name) {
  return new RegExp(`name = "${name}"\nversion = "(.+)"`).exec(readFileSync(join(root, lock), "utf8"))[1];
}

function pinsHash() {
  const hash = createHash("sha256").update(JSON.stringify(tools));
  for (const file of ["Cargo.toml", "Cargo.lock", ...readdirSync(join(root, "tools/src/bin")).sort().map((name) => `src/bin/${name}`)]) {
    hash.update(readFileSync(join(root, "tools", file)));
  }
  return hash.digest("hex").slice(0, 12);
}

// ───────────────────────────── npm ─────────────────────────────

/**
 * `npm ci`, where what a folder has installed is not what its package-lock.json says; it stays inside the checkout,
 * so any machine may. What building needs are the dependencies, what only tests need the devDependencies.
 */
function installNpm(folder, level, env) {
  const cwd = join(root, folder);
  const lock = createHash("sha256").update(readFileSync(join(cwd, "package-lock.json"))).digest("hex");
  const stamp = join(cwd, "node_modules", ".bursar-lock");
  const stamps = { build: `${lock} without devDependencies`, all: lock };
  const enough = level === "build" ? [stamps.build, stamps.all] : [stamps.all];
  if (enough.includes(readIf(stamp))) return;
  // Said either way: where NODE_ENV is production npm would leave them out by itself.
  const command = ["npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error", level === "build" ? "--omit=dev" : "--include=dev"]];
  install(folder === "." ? "npm ci" : `npm ci in ${folder}`, command, env, cwd);
  writeFileSync(stamp, enough[0]);
}

// ───────────────────────────── small words ─────────────────────────────

function readIf(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function install(what, command, env, cwd = root) {
  console.log(`set-up: ${what}`);
  const start = Date.now();
  runQuietly(command, env, cwd);
  console.log(`set-up: done in ${((Date.now() - start) / 1000).toFixed(0)} s`);
}

/** What installers print goes to stderr: the scripts' own lines stay readable. */
function runQuietly([program, args], env, cwd) {
  // Without debug information cargo's tools take half the time and a quarter of the room.
  const extra = { DEBIAN_FRONTEND: "noninteractive", CARGO_TARGET_DIR: toolsBuild, CARGO_PROFILE_DEV_DEBUG: "0" };
  run(program, args, { cwd, env: { ...env, ...extra }, stdio: ["ignore", 2, 2] });
}

function tryInstall(what, command, env) {
  try {
    install(what, command, env);
    return true;
  } catch (error) {
    console.log(`set-up: ${error.message}`);
    return false;
  }
}

if (isMain(import.meta)) await main(() => setup(process.argv[2] ?? "test"));
