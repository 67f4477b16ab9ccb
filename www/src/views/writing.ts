// A rulebook as it is written: the text with its faults, and, as soon as it is sound, what it comes to.
import { type TemplateResult, html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { type Bursar, type Model, type Payer, type Rules, isBursarError } from "bursar";
import { type Say, say } from "bursar/elements";
import { type Book, books } from "../books.ts";
import { labelled } from "../form.ts";
import { own } from "../own.ts";
import type { Fault } from "../rulebooks/draft.ts";
import type { Rulebooks } from "../rulebooks/state.ts";
import { prices, rateTable } from "../tables.ts";
import { icons } from "./icons.ts";
import { missed } from "./missed.ts";
import { signs } from "./signs.ts";

/** Nobody reads more rows than that, and a browser is slow to lay them out. */
const rowsMax = 200;
const cellsMax = 4000;
/** The engine tells so many faults at most. */
const faultsMax = 100;

export function writing(state: Rulebooks): TemplateResult {
  const { words: { editor: words }, draft } = state;
  return html`<p class="lead">${words.lead}</p>
    <div class="work write">
      <div class="column">
        <section class="card" aria-labelledby="write-title"><h2 id="write-title" class="away">${words.title}</h2>
          ${tools(state)}${begun(state)}
          <div class="text">${state.editor ?? (state.missed ? missed(state.app, () => state.again()) : html`<p class="quiet">${words.loading}</p>`)}</div>
          <p class="small ${draft.kept === "kept" ? "quiet" : "warned"}" id="kept">${words.saved[draft.kept]}</p>
        </section>
      </div>
      <div class="column">${faults(state)}${draft.book ? told(state, draft.book) : nothing}</div>
    </div>`;
}

function tools(state: Rulebooks): TemplateResult {
  const { app: { seen }, words: { editor: words } } = state;
  const begin = ({ target }: Event): void => {
    if (!(target instanceof HTMLSelectElement)) return;
    state.beginWith(target.value);
    target.value = "";
  };
  const file = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return;
    const [chosen] = target.files ?? [];
    if (chosen) void state.beginWithFile(chosen);
    target.value = "";
  };
  return html`<div class="row tools">
    <select aria-label=${words.begin} @change=${begin}><option value="">${words.beginFrom}</option>${books.map(([id, name]) => html`<option value=${id}>${name}</option>`)}${seen ? html`<option value="seen">${words.inForce(seen.account)}</option>` : nothing}</select>
    <label class="button"><input class="away" type="file" accept=".json,application/json" @change=${file}>${words.file}</label>
    <button class="button" type="button" @click=${() => state.save()}>${words.save}</button></div>`;
}

/** Whoever has put another text into the place of theirs may have it back. */
function begun(state: Rulebooks): TemplateResult | typeof nothing {
  const { begun, words: { editor: words } } = state;
  if (!begun) return nothing;
  if ("unread" in begun) return html`<p class="note bad" role="alert">${words.unread}</p>`;
  return html`<p class="note"><span role="status">${words.replaced(begun.name)}</span><button class="button" type="button" @click=${() => state.undo()}>${signs.back}${words.undo}</button></p>`;
}

/** What is wrong, or that nothing is. */
function faults(state: Rulebooks): TemplateResult {
  const { draft, lines, words: { editor: words } } = state;
  const { faults, waits, book } = draft;
  const wrong = faults.length > 0;
  return html`<section class="card verdict" data-verdict=${waits ? "looking" : wrong ? "faulty" : "sound"} aria-labelledby="verdict-title">
    <div role="status"><h2 id="verdict-title">${waits ? html`<span class="quiet">${words.looking}</span>` : wrong ? html`${signs.fault}${words.faults(faults.length, faults.length >= faultsMax)}` : html`${icons.tick}${words.sound}`}</h2></div>
    ${wrong ? html`<ol class="faults">${faults.map((fault, nth) => one(state, fault, lines[nth]))}</ol>`
      : book ? html`<p class="small quiet">${words.digest}</p><p><code id="draft-digest">${book.bursar.digest}</code></p>` : nothing}</section>`;
}

function one(state: Rulebooks, fault: Fault, line: number | undefined): TemplateResult {
  const { words: { editor: words } } = state;
  return html`<li><button type="button" class="fault" @click=${() => state.goTo(fault)}>
    <span class="small">${line === undefined ? "" : `${words.line(line)} · `}<code>${fault.path === "" ? words.whole : shortened(fault.path, 120)}</code></span><span>${quoted(shortened(fault.message, 400))}</span></button></li>`;
}

