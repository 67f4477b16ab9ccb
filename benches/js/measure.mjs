// How long things take that do the same: in turns, so that whatever else the machine does meets all of
// them, medians of many samples. Called with the name of a group of rows it prints what these took;
// each group has a process of its own, so that no row is slowed by what another taught the compiler.
import { median } from "./median.mjs";
import { groups } from "./rows.mjs";
import { waitedMs } from "./waited.mjs";

/** A sample is to take about so long; a first look at each way takes as long as it needs to be compiled. */
const SAMPLE_MS = 5;
const WARM_MS = 2_000;
/** What is only to be seen to have trebled is looked at for so long. */
const GLANCE = { warmMs: 250, rounds: 7 };
const COUNT_MAX = 4_096;

/**
 * A way is asked to make itself ready for so many calls and gives back what makes them: only that is
 * timed. Where `count` is fixed, all ways have the same number of calls, for what they do adds up.
 */
async function timed(way, count) {
  const run = way(count);
  const waitedBefore = waitedMs();
  const start = performance.now();
  const running = run();
  if (running instanceof Promise) await running;
  const took = performance.now() - start;
  // The two clocks are not quite one: a sample takes some time, whatever they say.
  return (Math.max(took - (waitedMs() - waitedBefore), 0.001) * 1_000) / count;
}

async function warmed(way, fixed, warmMs) {
  let count = fixed ?? 1;
  for (let warm = 0; warm < warmMs; ) {
    const each = await timed(way, count);
    warm += (each * count) / 1_000;
    if (!fixed) count = Math.max(1, Math.min(COUNT_MAX, count * 2, Math.round((SAMPLE_MS * 1_000) / each)));
  }
  return count;
}

export async function measured({ ways, count, rounds = 41, warmMs = WARM_MS }) {
  const names = Object.keys(ways);
  const counts = {};
  for (const name of names) counts[name] = await warmed(ways[name], count, warmMs);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) samples[name].push(await timed(ways[name], counts[name]));
  }
  return Object.fromEntries(names.map((name) => [name, median(samples[name])]));
}

/** Ours and the one that it is held against. */
const firstTwo = (ways) => Object.fromEntries(Object.entries(ways).slice(0, 2));

if (process.argv[1] === import.meta.filename) {
  const [group, how] = process.argv.slice(2);
  const glance = how === "glance" ? GLANCE : { rounds: Number(how) || undefined };
  const rows = [];
  for (const row of groups[group]()) {
    const ways = how === "glance" ? firstTwo(row.ways) : row.ways;
    rows.push({ ...row, ways: undefined, µs: await measured({ ...row, ...glance, ways }) });
  }
  process.stdout.write(JSON.stringify(rows));
}
