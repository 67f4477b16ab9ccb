// Generations under way: each is a hold, which the job runner settles when the work is done or releases when it failed. In
// development the worker has a stand-in for it, which generates nothing and says so.
import type { Accepted, Credits, Id, Ms, Request } from "bursar";
import * as api from "./api.ts";

export interface Job {
  hold: Id;
  request: Request;
  held: Credits;
  at: Ms;
  takesMs: number;
  state: "running" | "settled" | "released" | "lost" | "left" | "elsewhere";
  credits?: Credits;
}

const shown = 6;

export class Jobs {
  list: Job[] = [];
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** A hold was accepted: the work begins, where there is a runner to do it. */
  async begin(account: string, hold: Id, request: Request, { credits, at }: Accepted, runs: { runner: boolean; fails: boolean }): Promise<void> {
    // As long as a small generation would take, and not always the same.
    const takesMs = 2000 + Math.round(Math.random() * 1500);
    const job: Job = { hold, request, held: credits, at, takesMs, state: runs.runner ? "running" : "left" };
    this.list = [job, ...this.list].slice(0, shown);
    this.#changed();
    if (!runs.runner) return;
    const told = await api.runJob({ account, hold, takesMs, fails: runs.fails });
    if (told.kind === "told") Object.assign(job, { state: told.answer.state, credits: told.answer.credits });
    else job.state = "lost";
    this.#changed();
  }
}
