// Generations under way: each is a hold, which the job runner settles when the work is done or releases when it failed. In
// development the worker has a stand-in for it, which generates nothing and says so.
import { type Accepted, type Credits, type Id, type Ms, type Request, type Value, newId } from "bursar";
import type { BursarEvents } from "bursar/elements";
import * as api from "./api.ts";
import type { App } from "./app.ts";
import { tab } from "./kept.ts";

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
  /** What the stand-in is to do with the next one. */
  lets: "work" | "fail" = "work";
  readonly #app: App;
  #whose: string | undefined;

  constructor(app: App) {
    this.#app = app;
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
    tab.forget(key);
  }

  /** Holds what a generation costs, and lets the job runner do the rest. */
  generate({ request, expect, from }: BursarEvents["bursar-spend"]["detail"]): void {
    const app = this.#app;
    const { seen } = app;
    if (!seen) return;
    const id = newId();
    const whose = this.#whose;
    app.notice = undefined;
    void app.outbox.send({
      what: app.words.sending.hold(expect, app.say),
      says: JSON.stringify([request, expect, from]),
      send: async () => {
        const told = await api.command(seen.account, { type: "hold", id, request, expect, ...(from === undefined ? {} : { from }) });
        if (told.kind === "told") {
          // Whoever looks at another account by now has it worked on all the same.
          void this.#begin(whose, seen.account, id, request, told.answer, { runner: app.standIn, fails: this.lets === "fail" });
          // It was for this one.
          this.lets = "work";
        }
        return told;
      },
      answered: (told) => app.answered(told),
    });
  }

  /** A hold was accepted: the work begins, where there is a runner to do it. */
  async #begin(whose: string | undefined, account: string, hold: Id, request: Request, { credits, at }: Accepted, runs: { runner: boolean; fails: boolean }): Promise<void> {
    // As long as a small generation would take, and not always the same.
    const takesMs = 2000 + Math.round(Math.random() * 1500);
    const job: Job = { hold, request, held: credits, at, takesMs, state: runs.runner ? "running" : "left" };
    if (this.#whose === whose) this.list = [job, ...this.list].slice(0, shown);
    this.#app.draw();
    if (!runs.runner) return;
    const told = await api.runJob({ account, hold, takesMs, fails: runs.fails });
    if (told.kind === "told") Object.assign(job, { state: told.answer.state, credits: told.answer.credits });
    else job.state = "lost";
    if (whose !== undefined && this.#whose === whose) remember(whose, this.list);
    this.#app.draw();
  }
}

function remember(whose: string, list: Job[]): void {
  const ended = list.filter(({ state }) => state === "settled" || state === "released");
  tab.set(key, JSON.stringify({ whose, list: ended.map((job) => ({ ...job, request: { ...job.request, inputs: brief(job.request) } })) }));
}

function recalled(whose: string): Job[] {
  const kept = JSON.parse(tab.get(key) ?? "{}") as { whose?: string; list?: Job[] };
  return kept.whose === whose ? (kept.list ?? []) : [];
}

/** What of a request can be read beside its model: no long texts. */
export const brief = ({ inputs = {} }: Request): Record<Id, Value> => Object.fromEntries(Object.entries(inputs).filter(([, value]) => String(value).length <= shownMax));
