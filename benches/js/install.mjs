// Installs what bursar is held against, where it is not there yet.
//
// package.json names each in its exact version, and none of them brings others but zen's binary, which is of zen's own
// version. There is no lock file: with one, npm wants those binaries for every platform, and not every registry has them.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const here = import.meta.dirname;
const read = (file) => JSON.parse(readFileSync(`${here}/${file}`, "utf8"));

const isThere = ([name, version]) => {
  const file = `node_modules/${name}/package.json`;
  return existsSync(`${here}/${file}`) && read(file).version === version;
};

export function install() {
  const missing = Object.entries(read("package.json").devDependencies).filter((wanted) => !isThere(wanted));
  if (missing.length === 0) return;
  const named = missing.map((wanted) => wanted.join("@"));
  execFileSync("npm", ["install", "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", ...named], { cwd: here, stdio: "inherit" });
}

if (process.argv[1] === import.meta.filename) install();
