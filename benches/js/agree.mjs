// Whether all ways of a row answer alike: nothing is measured against what does less.
import { kept } from "./rows.mjs";

/** Looks at the first four of what a row asks, each kind of command among them, or at as many as it says. */
export async function agree({ work, ways, looks = 4, isParts, apart = [], answers = {}, alike = (answer) => answer }) {
  if (isParts) return;
  const [[, ours], ...others] = Object.entries(ways).filter(([name]) => !apart.includes(name));
  for (let calls = 1; calls <= looks; calls++) {
    const expected = alike(await last(ours, calls));
    for (const [name, way] of others) {
      const wanted = answers[name] ? answers[name](expected) : expected;
      const answer = alike(await last(way, calls));
      if (!isSame(answer, wanted)) throw new Error(`${work}: ${name} answers\n${JSON.stringify(answer)}\nand not\n${JSON.stringify(wanted)}`);
    }
  }
}

/** What the last of so many calls answers. */
async function last(way, calls) {
  await way(calls)();
  return kept;
}

/** In whatever order the fields were set; a NaN is as another, as grids need. */
function isSame(a, b) {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}
