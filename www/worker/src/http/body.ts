// Bodies are JSON objects. What their fields mean is the engine's to judge; here stands what is the worker's alone to say.
import type { Context } from "hono";
import { isObject, keysTwice, pointer } from "../json.ts";
import { problem } from "./problems.ts";

export type Body = Record<string, unknown>;
export interface Issue { path: string; message: string }

/** What is deeper cannot be handed to the account; of what is less deep the engine says it, which takes 64 levels. */
const levelsMax = 1000;

/** The body as an object, or the response that says why it is none. */
export async function object(c: Context): Promise<Body | Response> {
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(c.req.header("content-type") ?? "")) {
    return problem(c, 415, "not_json", "the body is to be application/json");
  }
  const bytes = await c.req.arrayBuffer();
  try {
    // What is no UTF-8 throws: each letter that could not be read would be kept as another.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    const body: unknown = JSON.parse(text);
    if (isDeep(body)) return problem(c, 413, "body_too_large", `the body is to have at most ${levelsMax} levels`);
    const twice = keysTwice(text);
    // The engine says so of a text, in these words; it is given what was read of one.
    if (twice.length > 0) return faulty(c, twice.map((path) => ({ path, message: "expected each key once, found it twice" })));
    if (isObject(body)) return body;
  } catch {
    return problem(c, 400, "not_json", "the body is not JSON", [{ path: "", message: "expected JSON, in UTF-8" }]);
  }
  return problem(c, 400, "invalid_body", "the body is to be an object", [{ path: "", message: "expected an object" }]);
}

function isDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; depth <= levelsMax; depth += 1) {
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/** Faults of fields that are not the client's to set. */
export function forbidden(body: Body, fields: Record<string, string>): Issue[] {
  return Object.entries(fields).filter(([field]) => Object.hasOwn(body, field)).map(([field, message]) => ({ path: `/${field}`, message }));
}

/** Of fields that nobody here knows, more than these are not told. */
const unknownMax = 100;

/** Faults of fields that nobody here knows. */
export function unknown(body: Body, fields: readonly string[]): Issue[] {
  return Object.keys(body).filter((field) => !fields.includes(field)).slice(0, unknownMax).map((field) => ({
    path: pointer([field]),
    message: `expected ${fields.map((known) => `\`${known}\``).join(", ")}, found \`${field}\``,
  }));
}

export const faulty = (c: Context, issues: Issue[]): Response => problem(c, 400, "invalid_body", issues.map(({ path, message }) => `${path}: ${message}`).join("; "), issues);
