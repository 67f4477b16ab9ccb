// In the place of what was asked for and not answered: that it was, and a button to ask again.
import { type TemplateResult, html } from "lit";
import type { App } from "../app.ts";

export function missed({ words: { missed: words } }: App, again: () => Promise<void>): TemplateResult {
  return html`<div class="row missed"><p class="quiet" role="alert">${words.what}</p><button class="button" type="button" @click=${() => void again()}>${words.again}</button></div>`;
}
