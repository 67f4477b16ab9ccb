// The forms of the company: a team, a member, an alert, and what is to be removed. What the package refuses is told below the
// fields, with what would help.
import { type TemplateResult, html, noChange, nothing } from "lit";
import type { Alert, Window } from "bursar";
import type { App } from "../app.ts";
import { type Change, type Judged, type Limits, type Watch, alertId, anew, judge, overtaken, windows } from "../changes.ts";
import { own } from "../own.ts";
import { pills, select } from "./fields.ts";
import { modal, shut } from "./modal.ts";

type Of<D extends Change["do"]> = Extract<Change, { do: D }>;

export function changeDialog(app: App): TemplateResult | typeof nothing {
  const { seen, company } = app;
  const { change } = company;
  if (!seen || !change) return nothing;
  const judged = judge(change, seen);
  return modal(() => company.open(undefined), "change-title", html`<form novalidate autocomplete="off" @submit=${(event: Event) => { event.preventDefault(); if (judged.kind === "accepted" && !barred(app, change) && !app.outbox.busy) company.carryOut(change); }}>
    ${fields(app, change, judged)}
    ${trouble(app, change, judged)}
    ${feet(app, change, judged)}</form>`);
}

function fields(app: App, change: Change, judged: Judged): TemplateResult {
  switch (change.do) {
    case "setTeam":
      return team(app, change);
    case "setMember":
      return member(app, change);
    case "setAlert":
      return alert(app, change);
    default:
      return removal(app, change, judged);
  }
}

/** To set anew who is there would be to change them without seeing what they are. */
function taken({ seen }: App, change: Change): boolean {
  return change.do === "setMember" && !change.known && Object.hasOwn(seen?.view.members ?? {}, change.member.trim());
}

/** What another did meanwhile; what is under way may be one's own. */
const late = ({ seen, outbox }: App, change: Change): ReturnType<typeof overtaken> => (seen && !outbox.busy ? overtaken(change, seen.view) : undefined);

const barred = (app: App, change: Change): boolean => taken(app, change) || late(app, change) !== undefined;

function trouble(app: App, change: Change, judged: Judged): TemplateResult | typeof nothing {
  const { words: { company: words } } = app;
  if (taken(app, change)) return html`<p class="refused" role="alert">${words.taken}</p>`;
  const by = late(app, change);
  if (by === "gone") return html`<p class="refused" role="alert">${words.gone}</p>`;
  if (by === "changed") {
    return html`<div class="refusal"><p class="refused" role="alert">${words.changed}</p>
      <button class="button" type="button" @click=${() => { if (app.seen) app.company.open(anew(change, app.seen.view)); }}>${words.anew}</button></div>`;
  }
  if (judged.kind === "mistake") return html`<p class="refused" role="alert">${own(words.mistakes, judged.path.split("/")[1]) ?? words.mistakes["other"]}</p>`;
  if (judged.kind === "refused") {
    return html`<div class="refusal"><p class="refused" role="alert">${app.help.why(judged.refused)}</p>
      ${judged.refused.remedies.filter(({ do: what }) => what !== "ask_admin" || !app.seen?.may("manage")).map((remedy) => html`<button class="button" type="button" @click=${() => (remedy.do === "ask_admin" ? app.help.ask(words.changes[change.do].what) : app.help.take({ remedy, may: true }))}>${app.help.told(remedy)}</button>`)}</div>`;
  }
  if (app.trouble !== undefined) return html`<p class="refused" role="alert">${app.trouble}</p>`;
  return judged.kind === "unfinished" && (change.do === "setTeam" || change.do === "setMember" || change.do === "setAlert") ? html`<p class="quiet small" role="status">${words.unfinished[change.do]}</p>` : nothing;
}

function feet(app: App, change: Change, judged: Judged): TemplateResult {
  const { words: { company: words, plans }, outbox } = app;
  const removes = change.do.startsWith("remove");
  return html`<div class="row end"><button class="button plain" type="button" @click=${shut}>${plans.back}</button>
    <button class="button ${removes ? "warn" : "primary"}" ?disabled=${judged.kind !== "accepted" || barred(app, change)} aria-disabled=${outbox.busy}>${removes ? words.remove : words.save}</button></div>`;
}

const heading = (text: string): TemplateResult => html`<h2 id="change-title">${text}</h2>`;

function team(app: App, change: Of<"setTeam">): TemplateResult {
  const { words: { company: words }, company } = app;
  return html`${heading(change.team === undefined ? words.addTeam : words.changeTeam)}
    ${text("change-name", words.name, change.label, (label) => company.open({ ...change, label }))}
    ${limitFields(app, change.limits, words.limitsOfTeam, (limits) => company.open({ ...change, limits }))}`;
}

function member(app: App, change: Of<"setMember">): TemplateResult {
  const { words: { company: words }, company, rules, say } = app;
  const roles = Object.keys(rules.roles ?? {}).map((id): [string, string] => [id, say.role(id)]);
  const role = own(rules.roles, change.role);
  const limits = role?.limits ?? [];
  return html`${heading(change.known ? words.changeOf(change.member) : words.addMember)}
    ${change.known ? nothing : html`${text("change-name", words.memberId, change.member, (member) => company.open({ ...change, member }), "change-hint")}<p class="quiet small hint" id="change-hint">${words.memberHint}</p>`}
    <div class="field">${select("change-role", words.role, roles, change.role, (role) => company.open({ ...change, role }))}
      <p class="quiet small">${words.can(role?.can ?? [], say)}</p></div>
    ${company.teams.length === 0 ? nothing : html`<fieldset class="checks"><legend>${words.theirTeams}</legend>${company.teams.map(([id]) => html`<label class="check"><input type="checkbox" .checked=${change.teams.includes(id)}
      @change=${() => company.open({ ...change, teams: change.teams.includes(id) ? change.teams.filter((other) => other !== id) : [...change.teams, id] })}>${say.wallet(`team:${id}`)}</label>`)}</fieldset>`}
    ${limitFields(app, change.limits, limits.length === 0 ? words.limitsOfMember : words.limitsBeside(limits.map(({ per, credits }) => words.limit(credits, per, say)), say), (limits) => company.open({ ...change, limits }))}`;
}

