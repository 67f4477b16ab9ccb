// Refusals: why the answer is no, what would help, and what is done about a remedy that is chosen. What somebody may not do
// themselves they can ask another for, with a text that is written for them.
import type { Ms, Refused, Remedy, Request } from "bursar";
import type { Say } from "bursar/elements";
import * as api from "./api.ts";
import type { App } from "./app.ts";

/** Whoever types is not asked about at each key. */
const settledMs = 250;

/** Where somebody is reached: by a link, or by mail. */
export const addressOf = (contact: string): string => (contact.includes("://") ? contact : `mailto:${contact}`);

export class Help {
  /** The plans that would help. */
  plans: readonly string[] = [];
  /** The text to ask somebody with, while it is shown. */
  text: string | undefined;
  #found: { asked: string; remedies?: Remedy[] } = { asked: "" };
  #waiting: ReturnType<typeof setTimeout> | undefined;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** What the worker would add to what the view tells. */
  get remedies(): Remedy[] | undefined {
    return this.#found.remedies;
  }

  /**
   * A request was refused for want of credits. What would help may lie in what the view does not show, and only then the worker
   * is asked as well: of texts it is told how long they are. Whoever manages sees everything, and all other refusals are alike for all.
   */
  refused(request: Request, refused: Refused): void {
    const { seen } = this.#app;
    const asked = JSON.stringify([seen?.account, seen?.view.seq, refused.code, request]);
    if (this.#found.asked === asked) return;
    this.#found = { asked };
    this.#app.draw();
    const { estimate } = refused;
    if (!seen || !estimate || refused.code !== "insufficient_credits" || seen.may("manage")) return;
    const counted = { ...request, inputs: estimate.inputs };
    setTimeout(async () => {
      if (this.#found.asked !== asked) return;
      const told = await api.preview(seen.account, { type: "hold", request: counted });
      if (this.#found.asked !== asked || told.kind !== "refused") return;
      this.#found = { asked, remedies: told.refused.remedies };
      this.#app.draw();
    }, settledMs);
  }

  /** A remedy was chosen; who may not have it asks for it. */
  take({ remedy, may }: { remedy: Remedy; may: boolean }): void {
    const app = this.#app;
    if (!may) return this.ask(this.told(remedy));
    switch (remedy.do) {
      case "top_up":
        return app.purse.add({ pack: remedy.pack, quantity: remedy.quantity });
      case "transfer":
        return app.purse.move({ from: remedy.from, to: remedy.to, credits: remedy.credits });
      case "subscribe":
        this.plans = remedy.plans;
        app.purse.topUp = { open: false };
        return void app.go("plans");
      case "wait":
        return this.#wait(remedy.until);
      case "contact_sales":
        return void (remedy.to === undefined ? this.ask(this.told(remedy)) : location.assign(addressOf(remedy.to)));
      case "refresh_quote":
        return void app.refresh();
      case "ask_admin":
        return this.ask(app.words.ask.use(app.say.model(app.request.model)));
    }
  }

  /** A refusal in words. */
  why(refused: Refused): string {
    const tell = this.#app.words.elements.refusals[refused.code] as (facts: Refused["facts"], say: Say) => string;
    return tell(refused.facts, this.#app.say);
  }

  /** A remedy in words, as of who may have it. */
  told(remedy: Remedy): string {
    const tell = this.#app.words.elements.remedies[remedy.do] as (remedy: Remedy, say: Say, may: boolean) => string;
    return tell(remedy, this.#app.say, true);
  }

  /** Writes a text to ask somebody for something with. */
  ask(what: string): void {
    const { words, seen } = this.#app;
    this.text = words.ask.text(what, seen?.account ?? "");
    this.#app.draw();
  }

  #wait(until: Ms): void {
    const app = this.#app;
    clearTimeout(this.#waiting);
    const notice = { text: app.words.wait(until, app.say), bad: false };
    app.notice = notice;
    const left = until - (app.seen?.now() ?? Date.now());
    this.#waiting = setTimeout(() => { if (app.notice === notice) app.notice = undefined; void app.refresh(); }, Math.min(Math.max(left, 0) + 500, 2 ** 31 - 1));
    app.draw();
  }

  /** Another account is looked at, or the same one as it is now. */
  changed(): void {
    this.plans = [];
  }
}
