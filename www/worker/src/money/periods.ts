// A period of a subscription that was paid: the first comes with its checkout, the others by invoices.
import type Stripe from "stripe";
import type { Command, Id, PlanState } from "bursar";
import { fromProvider } from "./amounts.ts";
import { isPerSeat } from "./course.ts";
import type { Outcome } from "./shapes.ts";
import type { Awaits, SubscriptionRow } from "./store.ts";
import { counts, isOf, sync } from "./subscriptions.ts";
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
  return outcome(till, renewed(till, open, row, { payment: told.id ?? "", amount: money.amount }), { at: open.at, payment: told.id ?? "", money });
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

interface Period { payment: string; amount: number }

/**
 * A plan that waits for its money renews now, one that renews by the clock has done so or will by itself: then the payment
 * leaves a receipt and nothing else. A late `renew` makes up for every period that is due, so what it made is counted
 * against what was paid, and the next payment does not make it again.
 */
function renewed(till: Till, open: Open, row: SubscriptionRow, { payment, amount }: Period): ReturnType<Till["apply"]> {
  const { at, rules } = open;
  const running = planOf(open);
  const waits = rules.plans?.[running?.id ?? row.plan]?.renews === "command";
  const paid = row.paid + 1;
  const due = waits && row.renewed < paid;
  const before = running?.periods ?? 0;
  const base = { at, by: "system", ...forWhom(row.by) };
  const then = till.store.terms(row, amount);
  const bought = { id: then?.plan ?? row.plan, seats: then?.seats ?? Math.max(1, covered(row.seats, amount, row.amount)) };
  const plan = rules.plans?.[bought.id];
  // An invoice of before a change pays for what was to be billed then: what is to follow that waits for an invoice of its own.
  const next = running && due && then && amount !== row.amount ? instead(running, bought, amount > row.amount) : undefined;
  if (running && next) {
    const stays = till.apply({ ...base, type: "subscribe", id: `pay:${payment}:stays`, plan: bought.id, ...following(bought, running) }, () => {});
    if (!stays.ok) return stays;
  }
  let surplus: { grant: Id; credits: number } | undefined;
  const decision = till.apply({ ...base, type: due ? "renew" : "tick", id: `pay:${payment}` }, (answer) => {
    till.store.counted(row.id, paid, due ? row.renewed + Math.max(1, (planOf(open)?.periods ?? 0) - before) : Math.max(row.renewed, waits ? 0 : paid));
    const given = answer.entries.findLast(({ kind, command }) => kind === "grant" && command === `pay:${payment}`);
    // Of periods that were made up for only the last one's lies there; the others' has lapsed.
    const lies = Math.min(answer.credits, (given && open.ledger.account().bank[given.grant]?.credits) ?? 0);
    const unpaid = next ? 0 : lies - covered(lies, amount, row.amount);
    if (given && unpaid > 0) surplus = { grant: given.grant, credits: unpaid };
    till.store.issue({
      payment, at: answer.at, buyer: row.by, wish: null, kind: "plan", item: bought.id, quantity: plan && isPerSeat(plan) ? bought.seats : 1, label: plan?.label ?? bought.id,
      credits: answer.credits - unpaid, bonus: 0, amount, currency: row.currency,
      grant: given?.grant ?? null, source: given?.source ?? null, expiresAt: null, subscription: row.id,
    });
  });
  // Nothing has waited since, so all of it is written at once, or none.
  if (surplus) till.apply({ ...base, type: "revoke", id: `pay:${payment}:unpaid`, ...surplus }, () => {});
  const now = planOf(open);
  if (decision.ok && next && now) follow(till, open, row.id, now, { ...base, type: "subscribe", id: `pay:${payment}:next`, plan: next.id, ...following(next, now) });
  return decision;
}

/** What is to follow once a period of something else is granted: what was to, or what runs. Of what is dearer than what was billed a share is granted, and it runs on. */
function instead({ id, seats = 1, next, status }: PlanState, bought: { id: Id; seats: number }, dearer: boolean): PlanState["next"] {
  if (next) return next;
  return dearer && status === "active" && (bought.id !== id || bought.seats > seats) ? { id, seats } : undefined;
}

function follow(till: Till, open: Open, subscription: string, running: PlanState, command: Extract<Command, { type: "subscribe" }>): void {
  till.apply(command, () => {
    const row = till.store.subscription(subscription);
    if (row && command.plan !== running.id) counts(till, open, row, running);
  });
}

/** Of what a period grants, as much as was paid for: seats that were added after its invoice are none of it. */
const covered = (credits: number, paid: number, price: number): number => Number((BigInt(credits) * BigInt(Math.min(paid, price))) / BigInt(price));
