// The page's session: the person's own token, in a cookie that no script reads and no other site sends.
import { type Context, Hono } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";
import { faulty, object, unknown } from "./body.ts";
import { ownOrigin, sameSite, sessionCookie } from "./guards.ts";
import { problem } from "./problems.ts";
import { person } from "./sign-in.ts";
import type { Session } from "../openapi/shapes.ts";
import type { App } from "./types.ts";

/** What browsers keep: a cookie of 4,096 bytes with its name, for 400 days. */
const cookieMax = 4000;
const cookieMs = 399 * 86_400_000;

/** Said alike where it is set and where it is taken back, or it stays. */
const where = (c: Context<App>) => ({ path: "/", secure: ownOrigin(c).startsWith("https:") });

export const session = new Hono<App>()
  .post("/", async (c) => {
    if (!sameSite(c)) return problem(c, 403, "cross_site", "this is only for the site's own pages");
    const body = await object(c);
    if (body instanceof Response) return body;
    const { token } = body;
    const issues = unknown(body, ["token"]);
    if (typeof token !== "string") issues.push({ path: "/token", message: "expected a token" });
    if (issues.length > 0 || typeof token !== "string") return faulty(c, issues);
    if (token.length > cookieMax) return problem(c, 413, "body_too_large", `the token is to have at most ${cookieMax} characters, for browsers keep no larger cookie`);
    const found = await person(token, c.env);
    if (!found) return problem(c, 401, "not_signed_in", "the token is not valid, or no longer");
    setCookie(c, sessionCookie(c), token, {
      httpOnly: true, sameSite: "Strict", ...where(c), expires: new Date(Math.min(found.until, Date.now() + cookieMs)),
    });
    return c.json({ person: found.person, accounts: found.accounts } satisfies Session);
  })
  // That nobody is signed in is an answer: a page asks this of everybody who opens it.
  .get("/", (c) => {
    const { env, var: { caller } } = c;
    return c.json({
      ...(caller?.kind === "person" ? { person: caller.person, accounts: caller.accounts } : { accounts: {} }),
      ...(env.SIGN_IN ? { signIn: env.SIGN_IN } : {}),
      ...(env.NOTICE ? { notice: env.NOTICE } : {}),
    } satisfies Session);
  })
  .delete("/", (c) => {
    deleteCookie(c, sessionCookie(c), where(c));
    return c.body(null, 204);
  });
