// An account as this page sees it: its rules, and the view of it that its asker may have, open in the engine, so that what
// is asked is answered without the network.
import { type Account, type Accepted, type Affordable, type Asker, type Balance, Bursar, type Capability, type Draft, type Estimate, type Id, type Ledger, type Limits, type Ms, type Refused, type Request, type Wallet } from "bursar";
import type { Head, Rulebook } from "../worker/src/openapi/shapes.ts";
import * as api from "./api.ts";
import type { Book } from "./books.ts";
import { breath } from "./breath.ts";
import { ready } from "./engine.ts";

export interface Asked { account: string; head: Promise<api.Told<Head>>; view: Promise<api.Told<Account>>; rules: Promise<api.Told<Rulebook>> | undefined }
type Wish = Omit<Draft, "at" | "by">;

/** Rules by their digest, each compiled once. */
const compiled = new Map<string, Book>();

export class Seen {
  readonly account: string;
  readonly by: Asker;
  readonly now: () => Ms;
  book: Book;
  view: Account;
  #ledger: Ledger;
  /** How far the worker's clock is ahead of this one: it is the worker's time that counts. */
  #aheadMs: number;

  private constructor({ account, by, at }: Head, book: Book, view: Account) {
    this.account = account;
    this.by = by;
    this.#aheadMs = at - Date.now();
    this.now = () => Date.now() + this.#aheadMs;
    this.book = book;
    this.view = view;
    this.#ledger = book.bursar.open(view);
  }

  /** Begins to ask the worker for all that is needed to open an account. */
  static ask(account: string): Asked {
    // The rules too, before it is known which they are: here are none yet.
    return { account, head: api.head(account), view: api.view(account), rules: compiled.size === 0 ? api.rules(account) : undefined };
  }

  static async open(account: string, asked = Seen.ask(account)): Promise<api.Told<Seen>> {
    const [head, view] = await Promise.all([asked.head, asked.view]);
    if (head.kind !== "told") return head;
    if (view.kind !== "told") return view;
    await ready;
    const book = await rulesOf(head.answer, asked.rules);
    await breath();
    return book.kind === "told" ? { kind: "told", answer: new Seen(head.answer, book.answer, view.answer) } : book;
  }

  /** Fetches the view anew: whoever changed the account, it is as of now. */
  async refresh(): Promise<api.Told<Account>> {
    const told = await api.view(this.account);
    if (told.kind !== "told") return told;
    const ledger = this.book.bursar.open(told.answer);
    this.#ledger.free();
    this.#ledger = ledger;
    this.view = told.answer;
    // A view is as of now. What it took to come only makes that look earlier, and no clock goes back; development's goes forward.
    this.#aheadMs = Math.max(this.#aheadMs, told.answer.asOf - Date.now());
    return told;
  }

  may(capability: Capability): boolean {
    return this.#ledger.may(this.by, capability);
  }

  preview(wish: Wish): Accepted | Refused {
    // A wish with who asks and when is a draft; the compiler does not follow a union so far.
    return this.#ledger.preview({ ...wish, at: this.now(), by: this.by } as Draft);
  }

  estimate(request: Request): Estimate | Refused {
    return this.#ledger.estimate(request, this.now());
  }

  affordable(request: Request, input: Id): Affordable | Refused {
    return this.#ledger.affordable(request, input, { at: this.now(), by: this.by });
  }

  /** What bounds the spending of somebody, of whom this view tells: of who looks, if nobody is named. */
  limits(of: { by?: Asker; wallet?: Wallet } = {}): Limits | Refused {
    return this.#ledger.limits({ at: this.now(), by: this.by, ...of });
  }

  balance(): Balance | Refused {
    return this.#ledger.balance({ at: this.now(), by: this.by });
  }

  /** The account as it would be if the host carried this out now: its balance then, and after the renewal or the end that comes next. */
  foretell(wish: Wish): { ok: true; then: Balance; renewed?: Balance } | Refused {
    const { bursar } = this.book;
    const at = this.now();
    const done = bursar.apply(this.view, { ...wish, id: "wish", at, by: "system" } as Draft & { id: Id });
    if (!done.ok) return done;
    const then = bursar.balance(done.account, { at, by: this.by });
    if (!then.ok) return then;
    const renewed = then.renewal && this.#renewed(done.account, then.renewal.at);
    if (renewed?.ok === false) return renewed;
    return { ok: true, then, ...(renewed ? { renewed } : {}) };
  }

  /** The balance when a period has ended, and the next one is paid where it waits for that. */
  #renewed(account: Account, at: Ms): Balance | Refused {
    const { bursar } = this.book;
    const passed = bursar.balance(account, { at, by: this.by });
    if (!passed.ok || passed.plan === undefined || passed.plan.renewsAt > at) return passed;
    const paid = bursar.apply(account, { type: "renew", id: "renewal", at, by: "system" });
    return paid.ok ? bursar.balance(paid.account, { at, by: this.by }) : paid;
  }

  free(): void {
    this.#ledger.free();
  }
}

async function rulesOf({ account, digest }: Head, asked: Asked["rules"]): Promise<api.Told<Book>> {
  const known = compiled.get(digest);
  if (known) return { kind: "told", answer: known };
  const told = await (asked ?? api.rules(account));
  if (told.kind !== "told") return told;
  const { rules } = told.answer;
  const book = { rules, bursar: new Bursar(rules) };
  compiled.set(book.bursar.digest, book);
  return { kind: "told", answer: book };
}
