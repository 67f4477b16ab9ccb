/**
 * `bursar/elements`: the parts of a page that show credits, as custom elements for any framework or none.
 *
 * They are given the rules and what the reader may see of an account, ask the package for everything they show,
 * and tell by events what the reader wants. They fetch nothing and change nothing.
 *
 * Importing the module defines all five. `docs/elements.md` shows each at work.
 */
import type { Account, Accepted, Asker, Balance, Bursar, Credits, Entry, Estimate, Facts, Id, LimitUse, Money, Ms, Refused, Remedy, Request, Rules, Source, UsageRow, Value, Wallet } from "./bursar.js";

// ───────────────────────────── What all of them take ─────────────────────────────

export declare abstract class BursarElement extends HTMLElement {
  /** The compiled rules. Nothing is shown before they are there. */
  bursar: Bursar | undefined;
  /** The same rules as they were written: for labels, packs and names. */
  rules: Rules | undefined;
  /** What the reader may see of their account, as `bursar.view` gives it; or a whole account. A new object is a new state. */
  view: Account | undefined;
  /** Who reads. Left out: whom the view is for; of a whole account the owner, or the system where it has members. */
  by: Asker | undefined;
  /** Look at this wallet alone, and spend from it: "bank", or "team:" and a team's id. */
  wallet: Wallet | undefined;
  /** What time it is: a host whose server has a clock of its own gives that. Left out: the browser's. */
  now: () => Ms;
  /** What the elements say. Left out: English. */
  words: Words;
  /** By whose habits numbers and dates are written, a BCP 47 tag: "de-CH". Left out: the element's or the page's `lang`, then the browser's. */
  locale: string | undefined;
}

// ───────────────────────────── <bursar-balance> ─────────────────────────────

/**
 * What is spendable, as a pill; on hover, focus or tap what it is made of: each source with its bar, what is locked
 * and why, what is held, what expires next, what the next renewal keeps and loses, and limits.
 *
 * Raises `bursar-add` where the reader wants more credits. The slot `actions` stands below the breakdown.
 */
export declare class BursarBalance extends BursarElement {
  /** The breakdown is shown. */
  open: boolean;
  /** The breakdown stands in the page, always shown, and there is no pill. */
  inline: boolean;
  /** No button to add credits: the host has its own. */
  quiet: boolean;
  /** To which edge of the pill the breakdown keeps. Left out: where there is room. */
  side: "start" | "end" | undefined;
}

// ───────────────────────────── <bursar-cost> ─────────────────────────────

/**
 * What a request costs, from where it is drawn and what remains; or why it cannot be had, with buttons for what would
 * help. Its own button spends.
 *
 * Raises `bursar-spend`, `bursar-refused` and `bursar-remedy`.
 */
export declare class BursarCost extends BursarElement {
  /** What is asked for. A new object is a new question. */
  request: Request | undefined;
  /** Where there is no `view`: for which plan and product the list's price is told. */
  payer: { plan?: Id; product?: Id } | undefined;
  /** The command that is previewed and asked for is a `hold`, to be settled when the work is done. */
  hold: boolean;
  /** Something is under way: the button waits. */
  busy: boolean;
  /** No button: the host has its own. */
  quiet: boolean;
  /** What would help, as the host knows it from the whole account: a view does not show all that could. */
  remedies: Remedy[] | undefined;
  /** What the package answered to `request`, as it stands; a mistake in the request as `Mistaken`. */
  readonly answer: Accepted | Estimate | Refused | Mistaken | undefined;
}

/** A request that the package could not even judge: a number with thirty digits, say. */
export interface Mistaken { ok: false; mistaken: true; message: string; /** A JSON Pointer into the request: "/inputs/seconds". */ path: string }

// ───────────────────────────── The dialogs ─────────────────────────────

declare abstract class BursarDialog extends BursarElement {
  /** The dialog is shown. */
  open: boolean;
  /** Something is under way: the button waits. */
  busy: boolean;
  /** What the host has to say, below the form: that it could not be sent, say. */
  notice: string;
  show(): void;
  close(): void;
}

