// <bursar-top-up>: packs, how many, what that costs, and the words to type where the rules want them.
import { type PropertyDeclarations, type PropertyValues, type TemplateResult, css, html, noChange, nothing } from "lit";
import type { Accepted, Id, Pack, Refused } from "../bursar.js";
import type { Mistaken } from "../elements.js";
import { judged } from "./ask.ts";
import type { Seen } from "./base.ts";
import { BursarDialog } from "./dialog.ts";
import { own } from "./own.ts";
import { remedial } from "./remedies.ts";
import { base, dialogs, fields } from "./style.ts";
import { wholeIn } from "./whole.ts";

export class BursarTopUp extends BursarDialog {
  static override properties: PropertyDeclarations = {
    pack: {},
    quantity: { type: Number },
    typed: { state: true },
  };
  static override styles = [base, fields, dialogs, remedial, css`
    .packs { display: grid; gap: 0.5rem; }
    legend { margin-bottom: 0.5rem; }
    .pack {
      position: relative; display: grid; grid-template-columns: auto 1fr auto; align-items: center; gap: 0.125rem 0.75rem;
      padding: 0.875rem 1rem; border: 1px solid var(--line); border-radius: var(--radius); font-weight: 450; cursor: pointer;
      transition: border-color 120ms, background-color 120ms;
    }
    .pack:hover { border-color: var(--edge); }
    .pack:has(:checked) { border-color: var(--accent); background: var(--tint); box-shadow: inset 0 0 0 1px var(--accent); }
    .pack:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
    .pack input { width: 1.125rem; height: 1.125rem; min-height: 0; margin: 0; padding: 0; accent-color: var(--accent); outline: none; }
    .pack strong { font-weight: 600; }
    .pack .price { font-weight: 600; }
    .pack .small { grid-column: 2 / -1; color: var(--quiet); }
    .count { display: grid; grid-template-columns: 2.75rem minmax(4rem, 8rem) 2.75rem; gap: 0.375rem; }
    .count .button { padding: 0; font-size: 1.25rem; }
    .count input { text-align: center; -moz-appearance: textfield; appearance: textfield; }
    .count input::-webkit-inner-spin-button { appearance: none; }
    #exactly { color: var(--warn); }
    #exactly:empty { display: none; }
    .many { display: flex; align-items: end; justify-content: space-between; gap: 1rem; flex-wrap: wrap; }
    .sum { display: flex; align-items: baseline; justify-content: space-between; gap: 1rem; padding-top: 1rem; border-top: 1px solid var(--line); }
    .sum strong { font-size: 1.625rem; font-weight: 650; letter-spacing: -0.025em; line-height: 1.1; }
  `];

  declare pack: Id | undefined;
  declare quantity: number | undefined;
  declare typed: string;

  constructor() {
    super();
    this.typed = "";
  }

