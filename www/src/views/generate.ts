// Generate: what is asked for, what it costs, what became of it; and all prices.
import { type TemplateResult, html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { type Model, isBursarError } from "bursar";
import type { BursarEvents } from "bursar/elements";
import type { App } from "../app.ts";
import { books } from "../books.ts";
import { labelled } from "../form.ts";
import { type Job, brief } from "../jobs.ts";
import { own } from "../own.ts";
import { prices, rates } from "../tables.ts";

export function generate(app: App): TemplateResult {
  const { words: { generate: words }, seen, rules, bursar, form, say } = app;
  const { request, payer } = app;
  const told = { words, say };
  const model = own(rules.models, request.model);
  return html`
    <h1 class=${seen ? "" : "away"}>${words.title}</h1>
    ${seen ? nothing : html`<p class="lead" id="tagline">${app.words.tagline}</p>`}
    <div class="work">
      <div class="column">
      <form id="request" class="card" aria-label=${words.title} novalidate autocomplete="off" @submit=${(event: Event) => event.preventDefault()} @input=${(event: Event) => typed(app, event)}>
        ${seen ? html`<p id="runs" class="quiet">${rules.name} · ${seen.view.plan === undefined ? words.noPlan : say.plan(seen.view.plan.id)}</p>` : list(app)}
        <div class="field"><label for="model">${words.model}</label>${form.model}</div>
        ${form.inputs}
      </form>
      ${seen ? jobs(app) : nothing}
      <section id="grid" class="card" aria-labelledby="grid-title"><h2 id="grid-title">${words.prices}</h2><div id="prices">${model ? priced(app, model) : nothing}</div></section>
      </div>
      <div class="column">
      <section id="cost" class="card" aria-labelledby="cost-title">
        <h2 id="cost-title">${words.cost}</h2>
        <bursar-cost id="answer" hold .bursar=${bursar} .rules=${rules} .view=${seen?.view} .now=${seen?.now ?? Date.now} .payer=${app.list.plan === "" ? undefined : { plan: app.list.plan }}
          .request=${request} .words=${app.words.elements} .locale=${app.locale} .busy=${app.outbox.busy} .remedies=${app.help.remedies}
          @bursar-refused=${({ detail }: BursarEvents["bursar-refused"]) => app.help.refused(detail.request, detail.refused)}
          @bursar-spend=${({ detail }: BursarEvents["bursar-spend"]) => app.jobs.generate(detail)}
          @bursar-remedy=${({ detail }: BursarEvents["bursar-remedy"]) => app.help.take(detail)}></bursar-cost>
        ${seen?.may("generate") ? standIn(app) : nothing}
      </section>
      <section id="rates" class="card" aria-labelledby="rates-title"><h2 id="rates-title">${words.rates}</h2><div id="rate-table">${guard([bursar, seen?.view, app.list.plan, request.model, app.words], () => rates(bursar, payer, request.model, told))}</div></section>
      </div>
    </div>`;
}

/** Where the inputs stand, what is left out included; a value too odd to be judged is left out, so that the table still stands. */
function priced({ seen, bursar, payer, request, words: { generate: words }, say }: App, model: Model): Node {
  const told = { words, say };
  try {
    const answer = seen ? seen.estimate(request) : bursar.estimate(request, payer);
    return prices(bursar, request, model, payer, answer.ok ? answer.inputs : (request.inputs ?? {}), told);
  } catch (error) {
    if (!isBursarError(error)) throw error;
    return prices(bursar, { model: request.model }, model, payer, {}, told);
  }
}

/** Where there is no account: by which rulebook and which plan prices are told. */
function list(app: App): TemplateResult {
  const { words: { generate: words }, rules } = app;
  return html`
    <fieldset class="pills"><legend>${words.rulebook}</legend><div id="books">${books.map(([id, name]) => html`<label><input type="radio" name="book" value=${id} ?checked=${id === app.list.book}><span>${name}</span></label>`)}</div></fieldset>
    <div class="field"><label for="plan">${words.plan}</label><select id="plan" .value=${app.list.plan}>
      <option value="">${words.listPrice}</option>${labelled(rules.plans).map(([id, name]) => html`<option value=${id} ?selected=${id === app.list.plan}>${name}</option>`)}
    </select></div>`;
}

function typed(app: App, { target }: Event): void {
  if (target instanceof HTMLInputElement && target.name === "book") app.list = { book: target.value, plan: "" };
  if (target instanceof HTMLSelectElement && target.id === "plan") app.list = { ...app.list, plan: target.value };
  if (target === app.form.model) app.form.drawInputs();
  app.draw();
}

function standIn(app: App): TemplateResult {
  const { words: { jobs: words } } = app;
  if (!app.standIn) return html`<p class="quiet small">${words.noRunner}</p>`;
  return html`<div class="stand-in"><p class="quiet small">${words.standIn}</p>
    <label class="check small"><input type="checkbox" .checked=${app.jobs.lets === "fail"} @change=${() => { app.jobs.lets = app.jobs.lets === "fail" ? "work" : "fail"; app.draw(); }}>${words.fail}</label></div>`;
}

function jobs(app: App): TemplateResult {
  const { words: { jobs: words } } = app;
  const list = [...app.jobs.list, ...elsewhere(app)];
  return html`<section id="jobs" class="card" aria-labelledby="jobs-title"><h2 id="jobs-title">${words.title}</h2>
    <div aria-live="polite">${list.length === 0 ? html`<p class="quiet">${words.none}</p>` : html`<ul class="jobs">${list.map((job) => row(app, job))}</ul>`}</div></section>`;
}

/** What was begun in another tab, or before this one was opened: all that is known of it is what it holds. */
function elsewhere({ seen, jobs }: App): Job[] {
  const here = new Set(jobs.list.map(({ hold }) => hold));
  return Object.entries(seen?.view.holds ?? {})
    .filter(([id, { model }]) => !here.has(id) && model !== undefined)
    .map(([hold, { at, model = "", draws }]) => ({ hold, at, takesMs: 0, state: "elsewhere", held: draws.reduce((sum, { credits }) => sum + credits, 0), request: { model } }));
}

function row({ words: { jobs: words }, say }: App, job: Job): TemplateResult {
  const { model } = job.request;
  const settings = Object.entries(brief(job.request)).map(([input, value]) => `${say.input(model, input)} ${say.value(model, input, value)}`);
  const state = {
    running: words.running(job.held, say),
    settled: words.settled(job.credits ?? 0, say),
    released: words.released(job.credits ?? 0, say),
    lost: words.lost,
    left: words.noRunner,
    elsewhere: words.running(job.held, say),
  }[job.state];
  return html`<li data-state=${job.state}><div><strong>${say.model(model)}</strong><span class="quiet small">${[...settings, words.ran(job.at, say)].join(" · ")}</span></div>
    <span class="state">${state}</span>
    ${job.state === "running" ? html`<div class="progress" role="progressbar" aria-label=${say.model(model)}><i .style=${`animation-duration: ${job.takesMs}ms`}></i></div>` : nothing}</li>`;
}
