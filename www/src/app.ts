// The page's state, and what is done to it: who is signed in, which account is looked at, where one is, what is sent. What else
// there is has a room of its own. The views draw them and know nothing else; no rule stands in any of them.
import { type Bursar, type Payer, type Request, type Rules, newId } from "bursar";
import { type Say, say } from "bursar/elements";
import type { Session } from "../worker/src/openapi/shapes.ts";
import { Accounts } from "./accounts.ts";
import * as api from "./api.ts";
import { open as openBook, books } from "./books.ts";
import { breath } from "./breath.ts";
import { Clock } from "./clock.ts";
import { Company } from "./company.ts";
import { ready } from "./engine.ts";
import { RequestForm } from "./form.ts";
import { Help } from "./help.ts";
import { Inbox } from "./inbox.ts";
import { Jobs } from "./jobs.ts";
import type { Language } from "./language.ts";
import { Outbox } from "./outbox.ts";
import { Plans } from "./plans.ts";
import { Purse } from "./purse.ts";
import { Receipts } from "./receipts.ts";
import { renewed } from "./renewed.ts";
import type { Rulebooks } from "./rulebooks/state.ts";
import { type Asked, Seen } from "./seen.ts";
import * as session from "./session.ts";
import { follow, paced } from "./stream.ts";
import { Usage } from "./usage.ts";
import { type View, open, viewHere, views } from "./where.ts";
import { Wishes } from "./wishes.ts";
import type { Words } from "./words/words.ts";

