// `npm run deep`: what takes too long for each commit. `npm run deep -- laws` runs that step alone.
import { main } from "./lib/sh.mjs";
import { integrationTestsWritten, rustTests, unitTestsWritten } from "./lib/count.mjs";
import { runSteps } from "./lib/steps.mjs";
import { setup } from "./setup.mjs";

/** Where a mutant that lives costs a customer credits, and the tests that are to notice it. */
const numbers = {
  files: ["src/decimal.rs", "src/ratio.rs", "src/price/**/*.rs"],
  // The second model's own tests see no mutant, and the histories are for decisions.
  tests: ["--lib", "--test", "prices", "--test", "accounts", "--", "--skip", "model::", "--skip", "random_histories"],
};
const decisions = {
  files: ["src/decide/**/*.rs", "src/advance/**/*.rs", "src/giving.rs", "src/windows.rs", "src/work.rs"],
  tests: ["--lib", "--test", "accounts", "the_engine"],
};

/**
 * Every mutant whose place in the list, divided by the second number, leaves the first: always the same sample.
 * Both come to about a hundred; `cargo mutants --list` with the same arguments names them.
 */
const samples = { numbers: "1/3", decisions: "3/7" };

const fuzzMinutes = 15 + Math.ceil((Number(process.env.FUZZ_SECONDS) || 60) / 60);

const steps = [
  { name: "laws", run: ["cargo", "test", "--locked", "--release", "--no-fail-fast", "--lib", "--test", "*"], env: { PROPTEST_CASES: "100000", HISTORIES: "400" }, count: rustTests, least: () => unitTestsWritten() + integrationTestsWritten(), minutes: 60 },
  { name: "fuzz-rules", run: ["node", "fuzz/run.mjs", "rules"], count: fuzzed, minutes: fuzzMinutes },
  { name: "fuzz-account", run: ["node", "fuzz/run.mjs", "account"], count: fuzzed, minutes: fuzzMinutes },
  { name: "mutants-numbers", run: mutate(numbers, samples.numbers), count: mutants, minutes: 180 },
  { name: "mutants-decisions", run: mutate(decisions, samples.decisions), count: mutants, minutes: 240 },
];

/** A mutant that runs on is one that was noticed: exit code 3 says that there were some, and none worse. */
function mutate({ files, tests }, sample) {
  const options = ["--no-shuffle", "--sharding", "round-robin", "--shard", sample, "--timeout", "300", "--output", "target", "--jobs", "2"];
  return ["sh", "-c", '"$@" || test $? -eq 3', "sh", "cargo", "mutants", ...options, ...files.flatMap((file) => ["--file", file]), "--", ...tests];
}

/** "Done 81234 runs in 61 second(s)": one check, if there were any. */
function fuzzed(output) {
  return { passed: /^Done [1-9]\d* runs/m.test(output) ? 1 : 0, failed: 0 };
}

/** "12 mutants tested in 3m: 1 missed, 10 caught, 1 unviable": a missed one is a test that failed to notice. */
function mutants(output) {
  const of = (word) => Number(output.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  return { passed: of("caught") + of("timeout"), failed: of("missed"), skipped: of("unviable") };
}

await main(async () => runSteps(steps, process.argv.slice(2), setup("deep")));
