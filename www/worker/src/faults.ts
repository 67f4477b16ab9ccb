// What is wrong with a deployment, told before anybody is served by it: rulebooks that are none, settings that cannot be meant.
import { isBursarError } from "bursar";
import { type Env, address, numbers, setting } from "./env.ts";
import { keySet } from "./http/sign-in.ts";
import { names, rulebook } from "./rulebooks.ts";

/** Every fault of every rulebook, with its place. */
export function ofRulebooks(): string[] {
  return names().flatMap((name) => {
    try {
      rulebook(name);
      return [];
    } catch (error) {
      if (!isBursarError(error)) throw error;
      const { issues, message } = error;
      return (issues.length > 0 ? issues : [{ path: "", message }]).map(({ path, message }) => `the rulebook \`${name}\`: ${path === "" ? "" : `${path}: `}${message}`);
    }
  });
}

/** Settings that every request would fail by, or that give one what is another's. */
export function ofSettings(env: Partial<Env>): string[] {
  const { JWKS, ORIGIN, ALERTS_URL, STRIPE_API, OPERATOR_KEY, RUNNER_KEY } = env;
  const faults = [
    ...numbers.map((name) => fault(() => setting(env, name))),
    ...Object.entries({ ORIGIN, ALERTS_URL, STRIPE_API }).map(([name, written]) => fault(() => written && address(name, written))),
    fault(() => JWKS && keySet(JWKS)),
    OPERATOR_KEY && OPERATOR_KEY === RUNNER_KEY ? "OPERATOR_KEY and RUNNER_KEY are the same: whoever runs jobs could do all that the operator may" : undefined,
  ];
  return faults.filter((told) => told !== undefined);
}

function fault(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What belongs together, and what is not to be had until all of it is set. */
const together: [names: (keyof Env)[], lacks: string][] = [
  [["JWKS", "JWT_ISSUER", "JWT_AUDIENCE"], "nobody can sign in"],
  [["STRIPE_KEY", "STRIPE_WEBHOOK_SECRET"], "nothing is sold"],
  [["ALERTS_URL", "ALERTS_SECRET"], "alerts are posted nowhere"],
];

/** Settings of which others are set that they are of no use without: it may be meant so, for now. */
export function gaps(env: Partial<Env>): string[] {
  return together.flatMap(([names, lacks]) => {
    const unset = names.filter((name) => !env[name]);
    return unset.length === 0 || unset.length === names.length ? [] : [`${unset.join(" and ")} ${unset.length === 1 ? "is" : "are"} not set: until then ${lacks}`];
  });
}
