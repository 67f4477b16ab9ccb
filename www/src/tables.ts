// The two tables: prices over one or two inputs of the model, and the rates of all models.
import type { Bursar, Input, Model, Payer, Rate, Request, Value } from "bursar";
import { el, table } from "./dom.ts";
import { own } from "./own.ts";
import type { Say } from "bursar/elements";
import { numbers, unitOf } from "./span.ts";
import type { Words } from "./words/words.ts";

interface Told { words: Words["generate"]; say: Say }

interface Axis {
  id: string;
  label: string;
  values: Value[];
  name(value: Value): string;
}

/** Prices over the model's inputs that can be counted out, at most two: the longer goes down, the shorter across. */
export function prices(bursar: Bursar, request: Request, model: Model, payer: Payer | undefined, now: Record<string, Value>, { words, say }: Told): Node {
  const axes = Object.entries(model.inputs ?? {}).flatMap(([id, input]) => axis(id, input, { words, say }));
  const [down, across] = axes.sort((a, b) => b.values.length - a.values.length);
  if (!down) return el("p", { class: "quiet" }, words.noTable);
  // Of no text a price says nothing.
  const empty = Object.entries(model.inputs ?? {}).find(([id, { type }]) => type === "text" && own(request.inputs, id) === "");
  if (empty) return el("p", { class: "quiet" }, words.textFirst(empty[1].label ?? empty[0]));
  const varied = across ? [down, across] : [down];
  const costs = bursar.grid(request, varied.map(({ id, values }) => [id, values]), payer);
  const columns = across?.values ?? [undefined];

  const head = [el("th", { scope: "col" }, down.label), ...columns.map((column) => el("th", { scope: "col", class: "number" }, across && column !== undefined ? across.name(column) : words.costColumn))];
  const rows = down.values.map((value, row) =>
    el("tr", {}, el("th", { scope: "row" }, down.name(value)), ...columns.map((column, nth) => {
      const here = own(now, down.id) === value && (!across || own(now, across.id) === column);
      return cell(costs[row * columns.length + nth], here, { words, say });
    })));
  return table(words.by(down.label, across?.label), head, rows);
}

function cell(cost: number | undefined, here: boolean, { words, say }: Told): HTMLTableCellElement {
  const offered = cost !== undefined && !Number.isNaN(cost);
  return el("td", { class: "number", "aria-current": here ? "true" : undefined }, offered ? say.number(cost) : el("abbr", { title: words.notOffered }, "–"));
}

function axis(id: string, input: Input, { words, say }: Told): Axis[] {
  const label = input.label ?? id;
  switch (input.type) {
    case "number": {
      const unit = unitOf(label, input, words);
      return [{ id, label: unit ? `${label} (${unit})` : label, values: numbers(input), name: (value) => say.exact(String(value)) }];
    }
    case "choice":
      return [{ id, label, values: input.of, name: (value) => own(input.labels, String(value)) ?? String(value) }];
    case "flag":
      return [{ id, label, values: [false, true], name: (value) => (value ? label : words.without) }];
    case "text":
      return [];
  }
}

export function rates(bursar: Bursar, payer: Payer | undefined, chosen: string, told: Told): Node {
  return rateTable(bursar.rates(payer), chosen, told);
}

/** A rate, or the least and the greatest of it, by the reader's habits. */
export const rateIn = (say: Say, rate: string): string => rate.split("–").map(say.exact).join("–");

export function rateTable(told: Rate[], chosen: string, { words, say }: Told): Node {
  const head = [el("th", { scope: "col" }, words.model), el("th", { scope: "col" }, words.term), el("th", { scope: "col" }, words.rate)];
  const rows = told.flatMap(({ model, label, lines }) => {
    const shown = lines.length > 0 ? lines : [{ label: words.free, rate: "0", per: "" }];
    return shown.map((line, nth) => {
      const named = nth > 0 ? [] : [el("th", { scope: "rowgroup", rowspan: shown.length }, label)];
      return el("tr", { "data-model": model, "aria-current": model === chosen ? "true" : undefined }, ...named, el("td", { class: "term" }, line.label), el("td", {}, el("span", { class: "rate" }, rateIn(say, line.rate)), line.per && ` ${words.per(line.per)}`));
    });
  });
  return table(words.ratesCaption(say), head, rows);
}
