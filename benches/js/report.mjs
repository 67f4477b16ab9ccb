// RESULTS.md, of what was measured: for somebody who has never seen this repository.
import { FLOORS } from "./rows.mjs";
import { rounded, table } from "./table.mjs";

const kB = (bytes) => (bytes / 1_000).toFixed(bytes < 100_000 ? 1 : 0);
const floors = Object.values(FLOORS);

/** A line for each way that a row is held against, or that is told beside it. */
function lines({ work, most, also = {}, µs, ranges }) {
  const [[, ours], ...others] = Object.entries(µs);
  return others.filter(([against]) => !floors.includes(against)).map(([against, theirs], place) => {
    const target = place === 0 ? most : also[against];
    const ratio = ours / theirs;
    return { work, against, ours, theirs, ratio, range: ranges[against], target, isMet: target === undefined ? undefined : ratio <= target, µs };
  });
}

const isTarget = ({ target }) => target !== undefined;
const range = ([low, high]) => `${rounded(low)} – ${rounded(high)}`;
const cells = ({ work, against, ours, theirs, ratio, range: between }) => [work, against, rounded(ours), rounded(theirs), rounded(ratio), range(between)];
const heads = ["what is done", "against", "bursar, µs", "theirs, µs", "ratio", "most rounds"];

const targets = (all) => table([...heads, "at most", ""], all.map((line) => [...cells(line), line.target, line.isMet ? "met" : "MISSED"]));

/** How near to what no engine can go below, for what misses its target. */
function boundTable(missed) {
  const rows = missed.map(({ work, against, ours, theirs, ratio, target, µs }) => {
    const found = floors.map((name) => µs[name]);
    const lowest = Math.min(...found.filter((floor) => floor !== undefined));
    return [work, against, target, rounded(ratio), ...found.flatMap((floor) => (floor === undefined ? ["–", "–"] : [rounded(floor), rounded(floor / theirs)])), Number.isFinite(lowest) ? rounded(ours / lowest) : "–"];
  });
  const heads = ["what is done", "against", "at most", "ratio", "floor as text, µs", "its ratio", "floor as numbers, µs", "its ratio", "bursar by the lower"];
  return table(heads, rows);
}

function bounds(all) {
  const missed = all.filter(({ isMet }) => isMet === false);
  if (missed.length === 0) return "Every target is met.\n";
  return `### What is missed, and its floor

${boundTable(missed)}`;
}

function section({ name, rows }) {
  const compared = rows.filter(({ isParts }) => !isParts);
  const parts = rows.filter(({ isParts }) => isParts);
  const all = compared.flatMap(lines);
  return `## ${name}

${targets(all.filter(isTarget))}
${bounds(all)}
### Told beside it in ${name}

${table(heads, all.filter((line) => !isTarget(line)).map(cells))}
${parts.length === 0 ? "" : `### Where the time of a text goes

Microseconds in ${name}: the engine's own steps, and what others take for the like.

${table(["", ...Object.keys(parts[0].µs)], parts.map(({ work, µs }) => [work.replace("parts of apply by text, ", ""), ...Object.values(µs).map(rounded)]))}
`}`;
}

const STARTERS = { bursar: "bursar", javascript: "JavaScript + zod + decimal.js", zen: "zen-engine: in Node its native addon, elsewhere its wasm", cedar: "cedar-wasm" };

const firsts = (results) => `## From import to the first answer

${table(["milliseconds", ...results.map(({ name }) => name)], Object.entries(STARTERS).map(([who, label]) => [label, ...results.map(({ first }) => rounded(first[who]))]))}
${results.map(({ name, firstIs }) => `- ${name}: ${firstIs}.`).join("\n")}
`;

const memories = (memory) => `## Memory after opening L

${table(["in Node", "kB"], [
  ["the wasm's memory with the rules compiled", kB(memory.atRest)],
  ["what opening L adds to it", kB(memory.first)],
  ["what each further L adds, of ten", kB(memory.more)],
  ["L as the class written by hand holds it, on the heap", kB(memory.heldByHand)],
])}
The wasm's memory is the same in every host. It grows in pages of 64 kB and does not shrink; what is freed in it is used again.
`;

