// What the elements look like by themselves, and the custom properties by which a page makes them its own.
import { css } from "lit";

/** Every colour stands for what it is used for. `light-dark` follows the page's `color-scheme`. */
export const base = css`
  :host {
    --ink: var(--bursar-ink, light-dark(#14181a, #eceeed));
    --quiet: var(--bursar-quiet, light-dark(#5a6366, #9ba5a6));
    --card: var(--bursar-card, light-dark(#ffffff, #191d1f));
    --sunk: var(--bursar-sunk, light-dark(#f3f5f4, #111415));
    --line: var(--bursar-line, light-dark(#e3e7e6, #2b3133));
    --edge: var(--bursar-edge, light-dark(#869092, #6d787b));
    --accent: var(--bursar-accent, light-dark(#0b6b55, #5fd0b1));
    --on-accent: var(--bursar-on-accent, light-dark(#ffffff, #06231b));
    --tint: var(--bursar-tint, light-dark(#e6f3ef, #17332b));
    --warn: var(--bursar-warn, light-dark(#9a3412, #f5a882));
    --warn-tint: var(--bursar-warn-tint, light-dark(#fdf1ea, #33221a));
    --radius: var(--bursar-radius, 0.75rem);
    --inner: calc(var(--radius) * 0.667);
    --shadow: var(--bursar-shadow, 0 0.75rem 2.5rem rgb(10 20 18 / 16%), 0 0.125rem 0.5rem rgb(10 20 18 / 8%));
    --series-1: var(--bursar-series-1, light-dark(#12806a, #4cc3a5));
    --series-2: var(--bursar-series-2, light-dark(#5563d1, #8d99f2));
    --series-3: var(--bursar-series-3, light-dark(#c07f12, #e0ad52));
    --series-4: var(--bursar-series-4, light-dark(#b8467a, #ea86b0));
    --series-5: var(--bursar-series-5, light-dark(#2b86b8, #6cbbe4));
    --series-6: var(--bursar-series-6, light-dark(#6b7378, #9aa3a8));
    color: var(--ink);
    font-family: var(--bursar-font, inherit);
    line-height: 1.45;
    font-variant-numeric: tabular-nums;
    -webkit-text-size-adjust: 100%;
  }
  :host([hidden]) { display: none; }
  *, ::before, ::after { box-sizing: border-box; }
  h2, h3, p, ul, ol, dl, dd, fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
  ul, ol { list-style: none; }
  h2 { font-size: 1.25rem; font-weight: 650; letter-spacing: -0.015em; line-height: 1.25; }
  h3, legend { padding: 0; font-size: 0.8125rem; font-weight: 600; color: var(--quiet); }
  .quiet { color: var(--quiet); }
  .small { font-size: 0.8125rem; }
  .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  button, input, select { font: inherit; color: inherit; font-variant-numeric: inherit; }
  button { cursor: pointer; }
  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: 0.5rem;
    min-height: 2.75rem; padding: 0.5rem 1rem;
    border: 1px solid var(--edge); border-radius: var(--inner);
    background: var(--card); font-weight: 550; text-align: center; text-decoration: none; color: inherit;
    transition: background-color 120ms, border-color 120ms;
  }
  .button:hover { background: var(--sunk); }
  .button.primary { border-color: transparent; background: var(--accent); color: var(--on-accent); font-weight: 600; }
  .button.primary:hover { background: color-mix(in oklab, var(--accent) 88%, var(--ink)); }
  .button:is(:disabled, [aria-disabled="true"]) { cursor: default; border-color: var(--line); background: var(--sunk); color: var(--quiet); }
  :is(button, input, select, summary, a, [tabindex]):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

  .refusal { padding: 0.75rem 0.875rem; border-radius: var(--inner); background: var(--warn-tint); color: var(--warn); font-weight: 500; text-wrap: pretty; overflow-wrap: anywhere; }
  @media (prefers-reduced-motion: reduce) {
    *, ::before, ::after { transition: none !important; animation: none !important; }
  }
  @media (forced-colors: active) {
    .button, .refusal { border: 1px solid; }
  }
`;

/** A field with its label above it. */
export const fields = css`
  .field { display: grid; gap: 0.375rem; min-width: 0; }
  label { font-weight: 550; font-size: 0.9375rem; }
  :is(input:not([type="radio"]), select) {
    width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem;
    border: 1px solid var(--edge); border-radius: var(--inner); background: var(--card);
  }
  input[aria-invalid="true"] { border-color: var(--warn); }
`;

/** A dialog in the middle of the window; on a phone a sheet at its foot. */
export const dialogs = css`
  :host { display: contents; }
  dialog {
    width: min(32rem, calc(100vw - 2rem)); max-height: min(48rem, calc(100dvh - 2rem));
    padding: 0; border: 1px solid var(--line); border-radius: calc(var(--radius) * 1.333);
    background: var(--card); color: var(--ink); box-shadow: var(--shadow);
    overflow: auto; overscroll-behavior: contain;
  }
  dialog::backdrop { background: rgb(8 14 13 / 45%); }
  dialog[open] { animation: rise 160ms ease-out; }
  @keyframes rise { from { opacity: 0; translate: 0 0.5rem; } }
  form { display: grid; gap: 1.25rem; padding: clamp(1.125rem, 4vw, 1.625rem); }
  .head { display: flex; align-items: flex-start; justify-content: space-between; gap: 1rem; }
  .close { flex: none; display: grid; place-items: center; width: 2.75rem; height: 2.75rem; margin: -0.625rem -0.75rem -0.5rem 0; border: 0; border-radius: 50%; background: none; color: var(--quiet); }
  .close:hover { background: var(--sunk); color: var(--ink); }
  .foot { display: grid; gap: 0.75rem; }
  .foot .button { width: 100%; min-height: 3rem; }
  @media (width < 30rem) {
    dialog { width: 100vw; max-width: none; margin: auto 0 0; border-width: 1px 0 0; border-radius: calc(var(--radius) * 1.333) calc(var(--radius) * 1.333) 0 0; }
  }
`;
