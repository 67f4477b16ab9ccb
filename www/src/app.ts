// The page's state, and what is done to it. The views draw it and know nothing else; no rule stands in either.
import { type Bursar, type Credits, type Entry, type Ms, type Payer, type Refused, type Remedy, type Request, type Rules, newId } from "bursar";
import { type BursarEvents, type Say, say } from "bursar/elements";
import type { WishTold, SentWish } from "../worker/src/money/shapes.ts";
import type { Session } from "../worker/src/openapi/shapes.ts";
import type { Receipt } from "../worker/src/receipts/shapes.ts";
import { Accounts } from "./accounts.ts";
import * as api from "./api.ts";
import { open as openBook, books } from "./books.ts";
import { breath } from "./breath.ts";
import { Clock } from "./clock.ts";
import { Company } from "./company.ts";
import { ready } from "./engine.ts";
import { RequestForm } from "./form.ts";
import { Jobs } from "./jobs.ts";
import { Inbox } from "./inbox.ts";
import type { Language } from "./language.ts";
import { Outbox } from "./outbox.ts";
import { Plans } from "./plans.ts";
import type { Rulebooks } from "./rulebooks/state.ts";
import { type Asked, Seen } from "./seen.ts";
import * as session from "./session.ts";
import { follow, paced } from "./stream.ts";
import type { Words } from "./words/words.ts";

export const views = ["generate", "credits", "plans", "usage", "company", "rulebooks"] as const;
export type View = (typeof views)[number];
/** What there is to see without an account. */
const open: readonly View[] = ["generate", "rulebooks"];

/** More changes than one in so long are looked at together. */
const refreshMs = 300;
/** Whoever types is not asked about at each key. */
const settledMs = 250;
/** How often it is asked whether a payment has been heard of. */
const patience = { everyMs: 1500, times: 20 };
/** So many pages of entries are added up in a chart. */
const entryPages = 5;

/** Where somebody is reached: by a link, or by mail. */
export const addressOf = (contact: string): string => (contact.includes("://") ? contact : `mailto:${contact}`);

export class App {
  words: Words;
  locale: string;
  session: Session | undefined;
  seen: Seen | undefined;
  view: View = "generate";
  /** Which rulebook and plan prices are told by where there is no account. */
  list = { book: books[0]?.[0] ?? "", plan: "" };
  notice: { text: string; bad: boolean } | undefined;
  online = navigator.onLine;
  lets: "work" | "fail" = "work";
  helpful: readonly string[] = [];
  /** How a wish is doing that was sent just now, or that somebody came back from a checkout of; `paid` where that says so. */
  wished: (WishTold & { paid?: boolean }) | undefined;
  receipts: { list: Receipt[]; next?: number } | undefined;
  /** The latest that the account's commands left; whether these are all. */
  entries: { list: Entry[]; all: boolean } | undefined;
  chart: { per: "hour" | "day" | "month"; stack: "model" | "member" } = { per: "day", stack: "model" };
  /** Whose usage is shown; of nobody's in particular all of it. */
  usageOf: { member?: string; wallet?: string } = {};
  asked: string | undefined;
  rulebooks: Rulebooks | undefined;
  topUp: { open: boolean; pack?: string; quantity?: number } = { open: false };
  transfer: { open: boolean; from?: string; to?: string; credits?: Credits } = { open: false };

  /** The menu that is open, by its id; whether the accounts lie over the page. */
  menu: string | undefined;
  choosing = false;

  readonly form: RequestForm;
  readonly accounts = new Accounts(() => this.draw());
  readonly clock = new Clock(this);
  readonly company = new Company(this);
  readonly inbox = new Inbox(() => this.draw());
  readonly plans = new Plans(this);
  readonly jobs = new Jobs(() => this.draw());
  readonly outbox = new Outbox(() => this.draw());
  readonly #drawn: () => void;
  #stopFollowing = (): void => {};
  #helped: { asked: string; remedies?: Remedy[] } = { asked: "" };
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor({ words, locale }: Language, drawn: () => void) {
    this.words = words;
    this.locale = locale;
    this.#drawn = drawn;
    this.form = new RequestForm(words);
  }

