// What the platform hands to the worker: bindings, secrets and settings. docs/worker.md says what each is for.
import type { Account } from "./account/object.ts";
import type { Registry } from "./rules/registry.ts";

export interface Env {
  ACCOUNTS: DurableObjectNamespace<Account>;
  REGISTRY: DurableObjectNamespace<Registry>;
  /** The page's files, where the worker serves them itself. */
  ASSETS?: Fetcher;

  /** Secrets. Where one is not set, nobody holds that key. */
  OPERATOR_KEY?: string;
  RUNNER_KEY?: string;

  /** The public keys of whoever signs persons in: the URL of a JWKS, or the JWKS itself. */
  JWKS?: string;
  JWT_ISSUER?: string;
  JWT_AUDIENCE?: string;

  /** Where the page sends who wants to sign in, and a line that it shows to everybody. */
  SIGN_IN?: string;
  NOTICE?: string;

  /** The payment provider's secret key, and the secret by which it signs its events. Nothing is sold without both. */
  STRIPE_KEY?: string;
  STRIPE_WEBHOOK_SECRET?: string;
  /** Where the provider's API is, if it is not Stripe's own. */
  STRIPE_API?: string;
  /** Development's provider, at which nobody pays. What is deployed has no such binding. */
  TEST_PROVIDER?: DurableObjectNamespace<TestProvider>;

  /** Where alerts are posted to, and the secret by which they are signed. */
  ALERTS_URL?: string;
  ALERTS_SECRET?: string;

  /** Where the site is reached, `https://credits.example.com`, if a proxy in front hides it. */
  ORIGIN?: string;

  ANSWERS_KEPT_DAYS?: string;
  REQUESTS_PER_MINUTE?: string;
  BODY_BYTES_MAX?: string;
}

/** A stand-in that speaks the provider's API by `fetch`. */
export interface TestProvider extends Rpc.DurableObjectBranded { fetch(request: Request): Promise<Response>; secret(): Promise<string> }

/** Settings that are numbers, each with what it is where nothing is set. */
const defaults = {
  ANSWERS_KEPT_DAYS: 30,
  REQUESTS_PER_MINUTE: 600,
  BODY_BYTES_MAX: 262_144,
} as const;

export const numbers = Object.keys(defaults) as (keyof typeof defaults)[];

/** A setting that is no address is one, too: the log says which, and what it would have to be. */
export function address(name: string, written: string): URL {
  // `credits.example:443` is an address as well, of a scheme of that name.
  if (!/^https?:\/\/[^/]/i.test(written)) throw new Error(`the setting ${name} is to be an address such as https://credits.example.com, and is ${written}`);
  return new URL(written);
}

/** A setting that is no number is a mistake of the deployment's: every request says so, and none goes by a guess. */
export function setting(env: Partial<Env>, name: keyof typeof defaults): number {
  const written = env[name];
  if (written === undefined || written === "") return defaults[name];
  const value = Number(written);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`the setting ${name} is to be a whole number, and is ${written}`);
  return value;
}
