// Who is signed in. The page knows no passwords: it sends a person to the host's sign-in, and gives the token that they
// come back with to the worker, which keeps it in a cookie that no script reads.
import type { Session } from "../worker/src/openapi/shapes.ts";
import * as api from "./api.ts";
import { browser, tab } from "./kept.ts";

const stateKey = "bursar:state";
const placeKey = "bursar:place";
const accountKey = "bursar:account";
/** Who is signed in, for the other tabs to hear of. */
const personKey = "bursar:person";

/** The session as it stands; undefined where there is no worker to ask. */
export async function current(): Promise<Session | undefined> {
  const token = arrived();
  if (token !== undefined) await api.keepSession(token);
  const told = await api.session();
  if (told.kind !== "told") return undefined;
  browser.set(personKey, told.answer.person ?? "");
  return told.answer;
}

/** Calls `changed` whenever another tab finds that somebody else is signed in by now, or nobody; a page that was kept meanwhile, when one comes back to it. */
export function heed(changed: (person: string | undefined) => void): void {
  const tell = (): void => changed(browser.get(personKey) || undefined);
  addEventListener("storage", ({ key }) => { if (key === personKey) tell(); });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) tell(); });
}

/** Whether somebody comes back from a sign-in just now. */
export const comesBack = (): boolean => new URLSearchParams(location.hash.slice(1)).has("token");

/** The token behind the number sign, if it answers a sign-in that this page began: nobody else can sign a person in here. */
function arrived(): string | undefined {
  const told = new URLSearchParams(location.hash.slice(1));
  const token = told.get("token");
  if (token === null) return undefined;
  const [begun, place] = [stateKey, placeKey].map(tab.get);
  for (const key of [stateKey, placeKey]) tab.forget(key);
  history.replaceState(null, "", location.pathname + (place ?? location.search));
  return begun !== undefined && told.get("state") === begun ? token : undefined;
}

/** Sends somebody to sign in. Who is to be whom, in which account, can be told beforehand; the sign-in may ask all the same. */
export function signIn(where: string, expected?: { person: string; account: string }): void {
  const state = crypto.randomUUID();
  tab.set(stateKey, state);
  const url = new URL(where, location.href);
  url.searchParams.set("return", url.origin === location.origin ? location.pathname : location.origin + location.pathname);
  url.searchParams.set("state", state);
  // In the language that was chosen here, as OpenID Connect has it.
  url.searchParams.set("ui_locales", document.documentElement.lang);
  // Whoever chose themselves among others lands on their account; everybody else where they were.
  if (expected) {
    url.searchParams.set("person", expected.person);
    remember(expected.account);
  } else tab.set(placeKey, location.search);
  location.assign(url);
}

/** Answers whether it was done: a cookie that no script reads is the worker's to take away. */
export async function signOut(): Promise<boolean> {
  const told = await api.endSession();
  if (told.kind === "unanswered") return false;
  forget();
  return true;
}

/** The account that was looked at last, in this tab if it has looked at one, "" for none of them; undefined where nobody was signed in. */
export const remembered = (): string | undefined => tab.get(accountKey) ?? browser.get(accountKey);

export function remember(account: string): void {
  for (const kept of [tab, browser]) kept.set(accountKey, account);
}

/** Whoever signs in next finds what is theirs. */
export function forget(): void {
  for (const kept of [tab, browser]) kept.forget(accountKey);
}
