// Commands: whose they are, and what of them is the worker's to set. Whether they may be carried out, the engine decides.
import type { Context } from "hono";
import type { Account } from "../account/object.ts";
import type { RefundWish, Wish } from "../account/wishes.ts";
import { type Body, type Issue, faulty, forbidden, object, unknown } from "./body.ts";
import { problem, replied } from "./problems.ts";
import type { App } from "./types.ts";

/** What each of the system's keys is for. Nobody's key buys: a purchase waits for payments that the worker verifies itself. */
const keys: Record<"operator" | "runner", readonly string[]> = {
  operator: ["grant", "revoke", "subscribe", "cancel", "close", "refund"],
  runner: ["settle", "release"],
};

const set = { by: "is set by the worker, from who is signed in", at: "is set by the worker, from its clock" };
/** A hold that lapsed while its job runs could not be settled, so how long it lives is the rules' to say. */
const setForPersons = { ...set, for: "is the system's to say", expiresAt: "is set by the rules, as `holdMs`" };

export async function command(c: Context<App>): Promise<Response> {
  const body = await object(c);
  if (body instanceof Response) return body;
  const { caller, by } = c.var;
  if (!caller || caller.kind === "person") {
    const issues = [...forbidden(body, setForPersons), ...ofPerson(body)];
    return issues.length > 0 ? faulty(c, issues) : replied(c, await account(c).command(by, body as Wish, known(c)), by);
  }
  if (typeof body["type"] === "string" && !keys[caller.kind].includes(body["type"])) {
    return problem(c, 403, "key_forbids", `the ${caller.kind}'s key is for ${keys[caller.kind].join(", ")}`);
  }
  const issues = [...forbidden(body, set), ...ofSystem(body)];
  if (body["type"] === "refund") issues.push(...ofRefund(body));
  if (issues.length > 0) return faulty(c, issues);
  return replied(c, body["type"] === "refund" ? await account(c).refund(refund(body), known(c)) : await account(c).command(by, body as Wish, known(c)), by);
}

/** The rules that the client has, if it says so: by others nothing of its is to be decided. */
export const known = (c: Context<App>): string | undefined => c.req.header("bursar-rules");

/** What a command would come to. A person may ask this of what only the system applies: a purchase, a plan. */
export async function preview(c: Context<App>): Promise<Response> {
  const body = await object(c);
  if (body instanceof Response) return body;
  const issues = forbidden(body, set);
  return issues.length > 0 ? faulty(c, issues) : replied(c, await account(c).ask(c.var.by, { ask: "preview", draft: body }), c.var.by);
}

/** The object of the account that the path names. */
export const account = (c: Context<App>): DurableObjectStub<Account> => c.env.ACCOUNTS.getByName(c.var.account);

// An id that a person could choose and the system would use later, `settle:job-7` or a payment's, would be a way to have
// that refused. So a colon tells them apart: the system's have one, a person's have none.
function ofPerson({ id }: Body): Issue[] {
  return typeof id === "string" && id.includes(":") ? [{ path: "/id", message: "expected no colon: ids with one are the system's" }] : [];
}

function ofSystem({ id }: Body): Issue[] {
  if (typeof id !== "string") return [];
  if (!id.includes(":")) return [{ path: "/id", message: "expected a colon, as in `gift:7`: ids without one are persons'" }];
  const own = ["tick:", "pay:", "wish:"].find((beginning) => id.startsWith(beginning));
  return own === undefined ? [] : [{ path: "/id", message: `expected another beginning than \`${own}\`, which is the worker's own` }];
}

/** A refund names a command that was recorded, and never draws: those could be forged. */
function ofRefund(body: Body): Issue[] {
  const issues = unknown(body, ["type", "id", "command", "credits", "note"]);
  if (typeof body["id"] !== "string") issues.push({ path: "/id", message: "expected an id" });
  if (typeof body["command"] !== "string") issues.push({ path: "/command", message: "expected the id of the command to be refunded" });
  const { credits } = body;
  // It is held against what is left before the engine reads it.
  if (credits !== undefined && !(typeof credits === "number" && Number.isSafeInteger(credits) && credits > 0)) issues.push({ path: "/credits", message: `expected credits, a whole number from 1 to ${Number.MAX_SAFE_INTEGER}` });
  return issues;
}

/** `note` goes on as it came: the engine reads it. */
const refund = ({ id, command, credits, note }: Body): RefundWish => ({ id, command, credits, note }) as RefundWish;
