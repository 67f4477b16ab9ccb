// Hosts that are programs: run to their end, or served by.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { workspace } from "./workspace.mjs";

const require = createRequire(import.meta.url);
const major = (version) => version.split(".")[0];

/** A program that comes with a package of tests/hosts. */
export const installed = (name, program) => join(require.resolve(`${name}/package.json`), "..", program);

/** Node of that major version: the one that runs this, the one that NODE20 or NODE22 names, or npm's. */
export function node(version) {
  if (major(process.versions.node) === String(version)) return process.execPath;
  return process.env[`NODE${version}`] ?? installed(`node${version}`, "bin/node");
}

/** What a program prints that is run in a project. */
export function printed(project, program, args) {
  return new Promise((resolve, reject) => {
    const child = started(project, program, args);
    const said = gathered(child);
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(said.out) : reject(new Error(`${program} ended with ${code}\n${said.err}${said.out.slice(0, 2000)}`))));
  });
}

/** What a server answers that a project starts: it tells its address as "http://127.0.0.1:…". */
export async function answered(project, program, args) {
  const child = started(project, program, args);
  const said = gathered(child);
  try {
    const address = await new Promise((resolve, reject) => {
      child.stdout.on("data", () => {
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said.out);
        if (found) resolve(found[0]);
      });
      child.on("error", reject);
      child.on("close", (code) => reject(new Error(`${program} ended with ${code}\n${said.out}${said.err}`)));
    });
    const response = await fetch(address);
    return await response.text();
  } finally {
    process.kill(-child.pid, "SIGKILL"); // And with it whatever it started itself.
  }
}

function started(project, program, args) {
  return spawn(program, args, { cwd: join(workspace, project), env: { ...process.env, CI: "true", NO_COLOR: "1" }, stdio: ["ignore", "pipe", "pipe"], detached: true });
}

function gathered(child) {
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (said.err += text));
  return said;
}
