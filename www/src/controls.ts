// A control for each kind of input, drawn from the rules. What a control allows, the engine judges.
import type { Input, Value } from "bursar";
import { el, options, pills } from "./dom.ts";
import { numbers, reach, unitOf } from "./span.ts";

export interface Control {
  element: HTMLElement;
  /** What the request carries; undefined where nothing is told. */
  read(): Value | undefined;
  /** Shows what the engine counted. */
  counted?(count: string): void;
}

type Of<T extends Input["type"]> = Extract<Input, { type: T }>;
/** So many stand side by side; more of them go into a menu. */
const FEW = 4;

export function control(id: string, input: Input): Control {
  const label = input.label ?? id;
  switch (input.type) {
    case "number":
      return input.of ? list(id, label, input) : range(id, label, input);
    case "choice":
      return choice(id, label, input);
    case "flag":
      return flag(id, label, input);
    case "text":
      return text(id, label, input);
  }
}

function list(id: string, label: string, input: Of<"number">): Control {
  const items = numbers(input).map((value): [string, string] => [String(value), String(value)]);
  const { element, chosen } = oneOf(id, label, unitOf(label, input), items, input.default === undefined ? undefined : String(Number(input.default)));
  return { element, read: () => { const value = chosen(); return value === undefined ? undefined : Number(value); } };
}

function choice(id: string, label: string, input: Of<"choice">): Control {
  const items = input.of.map((value): [string, string] => [value, input.labels?.[value] ?? value]);
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
function range(id: string, label: string, input: Of<"number">): Control {
  const name = `input-${id}`;
  const { min, max, step } = reach(input);
  const assumed = input.assume === "max" && input.default === undefined;
  const start = input.default ?? (assumed ? max : min);
  const field = el("input", { id: name, type: "number", inputmode: "decimal", step: input.step === undefined ? "any" : step, min: input.min, max: input.max, value: assumed ? undefined : start, placeholder: assumed ? max : undefined });
  const slider = el("input", { type: "range", min, max, step, value: start, "aria-label": `${label}, slider` });
  slider.addEventListener("input", () => { field.value = slider.value; });
  field.addEventListener("input", () => { slider.value = field.value === "" ? String(start) : field.value; });
  const element = el("div", { class: "field" }, titled("label", { for: name }, label, unitOf(label, input)), el("div", { class: "range" }, slider, field));
  return { element, read: () => (field.value === "" ? undefined : field.valueAsNumber) };
}

function flag(id: string, label: string, input: Of<"flag">): Control {
  const box = el("input", { type: "checkbox", id: `input-${id}`, checked: input.default === true });
  return { element: el("div", { class: "field" }, el("label", { class: "check" }, box, label)), read: () => box.checked };
}

function text(id: string, label: string, input: Of<"text">): Control {
  const name = `input-${id}`;
  const area = el("textarea", { id: name, rows: 4, "aria-describedby": `${name}-count` });
  const count = el("p", { id: `${name}-count`, class: "count" });
  const most = input.max === undefined ? "" : ` of ${input.max}`;
  const element = el("div", { class: "field" }, titled("label", { for: name }, label), area, count);
  return { element, read: () => area.value, counted: (counted) => { count.textContent = `${counted}${most} ${input.measure}`; } };
}

function titled<K extends "label" | "legend">(tag: K, attributes: { for?: string }, label: string, unit?: string): HTMLElementTagNameMap[K] {
  return el(tag, attributes, label, ...(unit === undefined ? [] : [el("span", { class: "unit" }, unit)]));
}
