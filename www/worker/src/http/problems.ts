// What is answered where something is not had: which status goes with which refusal, and the body of everything else.
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Accepted, Asker, Facts, Refused } from "bursar";
import type { Mistake, Reply } from "../account/replies.ts";
import type { Problem } from "../openapi/shapes.ts";

type Code = keyof Facts;

/** One status for each code, so that the compiler asks for a new one. */
const statuses: Record<Code, 402 | 403 | 404 | 409 | 422 | 429> = {
  account_closed: 409,
  id_reused: 409,
  unknown_member: 404,
  role_forbids: 403,
  unknown_team: 404,
  unknown_role: 404,
  unknown_plan: 404,
  unknown_pack: 404,
  unknown_source: 404,
  unknown_grant: 404,
  unknown_hold: 404,
  unknown_alert: 404,
  unknown_model: 404,
  unpriced: 422,
  unknown_input: 422,
  missing_input: 422,
  input_out_of_range: 422,
  not_offered: 422,
  not_on_plan: 403,
  not_in_product: 403,
  price_changed: 409,
  no_plan: 409,
  plan_required: 402,
  consent_required: 422,
  quantity_out_of_range: 422,
  over_in_app_limit: 422,
  same_wallet: 422,
  products_differ: 422,
  accounts_differ: 422,
  limit_reached: 429,
  insufficient_credits: 402,
  last_manager: 409,
  too_many: 422,
};

/** The worker's own no: nothing that the engine was asked about. */
export type ProblemCode =
  | Mistake["code"] | "invalid_body" | "not_json" | "body_too_large" | "not_signed_in" | "not_yours" | "key_forbids" | "cross_site"
  | "not_found" | "account_exists" | "already_refunded" | "too_many_entries" | "too_many_requests" | "internal"
  | "not_sold" | "no_payments" | "price_changed" | "id_reused" | "provider_failed" | "bad_signature" | "rules_changed" | "billed" | "invalid_import" | "importing";

export const problem = (c: Context, status: ContentfulStatusCode, code: ProblemCode, message: string, issues?: { path: string; message: string }[]): Response =>
  c.json({ error: { code, message, ...(issues ? { path: issues[0]?.path ?? "", issues } : {}) } } satisfies Problem, status);

/** An answer of the engine's, with the status that fits it. An asker who is no member is nobody here, which is no 404. */
export function answered(c: Context, answer: Accepted | Refused | object, by?: Asker): Response {
  if (!refused(answer)) return c.json(answer);
  if (answer.code === "limit_reached") c.header("retry-after", seconds(answer.facts.resetsAt - answer.at));
  const stranger = answer.code === "unknown_member" && answer.facts.id === by;
  return c.json(answer, stranger ? 403 : statuses[answer.code]);
}

/** What an account's object said, as a response. */
export function replied<T extends object>(c: Context, reply: Reply<T>, by?: Asker): Response {
  switch (reply.kind) {
    case "told":
      return answered(c, reply.answer, by);
    case "mistake":
      return mistaken(c, reply.mistake);
    case "absent":
      return problem(c, 404, "not_found", `there is no such ${reply.what === "charge" ? "command that took credits" : reply.what}`);
    case "taken":
      return problem(c, 409, "account_exists", `the account is there already, with the rulebook \`${reply.rulebook}\``);
    case "refunded":
      return problem(c, 422, "already_refunded", `only ${reply.left} credits of it are left to be refunded`);
    case "unfit":
      return problem(c, 422, "invalid_import", `this cannot be taken: ${reply.reason}`);
    case "denied":
      return problem(c, denied[reply.code], reply.code, reply.message);
    case "busy":
      c.header("retry-after", seconds(reply.waitMs));
      return problem(c, 429, "too_many_requests", "too many requests; wait a little");
  }
}

const denied = { not_sold: 422, no_payments: 503, price_changed: 409, rules_changed: 409, id_reused: 409, billed: 409, provider_failed: 502 } as const;

export function mistaken(c: Context, { code, message, path, issues }: Mistake): Response {
  return c.json({ error: { code, message, path, issues } } satisfies Problem, code === "too_large" ? 413 : 400);
}

const refused = (answer: object): answer is Refused => "ok" in answer && answer.ok === false;
const seconds = (ms: number): string => String(Math.max(1, Math.ceil(ms / 1000)));
