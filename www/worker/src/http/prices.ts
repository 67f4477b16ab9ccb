// Prices that need no account, for everybody: the rulebooks, their rates, and what a request would cost.
import { type Context, Hono } from "hono";
import type { Bursar, Payer, Request } from "bursar";
import { mistake } from "../account/replies.ts";
import { names, rulebook, rules } from "../rulebooks.ts";
import { faulty, object, unknown } from "./body.ts";
import { answered, mistaken, problem } from "./problems.ts";
import type { App } from "./types.ts";

/** Asks the engine, and tells what it finds wrong with what was asked. */
function asked(c: Context<App>, ask: (bursar: Bursar) => object): Response {
  const bursar = rulebook(c.req.param("rulebook") ?? "");
  if (!bursar) return problem(c, 404, "not_found", "no rulebook is called that");
  try {
    return answered(c, ask(bursar));
  } catch (error) {
    const known = mistake(error);
    if (known) return mistaken(c, known);
    throw error;
  }
}

const payer = ({ plan, product }: { plan?: unknown; product?: unknown }): Payer => ({
  ...(plan === undefined ? {} : { plan }), ...(product === undefined ? {} : { product }),
}) as Payer;

export const prices = new Hono<App>()
  .get("/", (c) => c.json(names().map((id) => ({ id, name: rules(id)?.name, digest: rulebook(id)?.digest }))))
  .get("/:rulebook", (c) => asked(c, (bursar) => ({ digest: bursar.digest, rules: rules(c.req.param("rulebook")) })))
  .get("/:rulebook/rates", (c) => asked(c, (bursar) => bursar.rates(payer(c.req.query()))))
  .post("/:rulebook/estimates", async (c) => {
    const body = await object(c);
    if (body instanceof Response) return body;
    const issues = unknown(body, ["request", "plan", "product"]);
    if (issues.length > 0) return faulty(c, issues);
    return asked(c, (bursar) => bursar.estimate(body["request"] as Request, payer(body)));
  });
