// Installs what bursar is held against, where it is not there yet.
//
// package.json names each in its exact version, and none of them brings others but zen's binary, which is of zen's own
// version. There is no lock file: with one, npm wants those binaries for every platform, and not every registry has them.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const here = import.meta.dirname;

export function install() {
  if (existsSync(`${here}/node_modules`)) return;
  execFileSync("npm", ["install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" });
}
