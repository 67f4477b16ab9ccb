// The account's Durable Object: the one place where an account's commands are put in order, decided and stored.
//
// bursar decides; this keeps. What stands between reading the clock and the end of the transaction does not wait for
// anything, so no two commands are ever decided on the same state.
import { DurableObject } from "cloudflare:workers";
import type { Accepted, Asker, Bursar, Capability, Command, Id, Ledger, Member, Refused, Rules } from "bursar";
import type Stripe from "stripe";
import { type Env, setting } from "../env.ts";
import { described, log } from "../log.ts";
import * as metrics from "../metrics.ts";
import { type Page, type Place, mark, page } from "../data/dump.ts";
import { inRows, inState, standInOf } from "../data/erase.ts";
import { type Head, Load, reason } from "../data/load.ts";
import type { Erased, Imported } from "../data/shapes.ts";
import { Inbox } from "../inbox/inbox.ts";
import { post } from "../inbox/post.ts";
import type { Notice, NoticePage, Reading } from "../inbox/shapes.ts";
import { Desk } from "../money/desk.ts";
import type { Outcome, SentWish, Troubles, WishTold } from "../money/shapes.ts";
import { receipt, receiptPage } from "../receipts/receipts.ts";
import type { Receipt, ReceiptPage } from "../receipts/shapes.ts";
import { type InForce, type Standing, deployed, inForce, keep } from "../rules/in-force.ts";
import { type Audit, audit } from "./audit.ts";
import { again } from "./again.ts";
import { type Errand, Errands } from "./errands.ts";
import * as feed from "./feed.ts";
import { Pace } from "./pace.ts";
import { type Question, type UsageQuery, answer } from "./questions.ts";
import type { Beginning, RefundWish, Wish } from "./wishes.ts";
import { refundable } from "./refunds.ts";
import { type Reply, mistake, told } from "./replies.ts";
import { type EntryRow, type Place as EntryPlace, type RefundOf, Store, type Told } from "./store.ts";
import { Alarm, changesAt } from "./time.ts";

type Decision = Accepted | Refused;

/** More entries than these are not added up in one answer. */
export const usageEntriesMax = 50_000;
const dayMs = 86_400_000;

interface Held { bursar: Bursar; rules: Rules; ledger: Ledger }

