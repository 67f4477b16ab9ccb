// Each request leaves one line in the log and one count: the route, not the path, so that the words are few.
import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import { log } from "../log.ts";
import * as metrics from "../metrics.ts";
import type { App } from "./types.ts";

export const watch = createMiddleware<App>(async (c, next) => {
  const began = Date.now();
  await next();
  // What is for every method is a guard, and what is for every path the site; the last that is neither has answered.
  const route = matchedRoutes(c).findLast(({ method, path }) => method !== "ALL" && path !== "/*")?.path ?? "/*";
  metrics.requests({ method: c.req.method, route, status: String(c.res.status) });
  log("info", "request", {
    id: c.var.requestId, method: c.req.method, route, status: c.res.status, ms: Date.now() - began,
    account: c.var.account, caller: c.var.caller?.kind,
  });
});
