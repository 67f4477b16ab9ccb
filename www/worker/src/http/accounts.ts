// The routes of an account.
import { type Context, Hono } from "hono";
import { names } from "../rulebooks.ts";
import { faulty, object, unknown } from "./body.ts";
import { account, command, preview } from "./commands.ts";
import { inside, needs, notRunner, operator } from "./guards.ts";
import { problem, replied } from "./problems.ts";
import { data } from "./data.ts";
import { inbox } from "./inbox.ts";
import { wishes } from "./money.ts";
import * as query from "./query.ts";
import { receipts } from "./receipts.ts";
import type { App } from "./types.ts";
import type { Question } from "../account/questions.ts";
import type { Reply } from "../account/replies.ts";
import type { Head } from "../openapi/shapes.ts";

const ask = async (c: Context<App>, question: Question): Promise<Response> => replied(c, await account(c).ask(c.var.by, question), c.var.by);

const inAccount = new Hono<App>()
  .get("/", async (c) => {
    const reply = await account(c).head(c.var.by);
    if (reply.kind !== "told" || "ok" in reply.answer) return replied<object>(c, reply, c.var.by);
    return c.json({ account: c.var.account, by: c.var.by, ...reply.answer } satisfies Head);
  })
  .get("/view", (c) => ask(c, { ask: "view" }))
  .get("/balance", (c) => ask(c, { ask: "balance", ...query.wallet(c) }))
  .get("/order", (c) => ask(c, { ask: "order", ...query.wallet(c) }))
  .get("/limits", (c) => ask(c, { ask: "limits", ...query.wallet(c) }))
  .get("/rates", (c) => ask(c, { ask: "rates" }))
  .post("/estimates", async (c) => {
    const request = await object(c);
    return request instanceof Response ? request : ask(c, { ask: "estimate", request });
  })
  .post("/affordable", async (c) => {
    const body = await object(c);
    if (body instanceof Response) return body;
    const issues = unknown(body, ["request", "input", "wallet"]);
    if (issues.length > 0) return faulty(c, issues);
    const { request, input, wallet } = body;
    return ask(c, { ask: "affordable", request, input, ...(wallet === undefined ? {} : { wallet: wallet as string }) });
  })
  .get("/rules", async (c) => replied(c, await account(c).rules(c.var.by), c.var.by))
  .post("/previews", preview)
  .get("/entries", needs("viewUsage"), async (c) => {
    const page = query.page(c);
    if (page instanceof Response) return page;
    // One more than is asked for tells whether there is another page.
    const rows = await account(c).entries(page.limit + 1, page.before);
    const entries = rows.slice(0, page.limit);
    const last = entries.at(-1);
    return c.json({ entries, ...(rows.length > page.limit && last ? { next: query.cursor(last) } : {}) });
  })
  .get("/usage", needs("viewUsage"), async (c) => {
    const asked = query.usage(c);
    if (asked instanceof Response) return asked;
    const reply = await account(c).usage(asked);
    if (reply.kind === "told" && "tooMany" in reply.answer) {
      return problem(c, 422, "too_many_entries", "there are more entries in this time than are added up at once: ask for less of it");
    }
    return replied(c, reply, c.var.by);
  })
  .get("/changes", async (c) => {
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket") return problem(c, 400, "invalid_body", "this is a WebSocket");
    const url = new URL("https://account/changes");
    const { caller } = c.var;
    url.searchParams.set("by", c.var.by);
    // A stream ends with the token that opened it; the system's keys do not run out.
    url.searchParams.set("until", String(caller?.kind === "person" ? caller.until : Number.MAX_SAFE_INTEGER));
    const answer = await account(c).fetch(url, { headers: { upgrade: "websocket" } });
    const { status, webSocket } = answer;
    if (!webSocket) return replied(c, await answer.json<Reply<object>>(), c.var.by);
    // A response of one's own, for that of a fetch takes no further headers.
    return new Response(null, { status, webSocket });
  });

export const accounts = new Hono<App>()
  .put("/:account", operator, async (c) => {
    const body = await object(c);
    if (body instanceof Response) return body;
    const issues = unknown(body, ["rulebook", "product", "members"]);
    const { rulebook, product, members } = body;
    const known = names();
    if (typeof rulebook !== "string" || !known.includes(rulebook)) issues.push({ path: "/rulebook", message: `expected ${known.map((name) => `\`${name}\``).join(", ")}` });
    if (issues.length > 0) return faulty(c, issues);
    const id = c.req.param("account");
    c.set("account", id);
    const reply = await c.env.ACCOUNTS.getByName(id).create({ id, rulebook: rulebook as string, product, members });
    if (reply.kind === "told" && reply.answer.created) return c.json(reply.answer, 201);
    return replied(c, reply);
  })
  .use("/:account/*", inside)
  .route("/:account", data)
  .post("/:account/commands", command)
  .get("/:account/commands/:command", operator, async (c) => replied(c, await account(c).recorded(c.req.param("command"))))
  .get("/:account/audit", operator, async (c) => replied(c, await account(c).audit()))
  .use("/:account/*", notRunner)
  .route("/:account", wishes)
  .route("/:account", receipts)
  .route("/:account", inbox)
  .route("/:account", inAccount);
