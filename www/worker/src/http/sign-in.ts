// Who asks: a person by a token (JWT) of whoever signs persons in, or one of the two keys of the system's.
import { type JSONWebKeySet, type JWTVerifyGetKey, type JWTVerifyOptions, type JWTVerifyResult, createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify } from "jose";
import { type Env, address } from "../env.ts";
import { log } from "../log.ts";

/** A person's accounts, and as whom they ask in each: a member's id, or "owner". */
export type Caller =
  | { kind: "person"; person: string; accounts: Record<string, string>; until: number }
  | { kind: "operator" }
  | { kind: "runner" };

/** Public-key signatures alone: what verifies a token here can never make one. */
const algorithms = ["ES256", "ES384", "ES512", "EdDSA", "Ed25519", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"];

/** The claim that names a person's accounts: `{ "acme": "ben", "mine": "owner" }`. */
export const claim = "accounts";

/** One key set for each that is configured, so that a remote one is fetched now and then and not for each request. */
const keySets = new Map<string, JWTVerifyGetKey>();

export function keySet(jwks: string): JWTVerifyGetKey {
  const known = keySets.get(jwks);
  if (known) return known;
  const made = jwks.trimStart().startsWith("{") ? local(jwks) : createRemoteJWKSet(address("JWKS", jwks));
  keySets.set(jwks, made);
  return made;
}

function local(jwks: string): JWTVerifyGetKey {
  try {
    return createLocalJWKSet(JSON.parse(jwks) as JSONWebKeySet);
  } catch {
    throw new Error("the setting JWKS begins as a JWKS does, and is none: expected `{ \"keys\": [ … ] }`, or an address");
  }
}

/** The caller whom a credential names; undefined where it names nobody. */
export async function caller(credential: string, env: Env): Promise<Caller | undefined> {
  if (await same(credential, env.OPERATOR_KEY)) return { kind: "operator" };
  if (await same(credential, env.RUNNER_KEY)) return { kind: "runner" };
  return person(credential, env);
}

export async function person(token: string, env: Env): Promise<Extract<Caller, { kind: "person" }> | undefined> {
  const { JWKS, JWT_ISSUER, JWT_AUDIENCE } = env;
  // Without all three a token of anybody's for anything would do, so none does.
  if (!JWKS || !JWT_ISSUER || !JWT_AUDIENCE) return undefined;
  try {
    const { payload } = await verified(token, keySet(JWKS), {
      algorithms, issuer: JWT_ISSUER, audience: JWT_AUDIENCE, requiredClaims: ["sub", "exp"], clockTolerance: 5,
    });
    return { kind: "person", person: payload.sub ?? "", accounts: accounts(payload[claim]), until: (payload.exp ?? 0) * 1000 };
  } catch (error) {
    if (keysMissing(error)) throw error;
    // Whoever sets up an issuer has to find out why nobody gets in. The library's words name a claim, and no more of the token.
    log("info", "token", { refused: error instanceof Error ? error.message : undefined });
    return undefined;
  }
}

/** A token need not name its key, and while an issuer changes keys there are two that it may be of. */
async function verified(token: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, keys, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return await jwtVerify(token, key, options);
      } catch (other) {
        if (!(other instanceof errors.JWSSignatureVerificationFailed)) throw other;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** A key set that cannot be had, or is none, is not the person's fault, and is told as what it is. */
function keysMissing(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  // The first is what the library says of an answer that is no key set: not 200, or not JSON.
  return ["ERR_JOSE_GENERIC", "ERR_JWKS_INVALID", "ERR_JWKS_TIMEOUT"].includes(error.code);
}

/** Nobody is ever the system by a token, whatever is written in it. */
function accounts(told: unknown): Record<string, string> {
  if (typeof told !== "object" || told === null) return {};
  const named = Object.entries(told).filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== "" && pair[1] !== "system");
  return Object.fromEntries(named);
}

/** Whether a credential is the key, in a time that does not tell how much of it is right. */
async function same(credential: string, key: string | undefined): Promise<boolean> {
  if (!key) return false;
  const digest = (text: string): Promise<ArrayBuffer> => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return crypto.subtle.timingSafeEqual(await digest(credential), await digest(key));
}
