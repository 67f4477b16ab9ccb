// What the provider tells, once it has been verified that it is the provider. No event is believed for more than it says:
// what is credited is what was wished for here, and what it is about decides whether it was handled, never its own id.
import type Stripe from "stripe";
import { log } from "../log.ts";
import { session, unwanted } from "./paid.ts";
import { invoice } from "./periods.ts";
import { disputed, invoiceOf, refunded } from "./returns.ts";
import type { Outcome } from "./shapes.ts";
import type { Awaits } from "./store.ts";
import { sync } from "./subscriptions.ts";
import { type Till, idOf, missing } from "./till.ts";

/** The account that an event is about; the metadata are our own, given when the thing was made. */
export async function accountOf(stripe: Stripe, event: Stripe.Event): Promise<string | undefined> {
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
    case "checkout.session.async_payment_failed":
    case "checkout.session.expired":
    case "customer.subscription.updated":
    case "customer.subscription.deleted":
      return event.data.object.metadata?.["account"];
    case "invoice.paid":
      return ofInvoice(event.data.object);
    case "charge.refunded":
      return ofCharge(stripe, event.data.object);
    case "charge.dispute.created":
    case "charge.dispute.updated":
    case "charge.dispute.closed":
    case "charge.dispute.funds_withdrawn":
    case "charge.dispute.funds_reinstated":
      return ofCharge(stripe, await stripe.charges.retrieve(idOf(event.data.object.charge) ?? ""));
    default:
      return undefined;
  }
}

/** A charge bears our metadata where it paid a pack; one of a subscription's leads to its customer, which is the account. */
async function ofCharge(stripe: Stripe, { metadata, customer: who, payment_intent }: Stripe.Charge): Promise<string | undefined> {
  if (metadata["account"] !== undefined) return metadata["account"];
  const id = idOf(who);
  if (id === undefined) return undefined;
  const customer = await stripe.customers.retrieve(id);
  if (!customer.deleted) return customer.metadata["account"];
  // Erased at the provider, whose invoices stay.
  const intent = idOf(payment_intent);
  const paid = intent === undefined ? undefined : await invoiceOf(stripe, intent);
  return paid === undefined ? undefined : ofInvoice(await stripe.invoices.retrieve(paid));
}

const ofInvoice = ({ parent }: Stripe.Invoice): string | undefined => parent?.subscription_details?.metadata?.["account"];

/** An event is written in the form of its endpoint's version of the API. Of invoices older ones do not say what they are for where we look for it: those are asked for in our own. */
export async function inOurForm(stripe: Stripe, event: Stripe.Event): Promise<Stripe.Event> {
  if (event.type !== "invoice.paid") return event;
  const { parent, id }: Partial<Stripe.Invoice> = event.data.object;
  return parent !== undefined || !id ? event : { ...event, data: { ...event.data, object: await stripe.invoices.retrieve(id) } };
}

export async function handle(till: Till, event: Stripe.Event): Promise<Outcome> {
  const became = await one(till, event);
  if (typeof became !== "string") {
    till.store.keepEarly(event.id, became.awaits, JSON.stringify(event));
    return "waiting";
  }
  // A payment that is a trouble has followers too: of the subscription that did not come about.
  if (became !== "ignored") await followers(till, event);
  return became;
}

/** What came before this, and waited for it. */
async function followers(till: Till, event: Stripe.Event): Promise<void> {
  for (const thing of brought(event)) {
    for (const early of till.store.early(thing)) {
      const told = JSON.parse(early.body) as Stripe.Event;
      const became = await late(till, told);
      if (typeof became !== "string") continue;
      till.store.handled(early.event);
      // It may be what another one has waited for.
      if (became !== "ignored") await followers(till, told);
    }
  }
}

/** What it is about may be gone by now, having been a test of another key's say: that keeps nobody else waiting. */
async function late(till: Till, event: Stripe.Event): Promise<Outcome | Awaits> {
  try {
    return await one(till, event);
  } catch (error) {
    if (!missing(error)) throw error;
    log("error", "payment", { payment: event.id, reason: "what an early event was about is not known at the payment provider any more" });
    return "ignored";
  }
}

async function one(till: Till, event: Stripe.Event): Promise<Outcome | Awaits> {
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
      return session(till, event.data.object);
    case "checkout.session.async_payment_failed":
      return failed(till, event.data.object);
    case "checkout.session.expired":
      return expired(till, event.data.object);
    case "invoice.paid":
      return invoice(till, event.data.object, event.id);
    case "customer.subscription.updated":
    case "customer.subscription.deleted":
      return sync(till, event.data.object.id, event.id);
    case "charge.refunded":
      return refunded(till, event.data.object);
    case "charge.dispute.created":
    case "charge.dispute.updated":
    case "charge.dispute.closed":
    case "charge.dispute.funds_withdrawn":
    case "charge.dispute.funds_reinstated":
      return disputed(till, event.data.object);
    default:
      return "ignored";
  }
}

/** The money that was promised did not come. What was begun with it would be billed on all the same. */
function failed(till: Till, told: Stripe.Checkout.Session): Outcome {
  const outcome = expired(till, told);
  const [wish, subscription] = [till.store.wish(told.metadata?.["wish"] ?? ""), idOf(told.subscription)];
  if (outcome === "done" && wish && subscription !== undefined) unwanted(till, wish, subscription);
  return outcome;
}

function expired({ store }: Till, { id, metadata }: Stripe.Checkout.Session): Outcome {
  const wish = store.wish(metadata?.["wish"] ?? "");
  if (!wish || (wish.session !== undefined && wish.session !== id)) return "ignored";
  store.expire(wish.id);
  return "done";
}

/** What may be there now that was not there before: a subscription, a payment. */
function brought(event: Stripe.Event): string[] {
  switch (event.type) {
    case "invoice.paid":
      return [event.data.object.id ?? ""];
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
    case "checkout.session.async_payment_failed": {
      const { subscription, invoice: billed, payment_intent: intent } = event.data.object;
      return [subscription, billed, intent].map(idOf).filter((id) => id !== undefined);
    }
    default:
      return [];
  }
}
