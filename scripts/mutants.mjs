// `node scripts/mutants.mjs decisions`: breaks the engine in many small ways, and sees whether a test notices.
//
// A mutant that the quick tests notice need not be shown to the slow ones: these see what is left. Who survives both must be explained in tests/MUTANTS.md.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Stop, main, root } from "./lib/sh.mjs";

/**
 * Where a mutant that lives costs a customer credits. Of all there are, every one is taken whose
 * place in the list, divided by the second number of `sample`, leaves the first: always the same.
 */
const samples = {
  numbers: {
    files: ["src/decimal.rs", "src/ratio.rs", "src/price/**/*.rs"],
    sample: "1/3",
    quick: ["--lib", "--test", "scenarios"],
    slow: ["--test", "prices", "--test", "numbers", "--test", "typed", "--test", "messages", "--test", "hostile"],
  },
  decisions: {
    files: ["src/decide/**/*.rs", "src/advance/**/*.rs", "src/giving.rs", "src/windows.rs", "src/work.rs"],
    sample: "3/8",
    quick: ["--test", "scenarios", "--test", "chains"],
    slow: ["--test", "accounts", "--test", "sleeps", "--test", "laws"],
  },
};

const jobs = process.env.MUTANTS_JOBS ?? "2";

/** Their exit codes: all were noticed; some were not; some ran on for too long, which is noticing too. */
const TOLD = [0, 2, 3];

await main(() => {
  const [name] = process.argv.slice(2);
  const chosen = samples[name];
  if (!chosen) throw new Stop(`expected ${Object.keys(samples).join(" or ")}, found ${name ?? "nothing"}`);
  const out = join(root, "target", "mutants", name);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });

  const files = chosen.files.flatMap((file) => ["--file", file]);
  const shard = ["--no-shuffle", "--sharding", "round-robin", "--shard", chosen.sample];
  const args = ["mutants", ...shard, "--timeout", "60", "--jobs", jobs, "--output", out, ...files, ...chosen.quick.map((arg) => `--cargo-arg=${arg}`)];
  const { status } = spawnSync("cargo", args, { cwd: root, env: environment("0"), stdio: "inherit" });
  if (!TOLD.includes(status)) throw new Stop(`cargo mutants ended with ${status}`);
  const { outcomes } = JSON.parse(readFileSync(join(out, "mutants.out", "outcomes.json"), "utf8"));
  const ended = (summary) => outcomes.filter((outcome) => outcome.summary === summary);
  const { tree, isNoticed } = slowly(chosen.slow, out);
  const left = ended("MissedMutant").filter(({ diff_path }) => !isNoticed(join(out, "mutants.out", diff_path)));
  rmSync(tree, { recursive: true, force: true });
  const noticed = outcomes.filter(({ scenario }) => scenario !== "Baseline").length - ended("Unviable").length - left.length;

  const explanations = readFileSync(join(root, "tests/MUTANTS.md"), "utf8");
  // Lines move; what was done to the code does not.
  const isExplained = (mutant) => explanations.includes(`\`${mutant}\``);
  const names = left.map(({ scenario }) => scenario.Mutant.name.replace(/:\d+:\d+: /, ": "));
  const unexplained = names.filter((mutant) => !isExplained(mutant));
  for (const mutant of unexplained) console.log(`nobody noticed: ${mutant}`);
  console.log(`${noticed} noticed, ${names.length - unexplained.length} explained, ${unexplained.length} unexplained`);
  if (unexplained.length > 0) process.exitCode = 1;
});

/** A copy of the checkout in which one mutant after the other is shown to the slow tests. */
function slowly(tests, out) {
  const tree = join(out, "tree");
  const git = (...args) => {
    const { status, stderr } = spawnSync("git", args, { encoding: "utf8" });
    if (status !== 0) throw new Stop(`git ${args.join(" ")} ended with ${status}: ${stderr}`);
  };
  git("clone", "--quiet", root, tree);
  const isNoticed = (diff) => {
    // Its second line names what was done, where git wants the file.
    const patch = readFileSync(diff, "utf8").replace(/^--- (.*)\n\+\+\+ .*$/m, "--- $1\n+++ $1");
    writeFileSync(join(tree, "mutant.diff"), patch);
    git("-C", tree, "apply", "-p0", "mutant.diff");
    const env = { ...environment("1"), CARGO_TARGET_DIR: join(out, "target") };
    const { status } = spawnSync("cargo", ["test", "--quiet", "--locked", ...tests], { cwd: tree, env, stdio: "ignore", timeout: 300_000 });
    git("-C", tree, "checkout", "--quiet", ".");
    return status !== 0;
  };
  return { tree, isNoticed };
}

function environment(optimised) {
  return { ...process.env, CARGO_PROFILE_DEV_DEBUG: "0", CARGO_PROFILE_DEV_OPT_LEVEL: optimised };
}
