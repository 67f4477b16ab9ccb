// `npm run deep`: what takes too long for each commit. `npm run deep -- laws` runs that step alone.
import { main } from "./lib/sh.mjs";
import { integrationTestsWritten, rustTests, unitTestsWritten } from "./lib/count.mjs";
import { checkNames, runSteps } from "./lib/steps.mjs";
import { setup } from "./setup.mjs";

const fuzzMinutes = 15 + Math.ceil((Number(process.env.FUZZ_SECONDS) || 60) / 60);

const steps = [
  // The long form of the worker's faults: 64 clients, 20 kills on one account and as many on 64.
  { name: "faults", run: ["node", "tests/worker/faults.mjs", "40", "20"], minutes: 60 },
  { name: "load", run: ["node", "tests/worker/load.mjs", "10"], minutes: 60 },
  { name: "laws", run: ["cargo", "test", "--locked", "--release", "--no-fail-fast", "--lib", "--test", "*"], env: { PROPTEST_CASES: "100000", HISTORIES: "400" }, count: rustTests, least: () => unitTestsWritten() + integrationTestsWritten(), minutes: 60 },
  { name: "same-bytes", run: ["node", "scripts/checks/same-bytes.mjs"] },
  // Pictures of every view and state, in target/page/: whoever changes how something looks, looks at them.
  { name: "shots", run: ["node", "tests/page/shots.mjs"], count: told, minutes: 20 },
  // The walks through the page once more, with pictures: makes docs/guide/, which is looked at and committed.
  { name: "guide", run: ["node", "tests/page/guide.mjs"], count: told, minutes: 20 },
  // What Lighthouse says of the built page, in target/lighthouse/: 95 or more, or it fails.
  { name: "lighthouse", run: ["node", "tests/lighthouse/run.mjs"], count: told, minutes: 30 },
  { name: "fuzz-rules", run: ["node", "fuzz/run.mjs", "rules"], count: fuzzed, minutes: fuzzMinutes },
  { name: "fuzz-account", run: ["node", "fuzz/run.mjs", "account"], count: fuzzed, minutes: fuzzMinutes },
  { name: "mutants-numbers", run: ["node", "scripts/mutants.mjs", "numbers"], count: mutants, minutes: 120 },
  { name: "mutants-decisions", run: ["node", "scripts/mutants.mjs", "decisions"], count: mutants, minutes: 180 },
];

/** "70 passed, 0 failed: …", whatever it was that was counted. */
function told(output) {
  const [, passed = 0, failed = 1] = /^(\d+) passed, (\d+) failed: /m.exec(output) ?? [];
  return { passed: Number(passed), failed: Number(failed) };
}

/** "Done 81234 runs in 61 second(s)": one check, if there were any. */
function fuzzed(output) {
  return { passed: /^Done [1-9]\d* runs/m.test(output) ? 1 : 0, failed: 0 };
}

/** "99 noticed, 6 explained, 0 unexplained". */
function mutants(output) {
  const of = (word) => Number(output.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  return { passed: of("noticed"), failed: of("unexplained"), skipped: of("explained") };
}

await main(async () => {
  const names = process.argv.slice(2);
  checkNames(steps, names);
  await runSteps(steps, names, setup("deep"));
});
