// What development has one of: an issuer's key and a clock's offset, kept beside the accounts.
import { DurableObject } from "cloudflare:workers";
import { SignJWT, exportJWK, generateKeyPair, importJWK } from "jose";
import type { JWK } from "jose";
import { claim } from "../http/sign-in.ts";
import type { Account } from "./account.ts";
import type { TestProvider } from "./test-provider.ts";

interface Env { ACCOUNTS: DurableObjectNamespace<Account>; TEST_PROVIDER: DurableObjectNamespace<TestProvider> }

const issuer = "urn:bursar:development";
const audience = "bursar";

export class Development extends DurableObject<Env> {
  async sign(person: string, accounts: unknown): Promise<string> {
    const key = await importJWK(await this.#key(), "ES256");
    return new SignJWT({ [claim]: accounts })
      .setProtectedHeader({ alg: "ES256" }).setSubject(person).setIssuer(issuer).setAudience(audience)
      .setIssuedAt().setExpirationTime("12h").sign(key);
  }

  /** The settings by which the worker believes this issuer. */
  async settings(): Promise<{ JWKS: string; JWT_ISSUER: string; JWT_AUDIENCE: string }> {
    const { d: _, ...key } = await this.#key();
    return { JWKS: JSON.stringify({ keys: [key] }), JWT_ISSUER: issuer, JWT_AUDIENCE: audience };
  }

  /** Says what time it is, and remembers whose alarms move with the clock. */
  async join(account: string): Promise<number> {
    await this.ctx.storage.put(`account:${account}`, true);
    return this.offset();
  }

  async offset(): Promise<number> {
    return (await this.ctx.storage.get<number>("offset")) ?? 0;
  }

  async forward(ms: number): Promise<number> {
    const offset = (await this.offset()) + ms;
    await this.ctx.storage.put("offset", offset);
    for (const name of (await this.ctx.storage.list({ prefix: "account:" })).keys()) {
      await this.env.ACCOUNTS.get(this.env.ACCOUNTS.idFromString(name.slice("account:".length))).setOffset(offset);
    }
    await this.env.TEST_PROVIDER.getByName("one").bill(Date.now() + offset);
    return offset;
  }

  async #key(): Promise<JWK> {
    const known = await this.ctx.storage.get<JWK>("key");
    if (known) return known;
    const { privateKey } = await generateKeyPair("ES256", { extractable: true });
    const made = { ...(await exportJWK(privateKey)), alg: "ES256", kid: "development" };
    await this.ctx.storage.put("key", made);
    return made;
  }
}
