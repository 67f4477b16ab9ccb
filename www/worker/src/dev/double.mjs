// A stand-in for Stripe: as much of its API as the worker uses, kept on a shelf. Development's provider and the local fake
// of the tests are both made of it. It shows that the worker and the SDK do what they should with answers of this form;
// that Stripe answers so is its documentation's word.
const failed = (status, type, message, code, param) => ({ status, body: { error: { type, message, ...(code ? { code } : {}), ...(param ? { param } : {}) } } });
const missing = (id, param = "id") => failed(404, "invalid_request_error", `no such thing: ${id}`, "resource_missing", param);

export class Double {
  #shelf;
  #happened;
  #pages;

  constructor(shelf, happened, pages) {
    this.#shelf = shelf;
    this.#happened = happened;
    this.#pages = pages;
  }

  /** A request of the API. One of the same key is answered as at first; with other content it is refused. */
  async answer(method, path, text, key) {
    const content = `${method} ${path} ${text}`;
    const known = key === undefined ? undefined : await this.#shelf.get(`key:${key}`);
    if (known) return known.content === content ? known.answer : failed(400, "idempotency_error", "the key was used for another request");
    const answer = await this.#route(method, new URL(path, "http://api"), fields(text));
    if (key !== undefined && answer.status < 500) await this.#shelf.put(`key:${key}`, { content, answer });
    return answer;
  }

