// The guard: has any ratio trebled against those that `npm run bench` wrote down? Never an absolute time,
// and only the first way that a row is held against. `--write` writes down what a glance finds.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { install } from "./install.mjs";

const here = import.meta.dirname;
const ratiosFile = `${here}/../ratios.json`;

const TREBLED = 3;

/** zen-engine answers from a thread of its own, which wakes in 50 µs on a busy machine and in 300 on an idle one. */
const SWINGS = { "estimate of one model": 6 };

/** By what is done, our median by that of the first way it is held against. */
export function firstRatios(rows) {
  return Object.fromEntries(rows.map(({ work, µs }) => {
    const [ours, theirs] = Object.values(µs);
    return [work, Number((ours / theirs).toPrecision(2))];
  }));
}

/**
 * Writes down what was found. A ratio that has fallen is believed half the way: the machine is others' as
 * well, and what was slow by chance while it was held against us would forbid what is usual.
 */
export function writeDown(found) {
  const known = JSON.parse(readFileSync(ratiosFile, "utf8"));
  const believed = ([work, ratio]) => [work, Number(Math.max(ratio, Math.sqrt(ratio * (known[work] ?? ratio))).toPrecision(2))];
  const ratios = Object.fromEntries(Object.entries(found).map(believed));
  writeFileSync(ratiosFile, `${JSON.stringify(ratios, null, 2)}\n`);
}

function glance(group) {
  const told = execFileSync(process.execPath, ["hosts/node/main.mjs", group, "glance"], { cwd: here, encoding: "utf8" });
  return firstRatios(JSON.parse(told));
}

async function main() {
  install();
  const { groups } = await import("./rows.mjs");
  const held = Object.keys(groups);
  if (process.argv[2] === "--write") {
    return writeDown(Object.assign({}, ...held.map(glance)));
  }
  const known = JSON.parse(readFileSync(ratiosFile, "utf8"));
  const slower = (found) => Object.entries(found).filter(([work, ratio]) => ratio > TREBLED * (SWINGS[work] ?? 1) * known[work]);
  for (const group of held) {
    const first = glance(group);
    // A machine may stumble once: what has trebled has so twice.
    const found = slower(first).length > 0 ? glance(group) : first;
    for (const [work, ratio] of Object.entries(found)) console.log(`${work}: ${ratio}, was ${known[work] ?? "never measured"}`);
    for (const [work, ratio] of slower(found)) {
      console.error(`${work}: ${ratio} of what it is held against, where it was ${known[work]}`);
      process.exitCode = 1;
    }
  }
}

if (process.argv[1] === import.meta.filename) await main();
