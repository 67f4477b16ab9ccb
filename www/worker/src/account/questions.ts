// What can be asked of an account. Each is one call of the engine; what a client sent is handed on as it came, for the
// engine reads it strictly and names every fault.
import type { Asker, Bursar, Draft, Id, Ledger, Request, Wallet } from "bursar";

export type Question =
  | { ask: "view" | "rates" }
  | { ask: "balance" | "order" | "limits"; wallet?: string }
  | { ask: "estimate"; request: unknown }
  | { ask: "affordable"; request: unknown; input: unknown; wallet?: string }
  | { ask: "preview"; draft: object };

export interface UsageQuery { from?: number; to?: number; by: unknown }

export interface Asked { bursar: Bursar; ledger: Ledger; by: Asker; at: number }

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
      return ledger.estimate(question.request as Request, at);
    case "preview":
      return ledger.preview({ ...question.draft, by, at } as Draft);
    // A ledger has no such calls, so these read the whole account.
    case "view":
      return bursar.view(ledger.text(), view);
    case "rates":
      return bursar.rates({ account: ledger.text(), at });
  }
}
