// The folder that the hosts are tried in: the packed tarball installed, as a user would, and the projects beside it.
import { cpSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, root, run } from "../../scripts/lib/sh.mjs";
import { rulebooks, scenarioFiles } from "../js/files.mjs";

export const workspace = join(root, "target", "hosts");
const quiet = { stdio: ["ignore", "ignore", "inherit"] };

/** Packs a package into a folder: the tarball, and the files in it. */
export function pack(from, folder) {
  mkdirSync(folder, { recursive: true });
  const [{ filename, files }] = JSON.parse(ask("npm", ["pack", from, "--json", "--pack-destination", folder]));
  return { tarball: join(folder, filename), files: files.map(({ path }) => path).sort() };
}

/** Test files run beside each other: one that changes the folder has its own. */
export function makeWorkspace(name = "hosts") {
  const workspace = join(root, "target", name);
  rmSync(workspace, { recursive: true, force: true });
  cpSync(join(root, "tests/hosts/projects"), workspace, { recursive: true });
  for (const name of ["scenarios.mjs", "transcript.mjs"]) copyFileSync(join(root, "tests/js", name), join(workspace, name));
  writeFileSync(join(workspace, "data.mjs"), `export const files = ${JSON.stringify(scenarioFiles())};\nexport const rulebooks = ${JSON.stringify(rulebooks())};\n`);
  writeFileSync(join(workspace, "package.json"), '{ "private": true, "type": "module" }\n');
  const { tarball } = pack(join(root, "pkg"), workspace);
  run("npm", ["install", "--no-save", "--offline", "--no-audit", "--no-fund", "--loglevel=error", tarball], { ...quiet, cwd: workspace });
  return workspace;
}

/** What the engine answers natively, a line for each. */
export function nativeLines() {
  const file = join(workspace, "native.jsonl");
  run("cargo", ["test", "--quiet", "--locked", "--test", "scenarios"], { ...quiet, env: { ...process.env, TRANSCRIPT: file } });
  return readFileSync(file, "utf8").trimEnd().split("\n");
}
