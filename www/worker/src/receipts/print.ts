// A receipt as a page to print. Whatever stands in it is escaped, for labels and ids are somebody's words.
import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Worded } from "./words.ts";

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem;color:#111;background:#fff}
h1{font-size:1.5rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1.5rem}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}
.test{border:2px solid #b00;color:#b00;padding:.5rem 1rem;font-weight:600}@page{margin:2cm}@media print{body{margin:0}}`;

/** No script runs in it and nothing is loaded. */
export const printPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export function page({ lang, title, lines, test }: Worded, locale: string): HtmlEscapedString | Promise<HtmlEscapedString> {
  return html`<!doctype html>
<html lang="${lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${style}</style></head>
<body><main data-locale="${locale}">
<h1>${title}</h1>
${test ? html`<p class="test">${test}</p>` : ""}
<dl>${lines.map(([label, text]) => html`<dt>${label}</dt><dd>${text}</dd>`)}</dl>
</main></body></html>`;
}
