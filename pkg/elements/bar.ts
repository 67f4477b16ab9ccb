// A bar with its name and its numbers: how much of a whole there is.
import { type TemplateResult, css, html } from "lit";

export interface Bar {
  name: string;
  text: string;
  /** Which of the colours. */
  series: number;
  whole: number;
  parts: { kind: "full" | "held" | "locked"; size: number }[];
}

/** There are so many colours; a longer list begins again. */
const SERIES = 6;

/** What is drawn is also written beside it, so the drawing is for the eye alone. */
export function bar({ name, text, series, whole, parts }: Bar): TemplateResult {
  return html`
    <p class="bar-name"><span><i class="dot series-${(series % SERIES) + 1}"></i>${name}</span><span>${text}</span></p>
    <div class="bar series-${(series % SERIES) + 1}" aria-hidden="true">${parts.map(({ kind, size }) => html`<i class=${kind} .style=${`inline-size: ${whole > 0 ? (100 * size) / whole : 0}%`}></i>`)}</div>`;
}

export const dotted = css`
  .series-1 { --series: var(--series-1); } .series-2 { --series: var(--series-2); } .series-3 { --series: var(--series-3); }
  .series-4 { --series: var(--series-4); } .series-5 { --series: var(--series-5); } .series-6 { --series: var(--series-6); }
  .dot { display: inline-block; width: 0.5rem; height: 0.5rem; margin-inline-end: 0.5rem; border-radius: 50%; background: var(--series); }
  @media (forced-colors: active) { .dot { forced-color-adjust: none; } }
`;

export const bars = [dotted, css`
  .bar-name { display: flex; justify-content: space-between; gap: 1rem; font-size: 0.9375rem; }
  .bar-name > :last-child { white-space: nowrap; }
  .bar { display: flex; height: 0.375rem; border-radius: 99rem; overflow: hidden; background: color-mix(in oklab, var(--series) 16%, var(--card)); }
  .bar i { transition: inline-size 320ms ease-out; background: var(--series); }
  .bar .held { background: repeating-linear-gradient(135deg, var(--series) 0 2px, color-mix(in oklab, var(--series) 35%, var(--card)) 2px 4px); }
  .bar .locked { background: color-mix(in oklab, var(--quiet) 55%, var(--card)); }
  @media (forced-colors: active) { .bar { border: 1px solid; } .bar .full { background: CanvasText; } }
`];
