// Everything that the page says. A language is one file with one object of this type: what is missing is an error of the
// compiler's. The sentences of refusals and of the elements are the package's, and may be replaced like any other.
import type { Balance, Credits, Money, Ms } from "bursar";
import type { Say, Words as ElementWords } from "bursar/elements";

export interface Words {
  lang: string;
  /** What this language calls itself. */
  name: string;
  elements: ElementWords;
  title: string;
  tagline: string;
  language: string;
  noAccount: string;
  signIn: string;
  signOut: (person: string) => string;
  menu: string;
  views: { generate: string; credits: string; plans: string; usage: string; company: string };
  accounts: {
    title: string;
    /** Of the button that shows them where the page is narrow. */
    choose: (chosen: string) => string;
    none: string;
    prices: string;
    closed: string;
    cancelled: string;
    /** Of a balance that is not shown to the reader. */
    hidden: string;
    menuOf: (person: string) => string;
  };
  company: {
    title: string;
    dashboard: string;
    bank: (say: Say) => string;
    /** Of a bank from which all draw. */
    pool: (say: Say) => string;
    manage: string;
    teams: string;
    noTeams: string;
    menuOf: (team: string) => string;
  };
  blocked: string;
  footer: string;
  rules: (digest: string) => string;
  offline: string;
  generate: {
    title: string;
    model: string;
    plan: string;
    rulebook: string;
    listPrice: string;
    noPlan: string;
    cost: string;
    slider: (label: string) => string;
    counted: (count: string, most: number | undefined, measure: "characters" | "bytes") => string;
    /** How far a slider can go before credits run out. */
    reaches: (value: string, say: Say) => string;
    reachesAll: string;
    reachesNothing: string;
    prices: string;
    by: (down: string, across: string | undefined) => string;
    costColumn: string;
    without: string;
    notOffered: string;
    noTable: string;
    rates: string;
    ratesCaption: (say: Say) => string;
    term: string;
    rate: string;
    per: (unit: string) => string;
    free: string;
  };
  jobs: {
    title: string;
    standIn: string;
    noRunner: string;
    fail: string;
    running: (held: Credits, say: Say) => string;
    settled: (credits: Credits, say: Say) => string;
    released: (credits: Credits, say: Say) => string;
    lost: string;
    none: string;
    ran: (at: Ms, say: Say) => string;
  };
  sending: {
    unanswered: (what: string) => string;
    again: string;
    drop: string;
    hold: (credits: Credits, say: Say) => string;
    transfer: (credits: Credits, say: Say) => string;
    checkout: (credits: Credits, say: Say) => string;
    plan: string;
    notTaken: (message: string) => string;
    moved: (credits: Credits, say: Say) => string;
    closeNotice: string;
  };
  credits: {
    title: string;
    add: (say: Say) => string;
    transfer: (say: Say) => string;
    receipts: string;
    receiptsHidden: string;
    none: string;
    number: string;
    date: string;
    what: string;
    credits: (say: Say) => string;
    price: string;
    times: (quantity: number, label: string) => string;
    returned: (money: string) => string;
    print: string;
    download: string;
    older: string;
    payments: { open: string; pending: string; done: string; expired: string; trouble: string };
    goOn: string;
  };
  plans: {
    title: string;
    yours: string;
    every: { day: string; month: string; year: string };
    price: (price: Money, every: "day" | "month" | "year", say: Say) => string;
    free: string;
    notSold: string;
    allowance: (credits: Credits, every: "day" | "month" | "year", perSeat: boolean, say: Say) => string;
    rollover: (cap: Credits, perSeat: boolean, say: Say) => string;
    unlimited: (models: string[], say: Say) => string;
    discount: (percent: string) => string;
    start: string;
    change: string;
    again: string;
    /** Of a plan that is not sold here. */
    look: string;
    current: string;
    helps: string;
    seats: string;
    when: string;
    now: string;
    periodEnd: string;
    cancel: string;
    ends: (at: Ms, say: Say) => string;
    next: (plan: string, at: Ms, say: Say) => string;
    confirm: (plan: string) => string;
    confirmCancel: string;
    does: string;
    before: string;
    after: string;
    spendable: string;
    locked: string;
    renewal: (renewal: NonNullable<Balance["renewal"]>, say: Say) => string;
    costs: (price: string) => string;
    costsNothing: string;
    go: string;
    goCheckout: string;
    back: string;
    close: string;
    closeWhat: string;
    closeConfirm: (words: string) => string;
    /** What is to be typed before an account is closed. */
    closeWords: string;
    closed: string;
  };
  usage: { title: string; hidden: string; per: string; stack: string; hour: string; day: string; month: string };
  ask: { title: string; text: (what: string, account: string) => string; copy: string; copied: string; to: string };
  wait: (at: Ms, say: Say) => string;
}
