// What the engine answered: a cost with what it is made of, or the sentence that says why there is none.
import type { Estimate, Refused, Rules } from "bursar";
import { credits, unit } from "./books.ts";
import { el, table } from "./dom.ts";

/** The words for a mistake of the caller's, which the engine throws. */
export interface Mistaken {
  ok: false;
  message: string;
  /** A JSON Pointer into the request. */
  path: string;
}

export type Answer = Estimate | Refused | Mistaken;

export function cost(rules: Rules, answer: Answer): Node[] {
  if (!answer.ok) return [el("p", { class: "refusal" }, ...sentence(answer.message))];
  const notes = [`exact ${answer.exact}${each(rules, answer)}`];
  if (answer.ceiling) notes.push("at most: what is left out is taken at its maximum");
  const words = credits(rules, answer.cost);
  const space = words.indexOf(" ");
  return [
    el("p", { class: "amount" }, el("strong", {}, words.slice(0, space)), words.slice(space)),
    el("p", { class: "note" }, notes.join(" · ")),
  ];
}

/** Where one is priced and then multiplied, the exact price is of one. */
function each(rules: Rules, { model, inputs }: Estimate): string {
  const by = rules.models?.[model]?.each;
  return by === undefined ? "" : ` for one, × ${inputs[by]}`;
}

export function lines(rules: Rules, answer: Answer): Node {
  if (!answer.ok) return el("p", { class: "quiet" }, "No price, no lines.");
  if (answer.lines.length === 0) return el("p", { class: "quiet" }, "Nothing is charged.");
  const head = [el("th", { scope: "col" }, "Term"), ...["Units", "Rate", capital(unit(rules).many)].map((name) => el("th", { scope: "col", class: "number" }, name))];
  const rows = answer.lines.map(({ label, rate, units, credits }) =>
    el("tr", {}, el("th", { scope: "row" }, label), ...[units, `× ${rate}`, credits].map((text) => el("td", { class: "number" }, text))));
  return table("The terms of this price", head, rows);
}

/** The engine's messages begin small and have no full stop, so that they fit into others. */
export function sentence(message: string): (Node | string)[] {
  // What the user wrote stands in backticks: every second part.
  return `${capital(message)}.`.split("`").map((part, nth) => (nth % 2 === 1 ? el("code", {}, part) : part));
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
