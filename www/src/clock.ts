// Development's clock: what time it is in the account, on to the next thing that time does there, and what it did. When that is
// and what it does the package says; a worker that is not for development has no such clock, and the page then shows none.
import type { Entry, Id, LimitUse, Ms, PlanState } from "bursar";
import * as api from "./api.ts";
import type { App } from "./app.ts";
import type { Seen } from "./seen.ts";

/** What time alone will do next, and when. */
export interface Next { what: "renewal" | "end" | "expiry" | "hold" | "limit"; at: Ms }
export type Limited = LimitUse & { member: Id };

/** What a move did: what entered the account, limits that are free again, another plan. */
export interface Moved { since: number; at: Ms; entries: Entry[]; freed: Limited[]; plan?: { before: PlanState; after?: PlanState } }

/** The time that is shown is looked at so often. */
const lookMs = 15_000;
/** Of more members their limits are not looked through. */
const lookedAt = 100;

export class Clock {
  there = false;
  /** Until this is known nothing is drawn that it would move. */
  found = Promise.resolve();
  busy = false;
  moved: Moved | undefined;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** Finds out whether the worker has one. */
  find(): void {
    this.found = this.#find();
  }

  async #find(): Promise<void> {
    const there = this.#app.standIn && (await api.clock()).kind === "told";
    if (there && !this.there) setInterval(() => this.#app.draw(), lookMs);
    this.there = there;
  }

  get next(): Next | undefined {
    const { seen } = this.#app;
    return seen && [changes(seen), frees(seen)].filter((next) => next !== undefined).sort((one, other) => one.at - other.at)[0];
  }

  async forward(ms: Ms): Promise<void> {
    const app = this.#app;
    const { seen } = app;
    if (!seen || this.busy) return;
    this.busy = true;
    this.moved = undefined;
    app.settle();
    app.draw();
    const before = { view: seen.view, limits: limits(seen) };
    const told = await api.forward(ms);
    if (told.kind === "told") await app.refresh();
    this.busy = false;
    if (told.kind === "told" && app.seen === seen) this.moved = moved(seen, before);
    app.draw();
    await this.look();
  }

  /** Who may see usage is told what has entered the account, and not only what time does by the rules: a payment comes later. */
  async look(): Promise<void> {
    const { seen } = this.#app;
    const { moved } = this;
    if (!moved || !seen?.may("viewUsage")) return;
    const told = await api.entries(seen.account);
    if (told.kind !== "told" || this.moved !== moved) return;
    const since = told.answer.entries.filter(({ seq, command }) => seq > moved.since && (command === undefined || command.startsWith("pay:"))).reverse();
    // The account's own alarm has not rung yet.
    if (since.length < moved.entries.length) return;
    this.moved = { ...moved, entries: since };
    this.#app.draw();
  }

  close(): void {
    this.moved = undefined;
    this.#app.draw();
  }

  /** Another account is looked at, or the same one as it is now. */
  changed(): void {
    this.moved = undefined;
  }
}

function changes(seen: Seen): Next | undefined {
  const balance = seen.balance();
  if (!balance.ok || balance.changesAt === undefined) return undefined;
  const { changesAt: at, renewal, sources } = balance;
  if (renewal?.at === at) return { what: renewal.ends ? "end" : "renewal", at };
  return { what: sources.some(({ expiring }) => expiring?.at === at) ? "expiry" : "hold", at };
}

function frees(seen: Seen): Next | undefined {
  const times = limits(seen).filter(({ spent }) => spent > 0).map(({ resetsAt }) => resetsAt);
  return times.length === 0 ? undefined : { what: "limit", at: Math.min(...times) };
}

/** The limits of all of whom the view tells; of who looks, where there are no members. */
function limits(seen: Seen): Limited[] {
  const members = Object.keys(seen.view.members ?? { [seen.by]: {} }).slice(0, lookedAt);
  return members.flatMap((member) => {
    const told = seen.limits({ by: member });
    return told.ok ? told.limits.map((limit) => ({ ...limit, member })) : [];
  });
}

/** What lies between two looks: on what the reader sees, as the package lets time pass. */
function moved(seen: Seen, before: { view: Seen["view"]; limits: Limited[] }): Moved {
  const at = seen.view.asOf;
  const passed = seen.book.bursar.apply(before.view, { type: "tick", id: "clock", at, by: "system" });
  const now = limits(seen);
  const freed = before.limits.filter((limit) => limit.spent > 0 && now.some((other) => same(limit, other) && other.resetsAt > limit.resetsAt));
  const plans = [before.view.plan, seen.view.plan];
  const another = plans[0] !== undefined && (plans[0].id !== plans[1]?.id || plans[0].status !== plans[1].status);
  return {
    since: before.view.seq, at, entries: passed.ok ? passed.entries : [],
    // One window of a team's is each of its members'.
    freed: freed.filter((limit, nth) => freed.findIndex((other) => same(limit, { ...other, ...(limit.of === "team" ? { member: limit.member } : {}) })) === nth),
    ...(another && plans[0] ? { plan: { before: plans[0], ...(plans[1] ? { after: plans[1] } : {}) } } : {}),
  };
}

const same = (one: Limited, other: Limited): boolean => one.of === other.of && one.id === other.id && one.per === other.per && one.member === other.member;