export class Account extends DurableObject<Env> {
  readonly #store: Store;
  readonly #pace: Pace;
  #held: Held | undefined;
  readonly #alarm: Alarm;
  readonly #errands: Errands;
  readonly #inbox: Inbox;
  readonly #desk: Desk;
  /** The rules that are in force: found out once, when the object is first asked. */
  #rules: InForce | undefined;
  #finding: Promise<void> | undefined;
  /** An account that is being brought here. */
  #load: Load | undefined;
  /** Whether the alarm is that of the account as it stands. */
  #timed = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new Store(ctx.storage.sql);
    this.#alarm = new Alarm(ctx.storage);
    this.#pace = new Pace(setting(env, "REQUESTS_PER_MINUTE"));
    this.#errands = new Errands(ctx.storage.sql);
    this.#inbox = new Inbox(ctx.storage.sql, this.#errands, env);
    this.#desk = new Desk(env, ctx.storage.sql, {
      errands: this.#errands,
      id: () => this.#store.id(),
      open: async () => {
        await this.#ready();
        const at = await this.now();
        return { at, ...this.#hold() };
      },
      apply: (command, also) => this.#carryOut(this.#hold(), command, { also }),
    });
  }

  /** The operator's: makes the account, or says that it is there. */
  async create({ id, rulebook: name, product, members }: Beginning): Promise<Reply<{ created: boolean; seq: number }>> {
    if (this.#store.exists()) {
      await this.#ready();
      if (this.#store.rulebook() !== name) return { kind: "taken", rulebook: this.#store.rulebook() };
      return told({ created: false, seq: this.#hold().ledger.account().seq });
    }
    const current = deployed(name);
    if (!current) throw new Error(`no rulebook is called ${name}`);
    const { bursar } = current;
    await this.#list(id, name, current);
    const at = await this.now();
    // All of that has waited: the account may have been made meanwhile.
    if (this.#store.exists()) return this.create({ id, rulebook: name, product, members });
    try {
      const { account, entries, seq } = bursar.create({ id, at, product: product as Id, members: members as Record<Id, Member> });
      this.ctx.storage.transactionSync(() => this.#store.begin(name, bursar.digest, account, entries));
      await this.#ready();
      await this.#keepTime();
      return told({ created: true, seq });
    } catch (error) {
      return this.#judged(error, ["invalid_account", "too_large"]);
    }
  }

  /** `rules` names those that the asker knows: by others it is not decided. */
  async command(by: Asker, wish: Wish, rules?: string): Promise<Reply<Decision>> {
    if (!this.#store.exists()) return { kind: "absent", what: "account" };
    await this.#ready();
    if (rules !== undefined && rules !== this.#rules?.bursar.digest) {
      return { kind: "denied", code: "rules_changed", message: "other rules are in force than those that you have: read them again" };
    }
    if (by === "system" && this.#desk.bills(wish["type"])) {
      return { kind: "denied", code: "billed", message: "the payment provider bills this plan: send it as a wish, so that the billing ends too" };
    }
    return this.#door(by, (held, at) => this.#carryOut(held, { ...wish, by, at } as unknown as Command));
  }

  /** The system's: gives back a recorded charge, or as much of it as is asked and left. */
  async refund({ id, command, credits, note }: RefundWish): Promise<Reply<Decision>> {
    if (!this.#store.exists()) return { kind: "absent", what: "account" };
    await this.#ready();
    const at = await this.now();
    const charge = this.#store.charge(command);
    if (!charge) return { kind: "absent", what: "charge" };
    const asked = credits ?? null;
    // A refund told again names the draws that it named at first, so that the engine knows it for the same.
    const before = this.#store.refund(id);
    const fresh = before?.command === command && before.asked === asked ? before : refundable(charge, asked);
    if ("left" in fresh && !this.#store.told(id)) return { kind: "refunded", left: fresh.left };
    const draws = "left" in fresh ? charge.draws : fresh.draws;
    const model = charge.model === null ? {} : { model: charge.model };
    const rest = { ...(credits === undefined ? {} : { credits }), ...(note === undefined ? {} : { note }) };
    return this.#decided(() => this.#carryOut(this.#hold(), { type: "refund", id, at, by: "system", draws, ...model, ...rest }, { refund: { command, asked } }));
  }

  async ask(by: Asker, question: Question): Promise<Reply<object>> {
    return this.#door(by, ({ bursar, ledger }, at) => answer({ bursar, ledger, by, at }, question));
  }

  async may(by: Asker, capability: Capability): Promise<Reply<{ may: boolean; at: number }>> {
    return this.#door(by, ({ ledger }, at) => ({ may: ledger.may(by, capability), at }));
  }

  /** By which rules the account runs, and what time it is here. */
  async head(by: Asker): Promise<Reply<{ rulebook: string; digest: string; at: number }>> {
    return this.#door(by, ({ bursar }, at) => ({ rulebook: this.#store.rulebook(), digest: bursar.digest, at }));
  }

  async entries(limit: number, before?: EntryPlace): Promise<EntryRow[]> {
    return this.#store.exists() ? this.#store.entries(limit, before) : [];
  }

  async usage({ from = 0, to = Number.MAX_SAFE_INTEGER, by }: UsageQuery): Promise<Reply<object>> {
    return this.#door("system", ({ bursar }) => {
      const rows = this.#store.between(from, to, usageEntriesMax + 1);
      if (rows.length > usageEntriesMax) return { tooMany: usageEntriesMax };
      return { ok: true, rows: bursar.usage(rows, { by: by as ("member" | "model")[] }) };
    });
  }

  /** What was told when a command was carried out, as long as it is kept. */
  async recorded(id: Id): Promise<Reply<{ seq: number; at: number; answer?: object }>> {
    if (!this.#store.exists()) return { kind: "absent", what: "account" };
    const row = this.#store.told(id);
    if (!row) return { kind: "absent", what: "command" };
    const kept = this.#kept(row, await this.now());
    return told({ seq: row.seq, at: row.at, ...(kept === null ? {} : { answer: JSON.parse(kept) as object }) });
  }

  async audit(): Promise<Reply<Audit>> {
    return this.#door("system", ({ bursar, ledger }) => audit(bursar, ledger, this.#store));
  }

  /** The first line of an export, and what tells whether anything is written before its last. */
  async exportHead(): Promise<Reply<{ line: string; mark: number; first: Place }>> {
    return this.#door("system", ({ bursar, rules }) => {
      this.#make();
      const [account, rulebook, meta, state] = [this.#store.id(), this.#store.rulebook(), this.#store.meta(), JSON.parse(this.#store.account()) as object];
      const head: Head = { kind: "head", version: 1, account, rulebook, digest: bursar.digest, meta, rules, state };
      return { line: JSON.stringify(head), mark: mark(this.ctx.storage.sql), first: { table: 0, after: [] } };
    });
  }

  /** The next lines; none where something was written meanwhile, for then they would not fit those before. */
  async exportPage(place: Place, known: number): Promise<Page | undefined> {
    return mark(this.ctx.storage.sql) === known ? page(this.ctx.storage.sql, place) : undefined;
  }

  async importBegin(id: Id): Promise<Reply<object>> {
    if (this.#store.exists()) return { kind: "taken", rulebook: this.#store.rulebook() };
    this.#make();
    this.#load = new Load(this.ctx.storage.sql, id);
    return told({});
  }

  async importLines(lines: string[]): Promise<Reply<object>> {
    return this.#loading((load) => {
      load.take(lines);
      return {};
    });
  }

  async importEnd(): Promise<Reply<Imported>> {
    const reply = await this.#loading((load) => this.ctx.storage.transactionSync(() => load.finish(this.#store)));
    if (reply.kind !== "told") return reply;
    const { head: { account, rulebook, digest, meta, rules }, bursar, counts: { commands, entries } } = reply.answer;
    await this.#list(account, rulebook, { bursar, rules });
    // Only now it is there: whoever asks finds all of it, or nothing.
    this.#store.setMeta({ ...meta, rulebook, digest });
    this.#load = undefined;
    await this.#keepTime();
    const { answer: { seq } } = (await this.#door("system", ({ ledger }) => ({ seq: ledger.account().seq }))) as { answer: { seq: number } };
    return told({ account, seq, commands, entries, receipts: this.#desk.store.receipts(1, Number.MAX_SAFE_INTEGER)[0]?.number ?? 0 });
  }

  async #loading<T>(work: (load: Load) => T): Promise<Reply<T>> {
    const load = this.#load;
    if (!load || this.#store.exists()) return { kind: "unfit", reason: "it was not begun, or another was begun meanwhile" };
    try {
      return told(this.ctx.storage.transactionSync(() => work(load)));
    } catch (error) {
      this.#load = undefined;
      load.clear();
      const why = reason(error);
      if (why === undefined) throw error;
      return { kind: "unfit", reason: why };
    }
  }

  #make(): void {
    for (const store of [this.#store, this.#desk.store, this.#inbox, this.#errands]) store.make();
  }

  /** Puts a stand-in where a person's id stands. */
  async erase(person: string): Promise<Reply<Erased>> {
    if (!this.#store.exists()) return { kind: "absent", what: "account" };
    const salt = this.#store.meta()["salt"] ?? crypto.randomUUID();
    const standIn = await standInOf(person, salt);
    return this.#door("system", ({ bursar, ledger }) => {
      this.#make();
      const before = ledger.account();
      const after = inState(before, person, standIn);
      // The engine reads it before it is written: a name in another place is no other account.
      bursar.open(after).free();
      const rows = this.ctx.storage.transactionSync(() => {
        this.#store.setMeta({ salt });
        this.#store.put(after);
        return inRows(this.ctx.storage.sql, person, standIn);
      });
      this.#drop();
      feed.part(this.ctx, person);
      const holds = Object.values(before.holds ?? {}).filter(({ by }) => by === person).length;
      return { standIn, member: Object.hasOwn(before.members ?? {}, person), holds, ...rows };
    });
  }

  /** Only the stream of changes comes by `fetch`: an upgrade cannot be called. The worker has checked who asks. */
  override async fetch(request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const by = searchParams.get("by") ?? "";
    if (!this.#store.exists()) return new Response(null, { status: 404 });
    if (this.#waitMs(by) > 0) return new Response(null, { status: 429 });
    return feed.open(this.ctx, { by, until: Number(searchParams.get("until")) });
  }

  override webSocketMessage(socket: WebSocket): void {
    socket.close(1008, "nothing is read here");
  }

  override async alarm(): Promise<void> {
    // The platform has taken this alarm off; whatever happens, the next one is to be set.
    this.#alarm.forget();
    if (!this.#store.exists()) return;
    await this.#ready();
    const at = await this.now();
    const held = this.#hold();
    const due = changesAt(held.ledger);
    if (due !== undefined && due <= at) {
      metrics.alarmLagSeconds((at - due) / 1000);
      this.#carryOut(held, { type: "tick", id: `tick:${due}`, at, by: "system" });
    }
    // Before the errands, so that those who see to other things are not kept waiting by them.
    await this.#keepTime();
    await this.#errands.run((errand) => this.#run(errand));
    this.#alarm.forget();
    await this.#keepTime();
  }

  /** A person's wish for what only the system does; the operator's for what ends. */
  async wish(by: Asker, wish: SentWish, origin: string): Promise<Reply<Refused | WishTold>> {
    return this.#waiting(by, () => this.#desk.wish(by, wish, origin));
  }

  async wished(by: Asker, id: Id): Promise<Reply<WishTold>> {
    return this.#waiting(by, () => this.#desk.wished(by, id));
  }

  /** The payment provider's: an event that the worker has verified. */
  async event(event: Stripe.Event): Promise<Outcome> {
    if (!this.#store.exists()) return "ignored";
    try {
      return await this.#desk.event(event);
    } finally {
      // An errand may have come of it, without any command.
      await this.#keepTime();
    }
  }

  async troubles(): Promise<Reply<Troubles>> {
    return this.#door("system", () => ({ troubles: this.#desk.store.troubles() }));
  }

  /** To those who see to the bills. */
  async receipts(limit: number, before: number): Promise<Reply<ReceiptPage>> {
    return this.#door("system", () => receiptPage(this.#store.id(), this.#desk.store.receipts(limit + 1, before), limit));
  }

  async receipt(number: number): Promise<Reply<Receipt>> {
    const row = this.#store.exists() ? this.#desk.store.receipt(number) : undefined;
    return row ? told(receipt(this.#store.id(), row)) : { kind: "absent", what: "receipt" };
  }

  async notices(by: Asker, limit: number, before: number): Promise<Reply<NoticePage>> {
    return this.#door(by, () => {
      const rows = this.#inbox.list(limit + 1, before);
      const notices = rows.slice(0, limit);
      const last = notices.at(-1);
      return { notices, unread: this.#inbox.unread(by), ...(rows.length > limit && last ? { next: last.nth } : {}) };
    });
  }

  async read(by: Asker, nth: number): Promise<Reply<Reading>> {
    return this.#door(by, () => {
      this.#inbox.read(by, nth);
      return { read: nth };
    });
  }

  /** The rules by which the account runs. */
  async rules(): Promise<Reply<{ digest: string; rules: Rules }>> {
    return this.#door("system", ({ bursar, rules }) => ({ digest: bursar.digest, rules }));
  }

  /** Whether it runs by those that are deployed. If not, whether it fits them by now is found out once more. */
  async standing(): Promise<Reply<Standing>> {
    if (this.#rules?.refused) {
      this.#rules = undefined;
      this.#drop();
    }
    return this.#door("system", ({ bursar }) => ({
      account: this.#store.id(), inForce: bursar.digest, ...(this.#rules?.refused ? { refused: this.#rules.refused } : {}),
    }));
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
    await this.#ready();
    this.#alarm.forget();
    await this.#keepTime();
  }

  /** Lets an asker in: at an instant, to an account that is there, at a bearable pace. */
  async #door<T>(by: Asker, work: (held: Held, at: number) => T): Promise<Reply<T>> {
    if (!this.#store.exists()) return { kind: "absent", what: "account" };
    await this.#ready();
    const at = await this.now();
    const waitMs = this.#waitMs(by);
    if (waitMs > 0) return { kind: "busy", waitMs };
    return this.#decided(() => work(this.#hold(), at));
  }

  /** As `#door`, for what waits on others: it opens the account itself, after each time that it has waited. */
  async #waiting<T>(by: Asker, work: () => Promise<Reply<T>>): Promise<Reply<T>> {
    if (!this.#store.exists()) return { kind: "absent", what: "account" };
    const waitMs = this.#waitMs(by);
    if (waitMs > 0) return { kind: "busy", waitMs };
    try {
      const reply = await work();
      await this.#keepTime();
      return reply;
    } catch (error) {
      return this.#judged(error);
    }
  }

  #waitMs(by: Asker): number {
    return by === "system" ? 0 : this.#pace.take(by, Date.now());
  }

  async #decided<T>(work: () => T): Promise<Reply<T>> {
    try {
      const answer = work();
      if (!this.#timed) await this.#keepTime();
      return told(answer);
    } catch (error) {
      return this.#judged(error);
    }
  }

  /** Decides and stores one command, or answers as it was answered before. Nothing in here waits. */
  #carryOut({ bursar, ledger }: Held, command: Command, more: More = {}): Decision {
    // What is no id is no key either: the engine is to say so.
    const before = typeof command.id === "string" ? this.#store.told(command.id) : undefined;
    if (before) return counted(command, again(bursar, ledger, command, before, this.#kept(before, Number(command.at))));
    const began = performance.now();
    const decision = ledger.apply(command);
    metrics.decisionSeconds((performance.now() - began) / 1000);
    if (!decision.ok) return counted(command, decision);
    const { changes, ...answer } = decision;
    const notices = this.#write(command, answer, changes, more);
    feed.tell(this.ctx, ledger, answer, { notices, rules: bursar.digest });
    return counted(command, answer);
  }

  #write(command: Command, answer: Accepted, changes: object, { refund, also }: More): Notice[] {
    let notices: Notice[] = [];
    const began = performance.now();
    try {
      this.ctx.storage.transactionSync(() => {
        this.#store.write(command, answer, changes, refund);
        if (answer.alerts.length > 0) notices = this.#inbox.put(this.#store.id(), answer);
        also?.(answer);
        this.#store.forgetAnswersBefore(answer.at - this.#keptMs());
        this.written();
      });
    } catch (error) {
      // The ledger has moved on and the storage has not: the next call opens what is stored.
      this.#drop();
      throw error;
    }
    this.#timed = false;
    metrics.writeSeconds((performance.now() - began) / 1000);
    return notices;
  }

  #hold(): Held {
    if (!this.#held) {
      if (!this.#rules) throw new Error("the rules of the account are not found out yet");
      const { bursar, rules } = this.#rules;
      this.#held = { bursar, rules, ledger: bursar.open(this.#store.account()) };
    }
    return this.#held;
  }

  /** Finds out the rules in force, once, however many ask at the same time. */
  async #ready(): Promise<void> {
    if (this.#rules || !this.#store.exists()) return;
    this.#finding ??= this.#find().finally(() => (this.#finding = undefined));
    return this.#finding;
  }

  async #find(): Promise<void> {
    const [name, digest] = [this.#store.rulebook(), this.#store.digest()];
    const rules = await inForce(this.env, name, digest, () => this.#store.account());
    if (rules.bursar.digest !== digest) {
      // It is written down where it can be had again, before the account depends on it.
      await this.#list(this.#store.id(), name, rules);
      this.#store.setDigest(rules.bursar.digest);
    }
    this.#rules = rules;
  }

  async #list(id: Id, name: string, rules: InForce): Promise<void> {
    await keep(this.env, name, rules);
    await this.env.REGISTRY.getByName(name).join(id);
  }

  async #run({ kind, body }: Errand): Promise<void> {
    if (kind === "alert") await post(this.env, body);
    else await this.#desk.run(kind, JSON.parse(body) as { subscription?: string; session?: string; quantity?: number });
  }

  #drop(): void {
    this.#held?.ledger.free();
    this.#held = undefined;
    this.#timed = false;
  }

  /** Sets the alarm for when time alone next changes the account. */
  async #keepTime(): Promise<void> {
    if (!this.#store.exists()) return;
    await this.#ready();
    const due = changesAt(this.#hold().ledger);
    // Two reasons, one alarm: it is set for whichever comes first, and looks after both.
    const times = [due === undefined ? undefined : await this.alarmTime(due), this.#errands.due()].filter((time) => time !== undefined);
    this.#timed = true;
    await this.#alarm.set(times.length === 0 ? null : Math.min(...times));
  }

  /** A recorded answer, unless it is older than answers are kept. */
  #kept({ at, answer }: Told, now: number): string | null {
    return at < now - this.#keptMs() ? null : answer;
  }

  #keptMs(): number {
    return setting(this.env, "ANSWERS_KEPT_DAYS") * dayMs;
  }

  #judged(error: unknown, codes?: Parameters<typeof mistake>[1]): Reply<never> {
    const known = mistake(error, codes);
    if (known) return { kind: "mistake", mistake: known };
    // What failed in here may have left the ledger behind what is stored, or ahead of it.
    this.#drop();
    log("error", "account", { error: described(error) });
    throw error;
  }
}

/** What a command leaves beside its own: of which charge a refund is, and what is to be written with it. */
interface More { refund?: RefundOf; also?: (answer: Accepted) => void }

function counted(command: Command, decision: Decision): Decision {
  const code = decision.ok ? (decision.replayed ? "replayed" : "accepted") : decision.code;
  metrics.commands({ type: command.type, code });
  return decision;
}
