// A dialog of this page's own, over everything else.
import { type TemplateResult, html, nothing } from "lit";
import { AsyncDirective, directive } from "lit/async-directive.js";
import type { ElementPart } from "lit/directive.js";
import { focused, giveBack } from "../focus.ts";

/** Where the pointer was pressed last: what is selected in a field may end beside the dialog, and that is no press there. */
let pressed: EventTarget | null = null;

/** The browser's own dialog, shown as long as it is in the page. */
export function modal(closed: () => void, title: string, content: TemplateResult, kind = ""): TemplateResult {
  return html`<dialog class="modal ${kind}" aria-labelledby=${title} @close=${closed} @pointerdown=${({ target }: Event) => { pressed = target; }} @click=${({ target }: Event) => { if (target instanceof HTMLDialogElement && target === pressed) target.close(); }}
    ${shown()}>${content}</dialog>`;
}

/** Shown as it comes. The browser gives the focus back where a dialog is closed, and not where it is taken out of the page. */
class Shown extends AsyncDirective {
  #before: Element | undefined;

  override render(): unknown {
    return nothing;
  }

  override update({ element }: ElementPart): unknown {
    if (element instanceof HTMLDialogElement && !element.open) {
      queueMicrotask(() => {
        if (!element.isConnected || element.open) return;
        this.#before = focused();
        element.showModal();
      });
    }
    return nothing;
  }

  protected override disconnected(): void {
    const before = this.#before;
    queueMicrotask(() => giveBack(before));
  }
}

const shown = directive(Shown);

export const shut = ({ currentTarget }: Event): void => { if (currentTarget instanceof Element) currentTarget.closest("dialog")?.close(); };
