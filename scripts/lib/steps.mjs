// Runs a list of steps, counts their tests and tells the sum.
//
// A step is a line of data:
//   name    what it is called, on the command line too
//   run     [program, ...arguments], or a function that returns them once the steps before it have run
//   env     what it has in its environment beside the rest
//   count   output → { passed, failed, skipped }; without it the step is one check
//   least   how many tests there must be at least; 1 unless told
//   needs   names of steps that must have run before
//   minutes after so many it is ended and has failed; 15 unless told
//   tries   how often it may fail before it has failed; 1 unless told, and each failure is printed
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { one } from "./count.mjs";
import { excerpt } from "./excerpt.mjs";
import { Stop, root } from "./sh.mjs";

const logs = join(root, "target", "test-logs");

/** Runs the steps of these names, all where there are none, and prints `N passed, N failed` last of all. */
export async function runSteps(steps, names, env) {
  mkdirSync(logs, { recursive: true });
  const total = { passed: 0, failed: 0 };
  for (const step of chosen(steps, names)) {
    const result = await runTried(step, env);
    total.passed += result.passed;
    total.failed += result.failed;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0) process.exitCode = 1;
}

/** Says which names no step has: before the set-up, which may take minutes. */
export function checkNames(steps, names) {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) throw new Stop(`no step is called ${unknown.join(", ")}; there are: ${steps.map((step) => step.name).join(", ")}`);
}

function chosen(steps, names) {
  if (names.length === 0) return steps;
  const wanted = new Set(names);
  // Backwards, so that what a needed step needs is found as well.
  for (const step of steps.toReversed()) {
    if (wanted.has(step.name)) step.needs?.forEach((name) => wanted.add(name));
  }
  return steps.filter((step) => wanted.has(step.name));
}

async function runTried(step, env) {
  const tries = step.tries ?? 1;
  for (let attempt = 1; ; attempt += 1) {
    const result = await runStep(step, env, attempt);
    if (result.failed === 0 || attempt === tries) return result;
    console.log(`… ${step.name} is run once more`);
  }
}

async function runStep(step, env, attempt) {
  const start = Date.now();
  const log = attempt === 1 ? step.name : `${step.name}-${attempt}`;
  const { ended, output } = await runLogged(step, env, log);
  const { passed, failed, skipped = 0 } = (step.count ?? one)(output);
  const ran = passed + failed + skipped;
  const least = Math.max(1, step.least?.() ?? 1);

  // Each way to fail counts as one test that failed, beside those that say so themselves.
  const faults = [];
  if (ended !== 0 && (failed === 0 || !step.count)) faults.push(`ended with ${ended}`);
  if (ended === 0 && ran < least) faults.push(`ran ${ran} tests, where at least ${least} are written`);
  if (ended === 0 && passed === 0) faults.push("no test passed");

  const result = { passed: step.count || faults.length === 0 ? passed : 0, failed: failed + (faults.length > 0 ? 1 : 0) };
  const words = [`${result.passed} passed`];
  if (result.failed > 0) words.push(`${result.failed} failed`);
  if (skipped > 0) words.push(`${skipped} skipped`);
  tell(result.failed > 0 ? "✗" : "✓", step.name, words.concat(faults).join(", "), Date.now() - start);
  if (result.failed > 0) console.log(`${excerpt(output)}\n  (all of it in target/test-logs/${log}.log)`);
  return result;
}

function tell(mark, name, words, ms) {
  console.log(`${mark} ${name.padEnd(14)} ${words}${ms === undefined ? "" : `  (${(ms / 1000).toFixed(1)} s)`}`);
}

/** Runs a step with both its outputs in its log. */
async function runLogged(step, env, name) {
  const file = join(logs, `${name}.log`);
  const log = createWriteStream(file);
  const ended = await new Promise((resolve) => {
    const [program, ...args] = typeof step.run === "function" ? step.run() : step.run;
    // A process group of its own, so that a browser it leaves behind ends with it.
    const child = spawn(program, args, { cwd: root, env: { ...env, ...step.env }, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const endGroup = () => { try { process.kill(-child.pid, "SIGKILL"); } catch { /* it is gone */ } };
    const stop = () => { endGroup(); process.exit(130); };
    const minutes = step.minutes ?? 15;
    const timer = setTimeout(() => { log.write(`\nended after ${minutes} minutes\n`); endGroup(); }, minutes * 60_000);
    process.once("SIGINT", stop).once("SIGTERM", stop);
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.on("error", (error) => { log.write(`${program}: ${error.message}\n`); });
    child.on("exit", () => endGroup());
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      process.off("SIGINT", stop).off("SIGTERM", stop);
      log.end(() => resolve(signal ?? (code === 0 ? 0 : `exit code ${code}`)));
    });
  });
  // Colours would only be in the way of counting.
  const output = readFileSync(file, "utf8").replace(/\x1b(\[[0-9;]*[A-Za-z]|\(B)/g, "");
  return { ended, output };
}
