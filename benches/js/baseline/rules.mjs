// A rulebook, made ready once: what is looked up by name is found by name, what is a decimal is read.
import Big from "big.js";
import { Decimal } from "decimal.js";
import { Outgrown, compared, scaled, TEN, whole } from "./scaled.mjs";

export function readRules(text, digest) {
  const rules = JSON.parse(text);
  const sources = rules.sources.map(({ id, needsPlan }) => ({ id, needsPlan }));
  const plans = new Map(Object.entries(rules.plans ?? {}));
  return {
    digest,
    products: new Set(rules.products ?? ["app"]),
    product: rules.products?.[0] ?? "app",
    sources,
    ranks: new Map(sources.map(({ id }, rank) => [id, rank])),
    allowances: new Set([...plans.values()].flatMap((plan) => plan.allowance?.source ?? [])),
    plans: new Map([...plans].map(([id, plan]) => [id, { ...plan, kept: kept(plan.discount), unlocked: unlocked(sources, plan) }])),
    withoutPlan: { kept: kept(0), unlocked: unlocked(sources, undefined) },
    roles: new Map(Object.entries(rules.roles ?? {}).map(([id, role]) => [id, { can: new Set(role.can), limits: role.limits ?? [] }])),
    bankFor: rules.bankFor ?? "teamless",
    remember: rules.remember ?? 32,
    holdMs: rules.holdMs ?? 86_400_000,
    models: new Map(Object.entries(rules.models ?? {}).map(([id, model]) => [id, readModel(id, model)])),
  };
}

/** What a discount leaves of a price. */
function kept(discount = 0) {
  const { n, s } = scaled(discount);
  return fixed((TEN[s] - n) / TEN[s]);
}

/** By the rank of each source, whether its credits can be spent while that plan runs. */
function unlocked(sources, plan) {
  return sources.map(({ needsPlan }) => !needsPlan || (needsPlan === "any" ? Boolean(plan) : Boolean(plan?.paid)));
}

function readModel(id, { label, inputs = {}, price, each, round = "up", roundTo = 1, atLeast, atMost, plans, products }) {
  const all = Object.entries(inputs).map(([name, input]) => readInput(name, input));
  const place = (name) => all.findIndex((input) => input.id === name);
  const places = (names) => [names ?? []].flat().map(place);
  const measure = (of) => {
    if (typeof of === "string") return measure({ of });
    const { beyond = 0, atLeast: least = 0, unit, block } = of;
    return {
      of: places(of.of),
      plus: places(of.plus),
      beyond: fixed(beyond),
      least: fixed(least),
      // Only a power of ten divides a decimal into another by moving its point.
      unit: unit === undefined ? 0 : powerOfTen(unit),
      block: block === undefined ? undefined : fixed(block),
    };
  };
  const factor = (given) => (given.cells ? lookup(given) : { measure: measure(given) });
  const lookup = ({ by, cells }) => ({ by: places(by), cells: readCells(cells, places(by).map((at) => all[at].type)) });
  const terms = price?.map((term) => ({
    label: term.label ?? label ?? id,
    when: Object.entries(term.when ?? {}).map(([name, values]) => [place(name), [values].flat()]),
    rate: term.rate.steps
      ? { by: measure(term.rate.by), steps: term.rate.steps.map(({ upTo, rate }) => ({ upTo: upTo === undefined ? undefined : fixed(upTo), rate: readRate(rate) })) }
      : term.rate.cells
        ? lookup(term.rate)
        : { flat: readRate(term.rate) },
    times: (term.times ?? []).map(factor),
  }));
  return {
    id, inputs: all, names: new Set(Object.keys(inputs)), terms, each: each === undefined ? -1 : place(each), round, roundTo,
    least: atLeast === undefined ? undefined : fixed(atLeast),
    most: atMost === undefined ? undefined : fixed(atMost),
    plans, products,
  };
}

/** A decimal of the rules, in each of the ways in which it is counted with: made once, not for each price. */
function fixed(value) {
  const { n, s } = scaled(value);
  return { n, s, decimal: new Decimal(value), big: new Big(value) };
}

/** A rate is printed with each line: its text is kept beside it. */
function readRate(rate) {
  return { ...fixed(rate), text: `${Number(rate)}` };
}

/** Cells are found by what an input is set to: a number, not its text. */
function readCells(cells, [type, ...types]) {
  if (typeof cells !== "object") return readRate(cells);
  const read = (key) => (type === "number" ? Number(key) : type === "flag" ? key === "true" : key);
  return new Map(Object.entries(cells).map(([key, inner]) => [read(key), readCells(inner, types)]));
}

function powerOfTen(unit) {
  const power = TEN.indexOf(Number(unit));
  if (power < 0) throw new Error(`the baseline divides by powers of ten alone, not by ${unit}`);
  return power;
}

function readInput(id, input) {
  switch (input.type) {
    case "number": return readNumber(id, input);
    case "choice": return { ...input, id, of: new Set(input.of) };
    default: return { ...input, id };
  }
}

function readNumber(id, input) {
  const { min = 0, max, step, of, default: otherwise, assume } = input;
  const read = (value) => (value === undefined ? undefined : scaled(value));
  const allowed = of?.map((value) => Number(value));
  const top = of ? Math.max(...allowed) : max;
  const fallback = otherwise ?? (assume === "max" ? top : undefined);
  // What has a step has so many digits after the point, and no others.
  const digits = Math.max(...[min, step].map((value) => scaled(value ?? 0).s));
  return {
    id, type: "number", min: read(min), max: read(max), of: allowed && new Set(allowed), digits,
    step: step === undefined ? 0 : scaled(step).n * TEN[digits - scaled(step).s],
    from: scaled(min).n * TEN[digits - scaled(min).s],
    fallback: fallback === undefined ? undefined : Number(fallback),
    ceiling: otherwise === undefined,
  };
}

/** Whether a number is one that an input allows; where it is, as a decimal. */
export function allowed(input, value) {
  if (typeof value !== "number" || !(value >= 0) || value === Infinity) return undefined;
  if (input.of) return input.of.has(value) ? exactly(value) : undefined;
  const number = exactly(value);
  if (number === undefined || compared(number, input.min) < 0) return undefined;
  if (input.max && compared(number, input.max) > 0) return undefined;
  if (input.step && (number.s > input.digits || (number.n * TEN[input.digits - number.s] - input.from) % input.step)) return undefined;
  return number;
}

function exactly(value) {
  if (Number.isInteger(value)) return whole(value);
  try {
    return scaled(value);
  } catch (error) {
    if (error instanceof Outgrown) return undefined;
    throw error;
  }
}
