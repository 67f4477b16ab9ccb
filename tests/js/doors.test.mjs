// Text is object is ledger: whatever the scenarios ask of an account, the three doors answer the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as api from "../../pkg/dist/node.js";
import { merged } from "../../benches/js/merged.mjs";
import { rulebooks, scenarioFiles } from "./files.mjs";
import { runScenarios } from "./scenarios.mjs";

/** What comes of a call: its answer, or what is thrown. */
function outcome(call) {
  try {
    return { answer: call() };
  } catch (error) {
    if (!api.isBursarError(error)) throw error;
    const { code, message, path, issues } = error;
    return { thrown: { code, message, path, issues } };
  }
}

const asText = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/** How often something was asked at all three doors. */
const asked = { questions: 0, applied: 0, refused: 0, thrown: 0 };

/** Rules that ask every question at all the doors there are. */
class AllDoors extends api.Bursar {
  static {
    for (const question of ["balance", "order", "limits", "affordable", "may"]) {
      this.prototype[question] = function (account, ...rest) {
        asked.questions += 1;
        return this.same(
          () => api.Bursar.prototype[question].call(this, account, ...rest),
          () => api.Bursar.prototype[question].call(this, asText(account), ...rest),
          () => this.opened(account, (ledger) => ledger[question](...rest)),
          () => this.opened(asText(account), (ledger) => ledger[question](...rest)),
        );
      };
    }
    for (const question of ["view", "validateTransfer"]) {
      this.prototype[question] = function (account, ...rest) {
        asked.questions += 1;
        return this.same(
          () => api.Bursar.prototype[question].call(this, account, ...rest),
          () => api.Bursar.prototype[question].call(this, asText(account), ...rest),
        );
      };
    }
  }

  preview(account, command) {
    asked.questions += 1;
    const answer = this.same(
      () => super.preview(account, command),
      () => super.preview(asText(account), command),
      () => this.opened(account, (ledger) => ledger.preview(command)),
    );
    // One answer each, none seeing the others.
    assert.deepEqual(this.opened(account, (ledger) => ledger.previewMany([command, command])), [answer, answer]);
    return answer;
  }

  estimate(request, payer) {
    if (payer?.account === undefined) return super.estimate(request, payer);
    asked.questions += 1;
    return this.same(
      () => super.estimate(request, payer),
      () => super.estimate(request, { ...payer, account: asText(payer.account) }),
      () => this.opened(payer.account, (ledger) => ledger.estimate(request, payer.at)),
    );
  }

  usage(entries, query) {
    asked.questions += 1;
    return this.same(() => super.usage(entries, query), () => super.usage(asText(entries), query));
  }

  apply(account, command) {
    return this.same(
      () => super.apply(account, command),
      () => {
        const decision = super.apply(asText(account), command);
        return decision.ok ? { ...decision, account: JSON.parse(decision.account) } : decision;
      },
      () => this.opened(account, (ledger) => applied(ledger, super.apply(ledger.text(), command), command)),
    );
  }

  opened(account, work) {
    const ledger = this.open(account);
    try {
      return work(ledger);
    } finally {
      ledger.free();
    }
  }

  /** What all of these come to. */
  same(first, ...others) {
    const expected = outcome(first);
    for (const other of others) assert.deepEqual(outcome(other), expected);
    if (expected.thrown) {
      asked.thrown += 1;
      return first();
    }
    return expected.answer;
  }
}

/** Applies to a ledger, and gives what `apply` gives; `byText` is what that came to. */
function applied(ledger, byText, command) {
  const before = ledger.account();
  const { changes, ...decision } = ledger.apply(command);
  asked[decision.ok ? "applied" : "refused"] += 1;
  if (!decision.ok) {
    assert.deepEqual(ledger.account(), before);
    return decision;
  }
  assert.deepEqual(merged(before, changes), ledger.account());
  assert.equal(ledger.text(), byText.account);
  assert.deepEqual(JSON.parse(ledger.text()), ledger.account());
  return { ...decision, account: ledger.account() };
}

test("text is object is ledger, and the changes lead from the one account to the next", () => {
  const results = runScenarios({ ...api, Bursar: AllDoors }, scenarioFiles(), rulebooks());
  assert.deepEqual(results.filter(({ failure }) => failure), []);
  assert.ok(asked.questions > 100 && asked.applied > 400 && asked.refused > 50 && asked.thrown > 10, JSON.stringify(asked));
});
