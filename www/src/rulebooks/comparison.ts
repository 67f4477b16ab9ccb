// One account under two rulebooks. The same account is opened by both, and both are asked the same.
import { type Account, type Accepted, type Asker, type Balance, Bursar, type Ms, type Order, type Payer, type Rate, type Refused, type Rules, type Wallet, isBursarError } from "bursar";
import { type Book, books, open } from "../books.ts";
import type { Seen } from "../seen.ts";
import { type Apart, apart } from "./costs.ts";
import { type Draft, type Fault, faultsOf } from "./draft.ts";
import { type Example, example, examples } from "./examples.ts";

/** What a rulebook makes of the account; or why it is no account of its. */
export type Look =
  | { fits: true; balance: Balance | Refused; order: Order | Refused; spend: Accepted | Refused; after: Balance | Refused | undefined }
  | { fits: false; faults: readonly Fault[] };

export interface Side extends Book { name: string; look: Look; rates: Rate[] }
export interface Compared { account: Account; example: boolean; other: string; wallets: Wallet[]; wallet: Wallet; first: Side; second: Side; apart: Map<string, Apart> }

const reordered = new WeakMap<Rules, Book>();

export class Comparison {
  /** "seen" is the account that is looked at; the others are examples. */
  account = "seen";
  /** "order" is the first rulebook with one list changed, "draft" the one that is being written. */
  other = "order";
  credits = 20_000;
  wallet: Wallet | undefined;
  readonly #draft: Draft;
  readonly #examples = new Map<string, Example>();
  /** What costs otherwise, as long as the same is compared. */
  #apart: { asked: unknown[]; found: Map<string, Apart> } | undefined;

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  /** Which accounts there are to compare. */
  accounts(seen: Seen | undefined): string[] {
    return [...(seen ? ["seen"] : []), ...examples];
  }

  /** Whether the one that is written can be compared with: it was sound since this page was opened. */
  get written(): boolean {
    return this.#draft.book !== undefined;
  }

  others({ sources }: Rules): string[] {
    return [...(sources.length > 1 ? ["order"] : []), ...books.map(([id]) => id), "draft"];
  }

  compared(seen: Seen | undefined, named: (book: Book) => string): Compared {
    const chosen = this.accounts(seen).includes(this.account) ? this.account : (this.accounts(seen)[0] ?? "");
    const own = chosen === "seen" ? seen : undefined;
    const book = own ? own.book : open(chosen);
    const { account, by, at } = own ? { account: own.view, by: own.by, at: own.now() } : this.#example(chosen, book.bursar);
    const other = this.#other(book);
    const second = this.#second(book, other);
    const balance = book.bursar.balance(account, { at, by });
    const wallets = balance.ok ? balance.wallets : [];
    const wallet = wallets.find(({ wallet }) => wallet === this.wallet) ?? wallets.find(({ spendable }) => spendable > 0) ?? wallets[0];
    const asked = { at, by, credits: this.credits, wallet: wallet?.wallet ?? "bank" as const };
    const looks = [look(book.bursar, account, asked), look(second.bursar, account, asked)] as const;
    // Where the account does not fit both, prices are compared by the list.
    const payer = looks.every(({ fits }) => fits) ? { account, at } : undefined;
    const side = (one: Book, name: string, look: Look): Side => ({ ...one, name, look, rates: one.bursar.rates(payer) });
    return {
      account, example: own === undefined, other, wallets: wallets.map(({ wallet }) => wallet), wallet: asked.wallet,
      first: side(book, book.rules.name, looks[0]), second: side(second, second === book || other !== "order" ? second.rules.name : named(second), looks[1]),
      apart: this.#costs(book, second, payer),
    };
  }

  /** Asked anew when another minute has come, for a plan may have ended, and not at each draw. */
  #costs(first: Book, second: Book, payer: Extract<Payer, { account: unknown }> | undefined): Map<string, Apart> {
    const asked = [first, second, payer?.account, payer && Math.floor(Number(payer.at) / 60_000)];
    if (!this.#apart?.asked.every((one, nth) => one === asked[nth])) this.#apart = { asked, found: apart({ ...first, payer }, { ...second, payer }) };
    return this.#apart?.found ?? new Map();
  }

  /** What was chosen, if this account has it: of one kind of credit there is no other order. Then its own rules, until another is. */
  #other({ rules, bursar }: Book): string {
    const others = this.others(rules).filter((one) => one !== "draft" || this.written);
    if (others.includes(this.other)) return this.other;
    return books.find(([id]) => open(id).bursar.digest === bursar.digest)?.[0] ?? others.at(-1) ?? "draft";
  }

  #second(first: Book, other: string): Book {
    if (other === "order") return otherOrder(first.rules);
    return other === "draft" ? (this.#draft.book ?? first) : open(other);
  }

  #example(id: string, bursar: Bursar): Example {
    const known = this.#examples.get(id) ?? example(id, bursar);
    this.#examples.set(id, known);
    return known;
  }
}

/** The same rules with one list changed: the second kind of credit goes first. */
function otherOrder(rules: Rules): Book {
  const [first, second, ...rest] = rules.sources;
  const known = reordered.get(rules);
  if (known || !first || !second) return known ?? { rules, bursar: new Bursar(rules) };
  const changed = { ...rules, sources: [second, first, ...rest] };
  const book = { rules: changed, bursar: new Bursar(changed) };
  reordered.set(rules, book);
  return book;
}

interface Asked { at: Ms; by: Asker; credits: number; wallet: Wallet }

function look(bursar: Bursar, account: Account, { at, by, credits, wallet }: Asked): Look {
  try {
    const ledger = bursar.open(account);
    const spent = { type: "spend" as const, credits, from: wallet, at, by: "system" };
    const told = { fits: true as const, balance: ledger.balance({ at, by }), order: ledger.order({ at, by }), spend: ledger.preview(spent) };
    ledger.free();
    const done = told.spend.ok ? bursar.apply(account, { ...spent, id: "comparison" }) : undefined;
    return { ...told, after: done?.ok ? bursar.balance(done.account, { at, by }) : done };
  } catch (error) {
    if (!isBursarError(error)) throw error;
    return { fits: false, faults: faultsOf(error) };
  }
}
