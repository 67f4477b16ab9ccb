// A control for each kind of input, drawn from the rules. What a control allows, and how far credits reach, the engine judges.
import type { Input, Value } from "bursar";
import { el, options, pills } from "./dom.ts";
import { own } from "./own.ts";
import { numbers, reach as span, unitOf } from "./span.ts";
import type { Words } from "./words/words.ts";

export interface Control {
  element: HTMLElement;
  /** What the request carries; undefined where nothing is told. */
  read(): Value | undefined;
  /** Shows what the engine counted. */
  counted?(count: string): void;
  /** Draws how far credits reach; nothing where nobody may know. */
  reach?(reach: Reach | undefined): void;
}

/** `to`: the largest value that can be had; undefined where none can. */
export interface Reach { to: number | undefined; words(value: string): string; all: string }

type Of<T extends Input["type"]> = Extract<Input, { type: T }>;
/** So many stand side by side; more of them go into a menu. */
const FEW = 4;

export function control(id: string, input: Input, words: Words["generate"]): Control {
  const label = input.label ?? id;
  switch (input.type) {
    case "number":
      return input.of ? list(id, label, input, words) : range(id, label, input, words);
    case "choice":
      return choice(id, label, input);
    case "flag":
      return flag(id, label, input);
    case "text":
      return text(id, label, input, words);
  }
}

function list(id: string, label: string, input: Of<"number">, words: Words["generate"]): Control {
  const items = numbers(input).map((value): [string, string] => [String(value), written(value)]);
  const { element, chosen } = oneOf(id, label, unitOf(label, input, words), items, input.default === undefined ? undefined : String(Number(input.default)));
  return { element, read: () => { const value = chosen(); return value === undefined ? undefined : Number(value); } };
}

function choice(id: string, label: string, input: Of<"choice">): Control {
  const items = input.of.map((value): [string, string] => [value, own(input.labels, value) ?? value]);
  const { element, chosen } = oneOf(id, label, undefined, items, input.default);
  return { element, read: chosen };
}

/** One of a list; the first, where the rules have no default. */
function oneOf(id: string, label: string, unit: string | undefined, items: [string, string][], preset = items[0]?.[0]) {
  const name = `input-${id}`;
  if (items.length > FEW) {
    const select = el("select", { id: name }, ...options(items, preset));
    return { element: el("div", { class: "field" }, titled("label", { for: name }, label, unit), select), chosen: () => select.value };
  }
  const element = el("fieldset", { class: "pills" }, titled("legend", {}, label, unit), el("div", {}, ...pills(name, items, preset)));
  return { element, chosen: () => element.querySelector<HTMLInputElement>("input:checked")?.value };
}

/** A slider for the hand and a field for the exact number, which may also be left empty. */
function range(id: string, label: string, input: Of<"number">, words: Words["generate"]): Control {
  const name = `input-${id}`;
  const { min, max, step } = span(input);
  const assumed = input.assume === "max" && input.default === undefined;
  const start = input.default ?? (assumed ? max : min);
  const field = el("input", { id: name, type: "number", inputmode: "decimal", step: input.step === undefined ? "any" : step, min: input.min, max: input.max, value: assumed ? undefined : start, placeholder: assumed ? max : undefined, "aria-describedby": `${name}-reach` });
  const slider = el("input", { type: "range", min, max, step, value: start, "aria-label": words.slider(label) });
  const track = el("div", { class: "track" }, slider);
  const note = el("p", { id: `${name}-reach`, class: "reach" });
  const filled = (): void => track.style.setProperty("--at", share(Number(slider.value), min, max));
  slider.addEventListener("input", () => { field.value = slider.value; filled(); });
  field.addEventListener("input", () => { slider.value = field.value === "" ? String(start) : field.value; filled(); });
  filled();
  const element = el("div", { class: "field" }, titled("label", { for: name }, label, unitOf(label, input, words)), el("div", { class: "range" }, track, field), note);
  return {
    element,
    read: () => (field.value === "" ? undefined : field.valueAsNumber),
    reach: (reach) => {
      // Beyond the end of the slider there is nothing to draw.
      const part = reach && (reach.to === undefined || reach.to < max);
      track.toggleAttribute("data-reach", part === true);
      track.style.setProperty("--reach", share(reach?.to ?? min, min, max));
      note.textContent = !reach ? "" : part || reach.to === undefined ? reach.words(written(reach.to ?? min)) : reach.all;
    },
  };
}

/** How far along a slider a value stands. */
const share = (value: number, min: number, max: number): string => String(max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 1);
/** A number as the reader writes it, to its last place. */
export const written = (value: unknown): string => (typeof value === "number" ? new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 20 }).format(value) : String(value ?? ""));

function flag(id: string, label: string, input: Of<"flag">): Control {
  const box = el("input", { type: "checkbox", id: `input-${id}`, checked: input.default === true });
  return { element: el("div", { class: "field" }, el("label", { class: "check" }, box, label)), read: () => box.checked };
}

function text(id: string, label: string, input: Of<"text">, words: Words["generate"]): Control {
  const name = `input-${id}`;
  const area = el("textarea", { id: name, rows: 4, "aria-describedby": `${name}-count` });
  const count = el("p", { id: `${name}-count`, class: "count" });
  const element = el("div", { class: "field" }, titled("label", { for: name }, label), area, count);
  return { element, read: () => area.value, counted: (counted) => { count.textContent = words.counted(counted, input.max === undefined ? undefined : written(input.max), input.measure); } };
}

function titled<K extends "label" | "legend">(tag: K, attributes: { for?: string }, label: string, unit?: string): HTMLElementTagNameMap[K] {
  return el(tag, attributes, label, ...(unit === undefined ? [] : [" ", el("span", { class: "unit" }, unit)]));
}
