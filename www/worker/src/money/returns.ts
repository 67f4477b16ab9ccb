// Money that went back: refunded at the provider, or disputed. As much of the credits is revoked, as far as they are still
// there. What was spent stays spent; what a dispute that was won had taken comes back.
import type Stripe from "stripe";
import type { Account, Command, Id } from "bursar";
import { fromProvider } from "./amounts.ts";
import type { Outcome } from "./shapes.ts";
import type { Awaits, ReceiptRow } from "./store.ts";
import { type Open, type Till, idOf, outcome, trouble } from "./till.ts";

export async function refunded(till: Till, charge: Stripe.Charge): Promise<Outcome | Awaits> {
  return settle(till, idOf(charge.payment_intent), ({ refunded: before, disputed }) => ({
    // The provider tells the sum of all refunds, so the largest that was ever told is what counts.
    refunded: Math.max(before, fromProvider(charge.amount_refunded, charge.currency).amount), disputed,
  }));
}

export async function disputed(till: Till, { id, payment_intent }: Stripe.Dispute): Promise<Outcome | Awaits> {
  // An event may be an old one: the dispute is asked for as it stands.
  const { status, ...told } = await (await till.stripe()).disputes.retrieve(id);
  const takes = !["won", "prevented"].includes(status) && !status.startsWith("warning");
  const { amount, currency } = fromProvider(told.amount, told.currency);
  return settle(till, idOf(payment_intent), (row) => ({
    // A bank may dispute in its own currency: of how much that is here, nobody says, so it is all.
    refunded: row.refunded, disputed: JSON.stringify({ ...(JSON.parse(row.disputed) as object), [id]: takes ? (currency === row.currency ? amount : row.amount) : 0 }),
  }));
}

/** Writes how much was asked back so far, and how much of it was there; beside the command that did it. */
type Write = (owed: number, revoked: number) => void;
type Returned = Pick<ReceiptRow, "refunded" | "disputed">;

async function settle(till: Till, intent: string | undefined, returned: (row: ReceiptRow) => Returned): Promise<Outcome | Awaits> {
  if (intent === undefined) return "ignored";
  const payment = till.store.receiptOf(intent) ? intent : ((await invoiceOf(await till.stripe(), intent)) ?? intent);
  const open = await till.open();
  const row = till.store.receiptOf(payment);
  if (!row) return { awaits: payment };
  const now = returned(row);
  const owed = share(row, now);
  const more = owed - row.owed;
  const disputes = sum(now.disputed);
  const ends = disputes > sum(row.disputed) && row.subscription !== null && till.store.subscription(row.subscription)?.status === "live";
  const write: Write = (due, revoked) => {
    till.store.returned(row.number, now.refunded, now.disputed);
    till.store.moved(row.number, due, revoked);
    // Who disputes a period is not billed for another.
    if (ends) till.errands.add("end", { subscription: row.subscription });
  };
  const changed = now.refunded !== row.refunded || now.disputed !== row.disputed;
  if (row.credits === 0 && changed) return elsewhere(till, open, row, write);
  if (more === 0) {
    if (changed) write(owed, row.revoked);
    return changed ? "done" : "known";
  }
  return more > 0 ? take(till, open, row, more, write) : giveBack(till, open, row, -more, write);
}

/** What such a period granted came by time, before its payment or after it, or by another payment that made up for it: which of it is to go, a person has to say. */
function elsewhere(till: Till, { at }: Open, row: ReceiptRow, write: Write): Outcome {
  write(0, 0);
  return trouble(till, { at, payment: row.payment, reason: `money of receipt ${row.number} went back: its payment granted nothing by itself, and nothing was revoked` });
}

/** A payment of a subscription is known by its invoice. */
export async function invoiceOf(stripe: Stripe, intent: string): Promise<string | undefined> {
  const { data: [told] } = await stripe.invoicePayments.list({ payment: { type: "payment_intent", payment_intent: intent }, limit: 1 });
  return idOf(told?.invoice);
}

const sum = (told: string): number => Object.values(JSON.parse(told) as Record<string, number>).reduce((all, amount) => all + amount, 0);

/** The share of the credits that is as large as the share of the money, rounded so that none is kept for nothing. */
function share({ credits, amount }: ReceiptRow, { refunded: back, disputed: told }: Returned): number {
  const gone = BigInt(Math.min(amount, back + sum(told)));
  return Number((BigInt(credits) * gone + BigInt(amount) - 1n) / BigInt(amount));
}

/** Takes from what the payment granted, and from what came back of it before: a command for each grant that has some. */
function take(till: Till, open: Open, row: ReceiptRow, more: number, write: Write): Outcome {
  let { owed, revoked, moves } = row;
  let rest = more;
  for (const { grant, lies } of grantsOf(open.ledger.account(), row)) {
    if (rest === 0) break;
    const credits = Math.min(rest, lies);
    const command: Command = {
      type: "revoke", id: `pay:${row.payment}:revoke:${moves}`, at: open.at, by: "system", grant, note: `receipt ${row.number}`,
      ...(credits < lies ? { credits } : {}),
    };
    const decision = till.apply(command, (answer) => write(owed + credits, revoked + answer.credits));
    if (!decision.ok) break;
    [owed, revoked, moves, rest] = [owed + credits, revoked + credits, moves + 1, rest - credits];
  }
  if (rest === 0) return "done";
  write(owed + rest, revoked);
  // What an account that was closed had, or a period that is over, is gone; what was spent stays spent, and is told.
  return row.grant === null ? "done" : trouble(till, { at: open.at, payment: row.payment, reason: `money of receipt ${row.number} went back, and ${rest} of its credits were spent or are gone` });
}

function giveBack(till: Till, { at }: Open, row: ReceiptRow, less: number, write: Write): Outcome {
  const credits = Math.min(less, row.revoked);
  const gone = row.expiresAt !== null && row.expiresAt <= at;
  if (credits === 0 || gone || row.source === null) {
    write(row.owed - less, row.revoked);
    return "done";
  }
  const decision = till.apply({
    type: "grant", id: `pay:${row.payment}:return:${row.moves}`, at, by: "system", source: row.source, credits, note: `receipt ${row.number}`,
    ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt }),
  }, () => write(row.owed - less, row.revoked - credits));
  // The money came back all the same, and the receipt tells so.
  if (!decision.ok && decision.code === "account_closed") write(row.owed - less, row.revoked);
  return outcome(till, decision, { at, payment: row.payment });
}

/** The grants of a payment, with what lies of them in the wallets; one of which holds alone have some is there too. */
function grantsOf({ bank, teams = {}, holds = {} }: Account, { payment, grant: first }: ReceiptRow): { grant: Id; lies: number }[] {
  const found = new Map<Id, number>();
  const own = (id: Id): boolean => id === first || id.startsWith(`pay:${payment}:`);
  for (const grants of [bank, ...Object.values(teams).map((team) => team.grants)]) {
    for (const [id, { credits }] of Object.entries(grants)) if (own(id)) found.set(id, (found.get(id) ?? 0) + credits);
  }
  for (const { draws } of Object.values(holds)) for (const { grant } of draws) if (own(grant) && !found.has(grant)) found.set(grant, 0);
  return [...found].map(([grant, lies]) => ({ grant, lies }));
}