  async #route(method, { pathname, searchParams }, sent) {
    const [, , ...parts] = pathname.split("/");
    const [kind = "", id] = parts[0] === "checkout" ? ["checkout", parts[2]] : parts;
    if (kind === "invoice_payments") return this.#invoicePayments(searchParams.get("payment[payment_intent]") ?? "");
    if (method === "POST" && id === undefined) return this.#make(kind, sent);
    const thing = await this.#shelf.get(`thing:${id}`);
    if (!thing) return missing(id ?? "");
    if (parts.at(-1) === "expire") return this.#expire(thing);
    if (kind === "subscriptions" && method === "POST") return this.#update(thing, sent);
    if (kind === "subscriptions" && method === "DELETE") return this.#cancel(thing);
    return { status: 200, body: thing };
  }

  async #make(kind, sent) {
    if (kind === "customers") return this.#kept({ id: await this.#id("cus"), object: "customer", metadata: sent.metadata ?? {} });
    if (kind === "products") return this.#kept({ id: await this.#id("prod"), object: "product", name: sent.name });
    if (kind !== "checkout") return missing(kind);
    const customer = await this.#shelf.get(`thing:${sent.customer}`);
    if (!customer || customer.deleted) return { ...missing(sent.customer, "customer"), status: 400 };
    const [line] = sent.line_items;
    const unit = Number(line.price_data.unit_amount);
    const total = unit * Number(line.quantity);
    if (!Number.isSafeInteger(unit) || total < 50) return failed(400, "invalid_request_error", "the amount is too small", "amount_too_small");
    const id = await this.#id("cs_test");
    return this.#kept({
      id, object: "checkout.session", mode: sent.mode, status: "open", payment_status: "unpaid", amount_total: total, currency: line.price_data.currency,
      customer: sent.customer, metadata: sent.metadata, url: `${new URL(sent.success_url).origin}${this.#pages}/${id}`,
      success_url: sent.success_url, cancel_url: sent.cancel_url, payment_intent: null, invoice: null, subscription: null, sent,
    });
  }

  async #update(thing, sent) {
    if (thing.status === "canceled") return failed(400, "invalid_request_error", "the subscription is cancelled");
    if (sent.cancel_at !== undefined && sent.cancel_at_period_end !== undefined) return failed(400, "invalid_request_error", "received both cancel_at_period_end and cancel_at");
    const [item] = sent.items ?? [];
    const [before] = thing.items.data;
    const price = item?.price_data ? { ...before.price, unit_amount: Number(item.price_data.unit_amount) } : before.price;
    const after = {
      ...thing, metadata: { ...thing.metadata, ...sent.metadata },
      ...(sent.cancel_at_period_end === undefined ? {} : { cancel_at_period_end: sent.cancel_at_period_end === "true" }),
      ...(sent.cancel_at === undefined ? {} : { cancel_at: sent.cancel_at === "" ? null : Number(sent.cancel_at) }),
      items: { data: [{ ...before, price, quantity: Number(item?.quantity ?? before.quantity) }] },
    };
    await this.#kept(after);
    await this.#tell("customer.subscription.updated", after);
    return { status: 200, body: after };
  }

  async #cancel(thing) {
    if (thing.status === "canceled") return missing(thing.id);
    const after = { ...thing, status: "canceled" };
    await this.#kept(after);
    await this.#tell("customer.subscription.deleted", after);
    return { status: 200, body: after };
  }

  async #expire(thing) {
    if (thing.status !== "open") return failed(400, "invalid_request_error", "only an open one can expire");
    const after = { ...thing, status: "expired" };
    await this.#kept(after);
    await this.#tell("checkout.session.expired", after);
    return { status: 200, body: after };
  }

  async #invoicePayments(intent) {
    if (intent === "") return failed(400, "invalid_request_error", "an empty payment intent", "parameter_invalid_empty");
    const thing = await this.#shelf.get(`thing:${intent}`);
    const data = thing?.invoice ? [{ id: "inpay", object: "invoice_payment", invoice: thing.invoice }] : [];
    return { status: 200, body: { object: "list", data, has_more: false } };
  }

  // ── What a buyer, a bank or the seller does at the provider ──

  async shown(id) {
    const thing = await this.#shelf.get(`thing:${id}`);
    if (!thing) return undefined;
    const [line] = thing.sent.line_items;
    return {
      label: line.price_data.product_data.name, quantity: Number(line.quantity), amount: thing.amount_total, currency: thing.currency.toUpperCase(),
      status: thing.status, cancel: thing.cancel_url,
    };
  }

  /** Pays a checkout. It is done once; answers where the buyer goes next. */
  async pay(id) {
    const thing = await this.#shelf.get(`thing:${id}`);
    if (!thing || thing.status === "expired") return undefined;
    if (thing.status === "open") await this.#paid(thing);
    return thing.success_url;
  }

  async #paid(thing) {
    const { customer, sent, amount_total: amount, currency } = thing;
    const plan = thing.mode === "subscription";
    const intent = await this.#charge(customer, amount, currency, plan ? {} : sent.payment_intent_data.metadata);
    const done = { ...thing, status: "complete", payment_status: "paid", ...(plan ? {} : { payment_intent: intent }) };
    if (plan) {
      const [line] = sent.line_items;
      const price = { unit_amount: Number(line.price_data.unit_amount), currency, recurring: line.price_data.recurring };
      const start = Math.floor(Date.now() / 1000);
      const period = { start, end: later(start, price.recurring.interval) };
      const { body: subscription } = await this.#kept({
        id: await this.#id("sub"), object: "subscription", status: "active", cancel_at_period_end: false, cancel_at: null, customer, start_date: start,
        metadata: sent.subscription_data.metadata, items: { data: [{ id: await this.#id("si"), price, quantity: Number(line.quantity), ...current(period) }] },
      });
      done.subscription = subscription.id;
      done.invoice = (await this.#invoice(subscription, "subscription_create", intent, period)).id;
    }
    await this.#kept(done);
    await this.#tell("checkout.session.completed", done);
  }

  async #charge(customer, amount, currency, metadata) {
    const [id, charge] = [await this.#id("pi"), await this.#id("ch")];
    await this.#kept({ id, object: "payment_intent", charge, amount });
    await this.#kept({ id: charge, object: "charge", payment_intent: id, customer, amount, currency, amount_refunded: 0, metadata });
    return id;
  }

  async #invoice(subscription, reason, intent, period) {
    const [item] = subscription.items.data;
    const total = item.price.unit_amount * item.quantity;
    const { body: invoice } = await this.#kept({
      id: await this.#id("in"), object: "invoice", billing_reason: reason, subtotal: total, total, amount_paid: total, currency: item.price.currency,
      lines: { object: "list", data: [{ object: "line_item", amount: total, period }] },
      parent: { type: "subscription_details", subscription_details: { subscription: subscription.id, metadata: subscription.metadata } },
    });
    const stored = await this.#shelf.get(`thing:${subscription.id}`);
    await this.#kept({ ...stored, latest_invoice: invoice.id });
    const held = await this.#shelf.get(`thing:${intent}`);
    await this.#kept({ ...held, invoice: invoice.id });
    await this.#tell("invoice.paid", invoice);
    return invoice;
  }

  /** Another period begins. */
  async begin(id) {
    const subscription = await this.#shelf.get(`thing:${id}`);
    const [{ current_period_end: start = Math.floor(Date.now() / 1000), ...item }] = subscription.items.data;
    const period = { start, end: later(start, item.price.recurring.interval) };
    await this.#kept({ ...subscription, items: { data: [{ ...item, ...current(period) }] } });
    return period;
  }

  /** Another period begins and is paid; or one that has begun is, for as much as is billed by now. */
  async renew(id, begun) {
    const period = begun ?? await this.begin(id);
    const subscription = await this.#shelf.get(`thing:${id}`);
    const [item] = subscription.items.data;
    const intent = await this.#charge(subscription.customer, item.price.unit_amount * item.quantity, item.price.currency, {});
    await this.#invoice(subscription, "subscription_cycle", intent, period);
  }

  async refund(intent, amount) {
    const charge = await this.#chargeOf(intent);
    const after = { ...charge, amount_refunded: charge.amount_refunded + amount };
    await this.#kept(after);
    await this.#tell("charge.refunded", after);
  }

  /** Opens a dispute, or ends it. */
  async dispute(intent, status, amount, currency) {
    const charge = await this.#chargeOf(intent);
    const id = `dp_${intent}`;
    const { body } = await this.#kept({ id, object: "dispute", status, charge: charge.id, payment_intent: intent, amount: amount ?? charge.amount, currency: currency ?? charge.currency });
    await this.#tell(status === "needs_response" ? "charge.dispute.created" : "charge.dispute.closed", body);
  }

  async #chargeOf(intent) {
    const { charge } = await this.#shelf.get(`thing:${intent}`);
    return await this.#shelf.get(`thing:${charge}`);
  }

  async #kept(thing) {
    await this.#shelf.put(`thing:${thing.id}`, thing);
    return { status: 200, body: thing };
  }

  async #tell(type, object) {
    const nth = await this.#next();
    await this.#happened({ nth, event: { id: `evt_${nth}`, object: "event", type, livemode: false, created: Math.floor(Date.now() / 1000), data: { object } } });
  }

  async #id(prefix) {
    return `${prefix}_${await this.#next()}${crypto.randomUUID().slice(0, 8)}`;
  }

  async #next() {
    const nth = (await this.#shelf.get("nth") ?? 0) + 1;
    await this.#shelf.put("nth", nth);
    return nth;
  }
}

const current = ({ start, end }) => ({ current_period_start: start, current_period_end: end });

/** When a period ends that begins then: a day that a month lacks is of the next one, where Stripe has the last. */
function later(start, interval) {
  const date = new Date(start * 1000);
  if (interval === "day") date.setUTCDate(date.getUTCDate() + 1);
  else date.setUTCMonth(date.getUTCMonth() + (interval === "year" ? 12 : 1));
  return Math.floor(date.getTime() / 1000);
}

/** A body as Stripe's SDK writes it, `line_items[0][price_data][currency]=usd`, as the object that it stands for. */
export function fields(text) {
  const made = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.replaceAll("]", "").split("[");
    let place = made;
    path.forEach((step, nth) => {
      if (nth === path.length - 1) place[step] = value;
      else place = place[step] ??= /^\d+$/.test(path[nth + 1] ?? "") ? [] : {};
    });
  }
  return made;
}
