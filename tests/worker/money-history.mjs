// A random history of one account: what its buyer, the operator and Stripe do, from a seed. What Stripe would do by itself,
// bill a period, give up, end what was cancelled, is done here as the development clock is moved.
import assert from "node:assert/strict";
import { runner } from "./harness.mjs";
import { codes, purchase, subscribe } from "./shop.mjs";

/** What is sold in the shop: by name, what one of it grants; by the price of a period, which plan it is. */
export const grants = { "100 credits": 100, "1,000 credits and 100 on top": 1100, "50 credits for a month": 50, Basic: 100, Plus: 300, Yearly: 1000, "By the clock": 150, Team: 50 };
export const planOf = { 1000: "basic", 2500: "plus", 9000: "yearly", 1500: "clock", 500: "team", 1100: "basic", 2700: "plus", 9500: "yearly", 1600: "clock", 600: "team" };
export const allowance = { basic: 100, plus: 300, yearly: 1000, clock: 150, team: 50 };
const plans = Object.keys(allowance);

/** Numbers that are the same in every run of a seed (mulberry32). */
export function dice(seed) {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

export class History {
  constructor({ fake, worker }, customer, seed) {
    Object.assign(this, { fake, worker, customer, seed });
    this.roll = dice(seed * 7919 + 1);
    /** Half of them hear of everything before time passes; in the others events may be months late. */
    this.punctual = this.roll(2) === 0;
    /** Half of them pay most of what they wish for at once. */
    this.eager = this.roll(2) === 0;
    /** A third of them change their plan and their seats over and over. */
    this.restless = this.roll(3) === 0;
    this.log = [];
    this.nth = 0;
    this.sent = [];
    this.sessions = [];
    /** Events that were not delivered yet, and some that were and may come again. */
    this.queue = [];
    this.old = [];
    /** Checkouts whose money is on its way. */
    this.promises = [];
    /** Payments that were really taken, by the id that the worker knows them by. */
    this.taken = new Map();
    /** Subscriptions as they are billed, by id. */
    this.subscriptions = new Map();
    this.late = 0;
    this.holds = [];
    this.disputes = [];
    /** Whether Stripe's answers fail at times, and the worker dies; and the wishes that were refused for it. */
    this.rough = false;
    this.failed = [];
    /** Who is in a company beside its first, and who has gone; who wished for what, by the name that they have there now. */
    this.others = Object.keys(customer.others ?? {});
    this.gone = new Set();
    this.erased = new Set();
    this.wishers = new Map();
    [this.comings, this.moves] = [0, 0];
  }

  note(...what) {
    this.log.push(what.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join(" "));
  }

  one(list) {
    return list[this.roll(list.length)];
  }

  thing(id) {
    return this.fake.things.get(`thing:${id}`);
  }

  /** What Stripe has told of this account. */
  told(event) {
    const { object } = event.data;
    if (event.type === "customer.subscription.updated") this.subscriptions.get(object.id)?.units.add(object.items.data[0].price.unit_amount);
    this.queue.push(event);
  }

  async step(now) {
    const kinds = [
      [14, () => this.purchase(now)], [this.restless ? 90 : 26, () => this.subscribe(now)], [6, () => this.end(now, "cancel")], [1, () => this.end(now, "close")], [5, () => this.repeat()],
      [18, () => this.pay(now)], [3, () => this.expire()], [8, () => this.arrive()], [40, () => this.deliver()], [5, () => this.redeliver()],
      [5, () => this.payLate()], [3, () => this.endAtStripe()], [4, () => this.cancelAtStripe(now)], [4, () => this.refund()], [3, () => this.dispute()],
      [10, () => this.spend()], [2, () => this.settle()], [3, () => this.operate()], [1, () => this.eraseAtStripe()],
      [3, () => this.together(now)], [1, () => this.void()], [this.others.length > 0 ? 6 : 0, () => this.comeAndGo()], [this.failed.length > 0 ? 20 : 0, () => this.again()],
    ];
    let left = this.roll(kinds.reduce((all, [weight]) => all + weight, 0));
    const [, act] = kinds.find(([weight]) => (left -= weight) < 0);
    await act().catch((error) => {
      if (!this.rough || !isGone(error)) throw error;
      this.note("no answer");
    });
  }

  // ── The buyer ──

  async purchase(now) {
    await this.wish(now, purchase(this.id(), this.one(["small", "small", "large", "brief"]), 1 + this.roll(3)));
  }

  async subscribe(now) {
    const seats = this.roll(2) === 0 ? { seats: 1 + this.roll(5) } : {};
    const when = this.one([{}, { when: "now" }, { when: "periodEnd" }, { when: "periodEnd" }]);
    const { answer } = await this.customer.system.get("balance");
    const plan = this.roll(this.restless ? 2 : 3) === 0 && plans.includes(answer.plan?.id) ? answer.plan.id : this.one(plans);
    await this.wish(now, subscribe(this.id(), plan, { ...seats, ...when }));
  }

  async end(now, type) {
    const when = type === "cancel" ? this.one([{}, {}, { when: "now" }, { when: "periodEnd" }]) : {};
    await this.wish(now, { type, id: this.id(), ...when }, this.roll(6) === 0 ? "operator" : undefined);
  }

  id() {
    this.nth += 1;
    return `w${this.nth}`;
  }

  /** Asked what it comes to, and wished for at that price. */
  async wish(now, { id, expect: _, ...wanted }, name = this.someone()) {
    const who = this.as(name);
    const quote = await who.post("quotes", wanted);
    assert.ok(quote.status < 500, JSON.stringify(quote));
    const wish = { ...wanted, id, ...(quote.answer.price ? { expect: quote.answer.price } : {}) };
    const { status, answer } = await this.send(name, wish);
    if (answer.status !== "open") return;
    assert.deepEqual([status, quote.answer.pays, quote.answer.price], [200, "now", answer.price], "what is quoted is what is wished");
    if (!this.eager || this.roll(3) === 0) return;
    await this.pay(now, this.sessions.at(-1));
    await this.hear();
  }

  /** Somebody who may buy. */
  someone() {
    return this.one([this.first, ...this.others.filter((name) => !this.gone.has(name))]);
  }

  get first() {
    return this.others.length > 0 ? "ada" : "owner";
  }

  as(name) {
    if (name === "operator") return this.customer.system;
    return this.customer.others?.[name] ?? this.customer.owner;
  }

  /** Somebody of the company goes, is erased, or comes back. What they have begun may still be paid. */
  async comeAndGo() {
    this.comings += 1;
    const name = this.one(this.others);
    const { owner, system } = this.customer;
    if (this.gone.has(name)) {
      const reply = await owner.command({ type: "setMember", id: this.id(), member: name, role: name === "cleo" ? "clerk" : "lead" });
      this.note(name, "comes back", String(codes(reply)));
      if (reply.status === 200) [this.gone, this.erased].map((names) => names.delete(name));
      return;
    }
    this.gone.add(name);
    for (const list of ["failed", "sent"]) this[list] = this[list].filter(([who]) => who !== name);
    if (this.roll(2) === 0) return this.note(name, "goes", String(codes(await owner.command({ type: "removeMember", id: this.id(), member: name }))));
    const { answer: { standIn } } = await system.post("erasures", { person: name });
    this.note(name, "is erased, and is", standIn);
    this.erased.add(name);
    for (const [wish, who] of this.wishers) if (who === name) this.wishers.set(wish, standIn);
  }

  /** Two are wished at once, in two tabs say, or by two people. */
  async together(now) {
    const wishes = [1, 2].map(() => subscribe(this.id(), this.one(plans), this.one([{}, { when: "periodEnd" }, { seats: 1 + this.roll(5) }])));
    const priced = await Promise.all(wishes.map(async ({ expect: _, id, ...wanted }) => {
      const name = this.someone();
      const { answer: { price } } = await this.as(name).post("quotes", wanted);
      return [name, { ...wanted, id, ...(price ? { expect: price } : {}) }];
    }));
    await Promise.all(priced.map(([name, wish]) => this.send(name, wish)));
    if (this.roll(2) === 0) await this.pay(now);
  }

  /** A wish that Stripe did not take, or of which no answer came, is sent again. */
  async again() {
    const [who, wish] = this.failed.shift();
    await this.send(who, wish);
  }

  async send(who, wish) {
    if (this.rough) this.failed.push([who, wish]);
    this.wishers.set(wish.id, who);
    const reply = await this.as(who).post("wishes", wish);
    this.note(who, "wishes", wish, "->", String(codes(reply)), reply.answer.status ?? "");
    if (reply.answer.error?.code === "provider_failed" && this.failed.some(([, { id }]) => id === wish.id)) return reply;
    this.failed = this.failed.filter(([, { id }]) => id !== wish.id);
    const session = reply.answer.url?.split("/").at(-1);
    if (session !== undefined && !this.sessions.includes(session)) this.sessions.push(session);
    // What has ended at Stripe cannot be changed there, until that is heard of.
    this.route();
    const unheard = this.queue.some(({ type }) => type === "customer.subscription.deleted");
    assert.ok(reply.status < 500 || (reply.answer.error.code === "provider_failed" && unheard), JSON.stringify(reply));
    if (reply.status === 200) this.sent.push([who, wish]);
    return reply;
  }

  async repeat() {
    if (this.sent.length === 0) return;
    const [who, wish] = this.one(this.sent);
    const reply = await this.send(who, wish);
    assert.ok(reply.status === 200 || (this.rough && reply.answer.error?.code === "provider_failed"), `a wish sent again is the same wish: ${JSON.stringify([wish, reply.answer])}`);
  }

  async pay(now, chosen) {
    const open = this.sessions.filter((id) => this.thing(id).status === "open");
    if (open.length === 0) return;
    const session = chosen ?? this.one(open);
    await this.fake.double.pay(session);
    this.route();
    const done = this.thing(session);
    const { sent: { line_items: [{ price_data: { product_data: { name } }, quantity }] }, mode, amount_total: amount } = done;
    const payment = mode === "subscription" ? done.invoice : done.payment_intent;
    if (mode === "subscription") this.begun(done.subscription, now);
    const taken = { amount, name, quantity: Number(quantity), credits: grants[name] * Number(quantity), kind: mode, intent: this.intentOf(payment), subscription: done.subscription };
    const at = this.queue.findIndex(({ data: { object } }) => object.id === session);
    if (this.roll(5) > 0) {
      this.taken.set(payment, taken);
      this.note("pays", session, name, quantity, payment);
      return;
    }
    // The money is on its way: an event promises it, and another tells whether it came.
    const [event] = this.queue.splice(at, 1);
    const first = this.queue.findIndex(({ data: { object } }) => object.id === done.invoice);
    const invoice = first < 0 ? [] : this.queue.splice(first, 1);
    this.queue.push({ ...event, data: { object: { ...event.data.object, payment_status: "unpaid" } } });
    this.promises.push({ event, invoice, payment, taken });
    this.note("promises", session, name, quantity, payment);
  }

  /** Money that was promised comes, or does not. */
  async arrive() {
    const promise = this.promises.shift();
    if (!promise) return;
    const { event, invoice, payment, taken } = promise;
    const comes = this.roll(4) > 0;
    this.note(comes ? "money comes" : "money does not come", payment);
    const object = { ...event.data.object, payment_status: comes ? "paid" : "unpaid" };
    this.queue.push({ ...event, id: `${event.id}_later`, type: `checkout.session.async_payment_${comes ? "succeeded" : "failed"}`, data: { object } });
    if (!comes) return;
    this.taken.set(payment, taken);
    this.queue.push(...invoice);
  }

  async expire() {
    const open = this.sessions.filter((id) => this.thing(id).status === "open");
    if (open.length === 0) return;
    const session = this.one(open);
    await this.fake.double.answer("POST", `/v1/checkout/sessions/${session}/expire`, "");
    this.note("expires", session);
    this.route();
  }

  async spend() {
    const [type, seconds] = [this.roll(5) === 0 ? "hold" : "spend", 1 + this.roll(this.one([5, 120, 400]))];
    const id = this.id();
    const reply = await this.customer.owner.command({ type, id, request: { model: "clip", inputs: { seconds } } });
    assert.ok(reply.status === 200 || reply.answer.code === "insufficient_credits" || reply.answer.code === "account_closed", JSON.stringify(reply));
    if (reply.status !== 200) return;
    this.note(`${type}s`, String(seconds));
    if (type === "hold") this.holds.push(id);
    else if (this.roll(4) === 0) await this.command({ type: "refund", id: `back:${id}`, command: id, credits: 1 + this.roll(seconds) });
  }

  async settle() {
    const hold = this.holds.shift();
    if (hold === undefined) return;
    const end = this.roll(2) === 0 ? { type: "release" } : { type: "settle", credits: this.roll(120) };
    const reply = await runner(this.worker).at(this.customer.id).command({ ...end, id: `end:${hold}`, hold });
    this.note(end, String(codes(reply)));
    assert.ok(reply.status < 500, JSON.stringify(reply));
  }

  // ── The operator ──

  async operate() {
    const command = this.one([{ type: "cancel", when: "now" }, { type: "cancel" }, { type: "subscribe", plan: "gift" }, { type: "subscribe", plan: "basic" }]);
    const reply = await this.command({ ...command, id: `by-hand:${this.id()}` });
    if ((reply.status === 200 || this.rough) && command.type === "subscribe") this.given = command.plan;
  }

  async command(command) {
    const reply = await this.customer.system.command(command);
    this.note("operator", command, "->", String(codes(reply)));
    assert.ok(reply.status < 500, JSON.stringify(reply));
    return reply;
  }

  // ── Stripe ──

  route() {
    this.routed?.();
  }

  begun(id, now) {
    const [item] = this.thing(id).items.data;
    const { price } = item;
    const row = { begun: now, periods: 0, every: price.recurring.interval, units: new Set([price.unit_amount]), open: [], issued: [] };
    this.subscriptions.set(id, row);
    Object.assign(item, { current_period_start: seconds(now), current_period_end: seconds(after(row, 1)) });
    this.thing(id).start_date = seconds(now);
  }

  /** Time has come to an instant: periods are billed, what was cancelled ends. */
  async due(now) {
    for (const [id, row] of this.subscriptions) {
      while (this.thing(id).status === "active" && after(row, row.periods + 1) <= now) {
        row.periods += 1;
        // Of what Stripe gives up in the midst of a long time nobody hears before that is over.
        if (row.open.length >= 2 && after(row, row.periods + 1) <= now) this.late += 1;
        // What Stripe does with one that nobody pays is a setting there.
        if (row.open.length >= 2 && this.roll(2) === 0) await this.changeAtStripe(id, "gives up", { status: "unpaid" });
        else if (ends(this.thing(id)) || row.open.length >= 2) {
          this.note("Stripe ends", id);
          await this.fake.double.answer("DELETE", `/v1/subscriptions/${id}`, "");
        } else {
          await this.bill(id, row);
          const [from, to] = [row.periods, row.periods + 1].map((nth) => seconds(after(row, nth)));
          Object.assign(this.thing(id).items.data[0], { current_period_start: from, current_period_end: to });
          await this.changeAtStripe(id, "begins a period of", {});
        }
      }
    }
    this.route();
  }

  async bill(id, row) {
    const [{ price, quantity }] = this.thing(id).items.data;
    const [start, end] = [row.periods, row.periods + 1].map((nth) => seconds(after(row, nth)));
    const period = { unit: price.unit_amount, quantity, start, end };
    row.issued.push(period);
    if (this.roll(4) > 0) return this.paid(id, row, period);
    row.open.push(period);
    this.thing(id).latest_invoice = "in_open";
    this.note("invoice stays open", id, period);
  }

  /** A period is paid, for what it was billed at. */
  async paid(id, row, { unit, quantity, start, end }) {
    const stored = this.thing(id);
    if (stored.status === "unpaid") await this.changeAtStripe(id, "bills again", { status: "active" });
    const [item] = stored.items.data;
    const { price } = item;
    stored.items.data[0] = { ...item, price: { ...price, unit_amount: unit }, quantity };
    await this.fake.double.renew(id, { start, end });
    this.thing(id).items.data[0] = item;
    this.route();
    const { object } = this.queue.findLast(({ type }) => type === "invoice.paid").data;
    const plan = planOf[unit];
    if (this.roll(12) === 0) {
      // The customer's balance at Stripe paid a part of it, or all.
      object.amount_paid = this.one([0, 500, 1000, 1500].filter((amount) => amount < object.total));
      this.thing(object.id).amount_paid = object.amount_paid;
      this.note("period paid out of the balance", id, plan, String(quantity), object.id, `but ${object.amount_paid}`);
      return void this.taken.set(object.id, { amount: object.amount_paid, quantity, credits: 0, kind: "balance", plan, subscription: id, intent: this.intentOf(object.id) });
    }
    this.taken.set(object.id, { amount: unit * quantity, quantity, credits: allowance[plan] * quantity, kind: "period", plan, start: start * 1000, subscription: id, intent: this.intentOf(object.id) });
    this.note("period paid", id, plan, String(quantity), object.id);
  }

  async payLate() {
    const open = [...this.subscriptions].filter(([, row]) => row.open.length > 0);
    if (open.length === 0) return;
    const [id, row] = this.one(open);
    const { latest_invoice: latest } = this.thing(id);
    await this.paid(id, row, row.open.shift());
    if (row.open.length > 0) this.thing(id).latest_invoice = latest;
  }

  /** An invoice that was not paid never will be. */
  async void() {
    const open = [...this.subscriptions].filter(([, row]) => row.open.length > 0);
    if (open.length === 0) return;
    const [id, row] = this.one(open);
    this.note("invoice is void", id, row.open.shift());
  }

  async endAtStripe() {
    const live = this.live();
    if (live.length === 0) return;
    const { id } = this.one(live);
    this.note("ended on Stripe's side", id);
    await this.fake.double.answer("DELETE", `/v1/subscriptions/${id}`, "");
    this.route();
  }

  async cancelAtStripe(now) {
    const live = this.live();
    if (live.length === 0) return;
    const { id, cancel_at_period_end: flagged, cancel_at: at, items: { data: [{ current_period_end: end }] } } = this.one(live);
    // On its own pages an end is written as an instant, which may be a later period's.
    const row = this.subscriptions.get(id);
    const on = flagged ? "cancel_at_period_end=false" : "cancel_at=";
    const off = this.one(["cancel_at_period_end=true", `cancel_at=${end}`, `cancel_at=${seconds(after(row, row.periods + 3))}`]);
    const how = flagged || at !== null ? on : off;
    this.note("on Stripe's side", how, id);
    this.thing(id).canceled_at = how === on ? null : seconds(now);
    await this.fake.double.answer("POST", `/v1/subscriptions/${id}`, how);
    this.route();
  }

  async changeAtStripe(id, what, changes) {
    this.note("Stripe", what, id);
    Object.assign(this.thing(id), changes);
    await this.fake.double.answer("POST", `/v1/subscriptions/${id}`, "");
    this.route();
  }

  /** The customer is erased there: what was billed is not any more, and what went back leads to nobody. */
  async eraseAtStripe() {
    const [customer] = this.things("customer");
    if (!customer) return;
    this.note("erased on Stripe's side", customer.id);
    for (const { id } of this.live()) await this.fake.double.answer("DELETE", `/v1/subscriptions/${id}`, "");
    this.route();
    this.fake.things.set(`thing:${customer.id}`, { id: customer.id, object: "customer", deleted: true, of: this.customer.id });
  }

  async refund() {
    const [payment, taken] = this.one([...this.taken]) ?? [];
    if (!taken) return;
    const left = this.thing(this.thing(taken.intent).charge);
    const rest = left.amount - left.amount_refunded;
    if (rest === 0) return;
    const amount = this.roll(2) === 0 ? rest : 1 + this.roll(rest);
    this.note("refunded", payment, String(amount));
    await this.fake.double.refund(taken.intent, amount);
    taken.refunded = (taken.refunded ?? 0) + amount;
    this.route();
  }

  async dispute() {
    const open = this.disputes.find(({ over }) => !over);
    if (open && this.roll(2) === 0) {
      const how = this.one(["won", "lost"]);
      this.note("dispute", how, open.payment);
      await this.fake.double.dispute(open.intent, how, open.amount);
      open.over = true;
      this.taken.get(open.payment).disputed = how;
      return this.route();
    }
    const [payment, taken] = this.one([...this.taken]) ?? [];
    if (!taken || taken.disputed) return;
    this.note("disputed", payment);
    const amount = this.roll(3) === 0 ? 1 + this.roll(taken.amount) : taken.amount;
    await this.fake.double.dispute(taken.intent, "needs_response", amount);
    Object.assign(taken, { disputed: "open", contested: amount });
    this.disputes.push({ payment, intent: taken.intent, amount });
    this.route();
  }

  async deliver() {
    this.route();
    if (this.queue.length === 0) return;
    const at = this.roll(this.queue.length);
    const event = this.queue[at];
    // Some are delivered again at once, some much later.
    if (this.roll(10) > 0) this.queue.splice(at, 1);
    if (this.roll(8) === 0) this.old.push(event);
    await this.report(event);
  }

  async redeliver() {
    if (this.old.length > 0) await this.report(this.one(this.old));
  }

  async report(event) {
    // Stripe tries again where no answer came. An endpoint may be of an older version of its API.
    const told = this.roll(4) === 0 ? older(event) : event;
    const again = (why) => {
      this.note("event", event.type, event.data.object.id, "->", why);
      this.queue.push(event);
    };
    const { status, answer } = await this.fake.send(this.worker, told).catch(() => this.fake.send(this.worker, told)).catch((error) => {
      if (!this.rough) throw error;
      return {};
    });
    if (this.rough && status !== 200) return again(String(status));
    this.note("event", event.type, event.data.object.id, "->", answer.outcome ?? "");
    assert.equal(status, 200, JSON.stringify(answer));
  }

  /** All that was told is heard, in any order. */
  async hear() {
    while (this.promises.length > 0) await this.arrive();
    this.route();
    while (this.queue.length > 0) {
      await this.deliver();
      this.route();
    }
  }

  live() {
    return this.things("subscription").filter(({ status }) => status !== "canceled");
  }

  things(kind) {
    return [...this.fake.things.values()].filter((thing) => thing.object === kind && thing.metadata?.account === this.customer.id);
  }

  intentOf(payment) {
    return payment.startsWith("pi_") ? payment : [...this.fake.things.values()].find((thing) => thing.object === "payment_intent" && thing.invoice === payment).id;
  }
}

/** The worker has died, or is not there yet. */
const isGone = (error) => error instanceof TypeError && ["fetch failed", "terminated"].includes(error.message);

const seconds = (ms) => Math.floor(ms / 1000);

/** Whether a subscription ends with its period. */
export const ends = ({ cancel_at_period_end: flagged, cancel_at: at, items: { data: [{ current_period_end: end }] } }) => flagged || (at !== null && at <= end);
/** Whether its end was set in a period before, for the one that runs there: that is cancelled here when it is paid, which it may never be. */
export const isLast = ({ cancel_at_period_end: flagged, canceled_at: set, items: { data: [{ current_period_start: start }] } }) => !flagged && set < start;

/** When so many periods are over, as Stripe counts them: the 31st is the last of a shorter month. */
function after({ begun, every }, periods) {
  const start = new Date(begun);
  const month = start.getUTCMonth() + periods * (every === "year" ? 12 : 1);
  const last = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return Date.UTC(start.getUTCFullYear(), month, Math.min(start.getUTCDate(), last)) + (begun % 86_400_000);
}

/** As it was told before invoices said what they are for in `parent`. */
function older({ data: { object: { parent, ...object } }, ...event }) {
  return { ...event, data: { object: parent ? { ...object, subscription: parent.subscription_details.subscription } : object } };
}

/** Leads each event to the history of its account. */
export function router({ happened, things }, histories) {
  const of = new Map(histories.map((history) => [history.customer.id, history]));
  const get = (id) => things.get(`thing:${id}`);
  const accountOf = ({ data: { object } }) => {
    const { metadata } = object.parent?.subscription_details ?? object;
    if (metadata?.account) return metadata.account;
    const customer = get(object.customer ?? get(object.charge).customer);
    return customer.of ?? customer.metadata.account;
  };
  for (const history of histories) {
    history.routed = () => {
      for (const event of happened.splice(0)) of.get(accountOf(event))?.told(event);
    };
  }
}
