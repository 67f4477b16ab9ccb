// <bursar-cost>: what a request costs, from where it is drawn, and what remains.
import { type PropertyDeclarations, type TemplateResult, css, html, nothing } from "lit";
import type { Accepted, Draw, Estimate, Id, Refused, Remedy, Request, Wallet } from "../bursar.js";
import type { Mistaken } from "../elements.js";
import { judged, ledgerOf } from "./ask.ts";
import { dotted } from "./bar.ts";
import { BursarElement, type Ready } from "./base.ts";
import { own } from "./own.ts";
import { type Help, refusal, remedial, remedies, sentence } from "./remedies.ts";
import { type Step, steps } from "./steps.ts";
import { base } from "./style.ts";

interface Asked<T> { type: T; request: Request; from?: Wallet }

export class BursarCost extends BursarElement {
  static override properties: PropertyDeclarations = {
    request: { attribute: false },
    payer: { attribute: false },
    hold: { type: Boolean },
    remedies: { attribute: false },
    busy: { type: Boolean, reflect: true },
    quiet: { type: Boolean, reflect: true },
  };
  static override styles = [base, dotted, remedial, css`
    :host { display: block; }
    .body { display: grid; gap: 0.875rem; }
    .answer { display: grid; gap: 0.625rem; }
    .amount { font-size: 1.0625rem; line-height: 1.1; color: var(--quiet); }
    .amount strong { font-size: var(--bursar-amount-size, clamp(2.25rem, 6vw, 3rem)); font-weight: 650; letter-spacing: -0.035em; color: var(--ink); }
    .notes { display: flex; flex-wrap: wrap; gap: 0.125rem 0.75rem; font-size: 0.875rem; color: var(--quiet); }
    dl { display: grid; grid-template-columns: 1fr auto; row-gap: 0.375rem; font-size: 0.9375rem; }
    dl dd { padding-inline-start: 1rem; text-align: end; }
    dl .rest { padding-top: 0.5rem; border-top: 1px solid var(--line); }
    .button.primary { width: 100%; min-height: 3rem; }
    details { font-size: 0.875rem; }
    summary { width: fit-content; padding: 0.25rem 0; border-radius: 0.25rem; color: var(--quiet); cursor: pointer; }
    table { width: 100%; border-collapse: collapse; }
    th, td { padding: 0.375rem 0.5rem 0.375rem 0; border-top: 1px solid var(--line); text-align: start; font-weight: inherit; }
    thead th { border: 0; color: var(--quiet); font-size: 0.8125rem; }
    .number { padding-inline: 0.5rem 0; text-align: end; white-space: nowrap; }
    .scroll { overflow-x: auto; }
    tfoot { font-weight: 600; }
  `];

  declare request: Request | undefined;
  declare payer: { plan?: Id; product?: Id } | undefined;
  declare hold: boolean;
  declare remedies: Remedy[] | undefined;
  declare busy: boolean;
  declare quiet: boolean;

  /** What was told last, so that it is told once. */
  #refused = "";
  #shown: BursarCost["answer"];

  constructor() {
    super();
    this.hold = false;
    this.busy = false;
    this.quiet = false;
  }

