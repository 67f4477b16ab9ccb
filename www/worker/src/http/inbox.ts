// The inbox of alerts, for those who manage the account.
import { Hono } from "hono";
import { faulty, object, unknown } from "./body.ts";
import { account } from "./commands.ts";
import { needs } from "./guards.ts";
import { replied } from "./problems.ts";
import * as query from "./query.ts";
import type { App } from "./types.ts";

export const inbox = new Hono<App>()
  .get("/inbox", needs("manage"), async (c) => {
    const asked = query.numbered(c);
    return asked instanceof Response ? asked : replied(c, await account(c).notices(c.var.by, asked.limit, asked.before), c.var.by);
  })
  .post("/inbox/read", needs("manage"), async (c) => {
    const body = await object(c);
    if (body instanceof Response) return body;
    const { read } = body;
    const issues = unknown(body, ["read"]);
    if (typeof read !== "number" || !Number.isSafeInteger(read) || read < 0) issues.push({ path: "/read", message: "expected the `nth` of a notice" });
    return issues.length > 0 ? faulty(c, issues) : replied(c, await account(c).read(c.var.by, read as number), c.var.by);
  });