/** Packs, how many, what that costs, the words to type where the rules want them. Raises `bursar-checkout`. */
export declare class BursarTopUp extends BursarDialog {
  /** The pack that is chosen; a remedy names the right one. */
  pack: Id | undefined;
  quantity: number | undefined;
}

/** Credits from one wallet to another, with an arrow that turns. Raises `bursar-transfer`. */
export declare class BursarTransfer extends BursarDialog {
  from: Wallet | undefined;
  to: Wallet | undefined;
  credits: Credits | undefined;
}

// ───────────────────────────── <bursar-usage> ─────────────────────────────

/** What was spent over time, as a chart and as a table. The chart's library is loaded when the first chart is shown. */
export declare class BursarUsage extends BursarElement {
  /** What the account's commands left, as the host keeps it. */
  entries: Entry[] | undefined;
  /** The columns, which stand beside each other. */
  per: "hour" | "day" | "month";
  /** What the columns are made of. */
  stack: "model" | "member" | "source" | "wallet";
  /** From when, and until when: milliseconds. Left out: all that the entries have. */
  from: Ms | undefined;
  to: Ms | undefined;
  /** What is shown, a row for each column and part: to be saved, say. */
  readonly rows: UsageRow[];
}

// ───────────────────────────── Events ─────────────────────────────

/** All of them bubble and leave the shadow tree. */
export interface BursarEvents {
  /** More credits are wanted: open the top-up dialog. */
  "bursar-add": CustomEvent<Record<string, never>>;
  /** The reader pressed the button: a command that lacks `id`, `at` and `by`, which are the host's. */
  "bursar-spend": CustomEvent<{ type: "spend" | "hold"; request: Request; expect: Credits; from?: Wallet }>;
  /** What would help is wanted. `may`: whether the reader's role allows it; otherwise they ask somebody who may. */
  "bursar-remedy": CustomEvent<{ remedy: Remedy; may: boolean; refused: Refused }>;
  /** A request is refused, shown for the first time: the host may look for more that would help, and give it as `remedies`. */
  "bursar-refused": CustomEvent<{ request: Request; refused: Refused }>;
  "bursar-checkout": CustomEvent<{ pack: Id; quantity: number; consent?: string; price: Money; credits: Credits }>;
  "bursar-transfer": CustomEvent<{ from: Wallet; to: Wallet; credits: Credits }>;
  /** A dialog was closed, by the reader or by `close()`. */
  "bursar-close": CustomEvent<Record<string, never>>;
}

// ───────────────────────────── Words ─────────────────────────────

/** How numbers, dates and names are written: what the words below are given to say them with. */
export interface Say {
  readonly locale: string;
  /** What the rules call a credit. */
  readonly unit: { one: string; many: string };
  number(value: number): string;
  /** A number as the package writes it, with all its places: "0.25" is "0,25" to a German; a fraction stays as it is. */
  exact(text: string): string;
  /** "120 tokens" */
  credits(count: Credits): string;
  money(money: Money): string;
  /** "1 December 2026" */
  day(at: Ms): string;
  /** "1 Dec, 14:05"; today "14:05", in another year with it: by the host's clock, where it has given one. */
  moment(at: Ms): string;
  /** "a, b and c"; "a, b or c" */
  list(items: string[], kind?: "and" | "or"): string;
  /** Which form of a word stands beside this number. */
  plural(count: number): Intl.LDMLPluralRule;
  /** The names that the rules give; the id where they give none. */
  plan(id: Id): string;
  pack(id: Id): string;
  model(id: Id): string;
  input(model: Id, input: Id): string;
  value(model: Id, input: Id, value: Value): string;
  source(id: Id): string;
  role(id: Id): string;
  /** "Team Alpha", as the view calls it, with its id where another team bears that name: "Team Alpha (alpha-2)"; for the bank `words.bank`. */
  wallet(wallet: Wallet): string;
}

