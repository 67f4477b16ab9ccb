// The account's Durable Object: the one place where an account's commands are put in order, decided and stored.
//
// bursar decides; this keeps. What stands between reading the clock and the end of the transaction does not wait for
// anything, so no two commands are ever decided on the same state.
import { DurableObject } from "cloudflare:workers";
import type { Accepted, Asker, Bursar, Command, Id, Ledger, Member, Refused } from "bursar";
import { type Env, setting } from "../env.ts";
import { described, log } from "../log.ts";
import * as metrics from "../metrics.ts";
import { rulebook } from "../rulebooks.ts";
import { type Audit, audit } from "./audit.ts";
import { again } from "./again.ts";
import * as feed from "./feed.ts";
import { Pace } from "./pace.ts";
import { type Question, type UsageQuery, answer } from "./questions.ts";
import type { Beginning, RefundWish, Wish } from "./wishes.ts";
import { refundable } from "./refunds.ts";
import { type Reply, mistake, told } from "./replies.ts";
import { type EntryRow, type Place, type RefundOf, Store, type Told } from "./store.ts";
import { Alarm, changesAt } from "./time.ts";

type Decision = Accepted | Refused;

/** More entries than these are not added up in one answer. */
export const usageEntriesMax = 50_000;
const dayMs = 86_400_000;

interface Held { bursar: Bursar; ledger: Ledger }

export class Account extends DurableObject<Env> {
  readonly #store: Store;
  readonly #pace: Pace;
  #held: Held | undefined;
  readonly #alarm: Alarm;
  /** Whether the alarm is that of the account as it stands. */
  #timed = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new Store(ctx.storage.sql);
    this.#alarm = new Alarm(ctx.storage);
    this.#pace = new Pace(setting(env, "REQUESTS_PER_MINUTE"));
  }

  /** The operator's: makes the account, or says that it is there. */
  async create({ id, rulebook: name, product, members }: Beginning): Promise<Reply<{ created: boolean; seq: number }>> {
    const at = await this.now();
    if (this.#store.exists()) {
      if (this.#store.rulebook() !== name) return { kind: "taken", rulebook: this.#store.rulebook() };
      return told({ created: false, seq: this.#hold().ledger.account().seq });
    }
    const bursar = found(name);
    try {
      const { account, entries, seq } = bursar.create({ id, at, product: product as Id, members: members as Record<Id, Member> });
      this.ctx.storage.transactionSync(() => this.#store.begin(name, account, entries));
      await this.#keepTime();
      return told({ created: true, seq });
    } catch (error) {
      return this.#judged(error, ["invalid_account", "too_large"]);
    }
  }

  async command(by: Asker, wish: Wish): Promise<Reply<Decision>> {
    return this.#door(by, (held, at) => this.#carryOut(held, { ...wish, by, at } as unknown as Command));
  }

  /** The system's: gives back a recorded charge, or as much of it as is asked and left. */
  async refund({ id, command, credits, note }: RefundWish): Promise<Reply<Decision>> {
    const at = await this.now();
    if (!this.#store.exists()) return { kind: "absent", what: "account" };
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
    return this.#decided(() => this.#carryOut(this.#hold(), { type: "refund", id, at, by: "system", draws, ...model, ...rest }, { command, asked }));
  }

  async ask(by: Asker, question: Question): Promise<Reply<object>> {
    return this.#door(by, ({ bursar, ledger }, at) => answer({ bursar, ledger, by, at }, question));
  }

  async may(by: Asker, capability: "viewUsage"): Promise<Reply<{ may: boolean; at: number }>> {
    return this.#door(by, ({ ledger }, at) => ({ may: ledger.may(by, capability), at }));
  }

  /** By which rules the account runs, and what time it is here. */
  async head(by: Asker): Promise<Reply<{ rulebook: string; digest: string; at: number }>> {
    return this.#door(by, ({ bursar }, at) => ({ rulebook: this.#store.rulebook(), digest: bursar.digest, at }));
  }

  async entries(limit: number, before?: Place): Promise<EntryRow[]> {
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
    const at = await this.now();
    const held = this.#hold();
    const due = changesAt(held.ledger);
    if (due !== undefined && due <= at) {
      metrics.alarmLagSeconds((at - due) / 1000);
      this.#carryOut(held, { type: "tick", id: `tick:${due}`, at, by: "system" });
    }
    await this.#keepTime();
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
    this.#alarm.forget();
    await this.#keepTime();
  }

  /** Lets an asker in: at an instant, to an account that is there, at a bearable pace. */
  async #door<T>(by: Asker, work: (held: Held, at: number) => T): Promise<Reply<T>> {
    const at = await this.now();
    if (!this.#store.exists()) return { kind: "absent", what: "account" };
    const waitMs = this.#waitMs(by);
    if (waitMs > 0) return { kind: "busy", waitMs };
    return this.#decided(() => work(this.#hold(), at));
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
  #carryOut({ bursar, ledger }: Held, command: Command, refund?: RefundOf): Decision {
    // What is no id is no key either: the engine is to say so.
    const before = typeof command.id === "string" ? this.#store.told(command.id) : undefined;
    if (before) return counted(command, again(bursar, ledger, command, before, this.#kept(before, Number(command.at))));
    const began = performance.now();
    const decision = ledger.apply(command);
    metrics.decisionSeconds((performance.now() - began) / 1000);
    if (!decision.ok) return counted(command, decision);
    const { changes, ...answer } = decision;
    this.#write(command, answer, changes, refund);
    feed.tell(this.ctx, ledger, answer);
    return counted(command, answer);
  }

  #write(command: Command, answer: Accepted, changes: object, refund?: RefundOf): void {
    const began = performance.now();
    try {
      this.ctx.storage.transactionSync(() => {
        this.#store.write(command, answer, changes, refund);
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
  }

  #hold(): Held {
    if (!this.#held) {
      const bursar = found(this.#store.rulebook());
      this.#held = { bursar, ledger: bursar.open(this.#store.account()) };
    }
    return this.#held;
  }

  #drop(): void {
    this.#held?.ledger.free();
    this.#held = undefined;
    this.#timed = false;
  }

  /** Sets the alarm for when time alone next changes the account. */
  async #keepTime(): Promise<void> {
    if (!this.#store.exists()) return;
    const due = changesAt(this.#hold().ledger);
    const at = due === undefined ? null : await this.alarmTime(due);
    this.#timed = true;
    await this.#alarm.set(at);
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

/** The rulebook of an account. One that this worker no longer serves is a mistake of the deployment's. */
function found(name: string): Bursar {
  const bursar = rulebook(name);
  if (!bursar) throw new Error(`no rulebook is called ${name}`);
  return bursar;
}

function counted(command: Command, decision: Decision): Decision {
  const code = decision.ok ? (decision.replayed ? "replayed" : "accepted") : decision.code;
  metrics.commands({ type: command.type, code });
  return decision;
}
