// How a wish is doing: said in the view in which it was made.
import { type TemplateResult, html, nothing } from "lit";
import type { App } from "../app.ts";
import type { Wish } from "../wishes.ts";

/** In a place that is there before, so that it is heard. */
export function wished({ wishes: { latest }, words }: App, ...types: Wish["type"][]): TemplateResult {
  const wish = latest && types.includes(latest.type) ? latest : undefined;
  // Whoever has just paid is not asked to pay once more.
  const url = wish?.paid ? undefined : wish?.url;
  return html`<div class=${wish ? `note ${looks[wish.status] ?? ""}` : "live"}><span role="status">${wish ? text(wish, words) : nothing}</span>${url === undefined ? nothing : html`<a class="button" href=${url}>${words.credits.goOn}</a>`}</div>`;
}

const looks: Partial<Record<Wish["status"], string>> = { done: "good", trouble: "bad" };

function text({ type, status, receipt, paid }: Wish, { credits: { payments }, plans: { wishes } }: App["words"]): string {
  if (status === "open") return paid ? payments.paid : payments.open;
  if (status === "expired") return payments.expired;
  if (status === "done") return type === "purchase" || receipt !== undefined ? payments.done : wishes[type];
  if (status === "trouble") return type === "purchase" ? payments.trouble : wishes.trouble;
  return wishes.pending;
}