  draw(): void {
    this.form.draw(this.rules);
    this.form.answered(this);
    this.#drawn();
  }

  /** As `draw`, in steps: when a page opens each has code to make ready, and a slow phone is to stay awake meanwhile. */
  async #unfold(): Promise<void> {
    for (const step of [() => this.bursar, () => this.form.draw(this.rules), () => this.form.answered(this), this.#drawn]) {
      step();
      await breath();
    }
  }

  /**
   * A request was refused for want of credits. What would help may lie in what the view does not show, and only then the worker
   * is asked as well: of texts it is told how long they are. Whoever manages sees everything, and all other refusals are alike for all.
   */
  refused(request: Request, refused: Refused): void {
    const { seen } = this;
    const asked = JSON.stringify([seen?.account, seen?.view.seq, refused.code, request]);
    if (this.#helped.asked === asked) return;
    this.#helped = { asked };
    this.draw();
    const { estimate } = refused;
    if (!seen || !estimate || refused.code !== "insufficient_credits" || seen.may("manage")) return;
    const counted = { ...request, inputs: estimate.inputs };
    setTimeout(async () => {
      if (this.#helped.asked !== asked) return;
      const told = await api.preview(seen.account, { type: "hold", request: counted });
      if (this.#helped.asked !== asked || told.kind !== "refused") return;
      this.#helped = { asked, remedies: told.refused.remedies };
      this.draw();
    }, settledMs);
  }

  get remedies(): Remedy[] | undefined {
    return this.#helped.remedies;
  }

  // ── What everything is drawn by ──

  get rules(): Rules {
    return this.seen?.book.rules ?? openBook(this.list.book).rules;
  }

  get bursar(): Bursar {
    return this.seen?.book.bursar ?? openBook(this.list.book).bursar;
  }

  get say(): Say {
    return say(this.rules, this.locale, this.words.elements, this.seen?.view);
  }

  get request(): Request {
    return this.form.request();
  }

  get payer(): Payer | undefined {
    if (this.seen) return { account: this.seen.view, at: this.seen.now() };
    return this.list.plan === "" ? undefined : { plan: this.list.plan };
  }

  /** Development's worker has a stand-in for the job runner. */
  get standIn(): boolean {
    return this.session?.signIn?.startsWith("/dev/") ?? false;
  }

  // ── Who and which account ──

  /** Finds out who is signed in, and looks at an account of theirs: the one that is named, or the first. */
  async arrive(account: string | undefined): Promise<void> {
    // Whoever was signed in most likely is so still: their account is asked for meanwhile, if nobody signs in just now.
    const early = account && location.hash === "" ? Seen.ask(account) : undefined;
    this.session = await session.current();
    this.clock.find();
    const own = Object.keys(this.session?.accounts ?? {});
    const chosen = account !== undefined && ["", ...own].includes(account) ? account : (own[0] ?? "");
    if (this.session?.person !== undefined || this.seen) await this.enter(chosen, early?.account === chosen ? early : undefined);
    else {
      await ready;
      await this.#unfold();
      await this.#filled();
    }
    if (this.session?.person === undefined) session.forget();
    this.draw();
    void this.accounts.look(own, this.seen?.account);
  }

  /** Looks at an account, or at none. */
  async enter(account: string, asked?: Asked): Promise<void> {
    const told = account === "" ? undefined : await Seen.open(account, asked);
    await this.clock.found;
    // It cannot be had: whoever is signed in may be nobody by now, or no member there.
    if (told && told.kind !== "told" && told.kind !== "unanswered") return this.arrive("");
    if (told?.kind === "unanswered") return;
    this.#stopFollowing();
    this.seen?.free();
    this.seen = told?.kind === "told" ? told.answer : undefined;
    this.#stopFollowing = this.seen ? this.#follow(this.seen) : () => {};
    session.remember(account);
    this.jobs.of(this.seen ? `${this.seen.account} ${this.seen.by}` : undefined);
    this.outbox.clear();
    Object.assign(this, { receipts: undefined, entries: undefined, notice: undefined, helpful: [], wished: undefined, usageOf: {} });
    this.plans.planned = undefined;
    if (this.seen) this.accounts.note(this.seen);
    void this.inbox.of(this.seen?.may("manage") ? this.seen.account : undefined);
    this.company.changed();
    this.clock.moved = undefined;
    if (!this.offered.includes(this.view)) this.view = "generate";
    await this.#unfold();
    await this.#filled();
  }

  #follow(seen: Seen): () => void {
    const again = paced(() => this.refresh(), refreshMs);
    // By other rules than these everything may be otherwise.
    return follow(seen.account, (change) => {
      void this.inbox.told(change?.notices ?? []);
      if (change === undefined || change.rules === seen.book.bursar.digest) again();
      else void this.#anew(seen);
    });
  }

  /** Fetches the account anew, and shows what that changes. */
  async refresh(): Promise<void> {
    if (!this.seen) return;
    const told = await this.seen.refresh();
    if (told.kind === "problem" || told.kind === "refused") return this.arrive("");
    if (this.view === "usage") this.entries = undefined;
    this.accounts.note(this.seen);
    void this.inbox.of(this.seen.may("manage") ? this.seen.account : undefined);
    if (!this.offered.includes(this.view)) this.view = "generate";
    this.draw();
    await Promise.all([this.#filled(), this.clock.look()]);
  }

  async leave(): Promise<void> {
    await session.signOut();
    this.jobs.forget();
    await this.arrive("");
  }

  signIn(expected?: { person: string; account: string }): void {
    if (this.session?.signIn !== undefined) session.signIn(this.session.signIn, expected);
  }

  // ── Where one is ──

  /** The views that there are of the account that is looked at; without one, those that need none. */
  get offered(): View[] {
    const shown: Partial<Record<View, boolean>> = { company: this.company.shown, plans: this.plans.shown };
    return views.filter((view) => shown[view] ?? (this.seen || open.includes(view)));
  }

  async go(view: View, how: "push" | "stay" = "push", part?: string): Promise<void> {
    if (view !== this.view) this.settle();
    this.view = this.offered.includes(view) ? view : "generate";
    if (how === "push") history.pushState(null, "", `?${new URLSearchParams(part === undefined ? { view } : { view, part })}`);
    this.draw();
    await this.#filled();
  }

  /** What was done well has been told: that goes when one leaves the view where it was done, or time passes. */
  settle(): void {
    if (this.notice?.bad === false) this.notice = undefined;
    if (this.wished?.status === "done" || this.wished?.status === "expired") this.wished = undefined;
  }

  /** What was refused goes with what it was refused to. */
  hush(): void {
    if (this.notice?.bad) this.notice = undefined;
  }

  /** A dialog lies over the page, and tells by itself what was refused to it. */
  get covered(): boolean {
    return (this.plans.planned ?? this.company.change) !== undefined || this.topUp.open || this.transfer.open;
  }

  /** What a view needs beside the account is fetched when it is looked at. */
  async #filled(): Promise<void> {
    if (this.view === "credits" && !this.receipts && this.seen?.may("billing")) await this.moreReceipts();
    if (this.view === "usage" && !this.entries && this.seen?.may("viewUsage")) await this.#fetchEntries(this.seen);
    if (this.view === "rulebooks" && !this.rulebooks) await this.#fetchRulebooks();
  }

  /** A view that few need comes when it is looked at, and its words with it. */
  async #fetchRulebooks(): Promise<void> {
    const [{ Rulebooks }, words] = await Promise.all([import("./rulebooks/state.ts"), this.words.rulebooks()]);
    this.rulebooks ??= new Rulebooks(this, words);
    this.draw();
  }

  async moreReceipts(): Promise<void> {
    if (!this.seen) return;
    const told = await api.receipts(this.seen.account, this.receipts?.next);
    if (told.kind !== "told") return;
    const { receipts, next } = told.answer;
    this.receipts = { list: [...(this.receipts?.list ?? []), ...receipts], ...(next === undefined ? {} : { next }) };
    this.draw();
  }

  /** Shows what somebody used, or what was spent from a wallet. */
  showUsage(of: { member?: string; wallet?: string }): void {
    this.usageOf = of;
    void this.go("usage");
  }

  async #fetchEntries({ account }: Seen): Promise<void> {
    const all: Entry[] = [];
    let before: string | undefined;
    for (let page = 0; page < entryPages; page++) {
      const told = await api.entries(account, before);
      if (told.kind !== "told") break;
      all.push(...told.answer.entries);
      before = told.answer.next;
      if (before === undefined) break;
    }
    if (this.seen?.account !== account) return;
    this.entries = { list: all, all: before === undefined };
    this.draw();
  }

  // ── What is sent ──

  /** Holds what a generation costs, and lets the job runner do the rest. */
  generate({ request, expect, from }: BursarEvents["bursar-spend"]["detail"]): void {
    const { seen } = this;
    if (!seen) return;
    const id = newId();
    this.notice = undefined;
    void this.outbox.send({
      what: this.words.sending.hold(expect, this.say),
      send: () => api.command(seen.account, { type: "hold", id, request, expect, ...(from === undefined ? {} : { from }) }),
      answered: async (told) => {
        if (told.kind === "told") {
          void this.jobs.begin(seen.account, id, request, told.answer, { runner: this.standIn, fails: this.lets === "fail" });
          // It was for this one.
          this.lets = "work";
        }
        await this.#answered(told);
      },
    });
  }

  transferred({ from, to, credits }: BursarEvents["bursar-transfer"]["detail"]): void {
    this.command(this.words.sending.transfer(credits, this.say), { type: "transfer", from, to, credits }, () => {
      this.transfer = { open: false };
      return this.words.sending.moved(credits, this.say);
    });
  }

  /** Sends a command; when it was carried out, `done` does what follows and tells what is to be said. */
  command(what: string, unsent: api.Unsent, done: () => string): void {
    const { seen } = this;
    if (!seen) return;
    const sent = { ...unsent, id: newId() } as api.Sent;
    this.notice = undefined;
    void this.outbox.send({
      what,
      send: () => api.command(seen.account, sent),
      answered: async (told) => {
        if (told.kind === "told") this.notice = { text: done(), bad: false };
        await this.#answered(told);
      },
    });
  }

  checkout({ pack, quantity, consent, price, credits }: BursarEvents["bursar-checkout"]["detail"]): void {
    const wish = { type: "purchase" as const, pack, quantity, ...(consent === undefined ? {} : { consent }), expect: price };
    this.wish(this.words.sending.checkout(credits, this.say), wish);
  }

  wish(what: string, wished: Wished): void {
    const { seen } = this;
    if (!seen) return;
    const id = newId();
    this.hush();
    // Whoever comes back from a checkout finds where they were; of which wish, and from which checkout, the worker adds.
    const returnTo = `/?${new URLSearchParams({ view: wished.type === "purchase" ? "credits" : "plans" })}`;
    const sent = { ...wished, id, ...(wished.type === "purchase" || wished.type === "subscribe" ? { returnTo } : {}) };
    void this.outbox.send({
      what,
      send: () => api.wish(seen.account, sent),
      answered: async (told) => {
        if (told.kind === "told" && told.answer.url !== undefined) return location.assign(told.answer.url);
        if (told.kind === "told") {
          this.wished = told.answer;
          this.plans.planned = undefined;
          this.topUp = { open: false };
          void this.follow(told.answer);
        }
        await this.#answered(told);
        // It was shown otherwise: why is the operator's to know, and what it comes to is asked anew.
        if (told.kind === "problem" && [409, 422].includes(told.status)) {
          this.plans.forget();
          this.notice = { text: this.words.sending.otherwise, bad: true };
        }
      },
    });
  }

  /** Whoever wished for something, or comes back from a checkout, hears what became of it. */
  async follow(sent: { id: string; paid?: boolean }): Promise<void> {
    const { seen } = this;
    for (let time = 0; time < patience.times && (await this.hear(sent)); time++) {
      this.draw();
      await new Promise((resolve) => setTimeout(resolve, patience.everyMs));
    }
    if (this.seen !== seen) return;
    this.receipts = undefined;
    await this.refresh();
  }

  /** Asks how a wish is doing; answers whether that may change yet. */
  async hear({ id, paid = false }: { id: string; paid?: boolean }): Promise<boolean> {
    const { seen } = this;
    if (!seen) return false;
    const told = await api.wished(seen.account, id);
    // Another account is looked at by now, or another wish was sent.
    if (this.seen !== seen || (this.wished !== undefined && this.wished.id !== id)) return false;
    if (told.kind === "told") this.wished = { ...told.answer, paid };
    return told.kind === "unanswered" || (told.kind === "told" && ["open", "pending"].includes(told.answer.status));
  }

  async #answered(told: Exclude<api.Told<unknown>, { kind: "unanswered" }>): Promise<void> {
    if (told.kind === "problem") this.notice = { text: this.words.sending.notTaken(told.message), bad: true };
    if (told.kind === "refused") this.notice = { text: this.sentence(told.refused), bad: true };
    // Other prices may mean other rules.
    if (told.kind === "refused" && told.refused.code === "price_changed" && this.seen) await this.#anew(this.seen);
    else await this.refresh();
  }

