// A period of a subscription that was paid: the first comes with its checkout, the others by invoices.
import type Stripe from "stripe";
import type { Id, Ms, PlanState } from "bursar";
import { fromProvider } from "./amounts.ts";
import { isPerSeat } from "./course.ts";
import type { Outcome } from "./shapes.ts";
import type { Awaits, SubscriptionRow, Terms } from "./store.ts";
import { isOf, sync } from "./subscriptions.ts";
import { type Open, type Till, following, forWhom, idOf, isPrice, outcome, planOf, trouble } from "./till.ts";

export async function invoice(till: Till, told: Stripe.Invoice, event: string): Promise<Outcome | Awaits> {
  const subscription = idOf(told.parent?.subscription_details?.subscription);
  if (subscription === undefined || told.billing_reason === "subscription_create") return "ignored";
  const became = await period(till, told, subscription);
  // An end may have waited for this payment. It is looked for with every repeated event, for the worker may have died before it.
  if (became === "done" || became === "known") await sync(till, subscription, event);
  return became;
}

async function period(till: Till, told: Stripe.Invoice, subscription: string): Promise<Outcome | Awaits> {
  const open = await till.open();
  const row = till.store.subscription(subscription);
  if (!row) return { awaits: subscription };
  if (till.store.receiptOf(told.id ?? "")) return "known";
  const money = fromProvider(told.amount_paid, told.currency);
  const wrong = invoiceFault(till, row, told) ?? (isOf(open, planOf(open), row) ? undefined : `a period of the plan \`${row.plan}\` was paid, which runs no more`);
  // Taken for ended once, by another key say, and billed all the same: nobody is billed on for nothing.
  if (row.status !== "live") till.errands.add("end", { subscription });
  if (wrong) return trouble(till, { at: open.at, payment: told.id ?? "", reason: wrong, money });
  return outcome(till, renewed(till, open, row, billedBy(told)), { at: open.at, payment: told.id ?? "", money });
}

function invoiceFault({ store }: Till, row: SubscriptionRow, { billing_reason: reason, amount_paid, subtotal, total, currency: told }: Stripe.Invoice): string | undefined {
  const { status, before, currency, plan } = row;
  if (status !== "live") return `a period of the plan \`${plan}\` was paid after it had ended here`;
  if (reason !== "subscription_cycle") return `an invoice because of \`${reason ?? ""}\` is none of ours`;
  const paid = fromProvider(amount_paid, told).amount;
  // What a voucher or the customer's balance at the provider has paid a part of may come to what another plan costs.
  const whole = subtotal === amount_paid && total === amount_paid;
  const agreed = paid === before || store.terms(row, paid) !== undefined;
  return whole && agreed && isPrice({ amount: paid, currency }, amount_paid, told) ? undefined : "the amount that was paid is not what a period costs";
}

/** `start` is when the provider's period begins that was paid, and `lasts` how long it is. */
interface Period { payment: string; amount: number; start: Ms; lasts: Ms }

/** What an invoice is for: the period that begins with it. */
function billedBy({ id = "", amount_paid, currency, lines: { data: [line] } }: Stripe.Invoice): Period {
  const { start = 0, end = 0 } = line?.period ?? {};
  return { payment: id, amount: fromProvider(amount_paid, currency).amount, start: start * 1000, lasts: (end - start) * 1000 };
}

/**
 * Which period here is the one that was paid: the one that is to come or is due, the one that runs, or one that is over. The
 * account's begin somewhat later than the provider's, whose first one it heard of when it was paid.
 */
function placeOf({ paid, renewed }: Aligned, { renewsAt }: PlanState, { start, lasts }: Period): "next" | "running" | "over" {
  const next = renewsAt - (renewed - paid);
  if (start > next - lasts / 2) return "next";
  return start > next - 1.5 * lasts ? "running" : "over";
}

type Aligned = Pick<SubscriptionRow, "paid" | "renewed">;

/** No instant of a period is as small as this, and no count of periods as large. */
const countsMost = 1e9;

/** Where the row still counts periods, those that were paid and those that have begun here, the payment is of the one after those. */
function alignment({ paid, renewed }: SubscriptionRow, { renewsAt }: PlanState, waits: boolean, { start, lasts }: Period): Aligned {
  if (paid > countsMost) return { paid, renewed };
  // By the clock that one has begun without being paid.
  const begun = Math.max(renewed - paid, waits ? 0 : 1);
  return { paid: start, renewed: renewsAt - begun * lasts };
}

/**
 * A plan that waits for its money renews now, one that renews by the clock has done so or will by itself: then the payment
 * leaves a receipt and nothing else. A late `renew` makes up for every period that is due, so the payment of another one of
 * them does not make it again, unless it was made as something that costs less.
 */
