// Money that went back: refunded at the provider, or disputed. As much of the credits is revoked, as far as they are still
// there. What was spent stays spent; what a dispute that was won had taken comes back.
import type Stripe from "stripe";
import type { Account, Command, Id } from "bursar";
import type { Outcome } from "./shapes.ts";
import type { ReceiptRow } from "./store.ts";
import { type Open, type Till, idOf, trouble } from "./till.ts";

export async function refunded(till: Till, charge: Stripe.Charge): Promise<Outcome> {
  return settle(till, idOf(charge.payment_intent), ({ refunded: before, disputed }) => ({
    // The provider tells the sum of all refunds, so the largest that was ever told is what counts.
    refunded: Math.max(before, charge.amount_refunded), disputed,
  }));
}

export async function disputed(till: Till, { id, payment_intent }: Stripe.Dispute): Promise<Outcome> {
  // An event may be an old one: the dispute is asked for as it stands.
  const { status, amount } = await (await till.stripe()).disputes.retrieve(id);
  const takes = !["won", "prevented"].includes(status) && !status.startsWith("warning");
  return settle(till, idOf(payment_intent), ({ refunded: before, disputed: told }) => ({
    refunded: before, disputed: JSON.stringify({ ...(JSON.parse(told) as object), [id]: takes ? amount : 0 }),
  }));
}

type Returned = Pick<ReceiptRow, "refunded" | "disputed">;

async function settle(till: Till, intent: string | undefined, returned: (row: ReceiptRow) => Returned): Promise<Outcome> {
  if (intent === undefined) return "ignored";
  const payment = till.store.receiptOf(intent) ? intent : ((await invoiceOf(till, intent)) ?? intent);
  const open = await till.open();
  const row = till.store.receiptOf(payment);
  if (!row) return "waiting";
  const now = returned(row);
  const owed = share(row, now);
  const more = owed - row.owed;
  const disputes = sum(now.disputed);
  const ends = disputes > sum(row.disputed) && row.subscription !== null && till.store.subscription(row.subscription)?.status === "live";
  const write = (revoked: number): void => {
    till.store.returned(row.number, now.refunded, now.disputed);
    till.store.moved(row.number, owed, revoked);
    // Who disputes a period is not billed for another.
    if (ends) till.errands.add("end", { subscription: row.subscription });
  };
  if (more === 0) return "known";
  return more > 0 ? take(till, open, row, more, write) : giveBack(till, open, row, -more, write);
}

/** A payment of a subscription is known by its invoice. */
async function invoiceOf(till: Till, intent: string): Promise<string | undefined> {
  const { data: [told] } = await (await till.stripe()).invoicePayments.list({ payment: { type: "payment_intent", payment_intent: intent }, limit: 1 });
  return idOf(told?.invoice);
}

const sum = (told: string): number => Object.values(JSON.parse(told) as Record<string, number>).reduce((all, amount) => all + amount, 0);

/** The share of the credits that is as large as the share of the money, rounded so that none is kept for nothing. */
function share({ credits, amount }: ReceiptRow, { refunded: back, disputed: told }: Returned): number {
  const gone = BigInt(Math.min(amount, back + sum(told)));
  return Number((BigInt(credits) * gone + BigInt(amount) - 1n) / BigInt(amount));
}

function take(till: Till, open: Open, row: ReceiptRow, more: number, write: (revoked: number) => void): Outcome {
  const { lies, held } = left(open.ledger.account(), row.grant ?? "");
  const credits = Math.min(more, lies);
  if (row.grant === null || (lies === 0 && !held)) return none(till, open, row, write);
  const command: Command = {
    type: "revoke", id: `pay:${row.payment}:revoke:${row.moves}`, at: open.at, by: "system", grant: row.grant, note: `receipt ${row.number}`,
    ...(credits < lies ? { credits } : {}),
  };
  const decision = till.apply(command, (answer) => write(row.revoked + answer.credits));
  if (decision.ok) return "done";
  // A grant that time has emptied, an account that was closed: there is nothing left to be taken.
  return none(till, open, row, write);
}

function none(till: Till, { at }: Open, row: ReceiptRow, write: (revoked: number) => void): Outcome {
  write(row.revoked);
  return row.grant === null ? "done" : trouble(till, { at, payment: row.payment, reason: `money of receipt ${row.number} went back, and its credits were spent or are gone` });
}

function giveBack(till: Till, { at }: Open, row: ReceiptRow, less: number, write: (revoked: number) => void): Outcome {
  const credits = Math.min(less, row.revoked);
  const gone = row.expiresAt !== null && row.expiresAt <= at;
  if (credits === 0 || gone || row.source === null) {
    write(row.revoked);
    return "done";
  }
  const decision = till.apply({
    type: "grant", id: `pay:${row.payment}:return:${row.moves}`, at, by: "system", source: row.source, credits, note: `receipt ${row.number}`,
    ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt }),
  }, () => write(row.revoked - credits));
  if (decision.ok) return "done";
  return trouble(till, { at, payment: row.payment, reason: decision.message });
}

/** What of a grant lies in the wallets, and whether holds have some of it. */
function left({ bank, teams = {}, holds = {} }: Account, grant: Id): { lies: number; held: boolean } {
  const wallets = [bank, ...Object.values(teams).map(({ grants }) => grants)];
  const lies = wallets.reduce((all, grants) => all + (grants[grant]?.credits ?? 0), 0);
  return { lies, held: Object.values(holds).some(({ draws }) => draws.some((draw) => draw.grant === grant)) };
}
