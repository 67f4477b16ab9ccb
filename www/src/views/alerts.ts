// Alerts: of what those who manage are to be told, and from where on.
import { type TemplateResult, html } from "lit";
import type { Alert, Id } from "bursar";
import type { App } from "../app.ts";
import { alertForm } from "../changes.ts";
import { icons } from "./icons.ts";
import { menu } from "./menu.ts";

export function alerts(app: App): TemplateResult {
  const { words: { company: words }, seen, company } = app;
  const list = Object.entries(seen?.view.alerts ?? {});
  return html`<section id="alerts" class="card" aria-labelledby="alerts-title"><div class="head"><h2 id="alerts-title">${words.alerts}</h2>
      <button class="button" type="button" @click=${() => { if (seen) company.open(alertForm(seen.view)); }}>${icons.plus}${words.addAlert}</button></div>
    ${list.length === 0 ? html`<p class="quiet">${words.noAlerts}</p>` : html`<ul class="rows">${list.map(([id, alert]) => row(app, id, alert))}</ul>`}</section>`;
}

function row(app: App, id: Id, alert: Alert): TemplateResult {
  const { words: { company: words }, seen, company, say } = app;
  const items = [
    { label: words.changeAlert, icon: icons.pen, choose: () => { if (seen) company.open(alertForm(seen.view, id)); } },
    { label: words.removeAlert, icon: icons.bin, warn: true, choose: () => company.open({ do: "removeAlert", alert: id }) },
  ];
  return html`<li><div class="what"><h3>${id}</h3><p class="quiet small">${words.alert(alert, words.watched(alert.watch, say), say)}</p></div>
    ${menu(app, { id: `alert-${id}`, label: words.menuOfAlert(id), face: icons.dots, items })}</li>`;
}
