// Which accounts do not run by the rules that are deployed. Each account of a page is asked, which lets it take up the new
// rules if it fits them by now: so walking through all pages also moves everybody who can be moved.
import { Hono } from "hono";
import type { Standings } from "../openapi/types.ts";
import { type Standing, deployed } from "../rules/in-force.ts";
import { faulty } from "./body.ts";
import { identify, operator } from "./guards.ts";
import type { App } from "./types.ts";

const pageMax = 100;
/** So many are asked at once. */
const wide = 10;

export const standings = new Hono<App>()
  .get("/:rulebook/accounts", identify, operator, async (c) => {
    const limit = Number(c.req.query("limit") ?? pageMax);
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > pageMax) return faulty(c, [{ path: "/limit", message: `expected 1 to ${pageMax}` }]);
    const name = c.req.param("rulebook");
    const digest = deployed(name)?.bursar.digest;
    const ids = await c.env.REGISTRY.getByName(name).accounts(limit, c.req.query("after") ?? "");
    const accounts: Standing[] = [];
    for (let from = 0; from < ids.length; from += wide) {
      const told = await Promise.all(ids.slice(from, from + wide).map((id) => c.env.ACCOUNTS.getByName(id).standing()));
      // One that was only about to be made is not there.
      for (const reply of told) if (reply.kind === "told" && reply.answer.refused) accounts.push(reply.answer);
    }
    const last = ids.at(-1);
    return c.json({ ...(digest === undefined ? {} : { digest }), checked: ids.length, accounts, ...(ids.length === limit && last !== undefined ? { next: last } : {}) } satisfies Standings);
  });
