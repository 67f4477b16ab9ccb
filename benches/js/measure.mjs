// How long things take that do the same: in turns, so that whatever else the machine does meets all of
// them, medians of many samples. Whatever host this runs in, it says nothing of it but by its clock.
import { started } from "#clock";
import { agree } from "./agree.mjs";
import { median, spread } from "./median.mjs";
import { groups, told } from "./rows.mjs";

/** A sample is to take about so long. */
const SAMPLE_MS = 5;
const COUNT_MAX = 65_536;

/**
 * A first look at each way takes as long as it needs to be compiled: so long, and so long again while that made it
 * faster still, for a host compiles what is called seldom late. A median is of so many samples.
 */
export const looks = {
  full: { warmMs: 1_000, warmest: 6, rounds: 41 },
  quick: { warmMs: 200, rounds: 9 },
  /** What is only to be seen to have trebled: ours, and the one that it is held against. */
  glance: { warmMs: 250, rounds: 7, ways: 2 },
  /** Whether it works at all: nothing is to be learned from its figures. */
  trial: { warmMs: 0, rounds: 1 },
};

/**
 * A way is asked to make itself ready for so many calls and gives back what makes them: only that is
 * timed. Where `count` is fixed, all ways have the same number of calls, for what they do adds up.
 */
async function timed(way, count) {
  const run = way(count);
  const took = started();
  const running = run();
  if (running instanceof Promise) await running;
  // What is taken off for waiting is of another clock: a sample takes some time, whatever they say.
  return (Math.max(took(), 0.001) * 1_000) / count;
}

/** Less than this is no gain, but luck. */
const FASTER = 0.95;

/** How many calls make a sample, once the way is warm: judged by the last three, for a machine may stumble. */
async function warmed(way, fixed, { warmMs, warmest = 1 }) {
  let count = fixed ?? 1;
  let [warm, isShort] = [0, warmMs > 0 && !fixed];
  let last = [];
  let [until, before, least] = [warmMs, Infinity, Infinity];
  while (warm < until || isShort) {
    const each = await timed(way, count);
    warm += (each * count) / 1_000;
    least = Math.min(least, each);
    if (warm >= until && until < warmest * warmMs && least < before * FASTER) {
      until += warmMs;
      before = least;
    }
    if (fixed) continue;
    last = [...last, each].slice(-3);
    const wanted = Math.round((SAMPLE_MS * 1_000) / median(last));
    isShort = last.length < 3 || (count < COUNT_MAX && count * 2 < wanted);
    count = Math.max(1, Math.min(COUNT_MAX, count * 2, wanted));
  }
  return count;
}

/** By each way's name its median, and of the ratios to the others, round by round, between what most of them lie. */
async function measured({ ways, count }, look) {
  const names = Object.keys(ways);
  const counts = {};
  for (const name of names) counts[name] = await warmed(ways[name], count, look);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < look.rounds; round++) {
    for (const name of names) samples[name].push(await timed(ways[name], counts[name]));
  }
  const [ours, ...others] = names;
  const ratios = (name) => samples[name].map((took, round) => samples[ours][round] / took);
  return {
    µs: Object.fromEntries(names.map((name) => [name, median(samples[name])])),
    ranges: Object.fromEntries(others.map((name) => [name, spread(ratios(name))])),
  };
}

/** The rows of a group, measured: each once its ways have been seen to answer alike. */
export async function measuredGroup(group, look) {
  const how = looks[look];
  const rows = [];
  for (const row of { ...groups, ...told }[group]()) {
    const ways = Object.fromEntries(Object.entries(row.ways).slice(0, how.ways));
    await agree({ ...row, ways });
    const { work, most, also, isParts } = row;
    rows.push({ work, most, also, isParts, ...(await measured({ ...row, ways }, how)) });
  }
  return rows;
}
