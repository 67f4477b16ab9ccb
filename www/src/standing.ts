// An account as this page holds it: its rules and the view of it that its asker may have, both open in the engine, so that
// what is asked is answered without the network.
import { type Accepted, type Account, type Balance, Bursar, type Estimate, type Ledger, type Payer, type Refused, type Request, type Rules } from "bursar";
import type { Head } from "../worker/src/openapi/shapes.ts";
import * as api from "./api.ts";

/** Rules by their digest, each compiled once. */
const compiled = new Map<string, { rules: Rules; bursar: Bursar }>();

export class Standing {
  readonly account: string;
  readonly rules: Rules;
  readonly bursar: Bursar;
  readonly #by: string;
  /** How far the worker's clock is ahead of this one. */
  readonly #aheadMs: number;
  #view: Account;
  #ledger: Ledger;

  private constructor({ account, by, at }: Head, book: { rules: Rules; bursar: Bursar }, view: Account) {
    this.account = account;
    this.rules = book.rules;
    this.bursar = book.bursar;
    this.#by = by;
    this.#aheadMs = at - Date.now();
    this.#view = view;
    this.#ledger = book.bursar.open(view);
  }

  static async open(account: string): Promise<api.Told<Standing>> {
    const [head, view] = await Promise.all([api.head(account), api.view(account)]);
    if (head.kind !== "told") return head;
    if (view.kind !== "told") return view;
    const book = await rulesOf(head.answer);
    return book.kind === "told" ? { kind: "told", answer: new Standing(head.answer, book.answer, view.answer) } : book;
  }

  /** Fetches the view anew: whoever changed the account, it is as of now. */
  async refresh(): Promise<api.Told<Account>> {
    const told = await api.view(this.account);
    if (told.kind !== "told") return told;
    const ledger = this.bursar.open(told.answer);
    this.#ledger.free();
    this.#ledger = ledger;
    this.#view = told.answer;
    return told;
  }

  get plan(): string | undefined {
    return this.#view.plan?.id;
  }

  get seesBalance(): boolean {
    return this.#ledger.may(this.#by, "viewBalance");
  }

  /** For whom prices are worked out. */
  payer(): Payer {
    return { account: this.#view, at: this.#now() };
  }

  estimate(request: Request): Estimate | Refused {
    return this.#ledger.estimate(request, this.#now());
  }

  balance(): Balance | Refused {
    return this.#ledger.balance({ at: this.#now(), by: this.#by });
  }

  /** What a spend would do to the credits. */
  preview(request: Request): Accepted | Refused {
    return this.#ledger.preview({ type: "spend", at: this.#now(), by: this.#by, request });
  }

  free(): void {
    this.#ledger.free();
  }

  #now(): number {
    return Date.now() + this.#aheadMs;
  }
}

async function rulesOf({ rulebook, digest }: Head): Promise<api.Told<{ rules: Rules; bursar: Bursar }>> {
  const known = compiled.get(digest);
  if (known) return { kind: "told", answer: known };
  const told = await api.rulebook(rulebook);
  if (told.kind !== "told") return told;
  const { rules } = told.answer;
  const book = { rules, bursar: new Bursar(rules) };
  compiled.set(book.bursar.digest, book);
  return { kind: "told", answer: book };
}