  async #anew({ account }: Seen): Promise<void> {
    const { notice } = this;
    await this.enter(account);
    this.notice = notice;
    this.draw();
  }

  sentence(refused: Refused): string {
    const tell = this.words.elements.refusals[refused.code] as (facts: Refused["facts"], say: Say) => string;
    return tell(refused.facts, this.say);
  }

  // ── What would help ──

  help({ remedy, may }: { remedy: Remedy; may: boolean }): void {
    if (!may) return this.ask(this.told(remedy));
    switch (remedy.do) {
      case "top_up":
        this.topUp = { open: true, pack: remedy.pack, quantity: remedy.quantity };
        break;
      case "transfer":
        this.transfer = { open: true, from: remedy.from, to: remedy.to, credits: remedy.credits };
        break;
      case "subscribe":
        this.helpful = remedy.plans;
        this.topUp = { open: false };
        return void this.go("plans");
      case "wait":
        return this.#wait(remedy.until);
      case "contact_sales":
        return void (remedy.to === undefined ? this.ask(this.told(remedy)) : location.assign(addressOf(remedy.to)));
      case "refresh_quote":
        return void this.refresh();
      case "ask_admin":
        return this.ask(this.words.ask.use(this.say.model(this.request.model)));
    }
    this.draw();
  }

  /** A remedy in words, as of who may have it. */
  told(remedy: Remedy): string {
    const tell = this.words.elements.remedies[remedy.do] as (remedy: Remedy, say: Say, may: boolean) => string;
    return tell(remedy, this.say, true);
  }

  ask(what: string): void {
    this.asked = this.words.ask.text(what, this.seen?.account ?? "");
    this.draw();
  }

  #wait(until: Ms): void {
    clearTimeout(this.#waiting);
    this.notice = { text: this.words.wait(until, this.say), bad: false };
    const left = until - (this.seen?.now() ?? Date.now());
    this.#waiting = setTimeout(() => { this.notice = undefined; void this.refresh(); }, Math.min(Math.max(left, 0) + 500, 2 ** 31 - 1));
    this.draw();
  }
}

type Wished = SentWish extends infer W ? (W extends SentWish ? Omit<W, "id" | "returnTo"> : never) : never;