  get answer(): Accepted | Estimate | Refused | Mistaken | undefined {
    const { request, payer, view } = this;
    const ready = this.ready();
    if (!ready || !request) return undefined;
    const seen = this.seen();
    if (!seen) {
      // An account that these rules cannot read pays by no list: what it would pay is not known.
      const unread = view && judged(() => ledgerOf(ready.bursar, view));
      return unread && "mistaken" in unread ? unread : judged(() => ready.bursar.estimate(request, payer));
    }
    const { at, by } = seen.view;
    return judged(() => seen.ledger.preview({ ...this.#command(request), at, by }));
  }

  #command(request: Request): Asked<"spend"> | Asked<"hold"> {
    const asked = { request, ...(this.wallet ? { from: this.wallet } : {}) };
    return this.hold ? { type: "hold", ...asked } : { type: "spend", ...asked };
  }

  protected override render(): unknown {
    const ready = this.ready();
    const { answer } = this;
    this.#shown = answer;
    if (!ready || !answer) return nothing;
    this.#lookAgain(answer);
    const estimate = "mistaken" in answer ? undefined : "cost" in answer ? answer : answer.estimate;
    // What is heard as it changes is the answer alone, and not the buttons below.
    return html`<div class="body" part="body">
      <div class="answer" role="status" aria-atomic="true">
        ${estimate ? this.#amount(ready, estimate) : nothing}
        ${answer.ok ? nothing : refusal("mistaken" in answer ? this.words.mistaken : sentence(answer, this.words, ready.say))}
      </div>
      ${"mistaken" in answer ? nothing : answer.ok ? this.#price(ready, answer, estimate) : remedies(this.remedies ?? answer.remedies, this.#help(ready, answer))}
    </div>`;
  }

  #price(ready: Ready, answer: Accepted | Estimate, estimate: Estimate | undefined): TemplateResult {
    const { say } = ready;
    const { cost: words } = this.words;
    const cost = estimate?.cost ?? 0;
    const charged = "cost" in answer ? undefined : answer;
    return html`
      ${charged && (charged.draws.length > 0 || charged.spendable !== undefined) ? html`<dl>
        ${this.#draws(charged.draws).map(([name, credits, place]) => html`<dt><i class="dot series-${(place % 6) + 1}"></i>${name}</dt><dd>${say.number(credits)}</dd>`)}
        ${charged.spendable === undefined ? nothing : html`<dt class="rest quiet">${words.remains}</dt><dd class="rest" part="remains">${say.number(charged.spendable)}</dd>`}
      </dl>` : nothing}
      ${charged && !this.quiet ? html`<button class="button primary" type="button" part="spend" aria-disabled=${this.busy} @click=${() => this.#spend(cost)}>${this.busy ? words.busy : words.spend(cost, say)}</button>` : nothing}
      ${estimate ? this.#lines(ready, estimate) : nothing}`;
  }

  #amount({ say }: Ready, { cost, exact, ceiling }: Estimate): TemplateResult {
    const { cost: words } = this.words;
    const notes = [ceiling ? words.atMost : "", /^\d+$/.test(exact) ? "" : words.exact(say.exact(exact))].filter(Boolean);
    return html`<div><p class="amount" part="amount"><strong>${say.number(cost)}</strong> ${cost === 1 ? say.unit.one : say.unit.many}</p>${notes.length > 0 ? html`<p class="notes">${notes.map((note) => html`<span>${note}</span>`)}</p>` : nothing}</div>`;
  }

  /** By source, and by wallet where there are several. */
  #draws(draws: Draw[]): [name: string, credits: number, place: number][] {
    const seen = this.seen();
    if (!seen) return [];
    const wallets = new Set(draws.map(({ wallet }) => wallet));
    const sums = new Map<string, [string, number, number]>();
    for (const { wallet, source, credits } of draws) {
      const name = this.words.cost.draw(seen.say.source(source), wallets.size > 1 ? seen.say.wallet(wallet) : undefined);
      const sum = sums.get(name) ?? [name, 0, seen.rules.sources.findIndex(({ id }) => id === source)];
      sum[1] += credits;
      sums.set(name, sum);
    }
    return [...sums.values()];
  }

  #lines(ready: Ready, estimate: Estimate): TemplateResult {
    const { cost: words } = this.words;
    const { say, rules } = ready;
    const { lines, model, cost } = estimate;
    if (lines.length === 0) return html`<p class="quiet small">${words.none}</p>`;
    const plan = this.view ? this.view.plan?.id : this.payer?.plan;
    const { steps: between, each } = steps(estimate, own(rules.models, model) ?? {}, Number(own(rules.plans, plan)?.discount ?? 0) > 0);
    const number = (text: string): string => say.exact(text);
    return html`<details part="lines"><summary>${words.lines}</summary><div class="scroll"><table>
      <thead><tr><th scope="col">${words.line.term}</th><th scope="col" class="number">${words.line.units}</th><th scope="col" class="number">${words.line.rate}</th><th scope="col" class="number">${words.line.credits}</th></tr></thead>
      <tbody>${lines.map(({ label, units, rate, credits }) => html`<tr><th scope="row">${label}</th><td class="number">${number(units)}</td><td class="number">× ${number(rate)}</td><td class="number">${number(credits)}</td></tr>`)}${between.map((step) => this.#step(ready, step))}</tbody>
      ${lines.length + between.length > 1 || each ? html`<tfoot><tr><th scope="row">${words.total}</th><td class="number">${each ? number(each.count) : nothing}</td><td class="number">${each ? `× ${number(each.one)}` : nothing}</td><td class="number">${say.number(cost)}</td></tr></tfoot>` : nothing}
    </table></div></details>`;
  }

  /** What is no part of the price, and changes it all the same. */
  #step({ say }: Ready, { why, credits }: Step): TemplateResult {
    const { step: words } = this.words.cost;
    const name = say.list(why.map((one) => words[one]));
    const signed = credits.startsWith("-") ? `−${say.exact(credits.slice(1))}` : `+${say.exact(credits)}`;
    return html`<tr><th scope="row" colspan="3">${name.charAt(0).toUpperCase()}${name.slice(1)}</th><td class="number">${signed}</td></tr>`;
  }

  #help({ say }: Ready, refused: Refused): Help {
    return {
      words: this.words,
      say,
      may: (capability) => this.may(capability),
      choose: (remedy, may) => this.tell("bursar-remedy", { remedy, may, refused }),
    };
  }

  protected override updated(): void {
    const { request } = this;
    const answer = this.#shown;
    if (answer && !answer.ok && !("mistaken" in answer) && request) this.#refusedOnce(answer, request);
    else this.#refused = "";
  }

  #refusedOnce(refused: Refused, request: Request): void {
    const told = JSON.stringify([refused.code, refused.facts, request]);
    if (told === this.#refused) return;
    this.#refused = told;
    this.tell("bursar-refused", { request, refused });
  }

  #spend(expect: number): void {
    const { request } = this;
    // Not disabled while it waits, for then it would lose the focus.
    if (request && !this.busy) this.tell("bursar-spend", { ...this.#command(request), expect });
  }

  /** Where the balance is hidden nothing is foretold but when a limit that was reached begins anew. */
  #lookAgain(answer: BursarCost["answer"]): void {
    const seen = this.seen();
    const balance = seen?.ledger.balance(seen.view);
    const limited = answer && "code" in answer && answer.code === "limit_reached" ? answer.facts.resetsAt : undefined;
    this.lookAgainAt(balance?.ok ? balance.changesAt : undefined, limited);
  }
}
