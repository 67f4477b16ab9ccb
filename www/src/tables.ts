// The two tables: prices over one or two inputs of the model, and the rates of all models.
import type { Bursar, Input, Model, Payer, Request, Rules, Value } from "bursar";
import { unit, whole } from "./books.ts";
import { el, table } from "./dom.ts";
import { numbers, unitOf } from "./span.ts";

interface Axis {
  id: string;
  label: string;
  values: Value[];
  name(value: Value): string;
}

/** Prices over the model's inputs that can be counted out, at most two: the longer goes down, the shorter across. */
export function prices(bursar: Bursar, request: Request, model: Model, payer: Payer | undefined, now: Record<string, Value>): Node {
  const axes = Object.entries(model.inputs ?? {}).flatMap(([id, input]) => axis(id, input));
  const [down, across] = axes.sort((a, b) => b.values.length - a.values.length);
  if (!down) return el("p", { class: "quiet" }, "This model has no inputs to set side by side.");
  const varied = across ? [down, across] : [down];
  const costs = bursar.grid(request, varied.map(({ id, values }) => [id, values]), payer);
  const columns = across?.values ?? [undefined];

  const head = [el("th", { scope: "col" }, down.label), ...columns.map((column) => el("th", { scope: "col", class: "number" }, across && column !== undefined ? across.name(column) : "Cost"))];
  const rows = down.values.map((value, row) =>
    el("tr", {}, el("th", { scope: "row" }, down.name(value)), ...columns.map((column, nth) => {
      const here = now[down.id] === value && (!across || now[across.id] === column);
      return cell(costs[row * columns.length + nth], here);
    })));
  return table(across ? `By ${down.label} and ${across.label}` : `By ${down.label}`, head, rows);
}

function cell(cost: number | undefined, here: boolean): HTMLTableCellElement {
  const offered = cost !== undefined && !Number.isNaN(cost);
  return el("td", { class: "number", "aria-current": here ? "true" : undefined }, offered ? whole(cost) : el("abbr", { title: "not to be had" }, "–"));
}

function axis(id: string, input: Input): Axis[] {
  const label = input.label ?? id;
  switch (input.type) {
    case "number": {
      const unit = unitOf(label, input);
      return [{ id, label: unit ? `${label} (${unit})` : label, values: numbers(input), name: String }];
    }
    case "choice":
      return [{ id, label, values: input.of, name: (value) => input.labels?.[String(value)] ?? String(value) }];
    case "flag":
      return [{ id, label, values: [false, true], name: (value) => (value ? label : "without") }];
    case "text":
      return [];
  }
}

export function rates(bursar: Bursar, rules: Rules, payer: Payer | undefined, chosen: string): Node {
  const head = [el("th", { scope: "col" }, "Model"), el("th", { scope: "col" }, "Term"), el("th", { scope: "col" }, "Rate")];
  const rows = bursar.rates(payer).flatMap(({ model, label, lines }) => {
    const shown = lines.length > 0 ? lines : [{ label: "Nothing is charged", rate: "0", per: "" }];
    return shown.map((line, nth) => {
      const named = nth > 0 ? [] : [el("th", { scope: "rowgroup", rowspan: shown.length }, label)];
      return el("tr", { "data-model": model, "aria-current": model === chosen ? "true" : undefined }, ...named, el("td", {}, line.label), el("td", {}, el("span", { class: "rate" }, line.rate), line.per && ` per ${line.per}`));
    });
  });
  return table(`What each model charges in ${unit(rules).many}, before rounding`, head, rows);
}
