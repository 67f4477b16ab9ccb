// Wishes: what only the system does, and a person asks it for, most often against money. What became of one is heard of until it
// is certain.
import { newId } from "bursar";
import type { SentWish, WishTold } from "../worker/src/money/shapes.ts";
import * as api from "./api.ts";
import type { App } from "./app.ts";

/** How a wish is doing; `paid` where whoever comes back from its checkout says so. */
export type Wish = WishTold & { paid?: boolean };
/** What is wished for, before it has an id. */
type Unsent = SentWish extends infer W ? (W extends SentWish ? Omit<W, "id" | "returnTo"> : never) : never;

/** How often it is asked whether a payment has been heard of. */
const patience = { everyMs: 1500, times: 20 };
/** A checkout that has not taken the page's place by then will not. */
const awayMs = 10_000;

export class Wishes {
  /** The one that was sent just now, or that somebody came back from a checkout of. */
  latest: Wish | undefined;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  send(what: string, unsent: Unsent): void {
    const app = this.#app;
    const { seen } = app;
    if (!seen) return;
    const id = newId();
    app.hush();
    // Whoever comes back from a checkout finds where they were; of which wish, and from which checkout, the worker adds.
    const returnTo = `/?${new URLSearchParams({ view: unsent.type === "purchase" ? "credits" : "plans" })}`;
    const sent = { ...unsent, id, ...(unsent.type === "purchase" || unsent.type === "subscribe" ? { returnTo } : {}) };
    let left = false;
    void app.outbox.send({
      what,
      says: JSON.stringify(unsent),
      send: async () => {
        const dialog = this.#dialog;
        const told = await api.wish(seen.account, sent);
        // Whoever has closed the dialog meanwhile stays: what waits to be paid is told, and can be gone on with.
        if (told.kind === "told" && told.answer.url !== undefined && this.#dialog === dialog) left = await away(told.answer.url);
        return told;
      },
      answered: async (told) => {
        if (told.kind === "told") {
          this.latest = told.answer;
          app.plans.planned = undefined;
          app.purse.topUp = { open: false };
          // Nothing lies over a page that the browser keeps, and it asks again when somebody comes back to it.
          if (left) return;
          void this.follow(told.answer);
        }
        await app.answered(told);
        // It was shown otherwise: why is the operator's to know, and what it comes to is asked anew.
        if (told.kind === "problem" && [409, 422].includes(told.status)) {
          app.plans.forget();
          app.notice = { text: app.words.sending.otherwise, bad: true };
        }
      },
    });
  }

  /** The dialog that is wished in, as long as it is the same. */
  get #dialog(): object | string | undefined {
    const { purse: { topUp }, plans: { planned } } = this.#app;
    return topUp.open ? topUp : planned && JSON.stringify([planned.do, planned.do === "subscribe" && planned.plan]);
  }

  /** Whoever wished for something, or comes back from a checkout, hears what became of it. */
  async follow(sent: { id: string; paid?: boolean }): Promise<void> {
    const app = this.#app;
    const { seen } = app;
    for (let time = 0; time < patience.times && (await this.hear(sent)); time++) {
      app.draw();
      await new Promise((resolve) => setTimeout(resolve, patience.everyMs));
    }
    if (app.seen !== seen) return;
    await app.refresh();
  }

  /** Asks how a wish is doing; answers whether that may change yet. */
  async hear({ id, paid = false }: { id: string; paid?: boolean }): Promise<boolean> {
    const { seen } = this.#app;
    if (!seen) return false;
    const told = await api.wished(seen.account, id);
    // Another account is looked at by now, or another wish was sent.
    if (this.#app.seen !== seen || (this.latest !== undefined && this.latest.id !== id)) return false;
    if (told.kind === "told") this.latest = { ...told.answer, paid };
    return told.kind === "unanswered" || (told.kind === "told" && ["open", "pending"].includes(told.answer.status));
  }

  /** The account has changed: perhaps by what is waited for, however late it came. */
  async look(): Promise<void> {
    const { latest } = this;
    if (latest?.status !== "open" && latest?.status !== "pending") return;
    await this.hear(latest);
    this.#app.draw();
  }

  /** What has ended was told. */
  settle(): void {
    if (this.latest?.status === "done" || this.latest?.status === "expired") this.latest = undefined;
  }

  /** Another account is looked at, or the same one as it is now. */
  changed(): void {
    this.latest = undefined;
  }
}

/** Goes there; answers whether the page was left. Until then what was pressed waits, and is not pressed again. */
function away(url: string): Promise<boolean> {
  location.assign(url);
  return new Promise((resolve) => {
    addEventListener("pagehide", () => resolve(true), { once: true });
    setTimeout(() => resolve(false), awayMs);
  });
}
