// Money: what a person wishes for, what became of it, and what the payment provider tells.
import { type Context, Hono } from "hono";
import Stripe from "stripe";
import * as metrics from "../metrics.ts";
import { accountOf, inOurForm } from "../money/events.ts";
import { provider } from "../money/provider.ts";
import type { Outcome, Received, SentWish, Wanted } from "../money/shapes.ts";
import { type Body, type Issue, faulty, object, unknown } from "./body.ts";
import { account, known } from "./commands.ts";
import { operator, ownOrigin } from "./guards.ts";
import { problem, replied } from "./problems.ts";
import type { App } from "./types.ts";

/** An event may be so old when it comes: a signature that somebody has kept is worth nothing later. */
const toleranceSeconds = 300;

/** The provider's way in. It has no key of ours: who it is is told by its signature over the very bytes it sent. */
export const payments = new Hono<App>()
  .post("/events", async (c) => {
    const money = await provider(c.env);
    if (!money) return problem(c, 503, "no_payments", "no payment provider is set up");
    const body = await c.req.text();
    let event: Stripe.Event;
    try {
      event = await money.stripe.webhooks.constructEventAsync(body, c.req.header("stripe-signature") ?? "", money.secret, toleranceSeconds, Stripe.createSubtleCryptoProvider());
    } catch {
      return problem(c, 400, "bad_signature", "the signature is not the payment provider's, or too old");
    }
    // What is only a test at the provider's is no money here.
    const outcome = event.livemode === money.live ? await handed(c, money.stripe, await inOurForm(money.stripe, event)) : "ignored";
    if (outcome === "importing") return problem(c, 503, "importing", "the account is just being brought here: send it again");
    metrics.payments({ type: counted.includes(event.type) ? event.type : "other", outcome });
    return c.json({ received: true, outcome } satisfies Received);
  });

/** To the account that it is about. One that is not here may be another product's that is sold by the same provider: it is not asked for again. */
async function handed(c: Context<App>, stripe: Stripe, event: Stripe.Event): Promise<Outcome | "importing"> {
  const id = await accountOf(stripe, event);
  return id === undefined ? "ignored" : c.env.ACCOUNTS.getByName(id).event(event);
}

/** Labels of metrics come from lists. */
const counted: readonly string[] = [
  "checkout.session.completed", "checkout.session.expired", "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed",
  "invoice.paid", "customer.subscription.updated", "customer.subscription.deleted", "charge.refunded",
  "charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated",
];

export const wishes = new Hono<App>()
  .post("/wishes", async (c) => {
    const body = await object(c);
    if (body instanceof Response) return body;
    const { type } = body;
    if (c.var.caller?.kind === "operator" && (type === "purchase" || type === "subscribe")) {
      return problem(c, 403, "key_forbids", "the operator's key buys nothing: it may wish for cancel and close");
    }
    const issues = faults(c, body);
    if (issues.length > 0) return faulty(c, issues);
    return replied(c, await account(c).wish(c.var.by, ordered(body), ownOrigin(c), known(c)), c.var.by);
  })
  .post("/quotes", async (c) => {
    const body = await object(c);
    if (body instanceof Response) return body;
    const issues = unlike(body, ["id", "expect", "returnTo"]);
    return issues.length > 0 ? faulty(c, issues) : replied(c, await account(c).quote(c.var.by, body as unknown as Wanted, known(c)), c.var.by);
  })
  .get("/wishes/:wish", async (c) => replied(c, await account(c).wished(c.var.by, c.req.param("wish"))))
  .get("/troubles", operator, async (c) => replied(c, await account(c).troubles()));

const fields: Record<SentWish["type"], readonly string[]> = {
  purchase: ["type", "id", "pack", "quantity", "consent", "expect", "returnTo"],
  subscribe: ["type", "id", "plan", "seats", "when", "expect", "returnTo"],
  cancel: ["type", "id", "when"],
  close: ["type", "id"],
};

/** A wish's id goes into those of commands and into keys at the provider, of which each may have so many letters and no more. */
const wishIdMax = 80;

/** What a wish is made of is the engine's to judge; that it is one, and has what only the worker reads, is told here. */
function faults(c: Context<App>, body: Body): Issue[] {
  const { id, expect, returnTo } = body;
  const issues = unlike(body);
  if (issues.some(({ path }) => path === "/type")) return issues;
  if (typeof id !== "string") issues.push({ path: "/id", message: "expected an id" });
  else if (id.length > wishIdMax) issues.push({ path: "/id", message: `expected at most ${wishIdMax} characters` });
  else if (id.includes(":")) issues.push({ path: "/id", message: "expected no colon: ids with one are the system's" });
  if (expect !== undefined && !isMoney(expect)) issues.push({ path: "/expect", message: "expected `amount` and `currency`, as the buyer was shown them" });
  if (returnTo !== undefined && !isOwnPath(returnTo, ownOrigin(c))) issues.push({ path: "/returnTo", message: "expected a path of this site's, as in `/plans`" });
  return issues;
}

/** Where it is no wish at all, or has what none has; or what only one that is sent has. */
function unlike(body: Body, sent: readonly string[] = []): Issue[] {
  const { type } = body;
  if (typeof type !== "string" || !Object.hasOwn(fields, type)) return [{ path: "/type", message: "expected `purchase`, `subscribe`, `cancel` or `close`" }];
  return unknown(body, fields[type as SentWish["type"]].filter((name) => !sent.includes(name)));
}

function isMoney(told: unknown): boolean {
  if (typeof told !== "object" || told === null) return false;
  const { amount, currency, ...rest } = told as Body;
  return Number.isSafeInteger(amount) && typeof currency === "string" && Object.keys(rest).length === 0;
}

/** A buyer is sent back to this site only, whatever the client says. */
function isOwnPath(told: unknown, origin: string): boolean {
  if (typeof told !== "string" || !/^\/(?![/\\])/.test(told) || told.length > 500 || told.includes("#")) return false;
  return new URL(told, origin).origin === origin;
}

/** The same wish is the same text, in whatever order its fields came. */
function ordered(body: Body): SentWish {
  const names = fields[body["type"] as SentWish["type"]];
  return Object.fromEntries(names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]])) as unknown as SentWish;
}
