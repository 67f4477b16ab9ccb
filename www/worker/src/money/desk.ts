// The counter of money in an account's object: wishes come here, events that were verified, and errands to the provider.
import type { Asker, Id, Refused } from "bursar";
import Stripe from "stripe";
import type { ErrandKind } from "../account/errands.ts";
import type { Reply } from "../account/replies.ts";
import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { handle } from "./events.ts";
import { provider } from "./provider.ts";
import type { Outcome, Quote, SentWish, Wanted, WishTold } from "./shapes.ts";
import { MoneyStore } from "./store.ts";
import { bill } from "./telling.ts";
import { type Till, missing } from "./till.ts";
import { quote, wish, wished } from "./wishes.ts";

export class Desk {
  readonly store: MoneyStore;
  readonly #till: Till;
  /** Events are handled one after the other, for handling one may have to ask the provider. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(env: Env, sql: SqlStorage, account: Omit<Till, "env" | "store" | "stripe">) {
    this.store = new MoneyStore(sql);
    this.#till = { env, store: this.store, stripe: () => stripe(env), ...account };
  }

  /** Whether a command would leave the provider billing what is not there any more. */
  bills(type: unknown): boolean {
    return (type === "subscribe" || type === "cancel" || type === "close") && this.store.live() !== undefined;
  }

  /** The account was closed: what is open at the provider is taken back, or will be once it answers, for nothing could be credited any more. */
  closed(): void {
    for (const { session } of this.store.open()) if (session !== undefined) this.#till.errands.add("expire", { session });
    this.store.expireNew();
  }

  wish(by: Asker, sent: SentWish, origin: string): Promise<Reply<Refused | WishTold>> {
    return wish(this.#till, by, sent, origin);
  }

  quote(by: Asker, wanted: Wanted): Promise<Reply<Refused | Quote>> {
    return quote(this.#till, by, wanted);
  }

  wished(by: Asker, id: Id): Promise<Reply<WishTold>> {
    return wished(this.#till, by, id);
  }

  event(event: Stripe.Event): Promise<Outcome> {
    const mine = this.#turn.then(() => handle(this.#till, event));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** What is still to be said to the provider. That it has happened already is as good. */
  async run(kind: Exclude<ErrandKind, "alert">, { subscription = "", session = "", ...seats }: Word): Promise<void> {
    const stripe = await this.#till.stripe();
    try {
      if (kind === "end") await stripe.subscriptions.cancel(subscription);
      if (kind === "expire") await stripe.checkout.sessions.expire(session);
      if (kind === "seats") await bill(this.#till, stripe, { subscription, ...seats });
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
      if (kind !== "expire" && !missing(error)) log("error", "payment", { payment: subscription, reason: error.message });
    }
  }
}

/** What an errand to the provider is about. */
export interface Word { subscription?: string; session?: string; quantity?: number; label?: string }

async function stripe(env: Env): Promise<Stripe> {
  const found = await provider(env);
  if (!found) throw new Error("no payment provider is set up");
  return found.stripe;
}
