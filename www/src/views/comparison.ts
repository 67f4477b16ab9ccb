// One account under two rulebooks, side by side: what differs is marked, by a sign and in words.
import { type TemplateResult, html, nothing } from "lit";
import type { Account, Balance, Order, Rate, Request, Rules, Wallet } from "bursar";
import { type Say, say } from "bursar/elements";
import { books, open } from "../books.ts";
import type { Compared, Look, Side } from "../rulebooks/comparison.ts";
import type { Rulebooks } from "../rulebooks/state.ts";
import { marked } from "../rulebooks/written.ts";
import { rateIn } from "../tables.ts";
import { pills, select } from "./fields.ts";
import { signs } from "./signs.ts";

/** A line of a table: what it is about, and what each rulebook says. */
interface Row { label: string; cells: [string, string]; group?: string }
interface Topic { id: string; title: string; rows: Row[] }
type Fits = Extract<Look, { fits: true }>;

const rowsMax = 200;

export function comparison(state: Rulebooks): TemplateResult {
  const { app, words: { compare: words } } = state;
  const compared = state.comparison.compared(app.seen, ({ rules }) => words.otherOrder(sourceName(rules)));
  const { first, second } = compared;
  const [one, two] = [first, second].map(({ rules }) => say(rules, app.locale, app.words.elements, compared.account));
  if (!one || !two) return html``;
  const tells: [Say, Say] = [one, two];
  const both = first.look.fits && second.look.fits ? ([first.look, second.look] as const) : undefined;
  const topics = [...(both ? accountTopics(state, compared, both, tells) : []), pricesTopic(state, compared, tells)];
  const different = topics.filter(({ rows }) => rows.some(differs)).map(({ title }) => title);
  return html`<p class="lead">${words.lead}</p>
    ${choices(state, compared, one)}
    ${second.look.fits ? html`<p class="note ${different.length > 0 ? "" : "good"}" role="status" id="differences">${different.length > 0 ? words.differ(different, one) : words.allSame}</p>` : misfit(state, compared, second)}
    <div class="topics">${topics.map((topic) => table(state, topic, first, second))}</div>`;
}

const sourceName = ({ sources: [first] }: Rules): string => first?.label ?? first?.id ?? "";
const differs = ({ cells: [one, two] }: Row): boolean => one !== two;

function choices(state: Rulebooks, { first, account, other, wallets, wallet }: Compared, tells: Say): TemplateResult {
  const { app, comparison, words: { compare: words } } = state;
  const accounts = comparison.accounts(app.seen);
  const chosen = accounts.includes(comparison.account) ? comparison.account : accounts[0];
  const change = (made: Partial<typeof comparison>): void => { Object.assign(comparison, made); app.draw(); };
  return html`<section class="card choices" aria-label=${words.title}>
    <div class="field">${select("compared", words.account, accounts.map((id): [string, string] => [id, id === "seen" ? words.seen(account.id) : words.example(open(id).rules.name)]), chosen, (account) => change({ account }))}
      ${chosen === "seen" ? nothing : html`<p class="small quiet">${words.exampleWhat}</p>`}</div>
    ${pills("other", html`<legend>${words.second}</legend>`, comparison.others(first.rules).map((id): [string, string] => [id, otherName(state, id, first.rules)]), other, (other) => change({ other }), comparison.written ? undefined : { value: "draft", by: "never-valid" })}
    ${comparison.written ? nothing : html`<p class="small quiet" id="never-valid">${words.neverValid}</p>`}
    <div class="row spends"><div class="field"><label for="credits">${words.spend(tells)}</label><input id="credits" type="number" inputmode="numeric" min="1" step="1" .value=${String(comparison.credits)}
        @input=${({ target }: Event) => { if (target instanceof HTMLInputElement && Number.isSafeInteger(target.valueAsNumber) && target.valueAsNumber >= 1) change({ credits: target.valueAsNumber }); }}></div>
      ${wallets.length > 1 ? html`<div class="field">${select("from", words.from, wallets.map((one): [Wallet, string] => [one, words.wallet(one, tells)]), wallet, (wallet) => change({ wallet }))}</div>` : nothing}</div>
  </section>`;
}

function otherName({ draft, words: { compare: words } }: Rulebooks, id: string, { sources }: Rules): string {
  if (id === "order") return words.otherOrder(sources[1]?.label ?? sources[1]?.id ?? "");
  if (id === "draft") return draft.sound ? words.draft : words.draftFaulty;
  return books.find(([book]) => book === id)?.[1] ?? id;
}

// ── What is compared ──

