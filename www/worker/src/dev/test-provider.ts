// Development's payment provider: as much of Stripe's API as the worker uses, at which nobody pays. The worker reaches it
// by the same SDK, and what is paid here comes to the same webhook as real events do, signed by a secret of its own.
import { DurableObject } from "cloudflare:workers";
import Stripe from "stripe";
import { Double, type Happened, type Shelf, type Shown } from "./double.mjs";

interface Env { SELF: Fetcher }

const retryMs = 1000;

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
    const next = await this.#double.pay(id);
    await this.#deliver();
    return next;
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
