// A wish of a person's: judged by the engine's preview, told to the provider, carried out when that has happened. Nothing
// here gives credits; what does is an event that was verified, in paid.ts and periods.ts.
import type { Asker, Command, Id, Money, Refused } from "bursar";
import Stripe from "stripe";
import { type Reply, told } from "../account/replies.ts";
import { log } from "../log.ts";
import { provider } from "./provider.ts";
import { choose, quoted } from "./course.ts";
import { tell } from "./telling.ts";
import type { Quote, SentWish, Wanted, WishTold } from "./shapes.ts";
import type { WishRow } from "./store.ts";
import { type Open, type Till, forWhom, missing } from "./till.ts";

/** The provider keeps our keys of repeated requests for a day; a wish that it may have forgotten is not told again. */
const tellableMs = 12 * 3_600_000;

export async function wish(till: Till, by: Asker, { id, expect, returnTo, ...wanted }: SentWish, origin: string): Promise<Reply<Refused | WishTold>> {
  const open = await till.open();
  const before = till.store.wish(id);
  if (before) return again(till, before, by, wanted);
  const decision = open.ledger.preview({ ...wanted, id, by, at: open.at });
  if (!decision.ok) return told(decision);
  const chosen = choose(open, wanted, decision, till.store.live());
  if ("unsold" in chosen) return { kind: "denied", code: "not_sold", message: chosen.unsold };
  const row: WishRow = { id, by, at: open.at, made: Date.now(), back: `${origin}${returnTo ?? "/"}`, status: "new", wanted, ...chosen };
  if (chosen.course === "close") return atOnce(till, open, row);
  if (!(await provider(till.env))) return { kind: "denied", code: "no_payments", message: "nothing can be paid here: no payment provider is set up" };
  const changed = chosen.price && priceFault(expect, chosen.price);
  if (changed) return { kind: "denied", code: "price_changed", message: changed };
  // Asking for the provider has waited: another request of the same id may have come first.
  const meanwhile = till.store.wish(id);
  if (meanwhile) return again(till, meanwhile, by, wanted);
  till.store.begin(row);
  return telling(till, row);
}

/** What a wish would come to: told by what carries it out, so that a quote is what is charged. */
export async function quote(till: Till, by: Asker, wanted: Wanted): Promise<Reply<Refused | Quote>> {
  const open = await till.open();
  const decision = open.ledger.preview({ ...wanted, by, at: open.at });
  if (!decision.ok) return told(decision);
  const chosen = choose(open, wanted, decision, till.store.live());
  return told(quoted(wanted, chosen, (await provider(till.env)) !== undefined));
}

function again(till: Till, row: WishRow, by: Asker, wanted: Wanted): Promise<Reply<Refused | WishTold>> | Reply<WishTold> {
  if (row.by !== by || JSON.stringify(row.wanted) !== JSON.stringify(wanted)) {
    return { kind: "denied", code: "id_reused", message: `the id \`${row.id}\` is taken by another wish: use a new one` };
  }
  return row.status === "new" && Date.now() - row.made < tellableMs ? telling(till, row) : shown(till, row);
}

/** Nobody bills this account, so there is nobody to be told: a cancellation, a closing. */
function atOnce(till: Till, { at }: Open, row: WishRow): Reply<Refused | WishTold> {
  const { id, by, wanted } = row;
  const command = { ...wanted, id: `wish:${id}`, at, by: "system", ...forWhom(by) } as Command;
  const decision = till.apply(command, () => {
    till.store.begin(row);
    till.store.end(id, "done");
  });
  if (!decision.ok) return told(decision);
  return told({ id, type: wanted.type, status: "done", at: row.at, decision });
}

async function telling(till: Till, row: WishRow): Promise<Reply<Refused | WishTold>> {
  try {
    await tell(till, await till.stripe(), row);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    // The buyer is told that it was not taken; why is for who set it up.
    log("error", "payment", { wish: row.id, reason: error.message });
    // A subscription that the provider does not know, or no more, bills nobody: there is nobody to be told.
    if (missing(error) && (row.course === "cancel" || row.course === "end")) {
      log("error", "payment", { payment: row.subscription ?? "", reason: "the payment provider does not know this subscription: it is taken for ended" });
      till.store.over(row.subscription ?? "", "ended");
      till.store.forget(row.id);
      return atOnce(till, await till.open(), row);
    }
    // What it will not have today it will not have tomorrow; what did not get through may be sent again, with the same id.
    if (error instanceof Stripe.errors.StripeInvalidRequestError) till.store.forget(row.id);
    return { kind: "denied", code: "provider_failed", message: "the payment provider did not take it: nothing was charged; try again" };
  }
  return shown(till, till.store.wish(row.id) ?? row);
}

async function shown(till: Till, row: WishRow): Promise<Reply<WishTold>> {
  const { id, wanted: { type }, at, price, url, receipt } = row;
  const status = row.status === "new" ? "expired" : row.status;
  const test = url !== undefined && (await provider(till.env))?.test;
  return told({
    id, type, status, at,
    ...(price ? { price } : {}),
    ...(url !== undefined && status === "open" ? { url } : {}),
    ...(test ? { test } : {}),
    ...(receipt === undefined ? {} : { receipt }),
  });
}

/** How a wish is doing: told to who made it, and to those who see to the bills. */
export async function wished(till: Till, by: Asker, id: Id): Promise<Reply<WishTold>> {
  const { ledger } = await till.open();
  const row = till.store.wish(id);
  if (!row || (row.by !== by && !ledger.may(by, "billing"))) return { kind: "absent", what: "wish" };
  return shown(till, row);
}

/** Nobody pays another price than the one that they were shown. */
function priceFault(expect: Money | undefined, { amount, currency }: Money): string | undefined {
  if (expect?.amount === amount && expect.currency === currency) return undefined;
  const shown = expect ? `${expect.amount} ${expect.currency}` : "nothing";
  return `it costs ${amount} ${currency} in the smallest unit, and the buyer was shown ${shown}: show the new price first`;
}
