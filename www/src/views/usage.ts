// Usage: what was spent, over time.
import { type TemplateResult, html } from "lit";
import type { App } from "../app.ts";

export function usage(app: App): TemplateResult {
  const { words: { usage: words, elements }, seen, rules, bursar, locale, chart } = app;
  if (!seen?.may("viewUsage")) return html`<h1>${words.title}</h1><p class="quiet">${words.hidden}</p>`;
  const per = (["hour", "day", "month"] as const).map((value): [typeof value, string] => [value, words[value]]);
  const stack = (["model", "member"] as const).map((value): [typeof value, string] => [value, elements.usage.what[value]]);
  return html`
    <div class="head"><h1>${words.title}</h1><div class="row">
      ${pills("per", words.per, per, chart.per, (value) => { app.chart = { ...chart, per: value }; app.draw(); })}
      ${pills("stack", words.stack, stack, chart.stack, (value) => { app.chart = { ...chart, stack: value }; app.draw(); })}
    </div></div>
    <section class="card tall"><bursar-usage .bursar=${bursar} .rules=${rules} .view=${seen.view} .entries=${app.entries} .per=${chart.per} .stack=${chart.stack} .words=${elements} .locale=${locale}></bursar-usage></section>`;
}

function pills<T extends string>(name: string, legend: string, choices: [T, string][], chosen: T, choose: (value: T) => void): TemplateResult {
  return html`<fieldset class="pills"><legend class="away">${legend}</legend><div>${choices.map(([value, label]) => html`<label><input type="radio" name=${name} .checked=${value === chosen} @change=${() => choose(value)}><span>${label}</span></label>`)}</div></fieldset>`;
}