function accountTopics({ app, words: { compare: words } }: Rulebooks, { account }: Compared, looks: readonly [Fits, Fits], tells: [Say, Say]): Topic[] {
  const refused = (answer: Fits["balance" | "order" | "spend"]): string => (answer.ok ? "" : app.help.why(answer));
  return [
    { id: "balance", title: words.topics.balance, rows: balances(words, looks.map(({ balance }) => balance), tells, refused) },
    { id: "order", title: words.topics.order, rows: orders(words, looks.map(({ order }) => order), tells, account, refused) },
    { id: "spend", title: words.topics.spend, rows: draws(words, looks, tells, refused) },
    { id: "renewal", title: words.topics.renewal, rows: renewals(words, looks, tells) },
  ];
}

type Words = Rulebooks["words"]["compare"];
type Told = (answer: Fits["balance" | "order" | "spend"]) => string;

/** The same question of both, each answered in its own words. */
function pair<T>(all: readonly T[], tells: readonly Say[], tell: (one: T, say: Say) => string): [string, string] {
  const told = all.map((one, nth) => { const say = tells[nth]; return say ? tell(one, say) : ""; });
  return [told[0] ?? "", told[1] ?? ""];
}

function balances(words: Words, all: Fits["balance"][], tells: [Say, Say], refused: Told): Row[] {
  const sums = (["spendable", "locked", "held"] as const).map((what): Row => ({ label: words[what], cells: pair(all, tells, (one, say) => (one.ok ? say.number(one[what]) : refused(one))) }));
  if (!all.every(({ ok }) => ok)) return sums.slice(0, 1);
  const sources = [...new Set(all.flatMap((one) => (one.ok ? one.sources.map(({ source }) => source) : [])))];
  const lines = sources.map((id): Row => ({ label: tells[0].source(id), cells: pair(all, tells, (one, say) => ofSource(words, one, id, say)) }));
  return [...lines, ...sums];
}

function ofSource(words: Words, balance: Fits["balance"], id: string, say: Say): string {
  const found = balance.ok ? balance.sources.find(({ source }) => source === id) : undefined;
  if (!found) return words.none;
  return found.locked > 0 ? `${say.number(found.spendable + found.locked)} (${words.locked}: ${say.number(found.locked)})` : say.number(found.spendable);
}

function orders(words: Words, all: Fits["order"][], tells: [Say, Say], account: Account, refused: Told): Row[] {
  if (!all.every(({ ok }) => ok)) return [{ label: words.what, cells: pair(all, tells, (one) => refused(one)) }];
  const lines = all.map((one) => (one.ok ? inTurn(one) : []));
  const many = Math.min(rowsMax, Math.max(0, ...lines.map(({ length }) => length)));
  const teams = account.teams !== undefined;
  return Array.from({ length: many }, (_, nth) => ({ label: words.nth(nth + 1), cells: pair(lines, tells, (one, say) => {
    const turn = one[nth];
    if (!turn) return words.nothing;
    return `${say.source(turn.source)} ${say.number(turn.credits)}${teams ? `, ${words.wallet(turn.wallet, say)}` : ""}${turn.usable ? "" : ` (${words.unusable})`}`;
  }) }));
}

type Turn = Pick<Order["grants"][number], "source" | "credits" | "wallet" | "usable">;

/** Grants of one kind that follow each other are one line. */
function inTurn({ grants }: Order): Turn[] {
  const turns: Turn[] = [];
  for (const { source, credits, wallet, usable } of grants) {
    const last = turns.at(-1);
    if (last && last.source === source && last.wallet === wallet && last.usable === usable) last.credits += credits;
    else turns.push({ source, credits, wallet, usable });
  }
  return turns;
}

function draws(words: Words, all: readonly Fits[], tells: [Say, Say], refused: Told): Row[] {
  const sources = [...new Set(all.flatMap(({ spend }) => (spend.ok ? spend.draws.map(({ source }) => source) : [])))];
  const rows = sources.map((id): Row => ({ label: tells[0].source(id), cells: pair(all, tells, ({ spend }, say) => {
    const drawn = spend.ok ? spend.draws.filter(({ source }) => source === id).reduce((sum, { credits }) => sum + credits, 0) : 0;
    return drawn > 0 ? `−${say.number(drawn)}` : words.nothing;
  }) }));
  const answer: Row = { label: words.left, cells: pair(all, tells, ({ spend, after }, say) => (!spend.ok ? refused(spend) : after?.ok ? say.number(after.spendable) : words.none)) };
  return [...rows, answer];
}

