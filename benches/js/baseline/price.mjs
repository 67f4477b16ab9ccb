// What a request costs, in whole numbers scaled by powers of ten: exact, and as fast as it is in plain
// JavaScript. What outgrows 2^53 goes to decimal.js.
import { estimateWith } from "./price-decimal.mjs";
import { refused } from "./refused.mjs";
import { settle } from "./request.mjs";
import { Outgrown, TEN, compared, plus, printed, safe, times, whole } from "./scaled.mjs";
import { applies, cellOf, unavailable } from "./terms.mjs";

const ONE = whole(1);
const ZERO = whole(0);

export function estimate(rules, request, plan, product) {
  try {
    return estimateExactly(rules, request, plan, product);
  } catch (error) {
    if (error instanceof Outgrown) return estimateWith(rules, request, plan, product);
    throw error;
  }
}

function estimateExactly(rules, request, planId, product = rules.product) {
  const resolved = settle(rules, request);
  if (!resolved.ok) return resolved;
  const { model, settings, told, ceiling } = resolved;
  const plan = planId === undefined ? rules.withoutPlan : rules.plans.get(planId);
  const terms = plan.prices?.[model.id] ?? model.terms;
  if (!terms) return refused("unpriced", { model: model.id });

  let sum = ZERO;
  const lines = [];
  for (const term of terms) {
    if (!applies(term, settings)) continue;
    const charged = charge(term, settings);
    if (!charged) return refused("not_offered", { model: model.id });
    sum = plus(sum, charged.credits);
    lines.push({ label: term.label, rate: charged.rate.text, units: printed(charged.units), credits: printed(charged.credits) });
  }
  const exact = clamped(model, times(sum, plan.kept));
  const cost = total(model, exact, settings);
  const forbidden = unavailable(model, planId, product);
  if (forbidden) return forbidden;
  return { ok: true, model: model.id, cost, exact: printed(exact), ceiling, inputs: told, lines, digest: rules.digest };
}

/** The cost alone of settings that are there already; NaN where it cannot be had. */
export function costOf(model, terms, kept, settings) {
  let sum = ZERO;
  for (const term of terms) {
    if (!applies(term, settings)) continue;
    const charged = charge(term, settings);
    if (!charged) return NaN;
    sum = plus(sum, charged.credits);
  }
  return total(model, clamped(model, times(sum, kept)), settings);
}

function clamped(model, sum) {
  if (sum.n === 0) return sum;
  if (model.least && compared(sum, model.least) < 0) return model.least;
  if (model.most && compared(sum, model.most) > 0) return model.most;
  return sum;
}

function total({ round, roundTo, each }, { n, s }, settings) {
  const one = TEN[s] * roundTo;
  const rest = n % one;
  let steps = (n - rest) / one;
  if (rest > 0 && (round === "up" || (round === "nearest" && rest * 2 >= one))) steps += 1;
  const multiplier = each < 0 ? 1 : settings[each].n / TEN[settings[each].s];
  return safe(steps * roundTo * multiplier);
}

function charge(term, settings) {
  const rate = rateOf(term.rate, settings);
  if (!rate) return undefined;
  let units = ONE;
  for (const factor of term.times) {
    const by = factor.measure ? measured(factor.measure, settings) : cellOf(factor, settings);
    if (!by) return undefined;
    units = units === ONE ? by : times(units, by);
  }
  return { rate, units, credits: times(units, rate) };
}

function rateOf(rate, settings) {
  if (rate.flat) return rate.flat;
  if (rate.cells) return cellOf(rate, settings);
  const reached = measured(rate.by, settings);
  return rate.steps.find(({ upTo }) => upTo === undefined || compared(reached, upTo) <= 0)?.rate;
}

function measured({ of, plus: added, beyond, least, unit, block }, settings) {
  let sum = settings[of[0]];
  for (let next = 1; next < of.length; next++) sum = times(sum, settings[of[next]]);
  for (const place of added) sum = plus(sum, settings[place]);
  if (beyond.n > 0) sum = compared(sum, beyond) > 0 ? plus(sum, { n: -beyond.n, s: beyond.s }) : ZERO;
  if (least.n > 0 && compared(sum, least) < 0) sum = least;
  if (unit > 0) return { n: sum.n, s: sum.s + unit };
  if (block) {
    const s = Math.max(sum.s, block.s);
    return whole(Math.ceil(safe(sum.n * TEN[s - sum.s]) / (block.n * TEN[s - block.s])));
  }
  return sum;
}