const weights = (sizes) => `## Sizes

${table(["kB", "raw", "gzip", "brotli"], sizes.map(({ what, raw, gzip, brotli }) => [what, kB(raw), kB(gzip), kB(brotli)]))}
`;

const summary = (results) => table(["", "targets met", "of"], results.map(({ name, rows }) => {
  const held = rows.flatMap(lines).filter(isTarget);
  return [name, held.filter(({ isMet }) => isMet).length, held.length];
}));

export function report({ machine, minutes, look, results, sizes }) {
  const memory = results.find(({ memory }) => memory)?.memory;
  return `# How fast bursar is, beside what anyone would write instead

Written by \`npm run bench\`${look === "full" ? "" : `, of which this is a ${look} look: its figures mean little`}. \`npm run bench -- quick\` takes few samples, and \`-- node\`, \`-- chromium\`, \`-- workerd\`
measure one host alone; these print and write nothing down. What the baselines are, and how they were made fast, stands
in [js/README.md](js/README.md).

${summary(results)}
## How to read it

Ways that do the same are measured in turns in one process, some 5 ms a sample, after each has been warmed up; times are
medians. **The ratio is bursar's time by the other's**: 0.5 is twice as fast, 2 takes twice as long. "Most rounds" is between
what eight of ten rounds found the ratio to be. A row is asked for its answers before it is measured, and all ways must give the
same. What is asked of bursar is "at most" that ratio; rows without such a figure are told beside.

| | |
|---|---|
| when | ${machine.on}, in ${minutes.toFixed(1)} minutes; load before: ${machine.load} |
| machine | ${machine.processor}, ${machine.memory}, ${machine.system} |
| hosts | ${results.flatMap(({ versions }) => versions).join(", ")} |
| bursar | ${machine.bursar}, by Rust ${machine.rust} |
| beside it | ${machine.peers.join(", ")} |

What is done:

- **S, M and L** are accounts: S has 3 grants and no members; M 10 teams, 50 members and 73 grants (20 kB as text); L 100
  teams, 1,000 members and 1,000 grants (226 kB). Commands are a quarter each spends of a request, spends of credits, holds
  and transfers.
- **apply, text in and out**: the account's text and a command in, the decision and the next account's text out. By hand:
  \`JSON.parse\`, a zod schema and the rules' checks, a class, \`JSON.stringify\`.
- **Ledger.preview**, **Ledger.apply**: the account is held open; a command as an object in, the whole decision as an object
  out, for apply with the patch. By hand: a zod schema of the command and the same class. **previewMany**: 1,000 at once.
- **the system's spend from the bank, L**: the preview of one draw from 1,000 grants, held against the same on S.
- **estimate**: a request of one of two models in, its price with its lines out. **estimate of one model**: one whose rate lies in a table.
- **grid of 10,000**: that many prices of one model into a \`Float64Array\`.
- **Ledger.may**: whether a member's role lets them do something.

zod is measured as it is (it makes code of a schema at the first parse), compiled beforehand by \`z.compile\`, jitless, and left
out ("nothing checked"). **workerd** lets no code be made from text once a worker has started, as edge runtimes do, so that zod is
jitless there and targets are held against that; \`z.compile\` is possible while a worker starts, and told beside. Native addons
do not run in browsers and in workerd: there zen is its wasm package, which has no decision tables and evaluates an expression
that says the same.

**The floor** is what crossing alone costs: the same command into the memory of a wasm module, a call that does nothing, the
same answer out. "As text" writes and reads JSON and texts; "as numbers" puts numbers into slots and makes the answer of slots, in code that
knows just these shapes. "Its ratio" is what no engine behind that boundary could get below, and "bursar by the lower" how many
times as long bursar takes.

${results.map(section).join("")}${firsts(results)}
${memory ? `${memories(memory)}\n` : ""}${weights(sizes)}`;
}
