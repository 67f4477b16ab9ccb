// <bursar-balance>: what is spendable, and on asking what it is made of.
import { type PropertyDeclarations, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import type { Balance, LimitUse, Order, Refused } from "../bursar.js";
import { BursarElement, type Seen } from "./base.ts";
import { bar, bars } from "./bar.ts";
import { sentence } from "./remedies.ts";
import { base } from "./style.ts";

type Part = Balance["sources"][number];

export class BursarBalance extends BursarElement {
  static override properties: PropertyDeclarations = {
    open: { type: Boolean, reflect: true },
    inline: { type: Boolean, reflect: true },
    quiet: { type: Boolean, reflect: true },
    side: { reflect: true },
  };
  static override styles = [base, bars, css`
    :host { position: relative; display: inline-block; }
    :host([inline]) { display: block; }
    .pill {
      display: inline-flex; align-items: center; gap: 0.5rem; min-height: 2.75rem; padding: 0.375rem 0.875rem 0.375rem 0.75rem;
      border: 1px solid var(--line); border-radius: 99rem; background: var(--card); font-weight: 600; white-space: nowrap;
      transition: border-color 120ms, background-color 120ms;
    }
    .pill:hover, :host([open]) .pill { border-color: var(--edge); }
    .pill .unit { margin-inline-start: 0.125rem; font-weight: 450; color: var(--quiet); }
    .coin { width: 1.125rem; height: 1.125rem; color: var(--accent); }
    .panel {
      position: absolute; z-index: 30; inset-block-start: calc(100% + 0.5rem); inset-inline-end: 0; width: 22rem;
      max-height: min(40rem, 80vh); overflow: auto; overscroll-behavior: contain;
      border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); box-shadow: var(--shadow);
    }
    :host([side="start"]) .panel, .panel.start { inset-inline: 0 auto; }
    /* So that the pointer may cross the gap. */
    .panel::before { content: ""; position: absolute; inset: -0.625rem 0 auto; height: 0.625rem; }
    .body { display: grid; gap: 1.125rem; padding: 1.125rem; text-align: start; }
    :host([inline]) .body { padding: 0; }
    .sum { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 1rem; }
    .sum strong { font-size: 1.75rem; font-weight: 650; letter-spacing: -0.025em; line-height: 1.1; }
    .sum strong span { font-size: 1rem; font-weight: 450; letter-spacing: 0; color: var(--quiet); }
    .group { display: grid; gap: 0.875rem; }
    .rows { display: grid; gap: 0.25rem; }
    .apart { padding-top: 1rem; border-top: 1px solid var(--line); }
    .facts { display: flex; flex-wrap: wrap; gap: 0.25rem 0.875rem; font-size: 0.875rem; }
    .lost { color: var(--warn); }
    .foot { display: grid; gap: 0.5rem; }
    @media (width < 30rem) {
      .panel { position: fixed; inset-block-start: auto; inset-inline: 0.75rem !important; margin-top: 0.5rem; width: auto; }
    }
  `];

  declare open: boolean;
  declare inline: boolean;
  declare quiet: boolean;
  declare side: "start" | "end" | undefined;

  /** Opened by a press, and so not closed as the pointer leaves. */
  #pinned = false;

  constructor() {
    super();
    this.open = false;
    this.inline = false;
    this.quiet = false;
    this.addEventListener("pointerleave", () => { if (!this.#pinned) this.open = false; });
    this.addEventListener("focusout", (event) => { if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.#close(); });
    this.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.open) { event.stopPropagation(); this.#close(); } });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.#outside);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("pointerdown", this.#outside);
  }

  readonly #outside = (event: Event): void => { if (this.open && !event.composedPath().includes(this)) this.#close(); };

  #close(): void {
    this.#pinned = false;
    this.open = false;
  }

  /** Where nobody says, to the side on which there is room. */
  protected override updated(changed: PropertyValues): void {
    const panel = this.renderRoot.querySelector<HTMLElement>(".panel");
    if (!changed.has("open") || !this.open || !panel || this.side !== undefined) return;
    const { left, right } = this.getBoundingClientRect();
    const rightToLeft = getComputedStyle(this).direction === "rtl";
    const fits = rightToLeft ? left + panel.offsetWidth <= innerWidth : right >= panel.offsetWidth;
    panel.classList.toggle("start", !fits);
  }

  #press(): void {
    this.#pinned = !(this.open && this.#pinned);
    this.open = this.#pinned;
  }

  protected override render(): unknown {
    const seen = this.seen();
    if (!seen) return nothing;
    const balance = seen.ledger.balance(seen.view);
    if (!balance.ok) return html`<p class="quiet small" part="hidden">${this.#hidden(seen, balance)}</p>`;
    this.lookAgainAt(balance.changesAt);
    if (this.inline) return this.#breakdown(seen, balance);
    return html`
      <button class="pill" part="pill" type="button" aria-expanded=${this.open} aria-controls="panel"
        aria-label=${this.words.balance.pill(balance.spendable, seen.say)}
        @click=${this.#press}
        @focus=${({ target }: FocusEvent) => { if (target instanceof Element && target.matches(":focus-visible")) this.open = true; }}
        @pointerenter=${({ pointerType }: PointerEvent) => { if (pointerType === "mouse") this.open = true; }}>
        ${coin}<span>${seen.say.number(balance.spendable)} <span class="unit">${balance.spendable === 1 ? seen.say.unit.one : seen.say.unit.many}</span></span>
      </button>
      <div class="panel" id="panel" part="panel" role="group" aria-label=${this.words.balance.title} ?hidden=${!this.open}>${this.open ? this.#breakdown(seen, balance) : nothing}</div>`;
  }

  #hidden({ say }: Seen, refused: Refused): string {
    if (refused.code === "role_forbids") return this.words.balance.hidden;
    return refused.code === "unknown_member" ? this.words.balance.stranger : sentence(refused, this.words, say);
  }

  #breakdown(seen: Seen, balance: Balance): TemplateResult {
    const { say } = seen;
    const { balance: words } = this.words;
    const plan = balance.plan ? say.plan(balance.plan.id) : words.noPlan;
    const order = seen.ledger.order(seen.view);
    const limits = this.#limitsOf(seen);
    this.lookAgainAt(balance.changesAt, ...limits.filter(({ spent }) => spent > 0).map(({ resetsAt }) => resetsAt));
    return html`<div class="body" part="breakdown">
      <p class="sum"><strong>${say.number(balance.spendable)} <span>${balance.spendable === 1 ? say.unit.one : say.unit.many}</span></strong><span class="quiet small">${plan}</span></p>
      <div class="group">${balance.sources.map((part, place) => this.#source(seen, part, place, order.ok ? order : undefined))}</div>
      ${balance.renewal ? this.#renewal(seen, balance.renewal) : nothing}
      ${this.#limits(seen, limits)}
      <div class="foot" ?hidden=${!this.#sells(seen) && this.querySelector("[slot=actions]") === null}>
        ${this.#sells(seen) ? html`<button class="button primary" type="button" part="add" @click=${() => this.#add()}>${words.add(say)}</button>` : nothing}
        <slot name="actions"></slot>
      </div>
    </div>`;
  }

  #source({ say, rules }: Seen, part: Part, place: number, order: Order | undefined): TemplateResult {
    const { balance: words } = this.words;
    const source = rules.sources[place];
    const total = part.spendable + part.locked + part.held;
    const locked = order?.grants.some((grant) => grant.source === part.source && grant.why === "needs_plan");
    return html`<div class="rows" part="source">
      ${bar({
        name: part.label,
        series: place,
        // More than the whole of it came from elsewhere too: of that it is no part.
        text: part.of === undefined || part.spendable > part.of ? say.number(part.spendable) : words.of(say.number(part.spendable), say.number(part.of)),
        whole: Math.max(part.of ?? total, total),
        parts: [{ kind: "full", size: part.spendable }, { kind: "held", size: part.held }, { kind: "locked", size: part.locked }],
      })}
      ${part.held > 0 ? html`<p class="quiet small">${words.held(part.held, say)}. ${words.heldWhy}</p>` : nothing}
      ${part.locked > 0 && locked ? html`<p class="quiet small">${words.locked(part.locked, say)}. ${source?.needsPlan ? words.lockedWhy(source.needsPlan, part.label) : ""}</p>` : nothing}
      ${part.expiring ? html`<p class="quiet small">${words.expires(part.expiring.credits, part.expiring.at, say)}</p>` : nothing}
    </div>`;
  }

  #renewal({ say }: Seen, renewal: NonNullable<Balance["renewal"]>): TemplateResult {
    const { balance: words } = this.words;
    const { granted, kept, lost, locked } = renewal;
    return html`<div class="rows apart" part="renewal">
      <h3>${words.renewal(renewal, say)}</h3>
      <p class="facts">
        ${granted > 0 ? html`<span>${words.granted(granted, say)}</span>` : nothing}
        ${kept > 0 ? html`<span>${words.kept(kept, say)}</span>` : nothing}
        ${lost > 0 ? html`<span class="lost">${words.lost(lost, say)}</span>` : nothing}
        ${locked > 0 ? html`<span class="lost">${words.locks(locked, say)}</span>` : nothing}
      </p>
    </div>`;
  }

  #limitsOf({ ledger, view }: Seen): LimitUse[] {
    const { wallet: _, ...asked } = view;
    const told = ledger.limits(asked);
    return told.ok ? told.limits : [];
  }

  #limits({ say }: Seen, limits: LimitUse[]): TemplateResult | typeof nothing {
    if (limits.length === 0) return nothing;
    const { balance: words } = this.words;
    const row = (limit: LimitUse): TemplateResult => html`<div class="rows" part="limit">
      ${bar({ name: words.limit(limit, say), series: 5, text: words.of(say.number(limit.spent), say.number(limit.limit)), whole: limit.limit, parts: [{ kind: "full", size: limit.spent }] })}
      ${limit.spent > 0 ? html`<p class="quiet small">${words.resets(limit.resetsAt, say)}</p>` : nothing}
    </div>`;
    return html`<div class="group apart"><h3>${words.limits}</h3>${limits.map(row)}</div>`;
  }

  #sells({ rules, ledger, view }: Seen): boolean {
    return !this.quiet && rules.packs !== undefined && view.by !== "system" && ledger.may(view.by, "billing");
  }

  #add(): void {
    this.#close();
    this.tell("bursar-add", {});
  }
}

const coin = html`<svg class="coin" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.75" aria-hidden="true"><circle cx="10" cy="10" r="8"></circle><path d="M12.75 7.25a3.75 3.75 0 1 0 0 5.5" stroke-linecap="round"></path></svg>`;
