// What keeps an account: opens it by the rules in force, decides and stores one command after the other, and keeps time.
//
// bursar decides; this keeps. What stands between reading the clock and the end of the transaction does not wait for
// anything, so no two commands are ever decided on the same state.
import type { Accepted, Asker, Bursar, Command, Id, Ledger, Refused, Rules } from "bursar";
import { type Env, setting } from "../env.ts";
import { described, log } from "../log.ts";
import * as metrics from "../metrics.ts";
import { Inbox } from "../inbox/inbox.ts";
import { post } from "../inbox/post.ts";
import type { Notice } from "../inbox/shapes.ts";
import { Desk, type Word } from "../money/desk.ts";
import { type InForce, inForce, keep } from "../rules/in-force.ts";
import { again } from "./again.ts";
import { type Errand, Errands } from "./errands.ts";
import * as feed from "./feed.ts";
import { Pace } from "./pace.ts";
import { type Reply, mistake, told } from "./replies.ts";
import { type RefundOf, Store, type Told } from "./store.ts";
import { Alarm, changesAt } from "./time.ts";

export type Decision = Accepted | Refused;
export interface Held { bursar: Bursar; rules: Rules; ledger: Ledger }

/** What time it is, and what a test may make of a write. */
export interface Clock {
  now(): number | Promise<number>;
  alarmTime(at: number): number | Promise<number>;
  written(): void;
}

const dayMs = 86_400_000;

/** Alarms are late by seconds, and those that are tried again by minutes. */
const lateMs = 5 * 60_000;

export class Keeper {
  readonly store: Store;
  readonly errands: Errands;
  readonly inbox: Inbox;
  readonly desk: Desk;
  readonly #ctx: DurableObjectState;
  readonly #env: Env;
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #alarm: Alarm;
  #held: Held | undefined;
  /** The rules that are in force: found out once, when the object is first asked. */
  #rules: InForce | undefined;
  #finding: Promise<void> | undefined;
  /** Whether the alarm is that of the account as it stands. */
  #timed = false;

  constructor(ctx: DurableObjectState, env: Env, clock: Clock) {
    this.#ctx = ctx;
    this.#env = env;
    this.#clock = clock;
    this.store = new Store(ctx.storage.sql);
    this.#alarm = new Alarm(ctx.storage);
    this.#pace = new Pace(setting(env, "REQUESTS_PER_MINUTE"));
    this.errands = new Errands(ctx.storage.sql);
    this.inbox = new Inbox(ctx.storage.sql, this.errands, env);
    this.desk = new Desk(env, ctx.storage.sql, {
      errands: this.errands,
      id: () => this.store.id(),
      open: async () => {
        await this.ready();
        const at = await this.#clock.now();
        return { at, ...this.hold() };
      },
      apply: (command, also) => this.carryOut(this.hold(), command, { also }),
    });
  }

  /** Why the rules that are deployed are not those in force, where they are not. */
  get refused(): InForce["refused"] {
    return this.#rules?.refused;
  }

  /** Finds out anew by which rules the account runs. */
  reconsider(): void {
    if (!this.#rules?.refused) return;
    this.#rules = undefined;
    this.drop();
  }

  /** Makes all tables: those of an account that is being made or brought, and of one that was made before there were so many. */
  make(): void {
    for (const store of [this.store, this.desk.store, this.inbox, this.errands]) store.make();
  }

  /** Lets an asker in: at an instant, to an account that is there, at a bearable pace. */
  async door<T>(by: Asker, work: (held: Held, at: number) => T): Promise<Reply<T>> {
    if (!this.store.exists()) return { kind: "absent", what: "account" };
    await this.ready();
    const at = await this.#clock.now();
    const waitMs = this.waitMs(by);
    if (waitMs > 0) return { kind: "busy", waitMs };
    return this.decided(() => work(this.hold(), at));
  }

  /** As `#door`, for what waits on others: it opens the account itself, after each time that it has waited. */
  async waiting<T>(by: Asker, work: () => Promise<Reply<T>>): Promise<Reply<T>> {
    if (!this.store.exists()) return { kind: "absent", what: "account" };
    const waitMs = this.waitMs(by);
    if (waitMs > 0) return { kind: "busy", waitMs };
    try {
      const reply = await work();
      await this.keepTime();
      return reply;
    } catch (error) {
      return this.judged(error);
    }
  }

  waitMs(by: Asker): number {
    return by === "system" ? 0 : this.#pace.take(by, Date.now());
  }

  async decided<T>(work: () => T): Promise<Reply<T>> {
    try {
      const answer = work();
      if (!this.#timed) await this.keepTime();
      return told(answer);
    } catch (error) {
      return this.judged(error);
    }
  }

  /**
   * The alarm has rung: time may have changed the account, and there may be errands. Where that fails it rings again, later
   * each time: the platform would give it up after some times, and from then on nobody would look after the account.
   */
  async ring(): Promise<void> {
    // The platform has taken this alarm off; whatever happens, the next one is to be set.
    this.#alarm.forget();
    if (!this.store.exists()) return;
    try {
      await this.#look();
      await this.#alarm.done();
      metrics.alarms({ outcome: "done" });
    } catch (error) {
      this.drop();
      metrics.alarms({ outcome: "failed" });
      // No request waits for this one, so nobody else would tell.
      log("error", "alarm", { error: described(error) });
      await this.#alarm.again(this.errands.due());
    }
  }

  /** Looks after both. That the one fails is no reason to leave the other: there may be a word to the payment provider. */
  async #look(): Promise<void> {
    try {
      await this.#tick();
    } finally {
      await this.errands.run((errand) => this.#run(errand));
    }
    await this.retime();
  }

  async #tick(): Promise<void> {
    await this.ready();
    const at = await this.#clock.now();
    const held = this.hold();
    const due = changesAt(held.ledger);
    if (due !== undefined && due <= at) {
      metrics.alarmLagSeconds((at - due) / 1000);
      this.carryOut(held, { type: "tick", id: `tick:${due}`, at, by: "system" });
    }
    // Before the errands, so that those who see to other things are not kept waiting by them.
    await this.keepTime();
  }

  /** Since when something should have been done that no alarm has rung for, or not well. */
  late({ ledger }: Held, at: number): number | undefined {
    // Both by the account's clock: in development that of errands is another.
    const due = this.errands.due();
    const since = [changesAt(ledger), due === undefined ? undefined : due + at - Date.now()].filter((time) => time !== undefined);
    return since.length > 0 && Math.min(...since) < at - lateMs ? Math.min(...since) : undefined;
  }

  /** Sets the alarm anew: the clock has been moved, or it has rung. */
  async retime(): Promise<void> {
    this.#alarm.forget();
    await this.keepTime();
  }

  /** Decides and stores one command, or answers as it was answered before. Nothing in here waits. */
  carryOut({ bursar, ledger }: Held, command: Command, more: More = {}): Decision {
    // What is no id is no key either: the engine is to say so.
    const before = typeof command.id === "string" ? this.store.told(command.id) : undefined;
    if (before) return counted(command, again(bursar, ledger, command, before, this.kept(before, Number(command.at))));
    const began = performance.now();
    const decision = ledger.apply(command);
    metrics.decisionSeconds((performance.now() - began) / 1000);
    if (!decision.ok) return counted(command, decision);
    const { changes, ...answer } = decision;
    const notices = this.#write(command, answer, changes, more);
    feed.tell(this.#ctx, ledger, answer, { notices, rules: bursar.digest });
    return counted(command, answer);
  }

  #write(command: Command, answer: Accepted, changes: object, { refund, also }: More): Notice[] {
    let notices: Notice[] = [];
    const began = performance.now();
    try {
      this.#ctx.storage.transactionSync(() => {
        this.store.write(command, answer, changes, refund);
        if (answer.alerts.length > 0) notices = this.inbox.put(this.store.id(), answer);
        if (command.type === "close") this.desk.closed();
        also?.(answer);
        this.store.forgetAnswersBefore(answer.at - this.#keptMs());
        this.#clock.written();
      });
    } catch (error) {
      // The ledger has moved on and the storage has not: the next call opens what is stored.
      this.drop();
      throw error;
    }
    this.#timed = false;
    metrics.writeSeconds((performance.now() - began) / 1000);
    return notices;
  }

