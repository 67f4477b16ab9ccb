// Shapes of the API that the page reads too. Nothing of the worker's platform is named here, so the page can be checked
// against the very types that the worker answers in.
import type { Balance, Entry, Rules } from "bursar";
import type { Notice } from "../inbox/shapes.ts";

/** Who is signed in, and what a page is to know before anybody is. */
export interface Session {
  person?: string;
  /** As whom the person asks in each account: a member, or "owner". */
  accounts: Record<string, string>;
  /** Where to send who wants to sign in. */
  signIn?: string;
  /** What the host has to say to everybody: a line of text. */
  notice?: string;
}

/** What a page needs before it can preview: by which rules the account runs, as whom it is asked, and what time it is there. */
export interface Head { account: string; rulebook: string; digest: string; by: string; at: number }

export interface Rulebook { digest: string; rules: Rules }

/** What the stream tells at each change: as much of it as its reader may see. */
export interface Change {
  seq: number;
  at: number;
  /** The digest of the rules in force. */
  rules: string;
  balance?: Balance;
  entries?: Entry[];
  /** Alerts that it told, for those who manage. */
  notices?: Notice[];
}

/** The worker's own no: everything that is not had and is no refusal of the engine's. */
export interface Problem {
  error: { code: string; message: string; path?: string; issues?: { path: string; message: string }[] };
}
