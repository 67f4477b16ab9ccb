// `node fuzz/run.mjs rules`: fuzzes that target for FUZZ_SECONDS, 60 unless told. Run it by
// `npm run deep -- fuzz-rules`, which sets up what it needs.
//
// It begins with the seeds in fuzz/seeds and keeps what it finds worth trying again in fuzz/corpus,
// which git does not see. An input that breaks a law is left in fuzz/artifacts.
import { mkdirSync } from "node:fs";
import { Stop, ask, main, run } from "../scripts/lib/sh.mjs";

/** What each target begins with, beside what earlier runs kept. */
const seeds = { rules: ["fuzz/seeds/rules", "pkg/rules"], account: ["fuzz/seeds/account"] };

await main(() => {
  const target = process.argv[2];
  if (!seeds[target]) throw new Stop(`no target is called ${target ?? "nothing"}; there are: ${Object.keys(seeds).join(", ")}`);
  const seconds = process.env.FUZZ_SECONDS ?? "60";
  if (!/^[1-9]\d*$/.test(seconds)) throw new Stop(`FUZZ_SECONDS is a whole number of seconds from 1 on, not \`${seconds}\``);
  const nightly = ask("rustup", ["toolchain", "list", "--quiet"]).split("\n").find((name) => /^nightly(-|$)/.test(name));
  if (!nightly) throw new Stop("fuzzing needs a nightly Rust, and none is installed: rustup toolchain install nightly --profile minimal");
  const env = { ...process.env, RUSTUP_TOOLCHAIN: nightly };

  // cargo-fuzz knows no `--locked`.
  run("cargo", ["fetch", "--locked", "--manifest-path", "fuzz/Cargo.toml"], { env });
  const corpus = `fuzz/corpus/${target}`;
  mkdirSync(corpus, { recursive: true });
  // The engine has no `unsafe`: without a sanitizer more inputs are tried.
  run("cargo", ["fuzz", "run", "--sanitizer", "none", target, corpus, ...seeds[target], "--",
    `-max_total_time=${seconds}`, "-timeout=10", "-max_len=8192", "-dict=fuzz/words.dict", "-print_final_stats=1"], { env });
});
