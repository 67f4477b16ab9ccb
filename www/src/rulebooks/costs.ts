// What the same requests cost under two rulebooks: rates alone do not tell a discount, a least price, a rounding, or a cell between
// the lowest and the highest.
import { type Bursar, type Input, type Model, type Payer, type Request, type Rules, type Value, isBursarError } from "bursar";
import { own } from "../own.ts";
import { numbers } from "../span.ts";

export interface Priced { bursar: Bursar; rules: Rules; payer: Payer | undefined }
/** A request that costs another price, NaN where it cannot be had. */
export interface Apart { request: Request; costs: [number, number] }

/** So many requests are asked about, of a model and of all. */
const askedMax = { model: 256, all: 100_000 };
const stepsMost = 40;
/** Lengths of a text, some of them right behind a round number: there blocks begin. */
const lengths = [1, 51, 101, 1001, 100_001];

/** The models that are in both, each with the first request that costs otherwise, of those that can be counted out. */
export function apart(first: Priced, second: Priced): Map<string, Apart> {
  const found = new Map<string, Apart>();
  const models = Object.entries(first.rules.models ?? {});
  const most = Math.min(askedMax.model, Math.ceil(askedMax.all / models.length));
  for (const [id, model] of models) {
    const other = own(second.rules.models, id);
    const one = other && differing(id, inputsOf(model, other), most, first, second);
    if (one) found.set(id, one);
  }
  return found;
}

function differing(model: string, inputs: [string, Value[]][], most: number, first: Priced, second: Priced): Apart | undefined {
  const vary = counted(inputs, most);
  const begun = Object.fromEntries(inputs.flatMap(([id, [value]]) => (value === undefined ? [] : [[id, value] as const])));
  const [one, two] = [first, second].map(({ bursar, payer }) => costs(bursar, { model, inputs: begun }, vary, payer));
  const many = vary.reduce((product, [, values]) => product * values.length, 1);
  const pairs = Array.from({ length: many }, (_, nth): [number, number] => [one?.[nth] ?? NaN, two?.[nth] ?? NaN]);
  const unlike = pairs.flatMap((costs, nth) => (Object.is(...costs) ? [] : [{ nth, costs }]));
  // What has a price in both says more than what only one of them has.
  const told = unlike.find(({ costs }) => !costs.some(Number.isNaN)) ?? unlike[0];
  return told && { request: { model, inputs: { ...begun, ...chosen(told.nth, vary) } }, costs: told.costs };
}

/** Rules that do not know an input have no price for it. */
function costs(bursar: Bursar, request: Request, vary: [string, Value[]][], payer: Payer | undefined): Float64Array | undefined {
  try {
    return bursar.grid(request, vary, payer);
  } catch (error) {
    if (isBursarError(error)) return undefined;
    throw error;
  }
}

/** Every value of as many inputs as can be; of those that have too many some of them. */
function counted(inputs: [string, Value[]][], most: number): [string, Value[]][] {
  let left = most;
  return [...inputs].sort(([, one], [, other]) => one.length - other.length).map(([id, values]): [string, Value[]] => {
    const many = Math.max(1, Math.min(values.length, Math.floor(left)));
    left /= many;
    return [id, Array.from({ length: many }, (_, nth) => values[Math.floor((nth * values.length) / many)]).filter((value) => value !== undefined)];
  });
}

/** What varies in one of the requests: the last of it varies fastest. */
function chosen(nth: number, vary: [string, Value[]][]): Record<string, Value> {
  const told: Record<string, Value> = {};
  let rest = nth;
  for (const [id, values] of [...vary].reverse()) {
    const value = values[rest % values.length];
    if (value !== undefined) told[id] = value;
    rest = Math.floor(rest / values.length);
  }
  return told;
}

/** The inputs that both have, with the values of either. */
function inputsOf({ inputs: one = {} }: Model, { inputs: two = {} }: Model): [string, Value[]][] {
  return Object.entries(one).map(([id, input]): [string, Value[]] => [id, [...new Set([input, own(two, id) ?? input].flatMap(values))]]);
}

/** The first of its steps: a rounding shows between the round numbers. */
function fewest({ min = 0, max = Infinity, step = 1 }: Extract<Input, { type: "number" }>): number[] {
  return Array.from({ length: stepsMost }, (_, nth) => Number((Number(min) + Number(step) * nth).toPrecision(12))).filter((value) => value <= Number(max));
}

function values(input: Input): Value[] {
  switch (input.type) {
    case "number":
      return input.of ? numbers(input) : [...new Set([...fewest(input), ...numbers(input)])];
    case "choice":
      return input.of;
    case "flag":
      return [false, true];
    case "text":
      return lengths.map((length) => Math.min(length, input.max ?? length));
  }
}