function alert(app: App, change: Of<"setAlert">): TemplateResult {
  const { words: { company: words }, company, seen, say } = app;
  const watched: Watch[] = ["account", "members", ...company.teams.map(([id]): Watch => `team:${id}`), ...Object.keys(seen?.view.members ?? {}).map((id): Watch => `member:${id}`)];
  const watches = watched.map((watch): [Watch, string] => [watch, words.watched(watch, say)]);
  const ons = (["spent", "balance"] as const).map((on): [Alert["on"], string] => [on, words.on[on]]);
  // One field more than are filled in.
  const thresholds = change.thresholds.at(-1) === undefined ? change.thresholds : [...change.thresholds, undefined];
  const fields = thresholds.length === 0 ? [undefined] : thresholds;
  return html`${heading(change.known ? words.changeOf(change.alert) : words.addAlert)}
    ${change.known ? nothing : html`${text("change-name", words.name, change.alert, (alert) => company.open({ ...change, alert }), "change-called")}<p class="quiet small hint" id="change-called" role="status">${called(app, change)}</p>`}
    <div class="field">${select("change-watch", words.watch, watches, change.watch, (watch) => company.open({ ...change, watch }))}</div>
    ${pills("change-on", html`<legend>${words.when}</legend>`, ons, change.on, (on) => company.open({ ...change, on }))}
    ${change.on === "spent" ? html`<div class="field">${select("change-per", words.within, shownWindows(app, change.per).map((per): [Window, string] => [per, words.spans[per]]), change.per, (per) => company.open({ ...change, per }))}</div>` : nothing}
    <fieldset class="thresholds"><legend>${words.thresholds(say)}</legend>${fields.map((credits, nth) => number(words.threshold(nth + 1), credits, (credits) => company.open({ ...change, thresholds: fields.map((other, at) => (at === nth ? credits : other)) })))}</fieldset>`;
}

/** Where the name cannot stay as it is typed. */
function called({ seen, words: { company: words } }: App, change: Of<"setAlert">): string {
  const id = seen && change.alert.trim() !== "" ? alertId(change, seen.view) : change.alert.trim();
  return id === change.alert.trim() ? "" : words.called(id);
}

function removal(app: App, change: Of<"removeTeam" | "removeMember" | "removeAlert">, judged: Judged): TemplateResult {
  const { words: { company: words }, say } = app;
  if (change.do === "removeMember") return html`${heading(words.removeThe(change.member))}<p>${words.removesMember(change.member)}</p>`;
  if (change.do === "removeAlert") return html`${heading(words.removeThe(change.alert))}<p>${words.removesAlert}</p>`;
  const back = judged.kind === "accepted" ? judged.answer.entries.filter(({ wallet, credits }) => wallet === "bank" && credits > 0).reduce((sum, { credits }) => sum + credits, 0) : 0;
  return html`${heading(words.removeThe(say.wallet(`team:${change.team}`)))}<p>${words.removesTeam(back, say)}</p>`;
}

/** Where there are no plans a plan's period says nothing to anybody, unless it is what was chosen. */
function shownWindows({ rules }: App, chosen: Window | undefined): readonly Window[] {
  return windows.filter((per) => per !== "period" || rules.plans !== undefined || chosen === "period");
}

function limitFields(app: App, limits: Limits, hint: string, set: (limits: Limits) => void): TemplateResult {
  const { words: { company: words } } = app;
  const shown = shownWindows(app, limits.period === undefined ? undefined : "period");
  const changed = (per: Window, credits: number | undefined): Limits => {
    const { [per]: _, ...others } = limits;
    return credits === undefined ? others : { ...others, [per]: credits };
  };
  return html`<fieldset class="limit-fields"><legend>${words.limits}</legend><p class="quiet small">${hint}</p>${shown.map((per) => number(words.per[per], limits[per], (credits) => set(changed(per, credits))))}</fieldset>`;
}

/** What is no number stays as it was typed, and is none: an empty field would be no limit. "1.000" is a thousand to some, and one to others. */
function wholeIn({ value, valueAsNumber, validity }: HTMLInputElement): number | undefined {
  if (validity.badInput || value.includes(".")) return NaN;
  return value === "" ? undefined : valueAsNumber;
}

function text(id: string, label: string, value: string, set: (value: string) => void, described?: string): TemplateResult {
  return html`<div class="field"><label for=${id}>${label}</label><input id=${id} autofocus autocapitalize="off" spellcheck="false" aria-describedby=${described ?? nothing} .value=${value} @input=${({ target }: Event) => { if (target instanceof HTMLInputElement) set(target.value); }}></div>`;
}

function number(label: string, value: number | undefined, set: (value: number | undefined) => void): TemplateResult {
  const typed = ({ target }: Event): void => { if (target instanceof HTMLInputElement) set(wholeIn(target)); };
  return html`<label class="amount-field"><span>${label}</span><input type="number" inputmode="numeric" min="0" step="1" .value=${Number.isNaN(value) ? noChange : String(value ?? "")} @input=${typed}></label>`;
}
