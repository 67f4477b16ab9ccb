// What can be asked of an account. Each is one call of the engine; what a client sent is handed on as it came, for the
// engine reads it strictly and names every fault.
import type { Asker, Bursar, Draft, Id, Ledger, Refused, Request, Wallet } from "bursar";

export type Question =
  | { ask: "view" | "rates" }
  | { ask: "balance" | "order" | "limits"; wallet?: string }
  | { ask: "estimate"; request: unknown }
  | { ask: "affordable"; request: unknown; input: unknown; wallet?: string }
  | { ask: "preview"; draft: object };

export interface UsageQuery { from?: number; to?: number; by: unknown }

export interface Asked { bursar: Bursar; ledger: Ledger; by: Asker; at: number }

/** The engine's refusal of whoever is nobody in the account, for what it is asked without an asker: what is there is its own people's to see. */
export function stranger({ ledger, by, at }: Pick<Asked, "ledger" | "by" | "at">): Refused | undefined {
  // Of all that can be asked as somebody this is the least; whom their role allows it to does not matter here.
  const told = by === "system" ? undefined : ledger.limits({ at, by });
  return told?.ok === false && told.code === "unknown_member" ? told : undefined;
}

export function answer({ bursar, ledger, by, at }: Asked, question: Question): object {
  const wallet = "wallet" in question && question.wallet !== undefined ? { wallet: question.wallet as Wallet } : {};
  const view = { at, by, ...wallet };
  switch (question.ask) {
    case "balance":
      return ledger.balance(view);
    case "order":
      return ledger.order(view);
    case "limits":
      return ledger.limits(view);
    case "affordable":
      return ledger.affordable(question.request as Request, question.input as Id, view);
    case "estimate":
      return stranger({ ledger, by, at }) ?? ledger.estimate(question.request as Request, at);
    case "preview":
      return ledger.preview({ ...question.draft, by, at } as Draft);
    // A ledger has no such calls, so these read the whole account.
    case "view":
      return bursar.view(ledger.text(), view);
    case "rates":
      return stranger({ ledger, by, at }) ?? bursar.rates({ account: ledger.text(), at });
  }
}
