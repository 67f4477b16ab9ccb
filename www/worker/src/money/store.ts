// What an account's object keeps of money: wishes, receipts, the provider's subscriptions, and what came too early.
import type { Id, Money, Ms } from "bursar";
import type { Trouble, Wanted, WishStatus } from "./shapes.ts";

const tables = [
  // `made` is by the platform's clock, which is the provider's too; `at` is the account's own.
  `create table if not exists wishes (
    id text primary key, by text not null, at integer not null, made integer not null, back text not null, course text not null, wanted text not null,
    sold text not null, amount integer, currency text, status text not null, session text, subscription text, url text, receipt integer
  ) without rowid`,
  // "owed" is what refunds and disputes have asked back so far, "revoked" what of it was still there.
  `create table if not exists receipts (
    number integer primary key, payment text not null unique, at integer not null, buyer text not null, wish text, kind text not null,
    item text not null, quantity integer not null, label text not null, credits integer not null, bonus integer not null,
    amount integer not null, currency text not null, "grant" text, source text, expiresAt integer, subscription text,
    refunded integer not null default 0, disputed text not null default '{}', owed integer not null default 0,
    revoked integer not null default 0, moves integer not null default 0
  )`,
  // `paid` and `renewed` are when one and the same period began, at the provider and here. Before, they counted the periods that were paid and that had begun here.
  `create table if not exists subscriptions (
    id text primary key, plan text not null, seats integer not null, by text not null, amount integer not null, before integer not null,
    currency text not null, status text not null, paid integer not null default 0, renewed integer not null default 0
  ) without rowid`,
  // What was billed before a change, by what a period of it cost: an invoice of then may be paid later than the change.
  `create table if not exists terms (
    subscription text not null, amount integer not null, plan text not null, seats integer not null, primary key (subscription, amount)
  ) without rowid`,
  "create table if not exists early (event text primary key, awaits text not null, body text not null) without rowid",
  "create table if not exists troubles (nth integer primary key, at integer not null, payment text not null, reason text not null, wish text, amount integer, currency text, unique (payment, reason))",
];

/** What is to be done about a wish. */
export type Course = "checkout" | "seats" | "plan" | "update" | "cancel" | "end" | "close";

/** What was promised when it was sold: should other rules run when it is paid, that is what is given. */
export interface Sold {
  digest: string; label: string; credits: number; bonus: number;
  /** How many of the thing the price is for: packs, seats, or 1. */
  quantity: number;
  source?: Id; expiresAfterDays?: number;
  every?: "day" | "month" | "year"; seats?: number; added?: number;
  /** Whether the price of a plan was for each seat; what was sold before this was written down does not say. */
  perSeat?: boolean;
}

export interface WishRow {
  /** `back`: where the buyer is sent afterwards; kept, so that a wish that is told again is told in the same words. */
  id: Id; by: Id; at: Ms; made: Ms; back: string; course: Course; wanted: Wanted; sold: Sold; price?: Money;
  /** `new` while the provider has not answered. */
  status: WishStatus | "new";
  session?: string; subscription?: string; url?: string; receipt?: number;
}

export interface ReceiptRow {
  number: number; payment: string; at: Ms; buyer: string; wish: Id | null; kind: "pack" | "plan"; item: Id; quantity: number; label: string;
  credits: number; bonus: number; amount: number; currency: string; grant: Id | null; source: Id | null; expiresAt: Ms | null;
  subscription: string | null; refunded: number; disputed: string; owed: number; revoked: number; moves: number;
}
export type NewReceipt = Omit<ReceiptRow, "number" | "refunded" | "disputed" | "owed" | "revoked" | "moves">;

/** `before` is what a period cost before the last change; of subscriptions of before there were terms, it is all that is known of then. */
export interface SubscriptionRow {
  id: string; plan: Id; seats: number; by: Id; amount: number; before: number; currency: string;
  status: "live" | "replaced" | "ended"; paid: number; renewed: number;
}
/** What a period is billed for. */
export interface Terms { plan: Id; seats: number }

/** An event that came before what it builds upon: a subscription, or a payment as its receipt will name it. */
export interface Awaits { awaits: string }

/** By which period it was sold, and whether by seats, whatever the rules say of its plan by now. */
export type LiveRow = SubscriptionRow & { every: Sold["every"] | null; perSeat: 0 | 1 | null };

type Row = Record<string, SqlStorageValue>;

