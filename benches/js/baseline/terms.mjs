// What a model's terms say of settings, whatever the arithmetic: plain numbers, decimal.js, big.js.
import { refused } from "./refused.mjs";
import { TEN } from "./scaled.mjs";

export function unavailable(model, planId, product) {
  if (model.plans && !model.plans.includes(planId)) return refused("not_on_plan", { model: model.id });
  if (model.products && !model.products.includes(product)) return refused("not_in_product", { model: model.id });
  return undefined;
}

/** What an input is set to, as JavaScript has it. */
export const valueOf = (setting) => (typeof setting === "object" ? setting.n / TEN[setting.s] : setting);

export function applies({ when }, settings) {
  for (const [place, values] of when) {
    if (!values.includes(valueOf(settings[place]))) return false;
  }
  return true;
}

export function cellOf({ by, cells }, settings) {
  let cell = cells;
  for (const place of by) {
    cell = cell.get(valueOf(settings[place]));
    if (!cell) return undefined;
  }
  return cell;
}