/** More changes than one in so long are looked at together. */
const refreshMs = 300;
/** What was not answered is asked again after so long. */
const againMs = 5000;

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
  rulebooks: Rulebooks | undefined;
  /** Their view was asked for, and did not come. */
  missed = false;

  /** The menu that is open, by its id; whether the accounts lie over the page. */
  menu: string | undefined;
  choosing = false;

  readonly form: RequestForm;
  readonly accounts = new Accounts(() => this.draw());
  readonly clock = new Clock(this);
  readonly company = new Company(this);
  readonly help = new Help(this);
  readonly inbox = new Inbox(() => this.draw());
  readonly jobs = new Jobs(this);
  readonly outbox = new Outbox(() => this.draw());
  readonly plans = new Plans(this);
  readonly purse = new Purse(this);
  readonly receipts = new Receipts(this);
  readonly usage = new Usage(this);
  readonly wishes = new Wishes(this);
  readonly #drawn: () => void;
  #stopFollowing = (): void => {};
  #again: ReturnType<typeof setTimeout> | undefined;
  /** A worker has answered who is signed in: there is one to ask. */
  #isServed = false;

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

  // ── What everything is drawn by ──

  get rules(): Rules {
    return this.seen?.book.rules ?? openBook(this.list.book).rules;
  }

  get bursar(): Bursar {
    return this.seen?.book.bursar ?? openBook(this.list.book).bursar;
  }

  get say(): Say {
    return say(this.rules, this.locale, this.words.elements, this.seen?.view, this.seen?.now);
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
    if (this.session) {
      this.#isServed = true;
      this.form.of(this.session.person);
    }
    this.clock.find();
    const own = Object.keys(this.session?.accounts ?? {});
    const chosen = account !== undefined && ["", ...own].includes(account) ? account : (own[0] ?? "");
    if (this.session?.person !== undefined || this.seen) await this.enter(chosen, early?.account === chosen ? early : undefined);
    else {
      await ready;
      this.#stayWithin();
      await this.#unfold();
      await this.#filled();
    }
    // Where nobody answered it may be somebody all the same: whoever was signed in is asked for until that is known.
    if (this.session && this.session.person === undefined) {
      session.forget();
      this.hush();
    }
    if (!this.session && (account !== undefined || this.#isServed)) {
      this.notice = { text: this.words.missed.what, bad: true };
      this.#later(() => this.arrive(account));
    }
    this.draw();
    void this.accounts.look(own, this.seen?.account);
  }

  /** Looks at an account, or at none. */
  async enter(account: string, asked?: Asked): Promise<void> {
    const told = account === "" ? undefined : await Seen.open(account, asked);
    await this.clock.found;
    // It cannot be had: whoever is signed in may be nobody by now, or no member there.
    if (told && told.kind !== "told" && told.kind !== "unanswered") return this.#parted(account);
    if (told?.kind === "unanswered") return this.#unopened(account);
    clearTimeout(this.#again);
    this.#stopFollowing();
    // Whoever comes from nowhere in particular goes where the address says.
    if (!this.seen) this.view = viewHere();
    this.seen?.free();
    this.seen = told?.kind === "told" ? told.answer : undefined;
    this.#stopFollowing = this.seen ? this.#follow(this.seen) : () => {};
    session.remember(account);
    this.jobs.of(this.#whose);
    this.outbox.of(this.#whose);
    this.purse.of(this.#whose);
    this.notice = undefined;
    for (const room of [this.clock, this.company, this.help, this.plans, this.receipts, this.usage, this.wishes]) room.changed();
    if (this.seen) this.accounts.note(this.seen);
    void this.inbox.of(this.seen?.may("manage") ? this.seen.account : undefined);
    this.#stayWithin();
    await this.#unfold();
    await this.#filled();
  }

  get #whose(): string | undefined {
    return this.seen && `${this.seen.account} ${this.seen.by}`;
  }

  /** An account was chosen and no answer came: what is looked at stays, and that is said. */
  async #unopened(account: string): Promise<void> {
    await ready;
    this.notice = { text: this.words.accounts.unopened(account), bad: true };
    this.#stayWithin();
    this.draw();
  }

  /** A view that there is not leaves no page empty. */
  #stayWithin(): void {
    if (!this.offered.includes(this.view)) this.view = "generate";
  }

  #follow(seen: Seen): () => void {
    const again = paced(() => this.refresh(), refreshMs);
    // By other rules than these everything may be otherwise.
    return follow(seen.account, (change) => {
      // What was told in a gap nobody heard.
      void (change ? this.inbox.told(change.notices ?? []) : this.inbox.look());
      if (change === undefined || change.rules === seen.book.bursar.digest) again();
      else void this.#anew(seen);
    });
  }

  /** Fetches the account anew, and shows what that changes. */
  async refresh(): Promise<void> {
    const { seen } = this;
    if (!seen) return;
    const told = await seen.refresh();
    if (this.seen !== seen) return;
    if (told.kind === "problem" || told.kind === "refused") return this.#parted(seen.account);
    if (told.kind === "unanswered") this.#later(() => this.refresh());
    // Whichever view is looked at: whoever comes back to another finds it as it is now.
    for (const { kept } of [this.receipts, this.usage]) kept.stale();
    this.accounts.note(seen);
    void this.inbox.of(seen.may("manage") ? seen.account : undefined);
    this.#stayWithin();
    this.draw();
    await Promise.all([this.#filled(), this.clock.look(), this.wishes.look()]);
  }

  /** The stream tells of a change once: who could not hear what it was asks again. */
  #later(ask: () => Promise<void>): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void ask(), againMs);
  }

  /** An account that cannot be had any more is left, and why is said. */
  async #parted(account: string): Promise<void> {
    this.accounts.standings.delete(account);
    await this.arrive("");
    this.notice = { text: this.words.accounts.parted(account), bad: true };
    this.draw();
  }

  /** The network came or went: what could not be had without it is asked for again. */
  async reached(): Promise<void> {
    this.draw();
    if (this.online) await this.#filled();
  }

  /** What is kept in this tab goes at once, whatever comes of the rest. */
  async leave(): Promise<void> {
    this.jobs.forget();
    if (await session.signOut()) return this.arrive("");
    this.jobs.of(this.#whose);
    this.notice = { text: this.words.stillSignedIn, bad: true };
    this.draw();
  }

  /** Another tab signed somebody in or out: the cookie, and so what is sent from here, is theirs by now. Whoever it is still comes back to a page that was kept. */
  async elsewhere(person: string | undefined): Promise<void> {
    if (!this.session) return;
    if (person === this.session.person) await this.refresh();
    else await this.arrive(this.seen?.account ?? session.remembered());
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
    if (view !== this.view) this.#shut();
    this.view = this.offered.includes(view) ? view : "generate";
    if (how === "push") history.pushState(null, "", `?${new URLSearchParams(part === undefined ? { view } : { view, part })}`);
    this.draw();
    await this.#filled();
  }

  /** What lies over a view belongs to it, and so does what was done well there. */
  #shut(): void {
    this.settle();
    this.plans.planned = undefined;
    this.company.change = undefined;
    this.help.text = undefined;
    this.choosing = false;
    for (const dialog of ["topUp", "transfer"] as const) this.purse[dialog] = { open: false };
    if (this.inbox.open) this.inbox.close();
  }

  /** What was done well has been told: that goes when one leaves the view where it was done, or time passes. */
  settle(): void {
    if (this.notice?.bad === false) this.notice = undefined;
    this.wishes.settle();
  }

  /** What a dialog has to say of what was sent from it: that no answer came, or that it was not taken. */
  get trouble(): string | undefined {
    const waiting = [...this.outbox.waiting].map(({ what }) => this.words.sending.unanswered(what));
    return waiting.length > 0 ? waiting.join(" ") : this.notice?.bad ? this.notice.text : undefined;
  }

  /** What was refused goes with what it was refused to. */
  hush(): void {
    if (this.notice?.bad) this.notice = undefined;
  }

  /** What a view needs beside the account is fetched when it is looked at. */
  async #filled(): Promise<void> {
    if (this.view === "credits") await this.receipts.look();
    if (this.view === "usage") await this.usage.look();
    if (this.view === "rulebooks" && !this.rulebooks) await this.#fetchRulebooks();
  }

  /** Asks once more for the view that did not come. */
  async again(): Promise<void> {
    await this.#fetchRulebooks();
    if (this.missed) await renewed();
  }

  /** A view that few need comes when it is looked at, and its words with it. */
  async #fetchRulebooks(): Promise<void> {
    const fetched = await Promise.all([import("./rulebooks/state.ts"), this.words.rulebooks()]).catch(() => undefined);
    this.missed = !fetched;
    if (fetched) {
      const [{ Rulebooks }, words] = fetched;
      this.rulebooks ??= new Rulebooks(this, words);
    }
    this.draw();
  }

  // ── What is sent ──

  /** Sends a command, whose form `says` so; when it was carried out, `done` does what follows and tells what is to be said. */
  command(what: string, unsent: api.Unsent, done: () => string, says: object = unsent): void {
    const { seen } = this;
    if (!seen) return;
    const sent = { ...unsent, id: newId() } as api.Sent;
    this.notice = undefined;
    void this.outbox.send({
      what,
      says: JSON.stringify(says),
      send: () => api.command(seen.account, sent),
      answered: async (told) => {
        if (told.kind === "told") this.notice = { text: done(), bad: false };
        await this.answered(told);
      },
    });
  }

  /** What came of it is told, and seen in the account. */
  async answered(told: Exclude<api.Told<unknown>, { kind: "unanswered" }>): Promise<void> {
    if (told.kind === "problem") this.notice = { text: this.words.sending.notTaken(told.message), bad: true };
    if (told.kind === "refused") this.notice = { text: this.help.why(told.refused), bad: true };
    // Other prices may mean other rules.
    if (told.kind === "refused" && told.refused.code === "price_changed" && this.seen) await this.#anew(this.seen);
    else await this.refresh();
  }

  async #anew(seen: Seen): Promise<void> {
    const { notice } = this;
    await this.enter(seen.account);
    this.notice = notice;
    if (this.seen === seen) this.#later(() => this.#anew(seen));
    this.draw();
  }
}
