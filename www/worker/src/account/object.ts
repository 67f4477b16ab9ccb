// The account's Durable Object: what an account can be asked and told. keeper.ts keeps it.
import { DurableObject } from "cloudflare:workers";
import type { Asker, Capability, Command, Id, Member, Refused, Rules } from "bursar";
import type Stripe from "stripe";
import { Mover } from "../data/mover.ts";
import type { Page, Place } from "../data/dump.ts";
import type { Erased, Imported } from "../data/shapes.ts";
import type { Env } from "../env.ts";
import type { NoticePage, Reading } from "../inbox/shapes.ts";
import type { Outcome, Quote, SentWish, Troubles, Wanted, WishTold } from "../money/shapes.ts";
import { receipt, receiptPage } from "../receipts/receipts.ts";
import type { Receipt, ReceiptPage } from "../receipts/shapes.ts";
import { type Standing, deployed } from "../rules/in-force.ts";
import { type Audit, audit } from "./audit.ts";
import * as feed from "./feed.ts";
import { type Decision, Keeper } from "./keeper.ts";
import { type Question, type UsageQuery, answer, stranger } from "./questions.ts";
import { refundable } from "./refunds.ts";
import { type Reply, told } from "./replies.ts";
import type { EntryRow, Place as EntryPlace } from "./store.ts";
import type { Beginning, RefundWish, Wish } from "./wishes.ts";

/** More entries than these are not added up in one answer. */
export const usageEntriesMax = 50_000;

const outdated = { kind: "denied", code: "rules_changed", message: "other rules are in force than those that you have: read them again" } as const;

