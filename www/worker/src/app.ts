// The worker's HTTP side: a map of what it answers.
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { version } from "bursar";
import { setting } from "./env.ts";
import { accounts } from "./http/accounts.ts";
import { identify, operator } from "./http/guards.ts";
import { payments } from "./http/money.ts";
import { prices } from "./http/prices.ts";
import { problem } from "./http/problems.ts";
import { session } from "./http/session.ts";
import { standings } from "./http/rules.ts";
import { site } from "./http/site.ts";
import type { App } from "./http/types.ts";
import { watch } from "./http/watch.ts";
import { described, log } from "./log.ts";
import { text } from "./metrics.ts";
import { document } from "./openapi/document.ts";

export const app = new Hono<App>()
  .use(requestId(), watch)
  .use("/v1/*", secureHeaders(), (c, next) => isImport(c.req.path) ? next() : bodyLimit({
    maxSize: setting(c.env, "BODY_BYTES_MAX"),
    onError: async () => {
      await drained(c.req.raw.body);
      return problem(c, 413, "body_too_large", `the body is to have at most ${setting(c.env, "BODY_BYTES_MAX")} bytes`);
    },
  })(c, next))
  .get("/healthz", (c) => c.json({ ok: true, version }))
  .get("/openapi.json", (c) => c.json(document()))
  .get("/metrics", identify, operator, (c) => c.text(text()))
  .route("/v1/rulebooks", prices)
  .route("/v1/rulebooks", standings)
  .route("/v1/payments", payments)
  .use("/v1/*", identify)
  .route("/v1/session", session)
  .route("/v1/accounts", accounts)
  .get("*", site);

/** So much of what is too large is read and dropped: who is still sending when the line is closed has no answer to read. */
const drainedBytes = 16_000_000;

async function drained(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (!body || body.locked) return;
  let size = 0;
  for await (const chunk of body) if ((size += chunk.byteLength) > drainedBytes) return;
}

/** What an import brings is as large as the account: it is the operator's, and bounded line by line. */
function isImport(path: string): boolean {
  return /^\/v1\/accounts\/[^/]+\/import$/.test(path);
}

app.notFound((c) => problem(c, 404, "not_found", "there is nothing here"));
app.onError((error, c) => {
  log("error", "failed", { id: c.var.requestId, error: described(error) });
  return problem(c, 500, "internal", "something went wrong here; nothing that was not acknowledged may be taken for done");
});
