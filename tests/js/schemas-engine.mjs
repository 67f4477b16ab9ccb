// What the engine says of a document: the faults that it finds, or none.
import { Bursar, isBursarError } from "../../pkg/dist/node.js";

function faults(work) {
  try {
    work();
    return [];
  } catch (error) {
    if (!isBursarError(error)) throw error;
    return error.issues;
  }
}

export const faultsInRules = (rules) => faults(() => new Bursar(rules).free());

/** Whether the engine reads accounts and commands yet. */
export const readsAccounts = typeof Bursar.prototype.preview === "function";

/** The same for an account, under rules that know its names. A refusal is an answer, no fault. */
export function faultsInAccount(rules) {
  const bursar = new Bursar(rules);
  return (account) => faults(() => bursar.balance(account, { at: 0, by: "system" }));
}

/** The same for a command, to an account that is right. */
export function faultsInCommand(rules, account) {
  const bursar = new Bursar(rules);
  return (command) => faults(() => bursar.apply(account, command));
}
