// `npm run bench`: measures everything in one run and writes benches/RESULTS.md. A number after it says
// how many samples each median is of: `npm run bench -- 5` is a quick look, and is not written down.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { starters } from "./first.mjs";
import { median } from "./median.mjs";
import { install } from "./install.mjs";
import { firstRatios, ratiosFile } from "./ratios.mjs";
import { sizes } from "./sizes.mjs";
import { rounded, table } from "./table.mjs";

const here = import.meta.dirname;
install();

const rounds = process.argv[2];
const node = (...given) => execFileSync(process.execPath, given, { cwd: here, encoding: "utf8", maxBuffer: 1 << 26 });

const { groups } = await import("./rows.mjs");
const rows = Object.keys(groups).flatMap((name) => {
  process.stderr.write(`${name} …\n`);
  return JSON.parse(node("measure.mjs", name, ...(rounds ? [rounds] : [])));
});
const parts = rows.filter(({ work }) => work.startsWith("parts of"));
const compared = rows.filter((row) => !parts.includes(row));

/** A row for each way that something is asked of, and then for those that are told beside it. */
function ratios({ work, most, also = {}, µs }) {
  const [[, ours], ...others] = Object.entries(µs);
  return others.map(([against, theirs], place) => {
    const ratio = ours / theirs;
    const target = place === 0 ? most : also[against];
    const verdict = target === undefined ? "told" : ratio <= target ? "met" : "MISSED";
    return { work, against, bursar: ours, theirs, ratio, target, verdict };
  });
}

const all = compared.flatMap(ratios);
const row = ({ work, against, bursar, theirs, ratio, target = "", verdict }) => [work, against, rounded(bursar), rounded(theirs), rounded(ratio), target, verdict];
const heads = ["work", "against", "bursar, µs", "theirs, µs", "ratio", "at most", ""];

process.stderr.write("first answers, memory, sizes …\n");
const first = Object.fromEntries(starters.map((who) => [who, []]));
for (let round = 0; round < 9; round++) for (const who of starters) first[who].push(Number(node("first.mjs", who)));
const memory = JSON.parse(node("--expose-gc", "memory.mjs"));

const version = (name) => JSON.parse(readFileSync(`${here}/node_modules/${name}/package.json`, "utf8")).version;
const { devDependencies } = JSON.parse(readFileSync(`${here}/package.json`, "utf8"));
const versions = Object.keys(devDependencies).map((name) => `${name} ${version(name)}`);
const kB = (bytes) => Math.round(bytes / 1_000);

const report = `# How fast it is

Written by \`npm run bench\`, which is [js/run.mjs](js/run.mjs). Medians of samples taken in turns; a ratio is
bursar's median by the other's, smaller is faster. Each baseline answers as the engine does, over all that is
measured here: \`npm test\` in \`benches/js\` holds them to it. What they are stands in [js/README.md](js/README.md).

- ${new Date().toISOString().slice(0, 10)}, ${cpus()[0].model.trim()}, ${cpus().length} cores, ${kB(totalmem() / 1_000_000)} GB, ${type()} ${release()}; load when it ended: ${loadavg().map((load) => load.toFixed(1)).join(", ")}
- Node ${process.versions.node}, V8 ${process.versions.v8}; bursar ${JSON.parse(readFileSync(`${here}/../../pkg/package.json`, "utf8")).version}; ${versions.join(", ")}

## What is asked for

${table(heads, all.filter(({ target }) => target !== undefined).map(row))}
## Told beside it

${table(heads.slice(0, 5), all.filter(({ target }) => target === undefined).map((told) => row(told).slice(0, 5)))}
"Crossing alone" is what no engine behind a boundary of JSON text can go below: \`JSON.stringify\`, \`encodeInto\`,
\`TextDecoder\` and \`JSON.parse\` on the same data, and nothing between them.

## Where the time goes

${table(["", ...Object.keys(parts[0].µs).map((part) => `${part}, µs`)], parts.map(({ work, µs }) => [work, ...Object.values(µs).map(rounded)]))}
## From import to the first answer

${table(["", "ms"], starters.map((who) => [who, rounded(median(first[who]))]))}
## Memory

${table(["", "kB"], [
  ["the wasm's memory with the rules compiled", kB(memory.atRest)],
  ["what opening L adds to it", kB(memory.first)],
  ["what each further L adds, of ten", kB(memory.more)],
  ["L as a class written by hand holds it, on the heap", kB(memory.heldByHand)],
])}
## Sizes

${table(["", "raw, kB", "gzip, kB", "brotli, kB"], sizes().map(({ what, raw, gzip, brotli }) => [what, kB(raw), kB(gzip), kB(brotli)]))}`;

process.stdout.write(report);
if (!rounds) {
  writeFileSync(`${here}/../RESULTS.md`, report);
  writeFileSync(ratiosFile, `${JSON.stringify(firstRatios(compared), null, 2)}\n`);
}
