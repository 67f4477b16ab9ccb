// The payment provider, Stripe, reached by its own SDK. Without a key there is none, and nothing is sold.
import Stripe from "stripe";
import type { Env } from "../env.ts";

export interface Provider {
  stripe: Stripe;
  /** By which its events are signed. */
  secret: string;
  /** Whether it moves real money. */
  live: boolean;
  /** It is the one that development has built in: nobody pays, and every checkout says so. */
  test?: true;
}

/** The key and the secret of its events come together: a payment that could never be told would be money taken for nothing. */
export async function provider(env: Env): Promise<Provider | undefined> {
  const { STRIPE_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_API, TEST_PROVIDER } = env;
  if (STRIPE_KEY && STRIPE_WEBHOOK_SECRET) {
    return { stripe: client(STRIPE_KEY, STRIPE_API), secret: STRIPE_WEBHOOK_SECRET, live: STRIPE_KEY.includes("_live_") };
  }
  if (STRIPE_KEY || !TEST_PROVIDER) return undefined;
  const local = TEST_PROVIDER.getByName("one");
  const http = Stripe.createFetchHttpClient((input: RequestInfo | URL, init?: RequestInit) => local.fetch(new Request(input, init)));
  return { stripe: new Stripe("sk_test_local", { httpClient: http, ...habits }), secret: await local.secret(), live: false, test: true };
}

const habits = { maxNetworkRetries: 2, timeout: 10_000, telemetry: false } as const;

/** One client for each key, made when it is first asked for. */
const clients = new Map<string, Stripe>();

function client(key: string, api?: string): Stripe {
  const name = `${api ?? ""} ${key}`;
  const known = clients.get(name);
  if (known) return known;
  const made = new Stripe(key, { httpClient: Stripe.createFetchHttpClient(), ...habits, ...(api ? where(api) : {}) });
  clients.set(name, made);
  return made;
}

/** Another address than Stripe's own: a proxy's, or that of a stand-in for tests. */
function where(api: string): { host: string; port: string; protocol: "http" | "https" } {
  const { hostname, port, protocol } = new URL(api);
  const plain = protocol === "http:";
  return { host: hostname, port: port || (plain ? "80" : "443"), protocol: plain ? "http" : "https" };
}
