// The same in decimal.js or big.js: what most would write who were told that floats do not do. The
// rules' decimals are made once, each request's once.
import Big from "big.js";
import { Decimal } from "decimal.js";
import { refused } from "./refused.mjs";
import { settle } from "./request.mjs";
import { TEN } from "./scaled.mjs";
import { applies, cellOf, unavailable, valueOf } from "./terms.mjs";

Decimal.set({ precision: 80, toExpNeg: -30, toExpPos: 30 });
Big.NE = -30;
Big.PE = 30;

/** The two libraries, under one set of names. */
const decimalJs = {
  of: (value) => new Decimal(value),
  fixed: (number) => number.decimal,
  rounded: (value, how) => value.toDecimalPlaces(0, how),
  roundings: { up: Decimal.ROUND_UP, down: Decimal.ROUND_DOWN, nearest: Decimal.ROUND_HALF_UP },
};
const bigJs = {
  of: (value) => new Big(value),
  fixed: (number) => number.big,
  rounded: (value, how) => value.round(0, how),
  roundings: { up: Big.roundUp, down: Big.roundDown, nearest: Big.roundHalfUp },
};

export const estimateWith = (rules, request, plan, product) => estimateIn(decimalJs, rules, request, plan, product);
export const estimateWithBig = (rules, request, plan, product) => estimateIn(bigJs, rules, request, plan, product);

function estimateIn(library, rules, request, planId, product = rules.product) {
  const resolved = settle(rules, request);
  if (!resolved.ok) return resolved;
  const { model, settings, told, ceiling } = resolved;
  const plan = planId === undefined ? rules.withoutPlan : rules.plans.get(planId);
  const terms = plan.prices?.[model.id] ?? model.terms;
  if (!terms) return refused("unpriced", { model: model.id });

  let sum = library.of(0);
  const lines = [];
  for (const term of terms) {
    if (!applies(term, settings)) continue;
    const charged = charge(library, term, settings);
    if (!charged) return refused("not_offered", { model: model.id });
    sum = sum.plus(charged.credits);
    lines.push({ label: term.label, rate: charged.rate.text, units: charged.units.toString(), credits: charged.credits.toString() });
  }
  const exact = clamped(library, model, plan.kept.n === 1 && plan.kept.s === 0 ? sum : sum.times(library.fixed(plan.kept)));
  const cost = total(library, model, exact, settings);
  const forbidden = unavailable(model, planId, product);
  if (forbidden) return forbidden;
  return { ok: true, model: model.id, cost, exact: exact.toString(), ceiling, inputs: told, lines, digest: rules.digest };
}

/** The cost alone, in decimal.js; NaN where it cannot be had. */
export function decimalCostOf(model, terms, kept, settings) {
  let sum = new Decimal(0);
  for (const term of terms) {
    if (!applies(term, settings)) continue;
    const charged = charge(decimalJs, term, settings);
    if (!charged) return NaN;
    sum = sum.plus(charged.credits);
  }
  return total(decimalJs, model, clamped(decimalJs, model, kept.n === 1 && kept.s === 0 ? sum : sum.times(kept.decimal)), settings);
}

function clamped(library, { least, most }, sum) {
  if (sum.eq(0)) return sum;
  if (least && sum.lt(library.fixed(least))) return library.fixed(least);
  if (most && sum.gt(library.fixed(most))) return library.fixed(most);
  return sum;
}

function total(library, { round, roundTo, each }, exact, settings) {
  const steps = library.rounded(roundTo === 1 ? exact : exact.div(roundTo), library.roundings[round]);
  // From here on all is whole, and JavaScript's own numbers are exact.
  return steps.toNumber() * roundTo * (each < 0 ? 1 : valueOf(settings[each]));
}

function charge(library, term, settings) {
  const rate = rateOf(library, term.rate, settings);
  if (!rate) return undefined;
  let units;
  for (const factor of term.times) {
    const by = factor.measure ? measured(library, factor.measure, settings) : lookUp(library, factor, settings);
    if (!by) return undefined;
    units = units ? units.times(by) : by;
  }
  units ??= library.of(1);
  return { rate, units, credits: units.times(library.fixed(rate)) };
}

function rateOf(library, rate, settings) {
  if (rate.flat) return rate.flat;
  if (rate.cells) return cellOf(rate, settings);
  const reached = measured(library, rate.by, settings);
  return rate.steps.find(({ upTo }) => upTo === undefined || reached.lte(library.fixed(upTo)))?.rate;
}

function lookUp(library, factor, settings) {
  const cell = cellOf(factor, settings);
  return cell && library.fixed(cell);
}

function measured(library, { of, plus, beyond, least, unit, block }, settings) {
  let sum = library.of(valueOf(settings[of[0]]));
  for (let next = 1; next < of.length; next++) sum = sum.times(valueOf(settings[of[next]]));
  for (const place of plus) sum = sum.plus(valueOf(settings[place]));
  if (beyond.n > 0) sum = sum.minus(library.fixed(beyond));
  if ((least.n > 0 || beyond.n > 0) && sum.lt(library.fixed(least))) sum = library.fixed(least);
  if (unit > 0) return sum.div(TEN[unit]);
  if (block) return library.rounded(sum.div(library.fixed(block)), library.roundings.up);
  return sum;
}
