// By which rules an account runs: those that are deployed, where it fits them; else those that it ran by before. So a new
// rulebook that has lost what an account still names is refused for that account alone, and nothing of it is lost.
import { Bursar, type Id, type Rules, isBursarError } from "bursar";
import type { Env } from "../env.ts";
import { rulebook, rules } from "../rulebooks.ts";

/** `refused`: the rules that are deployed, and why the account does not fit them. */
export interface InForce { bursar: Bursar; rules: Rules; refused?: { digest?: string; reason: string } }

/** Rules that are deployed no more and that accounts still run by, compiled; the one that was not asked for longest goes. */
const former = new Map<string, { bursar: Bursar; rules: Rules }>();
const formerMax = 16;

/** Versions that the registry is known to have. */
const kept = new Set<string>();

export async function keep(env: Env, name: string, { bursar: { digest }, rules: told }: { bursar: Bursar; rules: Rules }): Promise<void> {
  const key = `${name} ${digest}`;
  if (kept.has(key)) return;
  await env.REGISTRY.getByName(name).keep(digest, JSON.stringify(told));
  kept.add(key);
}

/** What this worker serves under a name. */
export function deployed(name: string): { bursar: Bursar; rules: Rules } | undefined {
  const [bursar, told] = [rulebook(name), rules(name)];
  return bursar && told && { bursar, rules: told };
}

/** Where the account does not fit rules, why. */
export function misfit(bursar: Bursar, account: string): string | undefined {
  try {
    bursar.open(account).free();
    return undefined;
  } catch (error) {
    if (isBursarError(error) && (error.code === "invalid_account" || error.code === "too_large")) return error.message;
    throw error;
  }
}

export async function inForce(env: Env, name: string, digest: string | undefined, account: () => string): Promise<InForce> {
  const current = deployed(name);
  if (current && current.bursar.digest === digest) return current;
  const reason = current ? misfit(current.bursar, account()) : `no rulebook is called \`${name}\` any more`;
  if (current && reason === undefined) return current;
  const before = digest === undefined ? undefined : await old(env, name, digest);
  if (!before) throw new Error(`the account fits no rules that are known: ${reason ?? ""}`);
  return { ...before, refused: { ...(current ? { digest: current.bursar.digest } : {}), reason: reason ?? "" } };
}

async function old(env: Env, name: string, digest: string): Promise<{ bursar: Bursar; rules: Rules } | undefined> {
  const known = former.get(digest);
  if (known) return known;
  const text = await env.REGISTRY.getByName(name).text(digest);
  if (text === undefined) return undefined;
  const made = { bursar: new Bursar(text), rules: JSON.parse(text) as Rules };
  former.set(digest, made);
  // What is dropped may be held by an account still: it is left to the collector, and not freed.
  for (const oldest of former.keys()) if (former.size > formerMax) former.delete(oldest);
  return made;
}

/** What the operator is told of an account. */
export interface Standing { account: Id; inForce: string; refused?: { digest?: string; reason: string } }