  hold(): Held {
    if (!this.#held) {
      if (!this.#rules) throw new Error("the rules of the account are not found out yet");
      const { bursar, rules } = this.#rules;
      this.#held = { bursar, rules, ledger: bursar.open(this.store.account()) };
    }
    return this.#held;
  }

  /** Finds out the rules in force, once, however many ask at the same time. */
  async ready(): Promise<void> {
    if (this.#rules || !this.store.exists()) return;
    this.#finding ??= this.#find().finally(() => (this.#finding = undefined));
    return this.#finding;
  }

  async #find(): Promise<void> {
    const [name, digest] = [this.store.rulebook(), this.store.digest()];
    const rules = await inForce(this.#env, name, digest, () => this.store.account());
    if (rules.bursar.digest !== digest) {
      // It is written down where it can be had again, before the account depends on it.
      await this.list(this.store.id(), name, rules);
      this.store.setDigest(rules.bursar.digest);
    }
    this.#rules = rules;
  }

  async list(id: Id, name: string, rules: InForce): Promise<void> {
    await keep(this.#env, name, rules);
    await this.#env.REGISTRY.getByName(name).join(id);
  }

  async #run({ kind, body }: Errand): Promise<void> {
    if (kind === "alert") await post(this.#env, body);
    else await this.desk.run(kind, JSON.parse(body) as Word);
  }

  drop(): void {
    this.#held?.ledger.free();
    this.#held = undefined;
    this.#timed = false;
  }

  /** Sets the alarm for when time alone next changes the account. */
  async keepTime(): Promise<void> {
    if (!this.store.exists()) return;
    await this.ready();
    const due = changesAt(this.hold().ledger);
    // Two reasons, one alarm: it is set for whichever comes first, and looks after both.
    const times = [due === undefined ? undefined : await this.#clock.alarmTime(due), this.errands.due()].filter((time) => time !== undefined);
    this.#timed = true;
    await this.#alarm.set(times.length === 0 ? null : Math.min(...times));
  }

  /** A recorded answer, unless it is older than answers are kept. */
  kept({ at, answer }: Told, now: number): string | null {
    return at < now - this.#keptMs() ? null : answer;
  }

  #keptMs(): number {
    return setting(this.#env, "ANSWERS_KEPT_DAYS") * dayMs;
  }

  judged(error: unknown, codes?: Parameters<typeof mistake>[1]): Reply<never> {
    const known = mistake(error, codes);
    if (known) return { kind: "mistake", mistake: known };
    // What failed in here may have left the ledger behind what is stored, or ahead of it.
    this.drop();
    log("error", "account", { error: described(error) });
    throw error;
  }
}

/** What a command leaves beside its own: of which charge a refund is, and what is to be written with it. */
export interface More { refund?: RefundOf; also?: (answer: Accepted) => void }

function counted(command: Command, decision: Decision): Decision {
  const code = decision.ok ? (decision.replayed ? "replayed" : "accepted") : decision.code;
  metrics.commands({ type: command.type, code });
  return decision;
}
