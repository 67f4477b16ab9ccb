// Rulebooks: the shipped ones and who is there to sign in as; one that is written; one account under two.
import "../rulebooks.css";
import { type TemplateResult, html, nothing } from "lit";
import type { Rules } from "bursar";
import type { Seat } from "../../worker/src/dev/seeds.ts";
import { say } from "bursar/elements";
import { books, open } from "../books.ts";
import { type Part, parts } from "../rulebooks/parts.ts";
import type { Rulebooks } from "../rulebooks/state.ts";
import { comparison } from "./comparison.ts";
import { icons } from "./icons.ts";
import { within } from "./links.ts";
import { writing } from "./writing.ts";

const shown: Record<Part, (state: Rulebooks) => TemplateResult> = { shelf, editor: writing, compare: comparison };

export function rulebooks(state: Rulebooks): TemplateResult {
  const { words, part } = state;
  return html`
    <div class="head"><h1>${words.title}</h1>
      <ul class="parts" aria-label=${words.menu}>${parts.map((one) => html`<li><a href=${one === "shelf" ? "?view=rulebooks" : `?view=rulebooks&part=${one}`} aria-current=${one === part ? "page" : nothing} @click=${within(() => state.go(one))}>${words.parts[one]}</a></li>`)}</ul></div>
    ${shown[part](state)}`;
}

function shelf(state: Rulebooks): TemplateResult {
  return html`<p class="lead">${state.words.lead}</p><div class="shelf">${books.map(([id]) => card(state, id))}${others(state)}</div>`;
}

function card(state: Rulebooks, id: string): TemplateResult {
  const { words: { shelf: words } } = state;
  const { rules } = open(id);
  const count = (part: object = {}): number => Object.keys(part).length;
  return html`<section class="card book" aria-labelledby=${`book-${id}`}>
    <h2 id=${`book-${id}`}>${rules.name}</h2>
    <p>${words.shows[id] ?? ""}</p>
    <div class="facts"><p class="small quiet">${words.order}</p><ol class="chain">${rules.sources.map((source) => html`<li>${source.label ?? source.id}</li>`)}</ol>
      <p class="small quiet">${words.counts(count(rules.models), count(rules.plans), count(rules.roles))}</p></div>
    ${people(state, state.people.filter(({ rulebook }) => rulebook === id), rules)}
    <div class="row"><button class="button" type="button" aria-label=${`${words.prices}: ${rules.name}`} @click=${() => state.prices(id)}>${words.prices}</button>
      <button class="button" type="button" aria-label=${`${words.edit}: ${rules.name}`} @click=${() => state.beginWith(id)}>${words.edit}</button>
      <button class="button" type="button" aria-label=${`${words.compare}: ${rules.name}`} @click=${() => state.compare(id)}>${words.compare}</button></div>
  </section>`;
}

/** In development there may be people under other rules than the shipped ones. */
function others(state: Rulebooks): TemplateResult | typeof nothing {
  const { words: { shelf: words } } = state;
  const there = state.people.filter(({ rulebook }) => !books.some(([id]) => id === rulebook));
  return there.length === 0 ? nothing : html`<section class="card book" aria-labelledby="book-others"><h2 id="book-others">${words.others}</h2><p>${words.othersWhat}</p>${people(state, there)}</section>`;
}

/** In development: these who are somebody under some rules, each a click away. */
function people(state: Rulebooks, there: Seat[], rules?: Rules): TemplateResult | typeof nothing {
  const { app, words: { shelf: words } } = state;
  if (there.length === 0) return nothing;
  const named = (role: string): string => (rules ? say(rules, app.locale, app.words.elements).role(role) : role);
  return html`<div class="people"><h3>${words.people}</h3><p class="small quiet">${words.peopleWhat}</p>
    <ul>${there.map(({ person, label, account, role, shows }) => {
      const called = role === "owner" ? words.owner : named(role);
      const here = app.session?.person === person && app.seen?.account === account;
      return html`<li><button class="seat" type="button" @click=${() => app.signIn({ person, account })}>
        <span class="face" aria-hidden="true">${label.charAt(0)}</span><span><strong>${label}</strong> <span class="tag">${called}</span> <span class="small quiet">${account} · ${(shows as Record<string, string>)[app.words.lang] ?? shows.en}</span></span>${here ? html`<span class="small here">${icons.tick}${words.here}</span>` : nothing}</button></li>`;
    })}</ul></div>`;
}