export class Account extends DurableObject<Env> {
  readonly #keeper: Keeper;
  readonly #mover: Mover;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#keeper = new Keeper(ctx, env, { now: () => this.now(), alarmTime: (at) => this.alarmTime(at), written: () => this.written() });
    this.#mover = new Mover(ctx, this.#keeper);
  }

  /** The operator's: makes the account, or says that it is there. */
  async create({ id, rulebook: name, product, members }: Beginning): Promise<Reply<{ created: boolean; seq: number }>> {
    if (this.#keeper.store.exists()) {
      await this.#keeper.ready();
      if (this.#keeper.store.rulebook() !== name) return { kind: "taken", rulebook: this.#keeper.store.rulebook() };
      return told({ created: false, seq: this.#keeper.hold().ledger.account().seq });
    }
    const current = deployed(name);
    if (!current) throw new Error(`no rulebook is called ${name}`);
    const { bursar } = current;
    const at = await this.now();
    try {
      const { account, entries, seq } = bursar.create({ id, at, product: product as Id, members: members as Record<Id, Member> });
      // Before it is there, so that none is which is not listed; and not before it can be, for nothing is taken off that list.
      await this.#keeper.list(id, name, current);
      // That has waited: the account may have been made meanwhile.
      if (this.#keeper.store.exists()) return this.create({ id, rulebook: name, product, members });
      this.#mover.clear();
      this.ctx.storage.transactionSync(() => this.#keeper.store.begin(name, bursar.digest, account, entries));
      await this.#keeper.ready();
      await this.#keeper.keepTime();
      return told({ created: true, seq });
    } catch (error) {
      return this.#keeper.judged(error, ["invalid_account", "too_large"]);
    }
  }

  /** `rules` names those that the asker knows: by others it is not decided. */
  async command(by: Asker, wish: Wish, rules?: string): Promise<Reply<Decision>> {
    if (!this.#keeper.store.exists()) return { kind: "absent", what: "account" };
    await this.#keeper.ready();
    // What was accepted once is told again, whatever has changed since.
    const fresh = typeof wish.id !== "string" || !this.#keeper.store.told(wish.id);
    if (fresh && this.#outdated(rules)) return outdated;
    if (fresh && by === "system" && this.#keeper.desk.bills(wish["type"])) {
      return { kind: "denied", code: "billed", message: "the payment provider bills this plan: send it as a wish, so that the billing ends too" };
    }
    return this.#keeper.door(by, (held, at) => this.#keeper.carryOut(held, { ...wish, by, at } as unknown as Command));
  }

  /** The system's: gives back a recorded charge, or as much of it as is asked and left. */
  async refund({ id, command, credits, note }: RefundWish, rules?: string): Promise<Reply<Decision>> {
    if (!this.#keeper.store.exists()) return { kind: "absent", what: "account" };
    await this.#keeper.ready();
    if (!this.#keeper.store.told(id) && this.#outdated(rules)) return outdated;
    const at = await this.now();
    const charge = this.#keeper.store.charge(command);
    if (!charge) return { kind: "absent", what: "charge" };
    const asked = credits ?? null;
    // A refund told again names the draws that it named at first, so that the engine knows it for the same.
    const before = this.#keeper.store.refund(id);
    const fresh = before?.command === command && before.asked === asked ? before : refundable(charge, asked);
    if ("left" in fresh && !this.#keeper.store.told(id)) return { kind: "refunded", left: fresh.left };
    const draws = "left" in fresh ? charge.draws : fresh.draws;
    const model = charge.model === null ? {} : { model: charge.model };
    const rest = { ...(credits === undefined ? {} : { credits }), ...(note === undefined ? {} : { note }) };
    return this.#keeper.decided(() => this.#keeper.carryOut(this.#keeper.hold(), { type: "refund", id, at, by: "system", draws, ...model, ...rest }, { refund: { command, asked } }));
  }

  async ask(by: Asker, question: Question): Promise<Reply<object>> {
    return this.#keeper.door(by, ({ bursar, ledger }, at) => answer({ bursar, ledger, by, at }, question));
  }

  async may(by: Asker, capability: Capability): Promise<Reply<Refused | { may: boolean; at: number }>> {
    return this.#keeper.door(by, ({ ledger }, at) => stranger({ ledger, by, at }) ?? ({ may: ledger.may(by, capability), at }));
  }

  /** By which rules the account runs, and what time it is here. */
  async head(by: Asker): Promise<Reply<Refused | { rulebook: string; digest: string; at: number }>> {
    return this.#keeper.door(by, ({ bursar, ledger }, at) => stranger({ ledger, by, at }) ?? ({ rulebook: this.#keeper.store.rulebook(), digest: bursar.digest, at }));
  }

  async entries(limit: number, before?: EntryPlace): Promise<EntryRow[]> {
    return this.#keeper.store.exists() ? this.#keeper.store.entries(limit, before) : [];
  }

  async usage({ from = 0, to = Number.MAX_SAFE_INTEGER, by }: UsageQuery): Promise<Reply<object>> {
    return this.#keeper.door("system", ({ bursar }) => {
      const rows = this.#keeper.store.between(from, to, usageEntriesMax + 1);
      if (rows.length > usageEntriesMax) return { tooMany: usageEntriesMax };
      return { ok: true, rows: bursar.usage(rows, { by: by as ("member" | "model")[] }) };
    });
  }

  /** What was told when a command was carried out, as long as it is kept. */
  async recorded(id: Id): Promise<Reply<{ seq: number; at: number; answer?: object }>> {
    if (!this.#keeper.store.exists()) return { kind: "absent", what: "account" };
    const row = this.#keeper.store.told(id);
    if (!row) return { kind: "absent", what: "command" };
    const kept = this.#keeper.kept(row, await this.now());
    return told({ seq: row.seq, at: row.at, ...(kept === null ? {} : { answer: JSON.parse(kept) as object }) });
  }

  async audit(): Promise<Reply<Audit>> {
    return this.#keeper.door("system", ({ bursar, ledger }) => audit(bursar, ledger, this.#keeper.store));
  }

  async exportHead(): ReturnType<Mover["head"]> {
    return this.#mover.head();
  }

  async exportPage(place: Place, mark: number): Promise<Page | undefined> {
    return this.#mover.page(place, mark);
  }

  async importBegin(id: Id): Promise<Reply<object>> {
    return this.#mover.begin(id);
  }

  async importLines(lines: string[]): Promise<Reply<object>> {
    return this.#mover.take(lines);
  }

  async importEnd(): Promise<Reply<Imported>> {
    return this.#mover.end();
  }

  async erase(person: string): Promise<Reply<Erased>> {
    return this.#mover.erase(person);
  }

  /** Only the stream of changes comes by `fetch`: an upgrade cannot be called. Where there is none, the body is the reply that says why. */
  override async fetch(request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const by = searchParams.get("by") ?? "";
    const reply: Reply<object> = await this.#keeper.door(by, ({ ledger }, at) => stranger({ ledger, by, at }) ?? {});
    if (reply.kind !== "told" || "ok" in reply.answer) return Response.json(reply);
    return feed.open(this.ctx, { by, until: Number(searchParams.get("until")) }) ?? Response.json({ kind: "busy", waitMs: 1000 } satisfies Reply<object>);
  }

  override webSocketMessage(socket: WebSocket): void {
    socket.close(1008, "nothing is read here");
  }

  override async alarm(): Promise<void> {
    await this.#keeper.ring();
  }

  /** A person's wish for what only the system does; the operator's for what ends. */
  async wish(by: Asker, wish: SentWish, origin: string, rules?: string): Promise<Reply<Refused | WishTold>> {
    return this.#keeper.waiting(by, async () => {
      await this.#keeper.ready();
      const fresh = !this.#keeper.desk.store.wish(wish.id);
      return fresh && this.#outdated(rules) ? outdated : this.#keeper.desk.wish(by, wish, origin);
    });
  }

  /** What such a wish would come to, were it sent now. */
  async quote(by: Asker, wanted: Wanted, rules?: string): Promise<Reply<Refused | Quote>> {
    return this.#keeper.waiting(by, async () => {
      await this.#keeper.ready();
      return this.#outdated(rules) ? outdated : this.#keeper.desk.quote(by, wanted);
    });
  }

  async wished(by: Asker, id: Id): Promise<Reply<WishTold>> {
    return this.#keeper.waiting(by, () => this.#keeper.desk.wished(by, id));
  }

  /** The payment provider's: an event that the worker has verified. Of an account that is just being brought here it is to come again. */
  async event(event: Stripe.Event): Promise<Outcome | "importing"> {
    if (!this.#keeper.store.exists()) return this.#mover.loads ? "importing" : "ignored";
    try {
      return await this.#keeper.desk.event(event);
    } finally {
      // An errand may have come of it, without any command.
      await this.#keeper.keepTime();
    }
  }

  async troubles(): Promise<Reply<Troubles>> {
    return this.#keeper.door("system", () => ({ troubles: this.#keeper.desk.store.troubles() }));
  }

  /** To those who see to the bills. */
  async receipts(limit: number, before: number): Promise<Reply<ReceiptPage>> {
    return this.#keeper.door("system", () => receiptPage(this.#keeper.store.id(), this.#keeper.desk.store.receipts(limit + 1, before), limit));
  }

  async receipt(number: number): Promise<Reply<Receipt>> {
    const row = this.#keeper.store.exists() ? this.#keeper.desk.store.receipt(number) : undefined;
    return row ? told(receipt(this.#keeper.store.id(), row)) : { kind: "absent", what: "receipt" };
  }

  /** To those who manage. That they do was asked before, as themselves: so it is one request of theirs, and not two. */
  async notices(by: Asker, limit: number, before: number): Promise<Reply<NoticePage>> {
    return this.#keeper.door("system", () => {
      const rows = this.#keeper.inbox.list(limit + 1, before);
      const notices = rows.slice(0, limit);
      const last = notices.at(-1);
      return { notices, unread: this.#keeper.inbox.unread(by), ...(rows.length > limit && last ? { next: last.nth } : {}) };
    });
  }

  async read(by: Asker, nth: number): Promise<Reply<Reading>> {
    return this.#keeper.door("system", () => ({ read: this.#keeper.inbox.read(by, nth) }));
  }

  /** The rules by which the account runs. */
  async rules(by: Asker): Promise<Reply<Refused | { digest: string; rules: Rules }>> {
    return this.#keeper.door(by, ({ bursar, rules, ledger }, at) => stranger({ ledger, by, at }) ?? ({ digest: bursar.digest, rules }));
  }

  /** Whether it runs by those that are deployed, and is looked after in time. If not, whether it fits them by now is found out once more, and the alarm is set. */
  async standing(): Promise<Reply<Standing & { late?: number }>> {
    this.#keeper.reconsider();
    return this.#keeper.door("system", (held, at) => {
      const late = this.#keeper.late(held, at);
      return {
        account: this.#keeper.store.id(), inForce: held.bursar.digest, ...(this.#keeper.refused ? { refused: this.#keeper.refused } : {}), ...(late === undefined ? {} : { late }),
      };
    });
  }

  #outdated(rules: string | undefined): boolean {
    return rules !== undefined && rules !== this.#keeper.hold().bursar.digest;
  }

  /** What time it is. A development clock says otherwise. */
  protected now(): number | Promise<number> {
    return Date.now();
  }

  /** When the platform's clock will show an instant. */
  protected alarmTime(at: number): number | Promise<number> {
    return at;
  }

  /** Runs at the end of each command's transaction. Tests of failing writes throw here. */
  protected written(): void {}

  /** Sets the alarm anew, where the clock has been moved. */
  protected async retime(): Promise<void> {
    await this.#keeper.retime();
  }
}
