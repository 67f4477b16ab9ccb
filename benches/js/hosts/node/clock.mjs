// How long something takes, in milliseconds: `const took = started(); …; took()`.
import { readFileSync } from "node:fs";

/**
 * How long this thread has waited for a core so far, where the system tells: a machine that is busy with
 * other things would make whatever takes long look longer still.
 */
function waitedMs() {
  try {
    return Number(readFileSync("/proc/self/schedstat", "latin1").split(" ")[1]) / 1e6;
  } catch {
    return 0;
  }
}

export function started() {
  const waited = waitedMs();
  const start = performance.now();
  return () => {
    const took = performance.now() - start;
    return took - (waitedMs() - waited);
  };
}
