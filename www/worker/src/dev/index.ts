// The worker as it is started for development, and never deployed: with an issuer that signs anybody in, a clock that can
// be moved forward, and writes that can be made to fail. What is deployed does not contain this folder.
import { Hono } from "hono";
import { app } from "../app.ts";
import { faulty, object } from "../http/body.ts";
import { checkout } from "./checkout.ts";
import { jobs } from "./jobs.ts";
import { plant } from "./planting.ts";
import { seats } from "./seeds.ts";
import { type DevEnv, development, signIn } from "./sign-in.ts";
import { slowly, wait } from "./waits.ts";
import { wordsIn } from "./words.ts";

export { DevelopmentAccount as Account } from "./account.ts";
export { Development } from "./development.ts";
export { TestProvider } from "./test-provider.ts";
export { Registry } from "../rules/registry.ts";

const dev = new Hono<{ Bindings: DevEnv }>()
  .get("/", (c) => c.json({ development: true }))
  .route("/sign-in", signIn)
  /** Who is there to sign in as, for the page's list of rulebooks. */
  .get("/people", (c) => c.json(seats))
  .route("/checkout", checkout)
  .route("/jobs", jobs)
  /** Makes the accounts and members of seeds.ts, where they are not there. */
  .post("/seeds", async (c) => c.json({ refused: await plant(c.env.ACCOUNTS) }))
  /** Signs a token: `{ "person": "ada", "accounts": { "acme": "ada" } }`. */
  .post("/tokens", async (c) => {
    const body = await object(c);
    if (body instanceof Response) return body;
    const { person, accounts } = body;
    if (typeof person !== "string") return faulty(c, [{ path: "/person", message: "expected a name" }]);
    return c.json({ token: await development(c.env).sign(person, accounts) });
  })
  .get("/clock", async (c) => c.json({ offsetMs: await development(c.env).offset() }))
  /** Moves the clock forward, for every account: `{ "forwardMs": 86400000 }`. */
  .post("/clock", async (c) => {
    const body = await object(c);
    if (body instanceof Response) return body;
    const { forwardMs } = body;
    if (typeof forwardMs !== "number" || !Number.isSafeInteger(forwardMs) || forwardMs < 0) {
      return faulty(c, [{ path: "/forwardMs", message: "expected milliseconds, never backwards" }]);
    }
    return c.json({ offsetMs: await development(c.env).forward(forwardMs) });
  })
  /** Lets answers wait, so that the worker can be killed meanwhile: `{ "path": "/v1/payments/events", "before": 0, "after": 500 }`. */
  .post("/waits", async (c) => {
    const body = await object(c);
    if (body instanceof Response) return body;
    wait(String(body["path"]), Number(body["before"]), Number(body["after"]));
    return c.body(null, 204);
  })
  /** Lets the next writes of an account fail: `{ "account": "acme", "writes": 1 }`. */
  .post("/faults", async (c) => {
    const body = await object(c);
    if (body instanceof Response) return body;
    await c.env.ACCOUNTS.getByName(String(body["account"])).failWrites(Number(body["writes"]));
    return c.body(null, 204);
  });

const whole = new Hono<{ Bindings: DevEnv }>().route("/dev", dev);

/** What the page shows, so that nobody takes this for the real thing. */
const marks = (request: Request) => ({ SIGN_IN: "/dev/sign-in", NOTICE: wordsIn(request.headers.get("accept-language") ?? "").notice });

export default {
  async fetch(request: Request, env: DevEnv, ctx: ExecutionContext): Promise<Response> {
    if (/^\/dev(\/|$)/.test(new URL(request.url).pathname)) return whole.fetch(request, env, ctx);
    // Tokens of the development issuer are believed, by the same code that verifies those of a real one.
    const issuer = env.JWKS ? {} : { ...marks(request), ...(await development(env).settings()) };
    return slowly(request, () => app.fetch(request, { ...env, ...issuer }, ctx));
  },
};