function renewals(words: Words, all: readonly Fits[], tells: [Say, Say]): Row[] {
  const told = (which: string, of: (look: Fits) => Fits["after"]): Row[] => {
    const renewal = (look: Fits): Balance["renewal"] => { const balance = of(look); return balance?.ok ? balance.renewal : undefined; };
    if (all.every((look) => !renewal(look))) return [{ label: which, cells: [words.none, words.none] }];
    const day: Row = { group: which, label: words.renewal.at, cells: pair(all, tells, (look, say) => { const next = renewal(look); return !next ? words.none : next.ends ? words.ends(say.day(next.at)) : say.day(next.at); }) };
    const amounts = (["granted", "kept", "lost", "locked"] as const).filter((what) => all.some((look) => (renewal(look)?.[what] ?? 0) > 0));
    return [day, ...amounts.map((what): Row => ({ label: words.renewal[what], cells: pair(all, tells, (look, say) => say.number(renewal(look)?.[what] ?? 0)) }))];
  };
  const after = all.every(({ after }) => after?.ok) ? told(words.renewalThen, ({ after }) => after) : [];
  return [...told(words.renewalNow, ({ balance }) => balance), ...after];
}

function pricesTopic(state: Rulebooks, { first, second, apart }: Compared, tells: [Say, Say]): Topic {
  const [one, two] = [first.rates, second.rates].map((rates) => new Map(rates.map((rate) => [rate.model, rate])));
  const { words: { compare: words } } = state;
  const models = [...new Set([...(one?.keys() ?? []), ...(two?.keys() ?? [])])];
  const rows = models.map((id): Row => {
    const label = (one?.get(id) ?? two?.get(id))?.label ?? id;
    const cells = pair([one?.get(id), two?.get(id)], tells, (rate) => priced(state, rate));
    // Alike as far as rates tell: then by what one of the requests costs.
    const found = apart.get(id);
    if (!found || cells[0] !== cells[1]) return { label, cells };
    return { label, cells: pair(found.costs, tells, (cost, say) => words.costs(cells[0], asked(found.request, say), Number.isNaN(cost) ? undefined : cost, say)) };
  });
  const changed = rows.filter(differs).slice(0, rowsMax);
  return { id: "prices", title: words.topics.prices, rows: changed.length > 0 ? changed : rows.slice(0, rowsMax) };
}

/** What is asked for, in the words of the rules. */
const asked = ({ model, inputs = {} }: Request, say: Say): string => Object.entries(inputs).map(([input, value]) => `${say.input(model, input)} ${say.value(model, input, value)}`).join(", ");

function priced({ app, words: { compare: words } }: Rulebooks, rate: Rate | undefined): string {
  if (!rate) return words.absent;
  if (rate.lines.length === 0) return words.free;
  return rate.lines.map(({ label, rate, per }) => [label, rateIn(app.say, rate), per && app.words.generate.per(per)].filter(Boolean).join(" ")).join("; ");
}

// ── How it is shown ──

function table({ words: { compare: words } }: Rulebooks, { id, title, rows }: Topic, first: Side, second: Side): TemplateResult {
  const changed = rows.some(differs);
  const drawn = html`<div class="scroll" tabindex="0" role="region" aria-label=${title}><table class="sides-by-side">
    <thead><tr><td></td><th scope="col">${first.name}</th><th scope="col">${second.name}</th></tr></thead>
    <tbody>${rows.map((row) => line(words, row))}</tbody></table></div>`;
  return html`<section class="card topic" id=${`topic-${id}`}>
    <div class="head"><h2>${title}</h2>${changed ? html`<span class="tag differs">${signs.unequal}${words.differs}</span>` : html`<span class="small quiet">${words.same}</span>`}</div>
    ${id === "prices" && !changed && rows.length > 0 ? html`<p>${words.pricesSame(rows.length)}</p><details><summary>${words.allPrices}</summary>${drawn}</details>` : drawn}</section>`;
}

function line(words: Words, row: Row): TemplateResult {
  const [one, two] = row.cells;
  return html`${row.group === undefined ? nothing : html`<tr class="group"><th scope="colgroup" colspan="3">${row.group}</th></tr>`}<tr ?data-differs=${differs(row)}><th scope="row">${row.label}</th><td>${one}</td><td>${two}${differs(row) ? html`&nbsp;<span class="mark" title=${words.differs}>${signs.unequal}<span class="away">${words.differs}</span></span>` : nothing}</td></tr>`;
}

/** The account does not fit: everything that these rules do not know, where it stands in the account. */
function misfit({ app, words: { compare: words } }: Rulebooks, { example, first, account }: Compared, { name: rules, look }: Side): TemplateResult {
  if (look.fits) return html``;
  const name = example ? words.example(first.rules.name) : (app.seen?.account ?? account.id);
  return html`<section class="card misfit"><div role="alert"><h2>${signs.fault}${words.misfit(rules, name)}</h2></div><p>${words.misfitWhat(look.faults.length)}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${words.misfit(rules, name)}><pre>${marked(account, look.faults).map(({ text, faults }) => html`${indent(text)}<span class=${faults.length > 0 ? "at" : ""}>${text.trimStart()}</span>
${faults.map((fault) => html`<strong>${indent(text)}↑ ${fault}</strong>
`)}`)}</pre></div></section>`;
}

const indent = (text: string): string => " ".repeat(text.length - text.trimStart().length);
