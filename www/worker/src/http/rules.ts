// Which accounts do not run by the rules that are deployed, which nobody looked after in time, and which cannot be asked at
// all. Each account of a page is asked, which lets it take up the new rules if it fits them by now, and sets its alarm where
// that was lost: so walking through all pages also moves everybody who can be moved.
import type { Id } from "bursar";
import { Hono } from "hono";
import type { Env } from "../env.ts";
import type { Standings } from "../openapi/types.ts";
import { deployed } from "../rules/in-force.ts";
import { identify, operator } from "./guards.ts";
import { limited } from "./query.ts";
import type { App } from "./types.ts";

const pageMax = 100;
/** So many are asked at once. */
const wide = 10;

type Found = Pick<Standings, "accounts" | "late" | "failed">;

/** Looks at one account. What is wrong with it is told as that, and the others are looked at all the same. */
async function look(env: Env, account: Id, found: Found): Promise<void> {
  try {
    const reply = await env.ACCOUNTS.getByName(account).standing();
    // One that was only about to be made is not there.
    if (reply.kind !== "told") return;
    const { late, ...standing } = reply.answer;
    if (standing.refused) found.accounts.push(standing);
    if (late !== undefined) found.late.push({ account, since: late });
  } catch (error) {
    found.failed.push({ account, reason: error instanceof Error ? error.message : String(error) });
  }
}

export const standings = new Hono<App>()
  .get("/:rulebook/accounts", identify, operator, async (c) => {
    const limit = limited(c, pageMax, pageMax);
    if (limit instanceof Response) return limit;
    const name = c.req.param("rulebook");
    const digest = deployed(name)?.bursar.digest;
    const ids = await c.env.REGISTRY.getByName(name).accounts(limit, c.req.query("after") ?? "");
    const found: Found = { accounts: [], late: [], failed: [] };
    for (let from = 0; from < ids.length; from += wide) await Promise.all(ids.slice(from, from + wide).map((id) => look(c.env, id, found)));
    for (const list of Object.values(found) as { account: Id }[][]) list.sort((one, other) => (one.account < other.account ? -1 : 1));
    const last = ids.at(-1);
    return c.json({ ...(digest === undefined ? {} : { digest }), checked: ids.length, ...found, ...(ids.length === limit && last !== undefined ? { next: last } : {}) } satisfies Standings);
  });
