// The worker's HTTP side: a map of what it answers.
import { Hono } from "hono";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { version } from "bursar";
import { ofSettings } from "./faults.ts";
import { accounts } from "./http/accounts.ts";
import { identify, operator, sessionCookie } from "./http/guards.ts";
import { payments } from "./http/money.ts";
import { prices } from "./http/prices.ts";
import { problem } from "./http/problems.ts";
import { session } from "./http/session.ts";
import { bounded } from "./http/size.ts";
import { standings } from "./http/rules.ts";
import { site } from "./http/site.ts";
import type { App } from "./http/types.ts";
import { watch } from "./http/watch.ts";
import { described, log } from "./log.ts";
import { text } from "./metrics.ts";
import { document } from "./openapi/document.ts";

export const app = new Hono<App>()
  .use(requestId(), watch)
  .use("/v1/*", secureHeaders(), bounded)
  .get("/healthz", (c) => {
    const faults = ofSettings(c.env);
    if (faults.length > 0) throw new Error(faults.join("; "));
    return c.json({ ok: true, version });
  })
  .get("/openapi.json", (c) => c.json(document(sessionCookie(c))))
  .get("/metrics", identify, operator, (c) => c.text(text()))
  .route("/v1/rulebooks", prices)
  .route("/v1/rulebooks", standings)
  .route("/v1/payments", payments)
  .use("/v1/*", identify)
  .route("/v1/session", session)
  .route("/v1/accounts", accounts)
  .get("*", site);

app.notFound((c) => problem(c, 404, "not_found", "there is nothing here"));
app.onError((error, c) => {
  log("error", "failed", { id: c.var.requestId, error: described(error) });
  return problem(c, 500, "internal", "something went wrong here; nothing that was not acknowledged may be taken for done");
});
