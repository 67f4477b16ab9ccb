// What a request has to pass: who asks is found out once, and each route says whom it is for.
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { address } from "../env.ts";
import { answered, problem, replied } from "./problems.ts";
import { caller, person } from "./sign-in.ts";
import type { App } from "./types.ts";

/**
 * Finds out who asks. A token that names nobody is refused even where none is needed: the caller believes it is good. A
 * cookie that has run out is only not there any more, so that its owner can sign in anew.
 */
export const identify = createMiddleware<App>(async (c, next) => {
  const header = c.req.header("authorization");
  const bearer = header?.match(/^Bearer +(\S+)$/i)?.[1];
  const session = header === undefined ? getCookie(c, sessionCookie(c)) : undefined;
  if (header !== undefined && !bearer) return problem(c, 401, "not_signed_in", "the header Authorization is to be a Bearer token");
  // A browser sends the cookie wherever a request comes from; only this site's own may act by it.
  const acts = c.req.method !== "GET" || c.req.header("upgrade") !== undefined;
  if (session !== undefined && acts && !sameSite(c)) {
    return problem(c, 403, "cross_site", "this is only for the site's own pages");
  }
  // Only persons have a session: the system's keys are for who can keep them out of a browser.
  const found = bearer ? await caller(bearer, c.env) : session === undefined ? undefined : await person(session, c.env);
  if (bearer && !found) return problem(c, 401, "not_signed_in", "the token is not valid, or no longer");
  c.set("caller", found);
  // What is answered is this person's: nothing between them and here is to keep it, the browser neither.
  c.header("cache-control", "no-store");
  await next();
});

/** Where this site is reached: as the request says, or, behind a proxy that changes it, as is set. */
export const ownOrigin = (c: Context<App>): string => (c.env.ORIGIN ? address("ORIGIN", c.env.ORIGIN) : new URL(c.req.url)).origin;

/** Where the page's token is kept. Where the site has https, by a name that browsers let no other host of its domain set, nor anybody without https. */
export const sessionCookie = (c: Context<App>): string => (ownOrigin(c).startsWith("https:") ? "__Host-bursar_session" : "bursar_session");

export function sameSite(c: Context<App>): boolean {
  const origin = c.req.header("origin");
  if (origin !== undefined) return origin === ownOrigin(c);
  return c.req.header("sec-fetch-site") === "same-origin";
}

export const operator = createMiddleware<App>(async (c, next) => {
  if (!c.var.caller) return problem(c, 401, "not_signed_in", "this needs the operator's key");
  if (c.var.caller.kind !== "operator") return problem(c, 403, "key_forbids", "this needs the operator's key");
  await next();
});

/** For the persons of an account and the system. Sets as whom they ask: a person as their token says, the keys as the system. */
export const inside = createMiddleware<App>(async (c, next) => {
  const { caller } = c.var;
  if (!caller) return problem(c, 401, "not_signed_in", "sign in first");
  const account = c.req.param("account") ?? "";
  const by = caller.kind === "person" ? (Object.hasOwn(caller.accounts, account) ? caller.accounts[account] : undefined) : "system";
  if (by === undefined) return problem(c, 403, "not_yours", "you are no member of this account");
  c.set("account", account);
  c.set("by", by);
  await next();
});

/** The runner ends jobs; what else an account has is not its business. */
export const notRunner = createMiddleware<App>(async (c, next) => {
  if (c.var.caller?.kind === "runner") return problem(c, 403, "key_forbids", "the job runner's key settles and releases, and nothing else");
  await next();
});

const forbidden = { viewUsage: "may not see what was used", billing: "may not see the bills", manage: "does not manage this account" };

/** Entries, receipts and the inbox are the host's, so the host asks the engine who may see them, and refuses in its words. */
export const needs = (capability: keyof typeof forbidden) => createMiddleware<App>(async (c, next) => {
  const reply = await c.env.ACCOUNTS.getByName(c.var.account).may(c.var.by, capability);
  // Who could not be asked after, for they ask too often or there is no such account, is not let in either.
  if (reply.kind !== "told" || "ok" in reply.answer) return replied<object>(c, reply, c.var.by);
  if (!reply.answer.may) {
    const member = c.var.by;
    const message = `\`${member}\` ${forbidden[capability]}`;
    return answered(c, { ok: false, code: "role_forbids", message, facts: { member, needs: capability }, remedies: [{ do: "ask_admin" }], at: reply.answer.at });
  }
  await next();
});
