// The form of a request: the models of some rules, and the inputs of the one that is chosen.
import type { Input, Request, Rules, Value } from "bursar";
import type { Answer } from "./answer.ts";
import { type Control, control } from "./controls.ts";
import { options } from "./dom.ts";

interface Places { model: HTMLSelectElement; inputs: HTMLElement }

export class RequestForm {
  readonly #places: Places;
  #rules: Rules | undefined;
  #controls = new Map<string, Control>();

  constructor(places: Places) {
    this.#places = places;
  }

  /** Draws the models of these rules. The same ones again keep what was entered. */
  draw(rules: Rules): void {
    if (rules === this.#rules) return;
    this.#rules = rules;
    const { model } = this.#places;
    model.replaceChildren(...options(labelled(rules.models), model.value));
    this.drawInputs();
  }

  drawInputs(): void {
    const declared: [string, Input][] = Object.entries(this.#rules?.models?.[this.model]?.inputs ?? {});
    this.#controls = new Map(declared.map(([id, input]) => [id, control(id, input)]));
    this.#places.inputs.replaceChildren(...Array.from(this.#controls.values(), ({ element }) => element));
  }

  get model(): string {
    return this.#places.model.value;
  }

  request(): Request {
    const told: Record<string, Value> = {};
    for (const [id, { read }] of this.#controls) {
      const value = read();
      if (value !== undefined) told[id] = value;
    }
    return { model: this.model, inputs: told };
  }

  /** Shows at each input what the engine made of it. */
  answered(answer: Answer): void {
    for (const [id, { element, counted }] of this.#controls) {
      counted?.(count(id, answer));
      mark(element, faulty(id, answer));
    }
  }
}

export const labelled = (items: Record<string, { label?: string }> = {}): [string, string][] => Object.entries(items).map(([key, { label }]) => [key, label ?? key]);

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
  if (answer.ok) return String(answer.inputs[id] ?? "");
  if ("code" in answer && answer.code === "input_out_of_range" && answer.facts.input === id) return String(answer.facts.value);
  return "–";
}