/** Everything that the elements say. A language is one object of this type: what is missing is an error of the compiler's. */
export interface Words {
  /** The language that these words are in. */
  lang: string;
  /** How the rules' word for a credit is written: German begins its nouns with a capital. Left out: as it stands. */
  noun?: (word: string) => string;
  bank: string;
  close: string;
  /** A sentence for each refusal, made from its facts. */
  refusals: { [C in keyof Facts]: (facts: Facts[C], say: Say) => string };
  /** What a button says that would help. `may`: whether the reader may do it. */
  remedies: { [D in Remedy["do"]]: (remedy: Extract<Remedy, { do: D }>, say: Say, may: boolean) => string };
  /** A value too odd to be judged. */
  mistaken: string;
  /** The same, where credits or packs are counted: a fraction, less than one, more than there can be. */
  uncounted: (say: Say) => string;
  balance: {
    title: string;
    hidden: string;
    /** Of an account that the reader is no member of. */
    stranger: string;
    /** For who hears the pill rather than sees it. */
    pill: (spendable: Credits, say: Say) => string;
    of: (part: string, whole: string) => string;
    held: (credits: Credits, say: Say) => string;
    heldWhy: string;
    locked: (credits: Credits, say: Say) => string;
    lockedWhy: (needs: NonNullable<Source["needsPlan"]>, source: string) => string;
    expires: (credits: Credits, at: Ms, say: Say) => string;
    renewal: (renewal: NonNullable<Balance["renewal"]>, say: Say) => string;
    granted: (credits: Credits, say: Say) => string;
    kept: (credits: Credits, say: Say) => string;
    lost: (credits: Credits, say: Say) => string;
    locks: (credits: Credits, say: Say) => string;
    noPlan: string;
    limits: string;
    limit: (limit: LimitUse, say: Say) => string;
    resets: (at: Ms, say: Say) => string;
    add: (say: Say) => string;
  };
  cost: {
    atMost: string;
    exact: (exact: string) => string;
    draw: (source: string, wallet: string | undefined) => string;
    remains: string;
    lines: string;
    line: { term: string; units: string; rate: string; credits: string };
    /** What lies between the sum of the lines and the cost: names for a list, "discount and minimum". */
    step: { discount: string; minimum: string; maximum: string; rounding: string };
    total: string;
    spend: (cost: Credits, say: Say) => string;
    busy: string;
    none: string;
  };
  topUp: {
    title: (say: Say) => string;
    packs: string;
    bonus: (credits: Credits, say: Say) => string;
    each: (price: string) => string;
    quantity: string;
    fewer: string;
    more: string;
    between: (min: number, max: number | undefined, say: Say) => string;
    limit: (limit: Money, say: Say) => string;
    expires: (days: number, say: Say) => string;
    total: string;
    get: (credits: Credits, say: Say) => string;
    consent: (words: string) => string;
    checkout: string;
    busy: string;
    none: string;
  };
  transfer: {
    title: (say: Say) => string;
    from: string;
    to: string;
    turn: string;
    credits: (say: Say) => string;
    has: (credits: Credits, say: Say) => string;
    after: (credits: Credits, say: Say) => string;
    all: string;
    submit: (credits: Credits, say: Say) => string;
    busy: string;
    none: string;
  };
  usage: {
    title: string;
    chart: (say: Say) => string;
    total: (spent: Credits, say: Say) => string;
    refunded: (credits: Credits, say: Say) => string;
    table: string;
    when: string;
    what: { model: string; member: string; source: string; wallet: string };
    spent: string;
    count: string;
    other: string;
    none: string;
  };
}

/** English, the words that the elements have unless told otherwise. */
export declare const en: Words;
/** How one says numbers, dates and names in this locale, by these rules; `view` names the teams, `now` says what day it is, where that is not the browser's clock's to say. */
export declare function say(rules: Rules, locale: string, words: Words, view?: Account, now?: () => Ms): Say;

declare global {
  interface HTMLElementTagNameMap {
    "bursar-balance": BursarBalance;
    "bursar-cost": BursarCost;
    "bursar-top-up": BursarTopUp;
    "bursar-transfer": BursarTransfer;
    "bursar-usage": BursarUsage;
  }
  interface HTMLElementEventMap extends BursarEvents {}
  // They bubble: one listener may hear those of all elements.
  interface DocumentEventMap extends BursarEvents {}
  interface WindowEventMap extends BursarEvents {}
}

// Nothing but what says so is exported.
export {};
