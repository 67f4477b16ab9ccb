// Everything that the page says. A language is one file with one object of this type: what is missing is an error of the
// compiler's. The sentences of refusals and of the elements are the package's, and may be replaced like any other.
import type { Alert, Balance, Capability, Credits, Entry, Money, Ms, PlanState, Window } from "bursar";
import type { Say, Words as ElementWords } from "bursar/elements";
import type { Notice } from "../../worker/src/inbox/shapes.ts";
import type { Unsold } from "../../worker/src/money/shapes.ts";
import type { Change } from "../changes.ts";
import type { RulebookWords } from "./rulebooks.ts";

export interface Words {
  lang: string;
  elements: ElementWords;
  title: string;
  /** Of the page as a tab and a bookmark have it, behind where one is: where there is no account, and until it is known whether there is. */
  page: string;
  tagline: string;
  language: string;
  noAccount: string;
  signIn: string;
  signOut: (person: string) => string;
  menu: string;
  views: { generate: string; credits: string; plans: string; usage: string; company: string; rulebooks: string };
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
    /** Of one that its reader cannot see any more. */
    parted: (account: string) => string;
    /** Of an account that was chosen and could not be fetched. */
    unopened: (account: string) => string;
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
    addTeam: string;
    changeTeam: string;
    removeTeam: string;
    usage: string;
    nobody: string;
    /** How many there are, and the first of them. */
    people: (count: number, first: string[], say: Say) => string;
    more: (left: number) => string;
    yourLimits: string;
    windows: Record<Window, string>;
    ofTeam: (team: string, window: string) => string;
    used: (spent: Credits, limit: Credits, say: Say) => string;
    frees: (at: Ms, say: Say) => string;
    members: string;
    addMember: string;
    changeMember: string;
    removeMember: string;
    menuOfMember: (member: string) => string;
    seek: string;
    nobodyFound: string;
    you: string;
    alerts: string;
    noAlerts: string;
    addAlert: string;
    changeAlert: string;
    removeAlert: string;
    menuOfAlert: (alert: string) => string;
    alert: (alert: Alert, watched: string, say: Say) => string;
    watched: (watch: string, say: Say) => string;
    changeOf: (what: string) => string;
    name: string;
    memberId: string;
    memberHint: string;
    role: string;
    can: (capabilities: Capability[], say: Say) => string;
    theirTeams: string;
    limits: string;
    limitsOfTeam: string;
    limitsOfMember: string;
    /** Beside those of a role. */
    limitsBeside: (limits: string[], say: Say) => string;
    limit: (credits: Credits, per: Window, say: Say) => string;
    per: Record<Window, string>;
    watch: string;
    when: string;
    on: Record<Alert["on"], string>;
    within: string;
    spans: Record<Window, string>;
    thresholds: (say: Say) => string;
    threshold: (nth: number) => string;
    save: string;
    remove: string;
    removeThe: (what: string) => string;
    removesTeam: (back: Credits, say: Say) => string;
    removesMember: (member: string) => string;
    removesAlert: string;
    taken: string;
    /** Of a name that cannot be taken as it is typed. */
    called: (id: string) => string;
    /** Of what is another than when its form opened, and what shows it; of what is not there any more. */
    changed: string;
    anew: string;
    gone: string;
    /** What a form needs before it can be saved. */
    unfinished: { setTeam: string; setMember: string; setAlert: string };
    /** Of a command that is none, by the field that is at fault. */
    mistakes: Record<string, string> & { other: string };
    /** What is sent, for who decides whether to send it again; and what is said when it was carried out. */
    changes: Record<Change["do"], { what: string; done: string }>;
  };
  clock: {
    title: string;
    now: (at: Ms, say: Say) => string;
    hour: string;
    day: string;
    anHour: string;
    aDay: string;
    /** What time does next, and when: as it is shown, and as it is said of its button. */
    next: (thing: string, when: string) => string;
    forwardTo: (next: string) => string;
    things: Record<"renewal" | "end" | "expiry" | "hold" | "limit", string>;
    never: string;
    nothing: string;
    entry: (kind: Entry["kind"], credits: number, source: string, at: Ms, say: Say) => string;
    /** `after` is left out where it is the same plan that is in another state; both where none runs any more. */
    plan: (before: string, after: string | undefined, status: PlanState["status"] | undefined) => string;
    /** `whose` is left out of who reads it. */
    freed: (whose: string | undefined, limit: string, spent: Credits, say: Say) => string;
  };
  inbox: {
    title: string;
    bell: (unread: number, say: Say) => string;
    none: string;
    older: string;
    /** `on` is not known of an alert that is gone. */
    notice: (notice: Notice, on: Alert["on"] | undefined, watched: string, say: Say) => string;
  };
  blocked: string;
  footer: string;
  rules: (digest: string) => string;
  /** Where somebody signs out and no answer comes. */
  stillSignedIn: string;
  /** In the place of what could not be fetched, with a button to fetch it. */
  missed: { what: string; again: string };
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
    counted: (count: string, most: string | undefined, measure: "characters" | "bytes") => string;
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
    textFirst: (label: string) => string;
    rates: string;
    ratesCaption: (say: Say) => string;
    term: string;
    rate: string;
    /** A unit as the rules write it; in other languages, as far as it is known there. */
    unit: (unit: string) => string;
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
    /** Of what is not as it was shown any more. */
    otherwise: string;
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
    payments: { open: string; paid: string; done: string; expired: string; trouble: string };
    goOn: string;
  };
  plans: {
    title: string;
    yours: string;
    price: (price: Money, every: "day" | "month" | "year", perSeat: boolean, say: Say) => string;
    free: string;
    notSold: string;
    allowance: (credits: Credits, every: "day" | "month" | "year", perSeat: boolean, say: Say) => string;
    rollover: (cap: Credits, perSeat: boolean, say: Say) => string;
    unlimited: (models: string[], say: Say) => string;
    discount: (percent: string) => string;
    start: string;
    change: string;
    again: string;
    /** Of the plan that runs, where another is to follow. */
    keep: string;
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
    /** Of the same plan, with fewer seats or another amount. */
    nextOf: (what: string, at: Ms, say: Say) => string;
    seatsOf: (seats: number, say: Say) => string;
    confirm: (plan: string) => string;
    confirmCancel: string;
    confirmResume: (plan: string) => string;
    confirmKeep: (plan: string) => string;
    confirmSeats: (plan: string) => string;
    does: string;
    /** In the place of what it does, to who may not see the balance. */
    unseen: string;
    before: string;
    after: string;
    /** In the place of `after`, of a day that is to come. */
    on: (at: Ms, say: Say) => string;
    spendable: string;
    locked: string;
    renewal: (renewal: NonNullable<Balance["renewal"]>, say: Say) => string;
    /** While it is asked what is to be paid, and where no answer came. */
    asking: string;
    unasked: string;
    paysNow: (price: Money, every: "day" | "month" | "year", say: Say) => string;
    /** Of seats that are added. */
    paysSeats: (price: Money, say: Say) => string;
    /** From that day on, for another plan. */
    paysLater: (price: Money, every: "day" | "month" | "year", at: Ms, say: Say) => string;
    /** On that day, for the plan that runs. */
    paysAgain: (price: Money, at: Ms, say: Say) => string;
    paysNothing: string;
    /** Why the plan that runs is not to be had otherwise: the rules have changed since. */
    periodChanged: string;
    unsold: Record<Unsold, string>;
    go: string;
    resume: string;
    goCheckout: string;
    back: string;
    close: string;
    closeWhat: string;
    closeConfirm: (words: string) => string;
    /** What is to be typed before an account is closed. */
    closeWords: string;
    /** Of words that were typed otherwise. */
    exactly: (words: string) => string;
    closed: string;
    /** Where the rules have none. */
    none: string;
    /** How a wish is doing for which nothing is paid now. */
    wishes: { pending: string; subscribe: string; cancel: string; close: string; trouble: string };
  };
  usage: {
    title: string; hidden: string; per: string; stack: string; hour: string; day: string; month: string;
    of: string;
    whole: string;
    team: (label: string) => string;
    csv: string;
    tooMany: string;
    /** Only so many entries are drawn. */
    latest: (entries: number, say: Say) => string;
    columns: { member: string; model: string; name: string; wallet: string; spent: string; refunded: string; count: string };
  };
  ask: {
    title: string;
    /** What is wished for where it is the model itself. */
    use: (model: string) => string;
    text: (what: string, account: string) => string;
    copy: string;
    copied: string;
    to: string;
  };
  wait: (at: Ms, say: Say) => string;
  /** Of a view that comes with its own words, when it is looked at. */
  rulebooks: () => Promise<RulebookWords>;
}
