// Plans: which there are, and a change of plan that is looked at before it is wished for. What is paid for it, and when, says the
// worker, which would carry it out.
import type { Id, Plan } from "bursar";
import type { Quote, Wanted } from "../worker/src/money/shapes.ts";
import * as api from "./api.ts";
import type { App } from "./app.ts";
import { own } from "./own.ts";

export type When = "now" | "periodEnd";
export type Subscribing = { do: "subscribe"; plan: Id; seats: number; when: When };
export type Planned = Subscribing | { do: "cancel"; when: When } | { do: "close"; typed: string };

export class Plans {
  /** What is looked at. */
  planned: Planned | undefined;
  /** What was told, by what was asked; nothing of what was asked and not answered yet. */
  readonly #quotes = new Map<string, api.Told<Quote> | undefined>();
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Those that are offered, and the one that runs. */
  get list(): [id: Id, plan: Plan][] {
    const { rules, seen } = this.#app;
    return Object.entries(rules.plans ?? {}).filter(([id, plan]) => plan.offered !== false || id === seen?.view.plan?.id);
  }

  /** Where rules have no plans there is nothing to see, but for who may close the account. */
  get shown(): boolean {
    const { seen } = this.#app;
    return seen !== undefined && (this.list.length > 0 || seen.may("manage"));
  }

  perSeat(plan: Id): boolean {
    return own(this.#app.rules.plans, plan)?.allowance?.per === "seat";
  }

  /** Of the plan that runs, and would not go on running: whether it is cancelled, or another is to follow. */
  resumes({ plan }: Pick<Subscribing, "plan">): "cancelled" | "followed" | undefined {
    const running = this.#app.seen?.view.plan;
    if (running?.id !== plan) return undefined;
    if (running.status === "cancelled") return "cancelled";
    return running.next !== undefined && running.next.id !== plan ? "followed" : undefined;
  }

  /** There is a period to wait for the end of where another plan runs than the one of those who have none. */
  waits({ plan }: Subscribing): boolean {
    const { rules, seen } = this.#app;
    const running = seen?.view.plan?.id;
    return running !== undefined && running !== plan && running !== rules.fallbackPlan;
  }

  /** Opens a change to a plan: at the period's end, if it can be had so. */
  async subscribe(plan: Id): Promise<void> {
    const { seen } = this.#app;
    this.#quotes.clear();
    const now: Subscribing = { do: "subscribe", plan, seats: seen?.view.plan?.seats ?? 1, when: "now" };
    const later: Subscribing = { ...now, when: "periodEnd" };
    const choices = this.waits(now) ? [later, now] : [now];
    const asked = Promise.all(choices.map((choice) => this.#ask(choice)));
    // At once, however long the answer takes: whoever sees nothing presses again, or is elsewhere by then.
    const shown = choices[0];
    this.open(shown);
    const [first] = await asked;
    if (this.planned === shown && first?.kind === "told" && first.answer.pays === "unsold") this.open(now);
  }

  /** Looks at a change, or at none. What was said of the one before is not about this one. */
  open(planned: Planned | undefined): void {
    this.planned = planned;
    this.#app.hush();
    this.#app.draw();
  }

  /** What it would come to; nothing while that is being asked. */
  quote(planned: Subscribing): api.Told<Quote> | undefined {
    if (!this.#quotes.has(this.#key(planned))) void this.#ask(planned);
    return this.#quotes.get(this.#key(planned));
  }

  async #ask(planned: Subscribing): Promise<api.Told<Quote> | undefined> {
    const { seen } = this.#app;
    if (!seen) return undefined;
    const key = this.#key(planned);
    this.#quotes.set(key, undefined);
    const told = await api.quote(seen.account, this.wanted(planned));
    this.#quotes.set(key, told);
    this.#app.draw();
    return told;
  }

  /** The same wish on an account that has changed may come to something else. */
  #key(planned: Subscribing): string {
    const { seen } = this.#app;
    return JSON.stringify([seen?.account, seen?.view.seq, this.wanted(planned)]);
  }

  wanted(planned: Planned): Wanted {
    switch (planned.do) {
      case "subscribe":
        return { type: "subscribe", plan: planned.plan, when: planned.when, ...(this.perSeat(planned.plan) ? { seats: planned.seats } : {}) };
      case "cancel":
        return { type: "cancel", when: planned.when };
      case "close":
        return { type: "close" };
    }
  }

  carryOut(planned: Planned): void {
    const { words: { sending, plans } } = this.#app;
    const quote = planned.do === "subscribe" ? this.quote(planned) : undefined;
    const price = quote?.kind === "told" ? quote.answer.price : undefined;
    this.#app.wishes.send(planned.do === "close" ? plans.close : sending.plan, { ...this.wanted(planned), ...(price ? { expect: price } : {}) });
  }

  /** It was not taken as it was told: it is asked anew. */
  forget(): void {
    this.#quotes.clear();
  }

  /** It was asked, and no answer came. */
  again(): void {
    this.forget();
    this.#app.draw();
  }

  /** Another account is looked at, or the same one as it is now. */
  changed(): void {
    this.planned = undefined;
  }
}
