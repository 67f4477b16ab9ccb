// How numbers, dates and names are written, by the reader's habits and the rules' own names.
import type { Account, Id, Input, Money, Ms, Rules, Value, Wallet } from "../bursar.js";
import type { Say, Words } from "../elements.js";
import { own } from "./own.ts";

/** By locale: each takes longer to make than all that is said with it at a key press, so it is made once, and when it is wanted. */
const made = new Map<string, Formats>();

type Formats = ReturnType<typeof formats>;

function formatsOf(locale: string): Formats {
  let found = made.get(locale);
  if (!found) made.set(locale, (found = formats(locale)));
  return found;
}

function formats(locale: string) {
  const moment = { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" } as const;
  return {
    number: once(() => new Intl.NumberFormat(locale)),
    exact: once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 20 })),
    plurals: once(() => new Intl.PluralRules(locale)),
    day: once(() => new Intl.DateTimeFormat(locale, { dateStyle: "long" })),
    near: once(() => new Intl.DateTimeFormat(locale, moment)),
    far: once(() => new Intl.DateTimeFormat(locale, { ...moment, year: "numeric" })),
    time: once(() => new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" })),
    and: once(() => new Intl.ListFormat(locale, { type: "conjunction" })),
    or: once(() => new Intl.ListFormat(locale, { type: "disjunction" })),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export function say(rules: Rules, locale: string, words: Words, view?: Account, now = Date.now): Say {
  const { one, many } = rules.unit ?? { one: "credit", many: "credits" };
  const unit = words.noun ? { one: words.noun(one), many: words.noun(many) } : { one, many };
  const { number, exact, plurals, day, near, far, time, ...lists } = formatsOf(locale);
  const input = (model: Id, id: Id): Input | undefined => own(own(rules.models, model)?.inputs, id);
  return {
    locale,
    unit,
    number: (value) => number().format(value),
    // What is no decimal, a fraction above all, stays as it is.
    exact: (text) => (/^\d+(\.\d+)?$/.test(text) ? exact().format(text as `${number}`) : text),
    credits: (count) => `${number().format(count)} ${count === 1 ? unit.one : unit.many}`,
    money: (money) => inMajor(locale, money),
    day: (at) => day().format(at),
    moment: (at) => (sameDay(at, now()) ? time : sameYear(at, now()) ? near : far)().format(at),
    list: (items, kind = "and") => lists[kind]().format(items),
    plural: (count) => plurals().select(count),
    plan: (id) => own(rules.plans, id)?.label ?? id,
    pack: (id) => own(rules.packs, id)?.label ?? id,
    model: (id) => own(rules.models, id)?.label ?? id,
    input: (model, id) => input(model, id)?.label ?? id,
    value: (model, id, value) => named(input(model, id), value, number),
    source: (id) => rules.sources.find((source) => source.id === id)?.label ?? id,
    role: (id) => own(rules.roles, id)?.label ?? id,
    wallet: (wallet) => walletName(wallet, words, view),
  };
}

const [none, three] = ["BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", "BHD IQD JOD KWD LYD OMR TND"];

/** An amount in minor units, with as many places as its currency has by ISO 4217, as in the engine: browsers leave out some that nobody uses. */
function inMajor(locale: string, { amount, currency }: Money): string {
  const places = none.includes(currency) ? 0 : three.includes(currency) ? 3 : 2;
  return new Intl.NumberFormat(locale, { style: "currency", currency, minimumFractionDigits: places, maximumFractionDigits: places }).format(amount / 10 ** places);
}

function named(input: Input | undefined, value: Value, number: () => Intl.NumberFormat): string {
  if (input?.type === "choice") return own(input.labels, String(value)) ?? String(value);
  return typeof value === "number" ? number().format(value) : String(value);
}

function walletName(wallet: Wallet, words: Words, view: Account | undefined): string {
  if (wallet === "bank") return words.bank;
  const id = wallet.slice("team:".length);
  const name = own(view?.teams, id)?.label ?? id;
  return name === words.bank || sharedNames(view?.teams).has(name) ? `${isolated(name)} (${id})` : isolated(name);
}

/** Of an account's teams, which may be many: found out once. */
const shared = new WeakMap<Teams, Set<string>>();

type Teams = NonNullable<Account["teams"]>;

/** The names that more than one team bears: who chooses between these is told their ids too. */
function sharedNames(teams: Teams = {}): Set<string> {
  let found = shared.get(teams);
  if (!found) {
    const names = Object.entries(teams).map(([id, { label }]) => label ?? id).sort();
    shared.set(teams, (found = new Set(names.filter((name, nth) => name === names[nth + 1]))));
  }
  return found;
}

/** A name that people chose, fenced in where it has letters or marks that turn the reading: what stands beside it stays as it is. */
function isolated(name: string): string {
  return /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name;
}

/** A year from today is not today. */
const sameYear = (one: Ms, other: Ms): boolean => new Date(one).getFullYear() === new Date(other).getFullYear();
const sameDay = (one: Ms, other: Ms): boolean => new Date(one).toDateString() === new Date(other).toDateString();
