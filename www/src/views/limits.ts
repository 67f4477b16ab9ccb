// Limits: how much of each window is used, and when it frees.
import { type TemplateResult, html, nothing } from "lit";
import type { LimitUse } from "bursar";
import type { App } from "../app.ts";

export function limits(app: App, list: LimitUse[]): TemplateResult | typeof nothing {
  return list.length === 0 ? nothing : html`<ul class="limits">${list.map((limit) => one(app, limit))}</ul>`;
}

function one({ words: { company: words }, say }: App, { of, id, per, limit, spent, resetsAt }: LimitUse): TemplateResult {
  const full = spent >= limit;
  return html`<li ?data-full=${full}><span>${of === "team" ? words.ofTeam(say.wallet(`team:${id}`), words.windows[per]) : words.windows[per]}</span>
    <span class="number">${words.used(spent, limit, say)}</span>
    <span class="gauge" aria-hidden="true"><i .style=${`inline-size: ${limit > 0 ? Math.min(100, (100 * spent) / limit) : 100}%`}></i></span>
    ${spent > 0 ? html`<span class="frees">${words.frees(resetsAt, say)}</span>` : nothing}</li>`;
}
