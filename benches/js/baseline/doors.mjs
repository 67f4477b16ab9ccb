// The doors to the ledger written by hand: what comes in is checked by a schema, in one of its forms,
// or by none.
import { checkAccount } from "./check.mjs";
import { Ledger } from "./ledger.mjs";
import { forms4 } from "./schema.mjs";
import { estimateWith, estimateWithBig } from "./price-decimal.mjs";
import { estimate } from "./price.mjs";

export const estimates = { decimal: estimateWith, big: estimateWithBig, exact: estimate };

export function baseline(rules, form) {
  const schema = forms4[form];
  const read = form === "none" ? (account) => account : (account) => checkAccount(rules, schema.account(account));
  return {
    /** Text in, text out. */
    applyText(text, command) {
      const ledger = new Ledger(rules, read(JSON.parse(text)));
      const { changes: _, ...decision } = ledger.apply(charged(schema.command(command)));
      return decision.ok && !decision.replayed ? { ...decision, account: ledger.text() } : decision;
    },
    /** Object in, object out: what a schema gives back is a copy already, where there is none one is made. */
    applyObject(account, command) {
      const copy = form === "none" ? structuredClone(account) : read(account);
      const { changes: _, ...decision } = new Ledger(rules, copy).apply(charged(schema.command(command)));
      return { ...decision, account: copy };
    },
    open: (text) => new Ledger(rules, read(JSON.parse(text))),
    preview: (ledger, draft) => ledger.preview(charged(schema.draft(draft))),
    apply: (ledger, command) => ledger.apply(charged(schema.command(command))),
    estimate: (how, request, plan) => estimates[how](rules, schema.request(request), plan),
  };
}

/** A charge is of a request or of credits, one of them. */
function charged(command) {
  if (command.type !== "transfer" && (command.request === undefined) === (command.credits === undefined)) {
    throw new Error("expected `request` or `credits`");
  }
  return command;
}
