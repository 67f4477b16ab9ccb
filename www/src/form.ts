// The form of a request: the models of some rules, and the inputs of the one that is chosen.
import { type Estimate, type Input, type Refused, type Request, type Rules, type Value, isBursarError } from "bursar";
import { type Control, control, written } from "./controls.ts";
import { el, options } from "./dom.ts";
import { own } from "./own.ts";
import type { App } from "./app.ts";
import type { Words } from "./words/words.ts";

/** What the engine says; where it throws at what it was given, where that was. */
type Answer = Estimate | Refused | { ok: false; path: string };

export class RequestForm {
  readonly model = el("select", { id: "model" });
  readonly inputs = el("div", { id: "inputs" });
  readonly #words: Words;
  #rules: Rules | undefined;
  /** Each with what it was drawn from. */
  #controls = new Map<string, Control & { from: string }>();
  #person: string | undefined;

  constructor(words: Words) {
    this.#words = words;
  }

  /** Who asks from now on: what somebody else entered is none of theirs. Who signs in only now goes on with what they entered. */
  of(person: string | undefined): void {
    if (this.#person !== undefined && person !== this.#person) {
      this.#rules = undefined;
      this.#controls.clear();
      this.model.replaceChildren();
    }
    this.#person = person;
  }

  /** Draws the models of these rules. An input that stays as it was keeps what was entered. */
  draw(rules: Rules): void {
    if (rules === this.#rules) return;
    this.#rules = rules;
    this.model.replaceChildren(...options(labelled(rules.models), this.model.value));
    this.drawInputs();
  }

  drawInputs(): void {
    const declared: [string, Input][] = Object.entries(own(this.#rules?.models, this.model.value)?.inputs ?? {});
    const before = this.#controls;
    this.#controls = new Map(declared.map(([id, input]) => {
      const from = JSON.stringify([this.model.value, input]);
      const known = before.get(id);
      return [id, known?.from === from ? known : { ...control(id, input, this.#words.generate), from }];
    }));
    const elements = Array.from(this.#controls.values(), ({ element }) => element);
    const { children } = this.inputs;
    const stays = new Set<Element>(elements);
    for (const element of [...children]) if (!stays.has(element)) element.remove();
    // What is in its place is not moved: whoever is in it stays there.
    for (const [nth, element] of elements.entries()) if (children[nth] !== element) this.inputs.insertBefore(element, children[nth] ?? null);
  }

  request(): Request {
    const told: Record<string, Value> = {};
    for (const [id, { read }] of this.#controls) {
      const value = read();
      if (value !== undefined) told[id] = value;
    }
    return { model: this.model.value, inputs: told };
  }

  /** Shows at each input what the engine made of it, and how far it could go. */
  answered({ seen, bursar, payer, words: { generate: words }, say }: Pick<App, "seen" | "bursar" | "payer" | "words" | "say">): void {
    const asked = this.request();
    const answer = judged(() => (seen ? seen.estimate(asked) : bursar.estimate(asked, payer)));
    for (const [id, { element, counted, reach }] of this.#controls) {
      counted?.(count(id, answer));
      const refused = faulty(id, answer);
      mark(element, refused);
      if (!reach) continue;
      // How far they reach says nothing of what cannot be asked for, and without an account there are none.
      if (refused || !seen) {
        reach(undefined);
        continue;
      }
      const far = judged(() => seen.affordable(asked, id));
      const short = !far.ok && "code" in far && far.code === "insufficient_credits";
      reach(far.ok && seen.may("viewBalance") ? { to: far.value, words: (value) => words.reaches(value, say), all: words.reachesAll } : short ? { to: undefined, words: () => words.reachesNothing, all: "" } : undefined);
    }
  }
}

export const labelled = (items: Record<string, { label?: string }> = {}): [string, string][] => Object.entries(items).map(([key, { label }]) => [key, label ?? key]);

function judged<T>(ask: () => T): T | { ok: false; path: string } {
  try {
    return ask();
  } catch (error) {
    if (isBursarError(error)) return { ok: false, path: error.path };
    throw error;
  }
}

function faulty(id: string, answer: Answer): boolean {
  if (answer.ok) return false;
  return "code" in answer ? "input" in answer.facts && answer.facts.input === id : answer.path === `/inputs/${id}`;
}

/** Shows that a control is what the engine refused. */
function mark(element: HTMLElement, refused: boolean): void {
  element.classList.toggle("refused", refused);
  for (const field of element.querySelectorAll("input, select, textarea")) field.setAttribute("aria-invalid", String(refused));
}

/** How long the engine found a text to be. */
function count(id: string, answer: Answer): string {
  if (answer.ok) return written(own(answer.inputs, id));
  if ("code" in answer && answer.code === "input_out_of_range" && answer.facts.input === id) return written(answer.facts.value);
  return "–";
}
