// What both dialogs share: the browser's own dialog, which keeps the focus inside and gives it back.
import { type PropertyDeclarations, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import type { Refused } from "../bursar.js";
import type { Mistaken } from "../elements.js";
import { BursarElement, type Seen } from "./base.ts";
import { type Help, refusal, remedies, sentence } from "./remedies.ts";

export abstract class BursarDialog extends BursarElement {
  static override properties: PropertyDeclarations = {
    open: { type: Boolean, reflect: true },
    busy: { type: Boolean, reflect: true },
    notice: { attribute: false },
  };

  declare open: boolean;
  declare busy: boolean;
  declare notice: string;

  #moved = false;
  /** Whether there is a form, and so something to be shown. */
  #filled = false;
  /** Whether the browser was asked last to show it. */
  #over = false;
  /** Where the pointer was pressed last. */
  #pressed: EventTarget | null = null;

  constructor() {
    super();
    this.open = false;
    this.busy = false;
    this.notice = "";
  }

  show(): void {
    this.open = true;
  }

  close(): void {
    this.open = false;
  }

  /** The form, made anew whenever anything changes; nothing is asked while the dialog is shut. */
  protected abstract form(seen: Seen): TemplateResult;
  protected abstract heading(seen: Seen): string;
  protected abstract submit(): void;

  /** Why it cannot be had so. */
  protected refused({ say }: Seen, answer: Refused | Mistaken): TemplateResult {
    // The one value that is typed as a number here is how many.
    return refusal("mistaken" in answer ? this.words.uncounted(say) : sentence(answer, this.words, say));
  }

  /** What would help: beside what is heard as it changes, for buttons are no part of that. */
  protected help({ say }: Seen, answer: { ok: true } | Refused | Mistaken | undefined): TemplateResult | typeof nothing {
    if (!answer || answer.ok || "mistaken" in answer) return nothing;
    const choose: Help["choose"] = (remedy, may) => this.tell("bursar-remedy", { remedy, may, refused: answer });
    return remedies(answer.remedies, { words: this.words, say, may: (capability) => this.may(capability), choose });
  }

  protected override render(): unknown {
    const seen = this.open ? this.seen() : undefined;
    this.#filled = seen !== undefined;
    return html`<dialog part="dialog" aria-labelledby="title" @close=${this.#closed} @pointerdown=${this.#press} @click=${this.#beside}>${seen ? html`
      <form part="form" novalidate @submit=${this.#submit}>
        <div class="head"><h2 id="title">${this.heading(seen)}</h2><button class="close" type="button" part="close" aria-label=${this.words.close} @click=${() => this.close()}>${cross}</button></div>
        ${this.form(seen)}
        ${this.notice ? html`<p class="refusal" role="alert" part="notice">${this.notice}</p>` : nothing}
      </form>` : nothing}</dialog>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#moved = true;
  }

  /** Shown as soon as there is something to show: what it needs may come after it was opened. */
  protected override updated(_: PropertyValues): void {
    const dialog = this.renderRoot.querySelector("dialog");
    if (!dialog?.isConnected || (this.#over === this.#filled && !this.#moved)) return;
    // One that was moved while it was open is so still, yet not over the page any more.
    if (this.#moved) dialog.open = false;
    this.#moved = false;
    this.#over = this.#filled;
    if (this.#over && !dialog.open) dialog.showModal();
    else if (!this.#over && dialog.open) dialog.close();
  }

  /** Told a moment later: one that was shown again meanwhile stays, and so does one that waits for what it needs. */
  readonly #closed = ({ target }: Event): void => {
    if ((target instanceof HTMLDialogElement && target.open) || (this.open && !this.#over)) return;
    this.#over = false;
    this.open = false;
    this.tell("bursar-close", {});
  };

  readonly #press = ({ target }: Event): void => {
    this.#pressed = target;
  };

  /** A press beside the form is one on the dialog itself; one that began in a field selects what is there, wherever it ends. */
  readonly #beside = ({ target }: Event): void => {
    if (target instanceof HTMLDialogElement && target === this.#pressed) this.close();
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    if (!this.busy) this.submit();
  };
}

const cross = html`<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" aria-hidden="true"><path d="m3 3 10 10M13 3 3 13"></path></svg>`;
