// What the provider is told, and how. Each request bears a key made of the account and the wish, so that one that is sent
// twice, because the answer was lost or the worker died, is done once.
import type { Money } from "bursar";
import type Stripe from "stripe";
import { toProvider } from "./amounts.ts";
import { isEnding, sync } from "./subscriptions.ts";
import type { WishRow } from "./store.ts";
import { type Till, idOf, missing } from "./till.ts";

/** How long a checkout can be paid. */
const checkoutSeconds = 3600;
/** A wish that has not got through to the provider for so long is nothing to wait for. */
const underWayMs = 3_600_000;

export async function tell(till: Till, stripe: Stripe, row: WishRow): Promise<void> {
  switch (row.course) {
    case "checkout":
    case "seats":
    case "plan":
      return checkout(till, stripe, row);
    case "update":
      return update(till, stripe, row);
    case "cancel":
      await stripe.subscriptions.update(row.subscription ?? "", { cancel_at_period_end: true }, keyed(till, row));
      return till.store.pend(row.id);
    case "end":
      return end(till, stripe, row);
    case "close":
      return undefined;
  }
}

/** When the wish was made is part of it: one that was not taken is forgotten, and told in other words if it is sent anew. */
const keyed = (till: Till, { id, made }: WishRow, step = "tell"): Stripe.RequestOptions => ({ idempotencyKey: `bursar:${till.id()}:${id}:${made}:${step}` });

async function checkout(till: Till, stripe: Stripe, row: WishRow): Promise<void> {
  const customer = await customerOf(till, stripe);
  const session = await begun(till, stripe, row, customer).catch(async (error: unknown) => {
    // Erased at the provider, or of another key's: the account is a customer anew.
    if (!missing(error, "customer")) throw error;
    return begun(till, stripe, row, await newCustomer(till, stripe, `:after:${customer}`));
  });
  till.store.opened(row.id, session.id, session.url ?? "");
  // While the provider was asked the account was closed: nobody is sent to pay for what could not be credited.
  if (till.store.wish(row.id)?.status === "expired") till.errands.add("expire", { session: session.id });
}

/** The customer is part of the key: with another one it is another request, which the provider would not take under the same. */
function begun(till: Till, stripe: Stripe, row: WishRow, customer: string): Promise<Stripe.Checkout.Session> {
  const metadata = { account: till.id(), wish: row.id };
  const back = (how: string): string => `${row.back}${row.back.includes("?") ? "&" : "?"}wish=${encodeURIComponent(row.id)}&checkout=${how}`;
  return stripe.checkout.sessions.create({
    customer,
    client_reference_id: metadata.account,
    metadata,
    success_url: back("done"),
    cancel_url: back("cancelled"),
    expires_at: Math.floor(row.made / 1000) + checkoutSeconds,
    line_items: [lineItem(row)],
    // The price that was shown is what is paid, whatever the provider's own pages say is added to it.
    automatic_tax: { enabled: false },
    ...(row.course === "plan" ? { mode: "subscription", subscription_data: { metadata } } : { mode: "payment", payment_intent_data: { metadata } }),
  }, keyed(till, row, customer));
}

function lineItem({ sold: { label, quantity, every }, price, course }: WishRow): Stripe.Checkout.SessionCreateParams.LineItem {
  return {
    quantity,
    price_data: { ...each(price, quantity), product_data: { name: label }, ...(course === "plan" && every ? { recurring: { interval: every } } : {}) },
  };
}

const each = (price: Money | undefined, quantity: number): { currency: string; unit_amount: number } => ({
  currency: (price?.currency ?? "").toLowerCase(), unit_amount: price ? toProvider(price) / quantity : 0,
});

/** An account is one customer of the provider's, so that what it tells later leads back to the account. */
const customerOf = async (till: Till, stripe: Stripe): Promise<string> => till.store.customer() ?? newCustomer(till, stripe, "");

async function newCustomer(till: Till, stripe: Stripe, instead: string): Promise<string> {
  const made = await stripe.customers.create({ metadata: { account: till.id() } }, { idempotencyKey: `bursar:${till.id()}:customer${instead}` });
  till.store.setCustomer(made.id);
  return made.id;
}

/** From the next period on; what has been paid for stays as it is. */
async function update(till: Till, stripe: Stripe, row: WishRow): Promise<void> {
  const { subscription = "", price, sold: { label, quantity, every }, id } = row;
  const state = await stripe.subscriptions.retrieve(subscription);
  const { items: { data: [item] } } = state;
  const on = goesOn(state);
  const product = await stripe.products.create({ name: label }, keyed(till, row, "product"));
  await stripe.subscriptions.update(subscription, {
    ...on,
    proration_behavior: "none",
    metadata: { wish: id },
    items: [{
      ...(item ? { id: item.id } : {}), quantity,
      price_data: { ...each(price, quantity), product: idOf(product) ?? "", recurring: { interval: every ?? "month" } },
    }],
  }, keyed(till, row, "cancel_at" in on ? "resume" : "tell"));
  till.store.pend(id);
}

/** What takes an end back. The provider's own pages write it as an instant, and it takes one of the two only; an end that is not this period's stays. */
function goesOn(state: Stripe.Subscription): Pick<Stripe.SubscriptionUpdateParams, "cancel_at" | "cancel_at_period_end"> {
  if (state.cancel_at_period_end || state.cancel_at === null) return { cancel_at_period_end: false };
  return isEnding(state) ? { cancel_at: "" } : {};
}

/**
 * Seats that were paid are billed from the next period on, at what the account's store says a period costs by now. An errand
 * that comes late, after another that tells of more, says nothing any more.
 */
export async function bill({ store }: Till, stripe: Stripe, { subscription, quantity = 1, label = "" }: { subscription: string; quantity?: number; label?: string }): Promise<void> {
  const { items: { data: [item] } } = await stripe.subscriptions.retrieve(subscription);
  const row = store.subscription(subscription);
  if (row?.status !== "live" || row.seats !== quantity) return;
  const changing = store.pending(subscription).some(({ course, status, made }) => course === "update" && (status === "pending" || made > Date.now() - underWayMs));
  if (changing) throw new Error("another change of the subscription is under way");
  const seat = { currency: row.currency, amount: row.amount / quantity };
  const same = item?.price.unit_amount === toProvider(seat);
  const product = same ? undefined : await stripe.products.create({ name: label || row.plan });
  const price = product ? { price_data: { ...each(seat, 1), product: product.id, recurring: { interval: item?.price.recurring?.interval ?? "month" } } } : {};
  await stripe.subscriptions.update(subscription, { proration_behavior: "none", items: [{ ...(item ? { id: item.id } : {}), quantity, ...price }] });
}

async function end(till: Till, stripe: Stripe, row: WishRow): Promise<void> {
  const { subscription = "", id } = row;
  const state = await stripe.subscriptions.retrieve(subscription);
  if (state.status === "canceled") {
    await sync(till, subscription);
    return;
  }
  await stripe.subscriptions.cancel(subscription, {}, keyed(till, row));
  till.store.pend(id);
}
