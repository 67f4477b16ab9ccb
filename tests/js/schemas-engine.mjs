// What the engine says of a document: the faults that it finds, or none.
import { Bursar, isBursarError } from "../../pkg/dist/node.js";

/** Errors of other codes are about something else than the document. */
function faults(work, codes) {
  try {
    work();
    return [];
  } catch (error) {
    if (!isBursarError(error) || !codes.includes(error.code)) throw error;
    return error.issues;
  }
}

const rulesCodes = ["invalid_rules", "too_large"];
const accountCodes = ["invalid_account", "too_large"];
const commandCodes = ["invalid_command", "too_large"];

export const faultsInRules = (rules) => faults(() => new Bursar(rules).free(), rulesCodes);

/** The same for an account, under rules that know its names: it is read whole where it pays for a request. */
export function faultsInAccount(rules, request) {
  const bursar = new Bursar(rules);
  return (account) => faults(() => bursar.estimate(request, { account, at: 0 }), accountCodes);
}

/** Whether commands cross to the engine yet. */
export const readsCommands = typeof Bursar.prototype.preview === "function";

/** The same for a command, to an account that is right. */
export function faultsInCommand(rules, account) {
  const bursar = new Bursar(rules);
  return (command) => faults(() => bursar.apply(account, command), commandCodes);
}
