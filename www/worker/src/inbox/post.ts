// A notice, posted to the address that the host has set. It is signed, so that its receiver can tell it from anybody's: the
// header has the time and an HMAC over the time, a dot and the body, as payment providers do it.
import type { Env } from "../env.ts";

const patienceMs = 10_000;
const hex = (bytes: ArrayBuffer): string => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export async function signature(secret: string, seconds: number, body: string): Promise<string> {
  const text = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", text.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return `t=${seconds},v1=${hex(await crypto.subtle.sign("HMAC", key, text.encode(`${seconds}.${body}`)))}`;
}

/** Whatever is answered but 2xx is a failure, and is tried again. A redirection is not followed: it could lead anywhere. */
export async function post({ ALERTS_URL: url, ALERTS_SECRET: secret }: Env, body: string): Promise<void> {
  if (!url || !secret) return;
  const seconds = Math.floor(Date.now() / 1000);
  const answer = await fetch(url, {
    method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(patienceMs),
    headers: { "content-type": "application/json", "bursar-signature": await signature(secret, seconds, body) },
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the receiver of alerts answered ${answer.status}`);
}
