// Generations under way: each is a hold, which the job runner settles when the work is done or releases when it failed. In
// development the worker has a stand-in for it, which generates nothing and says so.
import type { Accepted, Credits, Id, Ms, Request, Value } from "bursar";
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
/** What has ended is remembered as long as this tab is there: a checkout is another page, and back from it is this page anew. */
const key = "bursar:jobs";
/** What is longer is not shown, nor remembered. */
const shownMax = 24;

export class Jobs {
  list: Job[] = [];
  readonly #changed: () => void;
  #whose: string | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Whose generations are shown from now on, by account and person; undefined of nobody's. */
  of(whose: string | undefined): void {
    if (whose === this.#whose) return;
    this.#whose = whose;
    this.list = whose === undefined ? [] : recalled(whose);
  }

  /** Whoever comes next at this tab finds nothing of them. */
  forget(): void {
    this.of(undefined);
    sessionStorage.removeItem(key);
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
    if (this.#whose !== undefined) remember(this.#whose, this.list);
    this.#changed();
  }
}

function remember(whose: string, list: Job[]): void {
  const ended = list.filter(({ state }) => state === "settled" || state === "released");
  sessionStorage.setItem(key, JSON.stringify({ whose, list: ended.map((job) => ({ ...job, request: { ...job.request, inputs: brief(job.request) } })) }));
}

function recalled(whose: string): Job[] {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}") as { whose?: string; list?: Job[] };
  return kept.whose === whose ? (kept.list ?? []) : [];
}

/** What of a request can be read beside its model: no long texts. */
export const brief = ({ inputs = {} }: Request): Record<Id, Value> => Object.fromEntries(Object.entries(inputs).filter(([, value]) => String(value).length <= shownMax));