/** The engine's messages have the words of the text between backticks. */
const quoted = (message: string): (TemplateResult | string)[] => message.split("`").map((part, nth) => (nth % 2 === 1 ? html`<code>${part}</code>` : part));

const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

// ── What it comes to ──

function told(state: Rulebooks, { rules, bursar }: Book): TemplateResult {
  const { app, form, draft, words: { editor: words } } = state;
  if (!Object.hasOwn(rules.plans ?? {}, state.plan)) state.plan = "";
  const payer: Payer | undefined = state.plan === "" ? undefined : { plan: state.plan };
  const tells = say(rules, app.locale, app.words.elements);
  form.draw(rules);
  form.answered({ seen: undefined, bursar, payer, words: app.words, say: tells });
  const models = Object.keys(rules.models ?? {}).length;
  const request = form.request();
  const model = own(rules.models, request.model);
  const generate = app.words.generate;
  return html`
    ${draft.sound || draft.waits ? nothing : html`<p class="small quiet before">${words.before}:</p>`}
    ${models === 0 || !model ? html`<section class="card"><h2>${words.tryIt}</h2><p class="quiet">${words.noModels}</p></section>` : html`
      <section class="card" id="try" aria-labelledby="try-title"><h2 id="try-title">${words.tryIt}</h2>
        <form novalidate autocomplete="off" aria-label=${words.tryIt} @submit=${(event: Event) => event.preventDefault()} @input=${(event: Event) => tried(state, event)}>
          ${plans(state, rules)}
          <div class="field"><label for="model">${generate.model}</label>${form.model}</div>
          ${form.inputs}
        </form>
        <bursar-cost id="draft-cost" .bursar=${bursar} .rules=${rules} .now=${Date.now} .payer=${payer} .request=${request} .words=${app.words.elements} .locale=${app.locale}></bursar-cost></section>
      <section class="card" aria-labelledby="draft-grid-title"><h2 id="draft-grid-title">${words.prices}</h2>${guard([bursar, JSON.stringify(request), state.plan], () => grid(state, { rules, bursar }, request, model, payer, tells))}</section>
      <section class="card" aria-labelledby="draft-rates-title"><h2 id="draft-rates-title">${words.rates}</h2>${guard([bursar, request.model, state.plan], () => rates(state, bursar, payer, request.model, tells))}</section>`}`;
}

function plans(state: Rulebooks, rules: Rules): TemplateResult | typeof nothing {
  const { app: { words: { generate: words } } } = state;
  if (rules.plans === undefined) return nothing;
  return html`<div class="field"><label for="draft-plan">${words.plan}</label><select id="draft-plan"><option value="">${words.listPrice}</option>${labelled(rules.plans).slice(0, rowsMax).map(([id, name]) => html`<option value=${id} ?selected=${id === state.plan}>${name}</option>`)}</select></div>`;
}

function tried(state: Rulebooks, { target }: Event): void {
  if (target instanceof HTMLSelectElement && target.id === "draft-plan") state.plan = target.value;
  if (target === state.form.model) state.form.drawInputs();
  state.app.draw();
}

/** A rulebook may have more prices than can be counted, or be shown. */
function grid({ app, words: { editor: words } }: Rulebooks, { bursar }: Book, request: ReturnType<Rulebooks["form"]["request"]>, model: Model, payer: Payer | undefined, tells: Say): Node | TemplateResult {
  const spread = Object.values(model.inputs ?? {}).map((input) => ("of" in input ? (input.of?.length ?? 1) : 1)).sort((a, b) => b - a);
  if ((spread[0] ?? 1) * (spread[1] ?? 1) > cellsMax) return html`<p class="quiet">${words.tooMany}</p>`;
  const told = { words: app.words.generate, say: tells };
  try {
    const answer = bursar.estimate(request, payer);
    return prices(bursar, request, model, payer, answer.ok ? answer.inputs : (request.inputs ?? {}), told);
  } catch (error) {
    if (!isBursarError(error)) throw error;
    return html`<p class="quiet">${error.issues[0]?.message ?? error.message}</p>`;
  }
}

function rates({ app, words: { editor: words } }: Rulebooks, bursar: Bursar, payer: Payer | undefined, chosen: string, tells: Say): TemplateResult {
  const all = bursar.rates(payer);
  return html`${rateTable(all.slice(0, rowsMax), chosen, { words: app.words.generate, say: tells })}${all.length > rowsMax ? html`<p class="quiet">${words.more(all.length - rowsMax)}</p>` : nothing}`;
}
