// `npm run deep`: what takes too long for each commit. `npm run deep -- laws` runs that step alone.
import { main } from "./lib/sh.mjs";
import { integrationTestsWritten, rustTests, unitTestsWritten } from "./lib/count.mjs";
import { runSteps } from "./lib/steps.mjs";
import { setup } from "./setup.mjs";

/** Where a mutant that lives costs a customer credits. */
const mutated = ["src/decimal.rs", "src/ratio.rs", "src/price/**/*.rs"];
/** Every mutant whose place in the list, divided by 16, leaves 3: always the same sample. */
const sample = "3/16";

const steps = [
  { name: "laws", run: ["cargo", "test", "--locked", "--release", "--no-fail-fast", "--lib", "--test", "*"], env: { PROPTEST_CASES: "100000" }, count: rustTests, least: () => unitTestsWritten() + integrationTestsWritten(), minutes: 60 },
  { name: "mutants", run: ["cargo", "mutants", "--no-shuffle", "--sharding", "round-robin", "--shard", sample, "--output", "target", "--jobs", "2", ...mutated.flatMap((file) => ["--file", file]), "--", "--lib", "--test", "*"], count: mutants, minutes: 120 },
];

/** "12 mutants tested in 3m: 1 missed, 10 caught, 1 unviable": a missed one is a test that failed to notice. */
function mutants(output) {
  const of = (word) => Number(output.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  return { passed: of("caught") + of("timeout"), failed: of("missed"), skipped: of("unviable") };
}

await main(async () => runSteps(steps, process.argv.slice(2), setup("deep")));
