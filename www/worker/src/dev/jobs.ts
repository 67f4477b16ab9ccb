// A stand-in for the job runner, for development: it generates nothing, waits as long as a generation would take, and then
// settles what was held, or releases it where the job is to fail. In earnest this is a service of the host's, with its own key.
import { type Context, Hono } from "hono";
import { getCookie } from "hono/cookie";
import type { Wish } from "../account/wishes.ts";
import { type Issue, faulty, object } from "../http/body.ts";
import { sameSite, sessionCookie } from "../http/guards.ts";
import { problem } from "../http/problems.ts";
import { person } from "../http/sign-in.ts";
import type { App } from "../http/types.ts";
import { type DevEnv, development } from "./sign-in.ts";

type Dev = { Bindings: DevEnv; Variables: App["Variables"] };

const longestMs = 8000;

export const jobs = new Hono<Dev>().post("/", async (c) => {
  const asked = c as unknown as Context<App>;
  const body = await object(asked);
  if (body instanceof Response) return body;
  const { account, hold, takesMs, fails } = body;
  const issues: Issue[] = [];
  if (typeof account !== "string") issues.push({ path: "/account", message: "expected an account" });
  if (typeof hold !== "string") issues.push({ path: "/hold", message: "expected a hold" });
  if (typeof takesMs !== "number" || !(takesMs >= 0 && takesMs <= longestMs)) issues.push({ path: "/takesMs", message: `expected milliseconds up to ${longestMs}` });
  if (issues.length > 0) return faulty(asked, issues);
  if (!sameSite(asked) || !(await isTheirs(c, String(account)))) return problem(asked, 403, "not_yours", "you are no member of this account");
  const work = ended(c.env, { account: String(account), hold: String(hold), takesMs: Number(takesMs), fails: fails === true });
  // The job goes on where who began it goes away.
  c.executionCtx.waitUntil(work);
  const told = await work;
  return told ? c.json(told) : problem(asked, 409, "not_ended", "this job cannot be ended");
});

async function isTheirs(c: Context<Dev>, account: string): Promise<boolean> {
  const session = getCookie(c, sessionCookie(c as unknown as Context<App>));
  const issuer = c.env.JWKS ? {} : await development(c.env).settings();
  const found = session === undefined ? undefined : await person(session, { ...c.env, ...issuer } as unknown as App["Bindings"]);
  return found?.kind === "person" && Object.hasOwn(found.accounts, account);
}

interface Job { account: string; hold: string; takesMs: number; fails: boolean }

async function ended(env: DevEnv, { account, hold, takesMs, fails }: Job): Promise<{ state: "settled" | "released"; credits: number } | undefined> {
  await new Promise((resolve) => setTimeout(resolve, takesMs));
  const type = fails ? "release" : "settle";
  const reply = await env.ACCOUNTS.getByName(account).command("system", { type, id: `${type}:${hold}`, hold } as Wish);
  if (reply.kind !== "told" || !reply.answer.ok) return undefined;
  return { state: fails ? "released" : "settled", credits: reply.answer.credits };
}
