// <bursar-transfer>: credits from one wallet to another, with an arrow that turns.
import { type PropertyDeclarations, type PropertyValues, type TemplateResult, css, html, noChange, nothing } from "lit";
import type { Accepted, Credits, Refused, Wallet } from "../bursar.js";
import type { Mistaken } from "../elements.js";
import { judged } from "./ask.ts";
import type { Seen } from "./base.ts";
import { BursarDialog } from "./dialog.ts";
import { remedial } from "./remedies.ts";
import { base, dialogs, fields } from "./style.ts";
import { wholeIn } from "./whole.ts";

export class BursarTransfer extends BursarDialog {
  static override properties: PropertyDeclarations = {
    from: {},
    to: {},
    credits: { type: Number },
    turned: { state: true },
  };
  static override styles = [base, fields, dialogs, remedial, css`
    .ends { display: grid; grid-template-columns: minmax(0, 1fr) 2.75rem minmax(0, 1fr); align-items: center; gap: 0.5rem; }
    .end { display: grid; gap: 0.375rem; }
    .end p { min-height: 2.6em; }
    .turn { align-self: center; width: 2.75rem; height: 2.75rem; padding: 0; border-radius: 50%; }
    .turn svg { transition: rotate 240ms ease; }
    .turn[data-turned] svg { rotate: 180deg; }
    @media (width >= 26rem) { .turn:dir(rtl) svg { scale: -1 1; } }
    .amount { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.5rem; }
    @media (width < 26rem) {
      .ends { grid-template-columns: minmax(0, 1fr); }
      .turn { justify-self: center; rotate: 90deg; }
      .end p { min-height: 0; }
    }
  `];

  declare from: Wallet | undefined;
  declare to: Wallet | undefined;
  declare credits: Credits | undefined;
  declare turned: boolean;
  #typed = false;

  constructor() {
    super();
    this.turned = false;
  }

  /** What was typed, and which way the arrow points, was for the transfer before. */
  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.credits ??= undefined;
    if (!changed.has("open") || !this.open) return;
    this.turned = false;
    if (this.#typed && !changed.has("credits")) this.credits = undefined;
    this.#typed = false;
  }

  protected heading({ say }: Seen): string {
    return this.words.transfer.title(say);
  }

  protected form(seen: Seen): TemplateResult {
    const { transfer: words } = this.words;
    const { say } = seen;
    const has = this.#wallets(seen);
    const { from, to } = this.#ends([...has.keys()]);
    if (from === undefined || to === undefined) return html`<p class="quiet">${words.none}</p>`;
    const answer = this.#answer(seen, from, to);
    const moved = answer?.ok ? answer.credits : 0;
    const all = has.get(from);
    // Turned, the wallets stay where they are, and it is the arrow that points the other way.
    const ends = [
      this.#end(seen, "from", words.from, from, has, -moved),
      this.#end(seen, "to", words.to, to, has, moved),
    ];
    return html`
      <div class="ends">
        ${this.turned ? ends[1] : ends[0]}
        <button class="button turn" type="button" part="turn" aria-label=${words.turn} ?data-turned=${this.turned} @click=${() => this.#turn(from, to)}>${arrow}</button>
        ${this.turned ? ends[0] : ends[1]}
      </div>
      <div class="field"><label for="credits">${words.credits(say)}</label>
        <div class="amount">
          <input id="credits" autofocus type="number" inputmode="numeric" min="1" step="1" .value=${Number.isNaN(this.credits) ? noChange : String(this.credits ?? "")} @input=${this.#count}
            aria-invalid=${answer !== undefined && !answer.ok}>
          ${all === undefined ? nothing : html`<button class="button" type="button" @click=${() => this.#take(all)}>${words.all}</button>`}
        </div>
      </div>
      <div class="foot">
        <div role="status">${answer && !answer.ok ? this.refused(seen, answer) : nothing}</div>
        ${this.help(seen, answer)}
        <button class="button primary" part="submit" ?disabled=${!answer?.ok} aria-disabled=${this.busy}>${this.busy ? words.busy : answer && "mistaken" in answer ? words.title(say) : words.submit(this.credits ?? 0, say)}</button>
      </div>`;
  }

  #end({ say }: Seen, id: "from" | "to", label: string, chosen: Wallet, has: Map<Wallet, Credits | undefined>, moved: number): TemplateResult {
    const { transfer: words } = this.words;
    const now = has.get(chosen);
    return html`<div class="end"><label for=${id}>${label}</label>
      <select id=${id} @change=${this.#select}>${[...has.keys()].map((wallet) => html`<option value=${wallet} .selected=${wallet === chosen}>${say.wallet(wallet)}</option>`)}</select>
      <p class="quiet small">${now === undefined ? nothing : words.has(now, say)}${now === undefined || moved === 0 ? nothing : html`<br>${words.after(now + moved, say)}`}</p></div>`;
  }

  /** What may be moved lies in the wallets that the reader sees, locked or not. Who may move what they may not see is told the wallets alone. */
  #wallets(seen: Seen): Map<Wallet, Credits | undefined> {
    const { wallet: _, ...view } = seen.view;
    const balance = seen.ledger.balance(view);
    if (balance.ok) return new Map(balance.wallets.map(({ wallet, spendable, locked }) => [wallet, spendable + locked]));
    const there = this.may("transfer") ? ["bank" as const, ...Object.keys(seen.account.teams ?? {}).map((team) => `team:${team}` as const)] : [];
    return new Map(there.map((wallet) => [wallet, undefined]));
  }

  #ends(wallets: Wallet[]): { from?: Wallet; to?: Wallet } {
    const from = wallets.find((wallet) => wallet === this.from) ?? wallets.find((wallet) => wallet !== this.to);
    const to = wallets.find((wallet) => wallet === this.to) ?? wallets.find((wallet) => wallet !== from);
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  }

  #answer(seen: Seen, from: Wallet, to: Wallet): Accepted | Refused | Mistaken | undefined {
    const { credits } = this;
    if (credits === undefined) return undefined;
    const { at, by } = seen.view;
    return judged(() => seen.ledger.preview({ type: "transfer", at, by, from, to, credits }));
  }

  #turn(from: Wallet, to: Wallet): void {
    this.turned = !this.turned;
    this.from = to;
    this.to = from;
  }

  readonly #select = ({ target }: Event): void => {
    if (!(target instanceof HTMLSelectElement)) return;
    // One of the wallets that were listed.
    this[target.id === "from" ? "from" : "to"] = target.value as Wallet;
  };

  readonly #count = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) this.#take(wholeIn(target));
  };

  #take(credits: Credits | undefined): void {
    this.#typed = true;
    this.credits = credits;
  }

  protected submit(): void {
    const seen = this.seen();
    if (!seen) return;
    const { from, to } = this.#ends([...this.#wallets(seen).keys()]);
    const answer = from && to && this.#answer(seen, from, to);
    if (answer && answer.ok && from && to) this.tell("bursar-transfer", { from, to, credits: answer.credits });
  }
}

const arrow = html`<svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M3 10h13M11 5l5 5-5 5"></path></svg>`;
