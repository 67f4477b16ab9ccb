// Running other programs, and finding them.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** An end that a person can act on: printed without a stack, exit code 1. */
export class Stop extends Error {}

/** A command as one would type it: what has a blank or a sign of the shell's in it stands in quotes. */
export function asTyped(program, args) {
  return [program, ...args].map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(" ");
}

/** Runs a program and shows what it prints; throws where it fails. */
export function run(program, args, options = {}) {
  const { status, error, signal } = spawnSync(program, args, { cwd: root, stdio: "inherit", ...options });
  if (error) throw new Stop(`${program}: ${error.message}`);
  if (status !== 0) throw new Stop(`\`${asTyped(program, args)}\` ended with ${signal ?? `exit code ${status}`}`);
}

/** What a program prints, or "" where it cannot be run or fails. */
export function ask(program, args, options = {}) {
  const { status, stdout } = spawnSync(program, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], ...options });
  return status === 0 ? stdout.trim() : "";
}

/** The full path of a program on `path`, or undefined. */
export function which(program, path = process.env.PATH ?? "") {
  for (const folder of path.split(delimiter)) {
    const file = join(folder || ".", program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder: look in the next.
    }
  }
}

/** What git sees that is not committed, a file a line. */
export function gitStatus() {
  return ask("git", ["status", "--porcelain", "--untracked-files=all"]);
}

/** Runs a script's main function: a `Stop` becomes one line and exit code 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

/** Whether this file is what `node` was called with, by whatever path, and not a module of another script. */
export function isMain(meta) {
  const [, called] = process.argv;
  return called !== undefined && existsSync(called) && realpathSync(called) === realpathSync(fileURLToPath(meta.url));
}
