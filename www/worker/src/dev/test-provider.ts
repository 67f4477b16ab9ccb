// Development's payment provider: as much of Stripe's API as the worker uses, at which nobody pays. The worker reaches it
// by the same SDK, and what is paid here comes to the same webhook as real events do, signed by a secret of its own.
import { DurableObject } from "cloudflare:workers";
import Stripe from "stripe";
import type { Development } from "./development.ts";
import { Double, type Happened, type Shelf, type Shown } from "./double.mjs";

interface Env { SELF: Fetcher; DEVELOPMENT: DurableObjectNamespace<Development> }

const retryMs = 1000;
const dayMs = 86_400_000;
/** Of more periods that pass at once the rest are billed when the clock moves again. */
const periodsMost = 24;

type Interval = "day" | "month" | "year";
interface Subscription { id: string; status: string; cancel_at_period_end: boolean; items: { data: [{ price: { recurring: { interval: Interval } } }] } }
/** When a subscription began, by development's clock, and how many of its periods have ended since. */
interface Billing { from: number; ended: number }

export class TestProvider extends DurableObject<Env> {
  readonly #double: Double;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const shelf: Shelf = { get: (key) => ctx.storage.get(key), put: (key, value) => ctx.storage.put(key, value) };
    this.#double = new Double(shelf, (event) => this.#queue(event), "/dev/checkout");
  }

  /** The API. */
  override async fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const { status, body } = await this.#double.answer(request.method, pathname + search, await request.text(), request.headers.get("idempotency-key") ?? undefined);
    return Response.json(body, { status });
  }

  async secret(): Promise<string> {
    const known = await this.ctx.storage.get<string>("secret");
    if (known !== undefined) return known;
    const made = `whsec_${crypto.randomUUID().replaceAll("-", "")}`;
    await this.ctx.storage.put("secret", made);
    return made;
  }

  /** What the page of a checkout shows. */
  async checkout(id: string): Promise<Shown | undefined> {
    return this.#double.shown(id);
  }

  /** Pays a checkout; answers where its buyer goes next. What was paid is told before that. */
  async pay(id: string): Promise<string | undefined> {
    const now = Date.now() + (await this.env.DEVELOPMENT.getByName("one").offset());
    const next = await this.#double.pay(id);
    for (const { id } of await this.#subscriptions()) {
      if (!(await this.ctx.storage.get(`billing:${id}`))) await this.ctx.storage.put<Billing>(`billing:${id}`, { from: now, ended: 0 });
    }
    await this.#deliver();
    return next;
  }

  /** Development's clock was moved: the periods that have ended are billed anew, or nothing more where that was wished. */
  async bill(now: number): Promise<void> {
    for (const { id } of await this.#subscriptions()) {
      const key = `billing:${id}`;
      const billing = await this.ctx.storage.get<Billing>(key);
      for (let most = periodsMost; billing && most > 0; most--) {
        // As it is by now: it may have ended, or another plan may be billed for it.
        const thing = await this.ctx.storage.get<Subscription>(`thing:${id}`);
        if (thing?.status !== "active" || endOf(billing, thing.items.data[0].price.recurring.interval) > now) break;
        billing.ended += 1;
        await this.ctx.storage.put(key, billing);
        if (thing.cancel_at_period_end) await this.#double.answer("DELETE", `/v1/subscriptions/${id}`, "");
        else await this.#double.renew(id);
      }
    }
  }

  async #subscriptions(): Promise<Subscription[]> {
    return [...(await this.ctx.storage.list<Subscription>({ prefix: "thing:sub_" })).values()];
  }

  override async alarm(): Promise<void> {
    await this.#deliver();
  }

  async #queue(event: Happened): Promise<void> {
    await this.ctx.storage.put(`event:${String(event.nth).padStart(12, "0")}`, event);
    await this.ctx.storage.setAlarm(Date.now());
  }

  /** Tells what happened, in order, until it is taken; as the real one does, it tries again. */
  async #deliver(): Promise<void> {
    for (const [key, event] of await this.ctx.storage.list<Happened>({ prefix: "event:" })) {
      const body = JSON.stringify(event.event);
      const header = await Stripe.webhooks.generateTestHeaderStringAsync({
        payload: body, secret: await this.secret(), cryptoProvider: Stripe.createSubtleCryptoProvider(),
      });
      const { ok } = await this.env.SELF.fetch("http://worker/v1/payments/events", { method: "POST", body, headers: { "stripe-signature": header } });
      if (!ok) return this.ctx.storage.setAlarm(Date.now() + retryMs);
      await this.ctx.storage.delete(key);
    }
  }
}

/** When the period ends that comes after those that have ended: a day that a month lacks is its last. */
function endOf({ from, ended }: Billing, interval: Interval): number {
  const count = ended + 1;
  if (interval === "day") return from + count * dayMs;
  const date = new Date(from);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + count * (interval === "year" ? 12 : 1)];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last)) + (from % dayMs);
}
