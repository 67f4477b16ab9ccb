// What the engine says of a document: the faults that it finds, or none.
import * as api from "../../pkg/dist/node.js";
import { rulebooks, scenarioFiles } from "./files.mjs";
import { runScenarios } from "./scenarios.mjs";

const { Bursar, isBursarError } = api;

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

/** The same for a command, to an account that is right. */
export function faultsInCommand(rules, account) {
  const bursar = new Bursar(rules);
  return (command) => faults(() => bursar.apply(account, command), commandCodes);
}

/** The same for a draft, which is only asked about. */
export function faultsInDraft(rules, account) {
  const bursar = new Bursar(rules);
  return (draft) => faults(() => bursar.preview(account, draft), commandCodes);
}

/** Runs all scenarios, and tells `seen` of each document that the engine reads or writes on the way: its kind, and the document. */
export function witness(seen) {
  class Witness extends Bursar {
    create(account) {
      return written(super.create(account));
    }

    apply(account, command) {
      const answer = written(super.apply(account, command));
      seen("command", command);
      return answer;
    }

    preview(account, draft) {
      const answer = super.preview(account, draft);
      seen("draft", draft);
      return answer;
    }

    view(account, view) {
      const seenOf = super.view(account, view);
      if (seenOf.ok === undefined) seen("account", seenOf);
      return seenOf;
    }
  }
  const written = (answer) => {
    if (answer.ok) seen("account", answer.account);
    return answer;
  };
  const results = runScenarios({ ...api, Bursar: Witness }, scenarioFiles(), rulebooks());
  return results.filter(({ failure }) => failure);
}
