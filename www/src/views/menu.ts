// A button that opens a menu: by the pointer, or by the keyboard as menus are. One is open at a time.
import { type TemplateResult, html, nothing } from "lit";
import type { App } from "../app.ts";

export interface Item { label: string; icon?: TemplateResult; choose: () => void; warn?: boolean }
/** `id` names the menu in the page, `label` says whose it is; `face` is what its button shows. */
export interface Menu { id: string; label: string; face: TemplateResult; items: Item[]; start?: boolean }

export function menu(app: App, { id, label, face, items, start = false }: Menu): TemplateResult | typeof nothing {
  if (items.length === 0) return nothing;
  const open = app.menu === id;
  const show = (which: 0 | -1): void => {
    app.menu = id;
    app.draw();
    entries(id).at(which)?.focus();
  };
  const shut = (): void => {
    app.menu = undefined;
    app.draw();
  };
  const back = (): void => {
    shut();
    document.getElementById(`${id}-button`)?.focus();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    show(event.key === "ArrowDown" ? 0 : -1);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "Escape") back();
    else if (event.key === "Tab") return shut();
    else if (!moved(id, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="menu" ?data-start=${start} @focusout=${({ relatedTarget, currentTarget }: FocusEvent) => {
      if (relatedTarget instanceof Node && currentTarget instanceof Node && !currentTarget.contains(relatedTarget) && app.menu === id) shut();
    }}>
    <button class="button plain" type="button" id=${`${id}-button`} aria-haspopup="menu" aria-expanded=${open} aria-controls=${open ? id : nothing} aria-label=${label} title=${label} @click=${() => (open ? back() : show(0))} @keydown=${pressed}>${face}</button>
    ${open ? html`<div role="menu" id=${id} aria-labelledby=${`${id}-button`} @keydown=${keys}>${items.map((item) => html`<button role="menuitem" type="button" tabindex="-1" class=${item.warn ? "warn" : ""} @click=${() => { back(); item.choose(); }}>${item.icon ?? nothing}<span>${item.label}</span></button>`)}</div>` : nothing}
  </div>`;
}

/** Closes the menu that is open when somebody presses beside it. */
export function shutBeside(app: App, { target }: Event): void {
  if (app.menu === undefined || (target instanceof Element && target.closest(".menu")?.contains(document.getElementById(app.menu)))) return;
  app.menu = undefined;
  app.draw();
}

const entries = (id: string): HTMLElement[] => [...(document.getElementById(id)?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];

/** Arrows, Home and End go from one to the next, round about; a letter to the next that begins with it. */
function moved(id: string, key: string): boolean {
  const all = entries(id);
  const at = all.findIndex((item) => item === document.activeElement);
  const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const step = steps[key];
  const lettered = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((item) => key.length === 1 && item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()));
  const next = step === undefined ? lettered : all.at(step % all.length);
  next?.focus();
  return next !== undefined;
}
