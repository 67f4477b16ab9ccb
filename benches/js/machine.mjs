// On what was measured, and what.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";

const here = import.meta.dirname;
const read = (file) => readFileSync(`${here}/${file}`, "utf8");
const versionOf = (file) => JSON.parse(read(file)).version;

function commit() {
  try {
    const git = (...given) => execFileSync("git", given, { cwd: here, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    return `commit ${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "--", "../../src", "../../pkg") ? ", changed since" : ""}`;
  } catch {
    return "outside git";
  }
}

/** Load is told as it was before: afterwards it is what measuring made it. */
export function machine() {
  const peers = Object.keys(JSON.parse(read("package.json")).devDependencies);
  return {
    on: new Date().toISOString().slice(0, 10),
    system: `${type()} ${release()}`,
    processor: `${cpus()[0].model.trim()}, ${cpus().length} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    load: loadavg().map((load) => load.toFixed(1)).join(", "),
    bursar: `${versionOf("../../pkg/package.json")}, ${commit()}`,
    rust: /channel = "(.+)"/.exec(read("../../rust-toolchain.toml"))[1],
    peers: peers.map((name) => `${name} ${versionOf(`node_modules/${name}/package.json`)}`),
  };
}