export class MoneyStore {
  readonly #sql: SqlStorage;
  #made = false;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The tables of money are made when it first comes to money, so that accounts of before have them too. */
  get #ready(): SqlStorage {
    if (!this.#made) for (const table of tables) this.#sql.exec(table);
    this.#made = true;
    return this.#sql;
  }

  make(): void {
    void this.#ready;
  }

  wish(id: Id): WishRow | undefined {
    const row = this.#one<Row>("select * from wishes where id = ?", id);
    return row && wish(row);
  }

  /** Wishes that wait for what the provider says of a subscription, the oldest first; it may say so before its answer is here. */
  pending(subscription: string): WishRow[] {
    return this.#ready.exec<Row>("select * from wishes where status in ('new', 'pending') and course in ('update', 'cancel', 'end') and subscription = ? order by made", subscription).toArray().map(wish);
  }

  /** Checkouts that may still be paid. */
  open(): WishRow[] {
    return this.#ready.exec<Row>("select * from wishes where status = 'open'").toArray().map(wish);
  }

  /** Checkouts that the provider has not answered for yet lead to nothing any more. */
  expireNew(): void {
    this.#ready.exec("update wishes set status = 'expired' where status = 'new' and course in ('checkout', 'seats', 'plan')");
  }

  begin({ id, by, at, made, back, course, wanted, sold, price, subscription }: WishRow): void {
    this.#ready.exec(
      "insert into wishes values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'new', null, ?, null, null)",
      id, by, at, made, back, course, JSON.stringify(wanted), JSON.stringify(sold), price?.amount ?? null, price?.currency ?? null, subscription ?? null,
    );
  }

  opened(id: Id, session: string, url: string): void {
    this.#ready.exec("update wishes set status = 'open', session = ?, url = ? where id = ? and status = 'new'", session, url, id);
  }

  /** The checkout is done, and its money is on the way. */
  promised(id: Id): void {
    this.#ready.exec("update wishes set status = 'pending' where id = ? and status in ('new', 'open')", id);
  }

  pend(id: Id): void {
    this.#ready.exec("update wishes set status = 'pending' where id = ? and status = 'new'", id);
  }

  /** Carried out, or in trouble. What is done stays done. */
  end(id: Id, status: "done" | "trouble", receipt?: number): void {
    this.#ready.exec("update wishes set status = ?, receipt = coalesce(?, receipt) where id = ? and status <> 'done'", status, receipt ?? null, id);
  }

  /** Not paid in time. */
  expire(id: Id): void {
    this.#ready.exec("update wishes set status = 'expired' where id = ? and status in ('new', 'open', 'pending')", id);
  }

  forget(id: Id): void {
    this.#ready.exec("delete from wishes where id = ? and status = 'new'", id);
  }

  receipt(number: number): ReceiptRow | undefined {
    return this.#one<Row>("select * from receipts where number = ?", number) as ReceiptRow | undefined;
  }

  receiptOf(payment: string): ReceiptRow | undefined {
    return this.#one<Row>("select * from receipts where payment = ?", payment) as ReceiptRow | undefined;
  }

  /** A page of receipts, the newest first. */
  receipts(limit: number, before: number): ReceiptRow[] {
    return this.#ready.exec<Row>("select * from receipts where number < ? order by number desc limit ?", before, limit).toArray() as unknown as ReceiptRow[];
  }

  /** Writes the next receipt. Numbers have no gaps: none is ever taken out, and it is written with what it is for. */
  issue(told: NewReceipt): number {
    const number = (this.#one<{ last: number | null }>("select max(number) as last from receipts")?.last ?? 0) + 1;
    this.#ready.exec(
      `insert into receipts (number, payment, at, buyer, wish, kind, item, quantity, label, credits, bonus, amount, currency, "grant", source, expiresAt, subscription)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      number, told.payment, told.at, told.buyer, told.wish, told.kind, told.item, told.quantity, told.label, told.credits, told.bonus,
      told.amount, told.currency, told.grant, told.source, told.expiresAt, told.subscription,
    );
    return number;
  }

  returned(number: number, refunded: number, disputed: string): void {
    this.#ready.exec("update receipts set refunded = ?, disputed = ? where number = ?", refunded, disputed, number);
  }

  moved(number: number, owed: number, revoked: number): void {
    this.#ready.exec("update receipts set owed = ?, revoked = ?, moves = moves + 1 where number = ?", owed, revoked, number);
  }

  subscription(id: string): SubscriptionRow | undefined {
    return this.#one<Row>("select * from subscriptions where id = ?", id) as SubscriptionRow | undefined;
  }

  live(): LiveRow | undefined {
    return this.#one<Row>(`select *, (
      select wishes.sold ->> 'every' from receipts join wishes on wishes.id = receipts.wish where receipts.subscription = subscriptions.id and wishes.course = 'plan'
    ) as every, (
      select sold ->> 'perSeat' from wishes
        where status = 'done' and wanted ->> 'plan' = plan and (course in ('update', 'seats') and subscription = subscriptions.id or id in (select wish from receipts where receipts.subscription = subscriptions.id))
        order by made desc limit 1
    ) as perSeat from subscriptions where status = 'live'`) as LiveRow | undefined;
  }

  /** One of which no plan came is over from the beginning, and begins where its payment could be followed at last. */
  subscribed({ id, plan, seats, by, amount, currency }: Omit<SubscriptionRow, "before" | "status" | "paid" | "renewed">, status: SubscriptionRow["status"] = "live"): void {
    this.#ready.exec("insert or replace into subscriptions values (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)", id, plan, seats, by, amount, amount, currency, status);
  }

  changed(id: string, plan: Id, seats: number, amount: number): void {
    this.#ready.exec("insert or replace into terms select id, amount, plan, seats from subscriptions where id = ? and amount <> ?", id, amount);
    this.#ready.exec("update subscriptions set plan = ?1, seats = ?2, before = iif(amount = ?3, before, amount), amount = ?3 where id = ?4", plan, seats, amount, id);
  }

  /** What was billed when a period cost so much. */
  terms({ id, plan, seats, amount: now }: SubscriptionRow, amount: number): Terms | undefined {
    return amount === now ? { plan, seats } : this.#one<Row>("select plan, seats from terms where subscription = ? and amount = ?", id, amount) as Terms | undefined;
  }

  /** A period began then at the provider, and then here: from there on both are counted alike. */
  aligned(id: string, there: Ms, here: Ms): void {
    this.#ready.exec("update subscriptions set paid = ?, renewed = ? where id = ?", there, here, id);
  }

  /** What a period of so much cost when it was billed last. */
  cost({ id, plan, seats, amount }: SubscriptionRow, terms: Terms): number | undefined {
    if (terms.plan === plan && terms.seats === seats) return amount;
    return this.#one<{ amount: number | null }>("select max(amount) as amount from terms where subscription = ? and plan = ? and seats = ?", id, terms.plan, terms.seats)?.amount ?? undefined;
  }

  over(id: string, status: "replaced" | "ended"): void {
    this.#ready.exec("update subscriptions set status = ? where id = ? and status = 'live'", status, id);
  }

  keepEarly(event: string, awaits: string, body: string): void {
    this.#ready.exec("insert or ignore into early values (?, ?, ?)", event, awaits, body);
  }

  /** What waits for a payment or a subscription, the oldest first; once it was not written down for which payment. */
  early(awaits: string): { event: string; body: string }[] {
    return this.#ready.exec<{ event: string; body: string }>("select event, body from early where awaits in (?, 'payment') order by body ->> 'created', event", awaits).toArray();
  }

  handled(event: string): void {
    this.#ready.exec("delete from early where event = ?", event);
  }

  trouble({ at, payment, reason, wish: of, money }: Omit<Trouble, "nth">): void {
    this.#ready.exec(
      "insert or ignore into troubles (at, payment, reason, wish, amount, currency) values (?, ?, ?, ?, ?, ?)",
      at, payment, reason, of ?? null, money?.amount ?? null, money?.currency ?? null,
    );
  }

  troubles(): Trouble[] {
    const rows = this.#ready.exec<Row>("select * from troubles order by nth desc limit 1000").toArray();
    return rows.map(({ wish: of, amount, currency, ...told }) => ({
      ...told, ...(of === null ? {} : { wish: of }), ...(amount === null ? {} : { money: { amount, currency } }),
    })) as unknown as Trouble[];
  }

  customer(): string | undefined {
    return this.#one<{ value: string }>("select value from meta where key = 'customer'")?.value;
  }

  setCustomer(id: string): void {
    this.#ready.exec("insert or replace into meta values ('customer', ?)", id);
  }

  #one<T extends Row>(query: string, ...values: SqlStorageValue[]): T | undefined {
    return this.#ready.exec<T>(query, ...values).toArray()[0];
  }
}

function wish({ wanted, sold, amount, currency, ...row }: Row): WishRow {
  const told = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  const price = amount === null ? {} : { price: { amount, currency } };
  return { ...told, ...price, wanted: JSON.parse(String(wanted)) as Wanted, sold: JSON.parse(String(sold)) as Sold } as unknown as WishRow;
}
