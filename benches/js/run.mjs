// `npm run bench`: measures everything in one run and writes benches/RESULTS.md.
//
// `npm run bench -- node`, `chromium` or `workerd` measures that host alone, and `quick` with few samples: such a look is
// printed and not written down.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { starters } from "./first.mjs";
import { install } from "./install.mjs";
import { machine } from "./machine.mjs";
import { median } from "./median.mjs";

const here = import.meta.dirname;
const hosts = ["node", "chromium", "workerd"];
const asked = process.argv.slice(2);
const unknown = asked.filter((word) => word !== "quick" && !hosts.includes(word));
if (unknown.length > 0) {
  console.error(`expected ${hosts.join(", ")} or quick, found ${unknown.join(", ")}`);
  process.exit(1);
}
const look = asked.includes("quick") ? "quick" : "full";
const chosen = hosts.filter((host) => asked.length === 0 || asked.includes(host) || asked.every((word) => word === "quick"));
const isWhole = look === "full" && chosen.length === hosts.length;
const FIRST_ROUNDS = { full: 9, quick: 3 }[look];
const say = (what) => process.stderr.write(`${what}\n`);

install();
say("the package …");
// What is measured is what the sources make, and not what somebody built before.
execFileSync(process.execPath, ["../../scripts/build.mjs"], { cwd: here, stdio: ["ignore", "ignore", "inherit"] });

const { groups, told } = await import("./rows.mjs");
const { report } = await import("./report.mjs");
const { sizes } = await import("./sizes.mjs");

/** All of one host: the rows that each has, in Node those of where time goes as well, and first answers in turns. */
async function measured(host) {
  const [open] = Object.values(await import(`./hosts/${host}.mjs`));
  const { name, versions, firstIs, close, ...ask } = await open();
  try {
    const rows = [];
    for (const group of Object.keys(host === "node" ? { ...groups, ...told } : groups)) {
      say(`${name}: ${group} …`);
      rows.push(...(await ask.measured(group, look)).map((row) => ({ ...row, group })));
    }
    say(`${name}: first answers …`);
    const first = Object.fromEntries(Object.keys(starters).map((who) => [who, []]));
    for (let round = 0; round < FIRST_ROUNDS; round++) for (const who of Object.keys(starters)) first[who].push(await ask.first(who));
    const memory = await ask.memory?.();
    return { host, name, versions, firstIs, rows, memory, first: Object.fromEntries(Object.entries(first).map(([who, took]) => [who, median(took)])) };
  } finally {
    close();
  }
}

const before = machine();
const start = performance.now();
const results = [];
for (const host of chosen) results.push(await measured(host));
const minutes = (performance.now() - start) / 60_000;
const text = report({ machine: before, minutes, look, results, sizes: await sizes() });

process.stdout.write(text);
if (isWhole) {
  const { firstRatios, writeDown } = await import("./ratios.mjs");
  writeFileSync(`${here}/../RESULTS.md`, text);
  writeDown(firstRatios(results[0].rows.filter(({ group }) => group in groups)));
}
