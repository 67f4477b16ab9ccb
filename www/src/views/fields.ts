// Fields in which one of a few is chosen.
import { type TemplateResult, html, nothing } from "lit";

/** As radio buttons in a row; `legend` says of what. One of them may be `off`, by what the element of that id says. */
export function pills<T extends string>(name: string, legend: TemplateResult, choices: readonly (readonly [value: T, label: string])[], chosen: T, choose: (value: T) => void, off?: { value: T; by: string }): TemplateResult {
  return html`<fieldset class="pills">${legend}<div>${choices.map(([value, label]) => html`<label><input type="radio" name=${name} value=${value} .checked=${value === chosen} ?disabled=${value === off?.value} aria-describedby=${value === off?.value ? off.by : nothing} @change=${() => choose(value)}><span>${label}</span></label>`)}</div></fieldset>`;
}

/** As a menu, with its label before it. */
export function select<T extends string>(id: string, label: string, choices: readonly (readonly [value: T, label: string])[], chosen: T | undefined, choose: (value: T) => void): TemplateResult {
  const changed = ({ target }: Event): void => {
    const [value] = choices.find(([value]) => target instanceof HTMLSelectElement && value === target.value) ?? [];
    if (value !== undefined) choose(value);
  };
  return html`<label for=${id}>${label}</label><select id=${id} @change=${changed}>${choices.map(([value, label]) => html`<option value=${value} .selected=${value === chosen}>${label}</option>`)}</select>`;
}
