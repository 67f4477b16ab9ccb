// A refusal with its sentence, and buttons for what would help.
import { type TemplateResult, css, html, nothing } from "lit";
import type { Capability, Facts, Refused, Remedy } from "../bursar.js";
import type { Say, Words } from "../elements.js";

/** What the reader's role must allow for a remedy to be theirs. */
const NEEDS: { [D in Remedy["do"]]?: Capability } = { subscribe: "billing", top_up: "billing", transfer: "transfer" };

export interface Help {
  words: Words;
  say: Say;
  may(capability: Capability): boolean;
  choose(remedy: Remedy, may: boolean): void;
}

/** The sentence for a refusal, made from its facts alone. */
export function sentence(refused: Refused, words: Words, say: Say): string {
  // One function for each code, by the type of `refusals`: the compiler cannot follow the pairing, which `Refused` has.
  const tell = words.refusals[refused.code] as (facts: Facts[keyof Facts], say: Say) => string;
  return tell(refused.facts, say);
}

/** What a remedy's button says. */
export function label(remedy: Remedy, may: boolean, words: Words, say: Say): string {
  const tell = words.remedies[remedy.do] as (remedy: Remedy, say: Say, may: boolean) => string;
  return tell(remedy, say, may);
}

export const refusal = (sentence: string): TemplateResult => html`<p class="refusal" part="refusal">${sentence}</p>`;

/** A button for each thing that would help. Who manages is whom the others ask. */
export function remedies(told: Remedy[], { words, say, may, choose }: Help): TemplateResult | typeof nothing {
  const list = told.filter(({ do: what }) => what !== "ask_admin" || !may("manage"));
  if (list.length === 0) return nothing;
  return html`<div class="remedies" part="remedies">${list.map((remedy) => {
    const needs = NEEDS[remedy.do];
    const allowed = needs === undefined || may(needs);
    return html`<button class="button" type="button" part="remedy" data-do=${remedy.do} @click=${() => choose(remedy, allowed)}>${label(remedy, allowed, words, say)}</button>`;
  })}</div>`;
}

export const remedial = css`
  .remedies { display: flex; flex-wrap: wrap; gap: 0.5rem; }
  .remedies .button { flex: 1 1 auto; }
  .remedies .button:first-child { border-color: var(--accent); color: var(--accent); }
`;
