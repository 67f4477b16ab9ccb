// How a wish is doing: said in the view in which it was made.
import { type TemplateResult, html, nothing } from "lit";
import type { App } from "../app.ts";
import type { Wish } from "../wishes.ts";

/** In a place that is there before, so that it is heard. */
export function wished({ wishes: { latest }, words }: App, ...types: Wish["type"][]): TemplateResult {
  return html`<div class="live" role="status">${latest && types.includes(latest.type) ? note(latest, words) : nothing}</div>`;
}

function note(wish: Wish, words: App["words"]): TemplateResult {
  const { status, url, paid } = wish;
  // Whoever has just paid is not asked to pay once more.
  const pay = url !== undefined && !paid;
  return html`<div class="note ${status === "done" ? "good" : status === "trouble" ? "bad" : ""}"><span>${text(wish, words)}</span>${pay ? html`<a class="button" href=${url}>${words.credits.goOn}</a>` : nothing}</div>`;
}

function text({ type, status, receipt, paid }: Wish, { credits: { payments }, plans: { wishes } }: App["words"]): string {
  if (status === "open") return paid ? payments.paid : payments.open;
  if (status === "expired") return payments.expired;
  if (status === "done") return type === "purchase" || receipt !== undefined ? payments.done : wishes[type];
  if (status === "trouble") return type === "purchase" ? payments.trouble : wishes.trouble;
  return wishes.pending;
}
