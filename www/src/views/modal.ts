// A dialog of this page's own, over everything else.
import { type TemplateResult, html } from "lit";
import { ref } from "lit/directives/ref.js";

/** Where the pointer was pressed last: what is selected in a field may end beside the dialog, and that is no press there. */
let pressed: EventTarget | null = null;

/** The browser's own dialog, shown as long as it is in the page. */
export function modal(closed: () => void, title: string, content: TemplateResult, kind = ""): TemplateResult {
  return html`<dialog class="modal ${kind}" aria-labelledby=${title} @close=${closed} @pointerdown=${({ target }: Event) => { pressed = target; }} @click=${({ target }: Event) => { if (target instanceof HTMLDialogElement && target === pressed) target.close(); }}
    ${ref((element) => { if (element instanceof HTMLDialogElement && !element.open) queueMicrotask(() => { if (element.isConnected) element.showModal(); }); })}>${content}</dialog>`;
}

export const shut = ({ currentTarget }: Event): void => { if (currentTarget instanceof Element) currentTarget.closest("dialog")?.close(); };
