// The worker as it is started for development, and never deployed: with an issuer that signs anybody in, a clock that can
// be moved forward, and writes that can be made to fail. What is deployed does not contain this folder.
import { Hono } from "hono";
import { app } from "../app.ts";
import type { Env } from "../env.ts";
import type { Account } from "./account.ts";
import type { Development } from "./development.ts";
import { faulty, object } from "../http/body.ts";

export { DevelopmentAccount as Account } from "./account.ts";
export { Development } from "./development.ts";

interface DevEnv extends Omit<Env, "ACCOUNTS"> {
  ACCOUNTS: DurableObjectNamespace<Account>;
  DEVELOPMENT: DurableObjectNamespace<Development>;
}

const development = (env: DevEnv): DurableObjectStub<Development> => env.DEVELOPMENT.getByName("one");

const dev = new Hono<{ Bindings: DevEnv }>()
  .get("/", (c) => c.json({ development: true }))
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
  /** Lets the next writes of an account fail: `{ "account": "acme", "writes": 1 }`. */
  .post("/faults", async (c) => {
    const body = await object(c);
    if (body instanceof Response) return body;
    await c.env.ACCOUNTS.getByName(String(body["account"])).failWrites(Number(body["writes"]));
    return c.body(null, 204);
  });

const whole = new Hono<{ Bindings: DevEnv }>().route("/dev", dev);

export default {
  async fetch(request: Request, env: DevEnv, ctx: ExecutionContext): Promise<Response> {
    if (new URL(request.url).pathname.startsWith("/dev")) return whole.fetch(request, env, ctx);
    // Tokens of the development issuer are believed, by the same code that verifies those of a real one.
    const signIn = env.JWKS ? {} : await development(env).settings();
    return app.fetch(request, { ...env, ...signIn }, ctx);
  },
};
