// 10,000 prices, three ways: exact integers and decimal.js for any model of the rules, and by hand for one.
import { costOf } from "./price.mjs";
import { decimalCostOf } from "./price-decimal.mjs";
import { settle } from "./request.mjs";

/** For each combination an object of inputs, whose values were read once. */
function gridOf(cost, rules, request, vary, planId) {
  const plan = planId === undefined ? rules.withoutPlan : rules.plans.get(planId);
  const model = rules.models.get(request.model);
  const terms = plan.prices?.[model.id] ?? model.terms;
  const fixed = settle(rules, request).settings;
  const axes = vary.map(([id, values]) => {
    const place = model.inputs.findIndex((input) => input.id === id);
    const settings = values.map((value) => settle(rules, { model: model.id, inputs: { ...request.inputs, [id]: value } }).settings?.[place]);
    return { place, settings };
  });
  const costs = new Float64Array(axes.reduce((count, { settings }) => count * settings.length, 1));
  let next = 0;
  const fill = (depth, settings) => {
    if (depth === axes.length) {
      costs[next++] = settings.includes(undefined) ? NaN : cost(model, terms, plan.kept, settings);
      return;
    }
    const { place, settings: values } = axes[depth];
    for (const value of values) fill(depth + 1, settings.with ? settings.with(place, value) : replaced(settings, place, value));
  };
  fill(0, fixed);
  return costs;
}

function replaced(settings, place, value) {
  const copy = settings.slice();
  copy[place] = value;
  return copy;
}

export const exactGrid = (...given) => gridOf(costOf, ...given);
export const decimalGrid = (...given) => gridOf(decimalCostOf, ...given);

/** What somebody would write who has this one model and nothing else: thousandths, loops, no objects. */
export function handGrid(cells, resolutions, rates, sounds, lengths) {
  const perHalfSecond = new Int32Array(resolutions.length * rates.length);
  for (let one = 0; one < resolutions.length; one++) {
    for (let other = 0; other < rates.length; other++) {
      const cell = cells[resolutions[one]][rates[other]];
      perHalfSecond[one * rates.length + other] = cell === undefined ? -1 : Math.round(Number(cell) * 1_000);
    }
  }
  const halves = Int32Array.from(lengths, (seconds) => seconds * 2);
  const costs = new Float64Array(perHalfSecond.length * sounds.length * halves.length);
  let next = 0;
  for (const rate of perHalfSecond) {
    for (const sound of sounds) {
      if (rate < 0) {
        costs.fill(NaN, next, next + halves.length);
        next += halves.length;
        continue;
      }
      // In half thousandths of a credit: a set-up of 1.5, at least 3 in all, rounded up.
      const each = rate + (sound ? 35 : 0);
      for (let place = 0; place < halves.length; place++) {
        const sum = Math.max(each * halves[place] + 3_000, 6_000);
        costs[next++] = Math.ceil(sum / 2_000);
      }
    }
  }
  return costs;
}
