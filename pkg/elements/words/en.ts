// English.
import type { Words } from "../../elements.js";

const count = (number: string, one: boolean, single: string, several: string): string => `${number} ${one ? single : several}`;

const are = (credits: number): string => (credits === 1 ? "is" : "are");

export const en: Words = {
  lang: "en",
  bank: "Bank",
  close: "Close",
  refusals: {
    account_closed: () => "This account is closed.",
    id_reused: () => "Something else was already sent under this number. Please try again.",
    unknown_member: ({ id }) => `${id} is not a member of this account.`,
    role_forbids: ({ role, needs }, say) => (needs === "system" ? "This happens by itself, not by hand." : role === undefined ? "You may not do this." : `The role “${say.role(role)}” does not allow this.`),
    unknown_team: ({ id }) => `There is no team called ${id} here.`,
    unknown_role: ({ id }) => `There is no role called ${id}.`,
    unknown_plan: ({ id }) => `There is no plan called ${id} to choose.`,
    unknown_pack: ({ id }) => `There is no pack called ${id}.`,
    unknown_source: ({ id }) => `There are no credits called ${id}.`,
    unknown_grant: () => "These credits are not here any more.",
    unknown_hold: () => "This was settled, given back or has run out.",
    unknown_alert: ({ id }) => `There is no alert called ${id}.`,
    unknown_model: ({ id }) => `There is no model called ${id}.`,
    unpriced: ({ model }, say) => `${say.model(model)} has no price yet, so it cannot be used.`,
    unknown_input: ({ model, input }, say) => `${say.model(model)} has no setting called ${input}.`,
    missing_input: ({ model, input }, say) => `Please choose: ${say.input(model, input)}.`,
    input_out_of_range: ({ model, input, min, max, step, allowed }, say) => {
      const name = say.input(model, input);
      if (allowed) return `${name} can be ${say.list(allowed.map((value) => say.value(model, input, value)), "or")}.`;
      const ends = min !== undefined && max !== undefined ? `from ${say.exact(min)} to ${say.exact(max)}` : min !== undefined ? `${say.exact(min)} or more` : max !== undefined ? `at most ${say.exact(max)}` : undefined;
      return `${name} can be ${[ends, step === undefined ? undefined : `in steps of ${say.exact(step)}`].filter((part) => part !== undefined).join(", ") || "another value"}.`;
    },
    not_offered: ({ model, inputs }, say) => `${say.model(model)} is not offered with ${say.list(Object.entries(inputs).map(([input, value]) => `${say.input(model, input)} ${say.value(model, input, value)}`))}.`,
    not_on_plan: ({ model, input, plans }, say) => `${input === undefined ? say.model(model) : `This choice of ${say.input(model, input)}`} comes with ${say.list(plans.map(say.plan), "or")}.`,
    not_in_product: ({ model, products }, say) => `${say.model(model)} is only in ${say.list(products)}.`,
    price_changed: ({ expected, cost }, say) => `The price has changed: ${say.credits(cost)} instead of ${say.number(expected)}. Nothing was taken.`,
    no_plan: () => "There is no plan to change.",
    plan_required: ({ needs }) => (needs === "paid" ? "You need a paid plan for this." : "You need a plan for this."),
    consent_required: ({ consent }) => `Please type exactly “${consent}” to go on.`,
    quantity_out_of_range: ({ min, max }, say) => (max === undefined ? `At least ${say.number(min)} at a time.` : `From ${say.number(min)} to ${say.number(max)} at a time.`),
    over_in_app_limit: ({ price, limit }, say) => `${say.money(price)} is more than the ${say.money(limit)} that can be bought here at once. For more, please talk to sales.`,
    same_wallet: () => "Please choose two different places.",
    products_differ: ({ from, to }) => `Credits cannot move from ${from} to ${to}.`,
    accounts_differ: () => "Credits cannot move to another account.",
    limit_reached: ({ of, id, per, limit, needed, resetsAt }, say) =>
      `${of === "team" ? `The limit of ${say.wallet(`team:${id}`)}` : of === "role" ? `The limit for ${say.role(id)}` : "Your limit"} is ${say.credits(limit)} ${windows[per]}, and ${say.number(needed)} more would pass it. It resets at ${say.moment(resetsAt)}.`,
    insufficient_credits: ({ needed, spendable, shortfall, locked, held }, say) => {
      if (spendable === undefined) return `There are not enough credits: ${say.credits(needed)} ${are(needed)} needed.`;
      const aside = [locked ? `${say.number(locked)} more ${are(locked)} locked` : "", held ? `${say.number(held)} ${are(held)} held for work under way` : ""].filter(Boolean);
      const missing = shortfall ?? needed - spendable;
      return `This needs ${say.credits(needed)} and you have ${say.number(spendable)}: ${say.number(missing)} ${are(missing)} missing.${aside.length > 0 ? ` ${capital(say.list(aside))}.` : ""}`;
    },
    last_manager: () => "Somebody must remain who can manage this account.",
    too_many: ({ what, limit }, say) => `There can be at most ${say.number(limit)} ${what}.`,
  },
  remedies: {
    subscribe: ({ plans }, say, may) => {
      const [only] = plans;
      const what = plans.length === 1 && only !== undefined ? `Switch to ${say.plan(only)}` : "See plans that help";
      return may ? what : "Ask an admin for another plan";
    },
    transfer: ({ credits, to }, say, may) => (may ? `Move ${say.credits(credits)} to ${say.wallet(to)}` : `Ask for a transfer of ${say.credits(credits)}`),
    top_up: ({ credits, price }, say, may) => (may ? `Add ${say.credits(credits)} for ${say.money(price)}` : `Ask an admin to add ${say.credits(credits)}`),
    wait: ({ until }, say) => `Wait until ${say.moment(until)}`,
    ask_admin: () => "Ask an admin",
    contact_sales: () => "Contact sales",
    refresh_quote: () => "Show the new price",
  },
  mistaken: "This value cannot be priced.",
  uncounted: (say) => `Please give a whole number from 1 to ${say.number(Number.MAX_SAFE_INTEGER)}.`,
  balance: {
    title: "Balance",
    hidden: "Balance not shown to your role",
    stranger: "You are not a member of this account",
    pill: (spendable, say) => `${say.credits(spendable)} to spend`,
    of: (part, whole) => `${part} of ${whole}`,
    held: (credits, say) => `${say.number(credits)} held`,
    heldWhy: "Set aside for work under way; given back if it fails.",
    locked: (credits, say) => `${say.number(credits)} locked`,
    lockedWhy: (needs, source) => `${source} can be spent while ${needs === "paid" ? "a paid plan" : "a plan"} runs.`,
    expires: (credits, at, say) => `${say.credits(credits)} ${credits === 1 ? "expires" : "expire"} on ${say.day(at)}`,
    renewal: ({ ends, at }, say) => `${ends ? "The plan ends on" : "Renews on"} ${say.day(at)}`,
    granted: (credits, say) => `${say.number(credits)} new`,
    kept: (credits, say) => `${say.number(credits)} kept`,
    lost: (credits, say) => `${say.number(credits)} lost if unused`,
    locks: (credits, say) => `${say.number(credits)} will be locked`,
    noPlan: "No plan",
    limits: "Limits",
    limit: ({ of, id, per }, say) => `${of === "team" ? say.wallet(`team:${id}`) : "You"}, ${now[per]}`,
    resets: (at, say) => `resets ${say.moment(at)}`,
    add: (say) => `Add ${say.unit.many}`,
  },
  cost: {
    atMost: "at most",
    exact: (exact) => `exact ${exact}`,
    draw: (source, wallet) => (wallet === undefined ? source : `${source}, ${wallet}`),
    remains: "Left afterwards",
    lines: "How it adds up",
    line: { term: "Term", units: "Units", rate: "Rate", credits: "Sum" },
    step: { discount: "discount", minimum: "minimum", maximum: "maximum", rounding: "rounding" },
    total: "Total",
    spend: (cost, say) => (cost === 0 ? "Generate for free" : `Generate for ${say.credits(cost)}`),
    busy: "One moment…",
    none: "Nothing is charged.",
  },
  topUp: {
    title: (say) => `Add ${say.unit.many}`,
    packs: "Pack",
    bonus: (credits, say) => `${say.number(credits)} of them on top`,
    each: (price) => `${price} each`,
    quantity: "How many",
    fewer: "One fewer",
    more: "One more",
    between: (min, max, say) => (max === undefined ? `at least ${say.number(min)}` : `${say.number(min)} to ${say.number(max)}`),
    limit: (limit, say) => `Up to ${say.money(limit)} at once; for more there is sales.`,
    expires: (days, say) => `Good for ${count(say.number(days), days === 1, "day", "days")}.`,
    total: "Total",
    get: (credits, say) => `You get ${say.credits(credits)}`,
    consent: (words) => `Type “${words}” to confirm`,
    checkout: "Go to checkout",
    busy: "Opening checkout…",
    none: "There is nothing to buy here.",
  },
  transfer: {
    title: (say) => `Transfer ${say.unit.many}`,
    from: "From",
    to: "To",
    turn: "Turn around",
    credits: (say) => capital(say.unit.many),
    has: (credits, say) => `has ${say.number(credits)}`,
    after: (credits, say) => `then ${say.number(credits)}`,
    all: "All",
    submit: (credits, say) => `Transfer ${say.credits(credits)}`,
    busy: "Transferring…",
    none: "There is nowhere to move credits to.",
  },
  usage: {
    title: "Usage",
    chart: (say) => `${capital(say.unit.many)} spent over time; the table below has the same numbers`,
    total: (spent, say) => `${say.credits(spent)} spent`,
    refunded: (credits, say) => `${say.number(credits)} given back`,
    table: "As a table",
    when: "When",
    what: { model: "Model", member: "Member", source: "Kind", wallet: "Wallet" },
    spent: "Spent",
    count: "Count",
    other: "Other",
    none: "Nothing was spent yet.",
  },
};

const now = { hour: "this hour", day: "today", month: "this month", period: "this period" };
const windows = { hour: "an hour", day: "a day", month: "a month", period: "a period" };

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
