import { readFileSync } from "node:fs";

/**
 * How long this thread has waited for a core so far, in milliseconds, where the system tells: a machine
 * that is busy with other things would make whatever takes long look longer still.
 */
export function waitedMs() {
  try {
    return Number(readFileSync("/proc/self/schedstat", "latin1").split(" ")[1]) / 1e6;
  } catch {
    return 0;
  }
}