function renewed(till: Till, open: Open, row: SubscriptionRow, period: Period): ReturnType<Till["apply"]> {
  const { at, rules } = open;
  const { payment, amount } = period;
  const running = planOf(open);
  const waits = rules.plans?.[running?.id ?? row.plan]?.renews === "command";
  const base = { at, by: "system", ...forWhom(row.by) };
  const then = till.store.terms(row, amount);
  const bought = { plan: then?.plan ?? row.plan, seats: then?.seats ?? Math.max(1, covered(row.seats, amount, row.amount)) };
  const plan = rules.plans?.[bought.plan];
  const aligned = running && alignment(row, running, waits, period);
  const place = running && aligned ? placeOf(aligned, running, period) : "over";
  const less = running !== undefined && place === "running" && isLess(till, open, row, running, { ...bought, amount });
  const due = waits && (place === "next" || less);
  // An invoice of before a change pays for what was to be billed then: what is to follow that waits for an invoice of its own.
  const next = running && due && then && amount !== row.amount ? instead(running, bought, amount > row.amount) : undefined;
  if (running && next) {
    const stays = till.apply({ ...base, type: "subscribe", id: `pay:${payment}:stays`, plan: bought.plan, ...following({ id: bought.plan, seats: bought.seats }, running) }, () => {});
    if (!stays.ok) return stays;
  }
  let surplus: { grant: Id; credits: number } | undefined;
  const decision = till.apply({ ...base, type: due ? "renew" : "tick", id: `pay:${payment}` }, (answer) => {
    const now = planOf(open);
    // What was paid before it was due began when it was paid.
    const early = due && now && now.startedAt !== running?.startedAt;
    const { paid, renewed: here } = early ? { paid: period.start, renewed: now.startedAt } : (aligned ?? row);
    till.store.aligned(row.id, paid, here);
    const given = answer.entries.findLast(({ kind, command }) => kind === "grant" && command === `pay:${payment}`);
    // Of periods that were made up for only the last one's lies there; the others' has lapsed.
    const lies = Math.min(answer.credits, (given && open.ledger.account().bank[given.grant]?.credits) ?? 0);
    const whole = next ?? (then && now?.id === then.plan && !isFewer(open, then, now));
    const unpaid = whole ? 0 : lies - covered(lies, amount, row.amount);
    if (given && unpaid > 0) surplus = { grant: given.grant, credits: unpaid };
    till.store.issue({
      payment, at: answer.at, buyer: row.by, wish: null, kind: "plan", item: bought.plan, quantity: plan && isPerSeat(plan) ? bought.seats : 1, label: plan?.label ?? bought.plan,
      credits: answer.credits - unpaid, bonus: 0, amount, currency: row.currency,
      grant: given?.grant ?? null, source: given?.source ?? null, expiresAt: null, subscription: row.id,
    });
    const told = (reason: string) => trouble(till, { at, payment, reason, money: { amount, currency: row.currency } });
    const runs = place === "next" ? (running?.next ?? running) : running;
    if (!due && runs && isLess(till, open, row, runs, { ...bought, amount })) {
      const of = `a period of the plan \`${bought.plan}\` was paid, and`;
      if (!waits && place !== "over") told(`${of} by the clock it is one of \`${runs.id}\``);
      if (waits && plan?.renews === "command") told(`${of} another payment had made up for it as one of \`${runs.id}\``);
    }
    const [billed, every] = [till.store.live()?.every, now && rules.plans?.[now.id]?.every];
    if (now && billed && every && billed !== every) told(`a ${billed} of the plan \`${bought.plan}\` was paid, and since the rules changed a period of \`${now.id}\` is a ${every}`);
  });
  // Nothing has waited since, so all of it is written at once, or none.
  if (surplus) till.apply({ ...base, type: "revoke", id: `pay:${payment}:unpaid`, ...surplus }, () => {});
  const now = planOf(open);
  if (decision.ok && next && now) till.apply({ ...base, type: "subscribe", id: `pay:${payment}:next`, plan: next.id, ...following(next, now) }, () => {});
  return decision;
}

/** Whether the period that runs was begun as something that costs less than what was paid for it. */
function isLess({ store }: Till, open: Open, row: SubscriptionRow, { id, seats = 1 }: Pick<PlanState, "id" | "seats">, bought: Terms & { amount: number }): boolean {
  const cost = store.cost(row, { plan: id, seats });
  return cost !== undefined && cost < bought.amount && (id !== bought.plan || isFewer(open, { plan: id, seats }, bought));
}

/** Whether one has fewer seats of a plan than another; one that is sold for the account has no more by being wished for with many. */
function isFewer({ rules }: Open, { plan: id, seats }: Terms, than: Pick<PlanState, "seats">): boolean {
  const plan = rules.plans?.[id];
  return plan !== undefined && isPerSeat(plan) && seats < (than.seats ?? 1);
}

/** What is to follow once a period of something else is granted: what was to, or what runs. Of what is dearer than what was billed a share is granted, and it runs on. */
function instead({ id, seats = 1, next, status }: PlanState, bought: Terms, dearer: boolean): PlanState["next"] {
  if (next) return next;
  return dearer && status === "active" && (bought.plan !== id || bought.seats > seats) ? { id, seats } : undefined;
}

/** Of what a period grants, as much as was paid for: seats that were added after its invoice are none of it. */
const covered = (credits: number, paid: number, price: number): number => Number((BigInt(credits) * BigInt(Math.min(paid, price))) / BigInt(price));
