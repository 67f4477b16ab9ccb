// Small words for making elements.

type Attributes = Record<string, string | number | boolean | undefined>;

/** An element: `true` sets an attribute, `false` and undefined leave it out. Text is only ever text. */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** The element of this id, which index.html has. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`the page has no ${type.name} called ${id}`);
  return element;
}

/** A choice of one among few, as radio buttons in a row. */
export function pills(name: string, options: [value: string, label: string][], chosen: string | undefined): HTMLElement[] {
  return options.map(([value, label]) =>
    el("label", {}, el("input", { type: "radio", name, value, checked: value === chosen }), el("span", {}, label)),
  );
}

export function options(items: [value: string, label: string][], chosen?: string): HTMLOptionElement[] {
  return items.map(([value, label]) => el("option", { value, selected: value === chosen }, label));
}

/** A table that scrolls by itself where the page is too narrow for it. */
export function table(caption: string, head: HTMLElement[], rows: HTMLTableRowElement[]): HTMLElement {
  const made = el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows));
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption }, made);
}