  /** What was typed was for that purchase. */
  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("open") && this.open) this.typed = "";
  }

  protected heading({ say }: Seen): string {
    return this.words.topUp.title(say);
  }

  protected form(seen: Seen): TemplateResult {
    const { topUp: words } = this.words;
    const packs = Object.entries(seen.rules.packs ?? {});
    const chosen = this.#chosen(seen);
    if (!chosen) return html`<p class="quiet">${words.none}</p>`;
    const { pack } = chosen;
    const answer = this.#answer(seen, true);
    const { consent, inAppLimit } = seen.rules.purchase ?? {};
    const so = this.#answer(seen, false);
    // Before anything is typed its label says enough.
    const mistyped = this.typed !== "" && !so.ok && !("mistaken" in so) && so.code === "consent_required";
    return html`
      <fieldset class="packs"><legend>${words.packs}</legend>${packs.map(([id, pack]) => this.#card(seen, id, pack, id === chosen.id))}</fieldset>
      <div class="field">
        <label for="quantity">${words.quantity}</label>
        <div class="many">
          <div class="count">
            <button class="button" type="button" aria-label=${words.fewer} ?disabled=${chosen.quantity <= (pack.min ?? 1)} @click=${() => this.#step(chosen.quantity, -1)}>−</button>
            <input id="quantity" type="number" inputmode="numeric" min=${pack.min ?? 1} max=${pack.max ?? nothing} .value=${Number.isNaN(chosen.quantity) ? noChange : String(chosen.quantity)} aria-describedby="between"
              aria-invalid=${!answer.ok && !("mistaken" in answer) && answer.code === "quantity_out_of_range"} @input=${this.#count} @change=${({ target }: Event) => this.#shown(target, chosen.quantity)}>
            <button class="button" type="button" aria-label=${words.more} ?disabled=${pack.max !== undefined && chosen.quantity >= pack.max} @click=${() => this.#step(chosen.quantity, 1)}>+</button>
          </div>
          <p class="quiet small" id="between">${pack.max === undefined && (pack.min ?? 1) <= 1 ? nothing : words.between(pack.min ?? 1, pack.max, seen.say)}</p>
        </div>
      </div>
      ${consent === undefined ? nothing : html`<div class="field"><label for="consent">${words.consent(consent)}</label>
        <input id="consent" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="exactly" aria-invalid=${mistyped} .value=${this.typed} @input=${({ target }: Event) => { if (target instanceof HTMLInputElement) this.typed = target.value; }}>
        <p class="small" id="exactly" role="status">${mistyped ? this.words.refusals.consent_required({ consent }, seen.say) : ""}</p></div>`}
      <div class="foot">
        <div role="status">${this.#sum(seen, answer)}</div>
        ${this.help(seen, answer)}
        <button class="button primary" part="checkout" ?disabled=${!so.ok} aria-disabled=${this.busy}>${this.busy ? words.busy : words.checkout}</button>
        ${inAppLimit === undefined || seen.rules.currency === undefined ? nothing : html`<p class="quiet small">${words.limit({ amount: inAppLimit, currency: seen.rules.currency }, seen.say)}</p>`}
      </div>`;
  }

  #card({ say, rules }: Seen, id: Id, { credits, bonus = 0, price, min = 1, expiresAfterDays }: Pack, checked: boolean): TemplateResult {
    const { topUp: words } = this.words;
    const name = say.pack(id);
    const notes = [
      // What is on top is part of a sum, which no name tells.
      bonus === 0 && name.includes(say.number(credits)) ? "" : say.credits(credits + bonus),
      bonus > 0 ? words.bonus(bonus, say) : "",
      expiresAfterDays === undefined ? "" : words.expires(expiresAfterDays, say),
    ].filter(Boolean);
    const money = rules.currency === undefined ? "" : say.money({ amount: price, currency: rules.currency });
    return html`<label class="pack"><input type="radio" name="pack" value=${id} .checked=${checked} ?autofocus=${checked} @change=${() => this.#choose(id)}>
      <strong>${name}</strong><span class="price">${min > 1 ? words.each(money) : money}</span>
      ${notes.length > 0 ? html`<span class="small">${notes.join(" · ")}</span>` : nothing}</label>`;
  }

  /** What it comes to; or why it cannot be bought so. */
  #sum(seen: Seen, answer: Accepted | Refused | Mistaken): TemplateResult {
    const { topUp: words } = this.words;
    const { say } = seen;
    if (!answer.ok) return this.refused(seen, answer);
    return html`<p class="sum" part="total"><span><span class="quiet">${words.total}</span><br>${words.get(answer.credits, say)}</span><strong>${answer.price ? say.money(answer.price) : ""}</strong></p>`;
  }

  /** The pack that is chosen, or the first; as many as are asked for, or its fewest. */
  #chosen({ rules }: Seen): { id: Id; pack: Pack; quantity: number } | undefined {
    const packs = rules.packs ?? {};
    const id = own(packs, this.pack) ? this.pack : Object.keys(packs)[0];
    const pack = own(packs, id);
    return id === undefined || !pack ? undefined : { id, pack, quantity: this.quantity ?? pack.min ?? 1 };
  }

  /** As the package judges it; `foretold`: as though the words were typed already, so that the price is told before. */
  #answer(seen: Seen, foretold: boolean): Accepted | Refused | Mistaken {
    const chosen = this.#chosen(seen);
    const words = seen.rules.purchase?.consent;
    const consent = words === undefined ? {} : { consent: foretold ? words : this.typed };
    const { at, by } = seen.view;
    return judged(() => seen.ledger.preview({ type: "purchase", at, by, pack: chosen?.id ?? "", quantity: chosen?.quantity ?? 1, ...consent }));
  }

  #choose(id: Id): void {
    this.pack = id;
    this.quantity = undefined;
  }

  readonly #count = ({ target }: Event): void => {
    // What is emptied to be typed anew stays as it was until then, unless it was no number.
    if (target instanceof HTMLInputElement) this.quantity = wholeIn(target) ?? (Number.isNaN(this.quantity) ? undefined : this.quantity);
  };

  /** A field that was left empty says again how many are bought. */
  #shown(field: EventTarget | null, quantity: number): void {
    if (field instanceof HTMLInputElement && field.value === "" && !field.validity.badInput) field.value = String(quantity);
  }

  #step(quantity: number, by: number): void {
    // Of what is no number there is no next one: then it begins anew.
    this.quantity = Number.isNaN(quantity) ? undefined : quantity + by;
  }

  protected submit(): void {
    const seen = this.seen();
    const chosen = seen && this.#chosen(seen);
    const answer = seen && this.#answer(seen, false);
    if (!chosen || !answer?.ok || !answer.price) return;
    const consent = seen.rules.purchase?.consent === undefined ? {} : { consent: this.typed };
    this.tell("bursar-checkout", { pack: chosen.id, quantity: chosen.quantity, ...consent, price: answer.price, credits: answer.credits });
  }
}
