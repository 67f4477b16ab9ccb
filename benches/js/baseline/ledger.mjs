// An account that is held, as somebody would write it by hand: the account itself as a plain object,
// and beside it what finds things quickly. Nothing here grows with the account but opening it.
//
// A command is decided without a change, so that a preview costs no undoing; `apply` carries the
// decision out. Time is checked for: no command of the bench meets a hold's end, an expiry or a
// renewal, so that what these would do is not written here, and a command that met one would throw.
import { digestOf } from "./digest.mjs";
import { carryOut } from "./patch.mjs";
import { estimate } from "./price.mjs";
import { refused } from "./refused.mjs";
import { Wallet } from "./wallets.mjs";
import { WINDOWS, spansAt, turned } from "./windows.mjs";

const NEEDS = { spend: "generate", hold: "generate", transfer: "transfer" };
const GRANTS_MAX = 100_000;
const HOLDS_MAX = 10_000;

export class Ledger {
  #rules;
  #account;
  #wallets = new Map();
  /** No hold ends, no grant expires and no plan turns before then. */
  #quietUntil = 0;
  #grants = 0;
  #holds = 0;
  /** The ids of remembered commands, the oldest first once they are sorted. */
  #remembered;
  #isSorted = false;
  #isAskedAgain = false;
  #spans;

  /** The account is the ledger's from here on. */
  constructor(rules, account) {
    this.#rules = rules;
    this.#account = account;
    this.#scan();
    this.#holds = Object.keys(account.holds ?? {}).length;
    this.#spans = spansAt(account, account.asOf);
  }

  account() {
    return structuredClone(this.#account);
  }

  text() {
    return JSON.stringify(this.#account);
  }

  may(asker, capability) {
    return this.#may(this.#known(asker), capability);
  }

  preview(command) {
    return this.#decide(command).decision;
  }

  apply(command) {
    const { decision, plan } = this.#decide(command);
    if (!plan) return decision.replayed ? { ...decision, changes: {} } : decision;
    this.#remember(command, plan);
    const changes = carryOut(this.#account, plan);
    this.#grants += plan.grantsMore;
    if (plan.hold) {
      this.#holds += 1;
      this.#quietUntil = Math.min(this.#quietUntil, plan.hold.expiresAt);
    }
    this.#spans = plan.spans;
    return { ...decision, changes };
  }

  // ── Reading ──

  /** What comes next in time, and how many grants there are. */
  #scan() {
    const { plan, holds, bank, teams } = this.#account;
    let next = plan?.renewsAt ?? Infinity;
    let count = 0;
    for (const id in holds) next = Math.min(next, holds[id].expiresAt);
    const look = (grants) => {
      for (const id in grants) {
        const { expiresAt } = grants[id];
        if (expiresAt < next) next = expiresAt;
        count += 1;
      }
    };
    look(bank);
    for (const id in teams) look(teams[id].grants);
    this.#quietUntil = next;
    this.#grants = count;
  }

  #wallet(name) {
    let wallet = this.#wallets.get(name);
    if (!wallet) {
      const { bank, teams } = this.#account;
      const team = name === "bank" ? undefined : teams[name.slice(5)];
      wallet = new Wallet(name, team ? team.grants : bank, this.#rules, team?.limits);
      this.#wallets.set(name, wallet);
    }
    return wallet;
  }

  #has(wallet) {
    return this.#wallets.has(wallet) || wallet === "bank" || Object.hasOwn(this.#account.teams ?? {}, wallet.slice(5));
  }

  #plan() {
    const { plan } = this.#account;
    return plan ? this.#rules.plans.get(plan.id) : this.#rules.withoutPlan;
  }

  // ── Who asks ──

  /** The member that asks; nobody where it is the system or the owner, who may do all. */
  #known(asker) {
    const { members } = this.#account;
    if (asker === "system" || (asker === undefined && !members) || (asker === "owner" && !members)) return ALL;
    if (asker === undefined) throw new Error("expected the field `by`");
    return members && Object.hasOwn(members, asker) ? members[asker] : undefined;
  }

  #may(member, capability) {
    if (!member) return false;
    return member === ALL || this.#rules.roles.get(member.role).can.has(capability);
  }

  #mayDrawOn(member, wallet) {
    if (member === ALL || this.#may(member, "manage")) return true;
    if (wallet !== "bank") return member.teams?.includes(wallet.slice(5)) ?? false;
    const { bankFor } = this.#rules;
    return bankFor === "all" || (bankFor === "teamless" && !member.teams?.length);
  }

  #mayMove(member, wallet) {
    return wallet === "bank" || member === ALL || this.#may(member, "manage") || (member.teams?.includes(wallet.slice(5)) ?? false);
  }

  #beginsWith(member, from) {
    return from ?? (member !== ALL && member.teams?.length ? `team:${member.teams[0]}` : "bank");
  }

  #drawnOn(from, named) {
    return !named && from !== "bank" && this.#rules.bankFor === "all" ? [from, "bank"] : [from];
  }

  // ── Deciding ──

  #decide(command) {
    const account = this.#account;
    const at = Math.max(command.at, account.asOf);
    const replayed = this.#replay(command, at);
    if (replayed) return { decision: replayed };
    if (at >= this.#quietUntil) {
      this.#scan(); // What was to come next may have been drawn or moved since.
      if (at >= this.#quietUntil) throw new Error("time is to be brought on, which the baseline leaves out");
    }
    const member = this.#known(command.by);
    const plan = {
      at, seq: account.seq + 1, takes: [], gives: [], changes: [], grantsMore: 0, hold: undefined,
      spans: at < this.#spans.hour.until ? this.#spans : spansAt(account, at), risen: [],
    };
    if (plan.spans !== this.#spans) plan.changes = turned(account, plan.spans);
    const outcome = this.#act(command, member, plan);
    if (!outcome.ok) return { decision: { ...outcome, at } };
    const { credits, draws, entries, estimate: priced } = outcome;
    if (this.#grants + plan.grantsMore > GRANTS_MAX && plan.grantsMore > 0) return { decision: { ...refused("too_many", { what: "grants", limit: GRANTS_MAX }), at } };
    if (this.#holds + (plan.hold ? 1 : 0) > HOLDS_MAX) return { decision: { ...refused("too_many", { what: "holds", limit: HOLDS_MAX }), at } };
    const decision = { ok: true, at, seq: plan.seq, credits, draws, entries, alerts: this.#tell(plan) };
    if (this.#may(member, "viewBalance")) decision.spendable = this.#spendable(member, command, plan);
    if (priced) decision.estimate = priced;
    return { decision, plan };
  }

  #replay(command, at) {
    const { recent, seq } = this.#account;
    if (command.id === undefined || !recent || !Object.hasOwn(recent, command.id)) return undefined;
    if (recent[command.id][1] !== digestOf(command)) return { ...refused("id_reused", { id: command.id }), at };
    const decision = { ok: true, at, seq, credits: 0, draws: [], entries: [], alerts: [], replayed: true };
    const member = this.#known(command.by);
    if (this.#may(member, "viewBalance")) decision.spendable = this.#spendable(member, command, { takes: [], gives: [] });
    return decision;
  }

  #act(command, member, plan) {
    if (this.#account.closed) return refused("account_closed", { account: this.#account.id });
    if (command.type === "hold" && command.id !== undefined && Object.hasOwn(this.#account.holds ?? {}, command.id)) return refused("id_reused", { id: command.id });
    if (!member) return refused("unknown_member", { id: command.by });
    const isPerson = command.by !== undefined && command.by !== "system";
    const isForSystem = command.for !== undefined || (command.type !== "transfer" && command.credits !== undefined);
    if (isPerson && (isForSystem || !this.#may(member, NEEDS[command.type]))) return refused("role_forbids", { member: command.by });
    return command.type === "transfer" ? this.#transfer(command, member, plan) : this.#charge(command, member, plan);
  }

  #charge(command, member, plan) {
    const from = this.#beginsWith(member, command.from);
    if (!this.#mayDrawOn(member, from)) return refused("role_forbids", { member: command.by });
    if (!this.#has(from)) return refused("unknown_team", { id: from.slice(5) });
    const priced = command.request && estimate(this.#rules, command.request, this.#account.plan?.id, this.#account.product);
    if (priced && !priced.ok) return priced;
    const cost = priced ? priced.cost : command.credits;
    if (command.expect !== undefined && command.expect !== cost) return refused("price_changed", { expected: command.expect, cost });
    const marks = this.#marks(command, priced?.model);
    const limit = this.#limitReached(command.by, member, from, cost, marks.key, plan.spans);
    if (limit) return limit;
    const wallets = this.#drawnOn(from, command.from !== undefined);
    const { unlocked } = this.#plan();
    let spendable = 0;
    for (const name of wallets) spendable += this.#wallet(name).usable(unlocked);
    if (cost > spendable) return refused("insufficient_credits", { needed: cost });

    const draws = [];
    const entries = [];
    let missing = cost;
    for (const name of wallets) missing = this.#draw(this.#wallet(name), missing, unlocked, true, plan, command.type, draws, entries, marks);
    if (command.type === "hold") {
      plan.hold = { at: plan.at, expiresAt: command.expiresAt ?? plan.at + this.#rules.holdMs, from, draws };
      if (marks.by) plan.hold.by = marks.by;
      if (marks.model) plan.hold.model = marks.model;
      if (marks.note !== undefined) plan.hold.note = marks.note;
      plan.changes.push({ at: "hold", id: marks.hold, to: plan.hold });
    }
    this.#count(marks, from, cost, plan);
    return { ok: true, credits: cost, draws, entries, estimate: priced };
  }

  #transfer(command, member, plan) {
    const { from, to, credits } = command;
    if (!this.#mayMove(member, from) || !this.#mayMove(member, to)) return refused("role_forbids", { member: command.by });
    if (!this.#has(from)) return refused("unknown_team", { id: from.slice(5) });
    if (!this.#has(to)) return refused("unknown_team", { id: to.slice(5) });
    if (from === to) return refused("same_wallet", { wallet: from });
    const source = this.#wallet(from);
    if (credits > source.total()) return refused("insufficient_credits", { needed: credits });
    const draws = [];
    const entries = [];
    const marks = this.#marks(command);
    const { unlocked } = this.#plan();
    // Locked ones move after those that are not.
    const missing = this.#draw(source, credits, unlocked, true, plan, "transfer", draws, entries, marks, to);
    if (missing > 0) this.#draw(source, missing, unlocked, false, plan, "transfer", draws, entries, marks, to);
    return { ok: true, credits, draws, entries };
  }

  /** What every entry of a command bears. */
  #marks(command, model) {
    const by = command.by === undefined || command.by === "system" ? command.for : command.by;
    const id = command.id ?? "~draft";
    return { command: id, by, key: `member:${by}`, model, hold: command.type === "hold" ? id : undefined, note: command.note };
  }

  /** Draws in the order of consumption, and tells what is still missing. */
  #draw(wallet, missing, unlocked, meant, plan, kind, draws, entries, marks, to) {
    for (let rank = 0; rank < unlocked.length && missing > 0; rank++) {
      if (unlocked[rank] !== meant || wallet.sums[rank] === 0) continue;
      for (const entry of wallet.ofRank(rank)) {
        if (missing === 0) break;
        const { id, grant } = entry;
        const credits = Math.min(missing, grant.credits);
        missing -= credits;
        const draw = { credits, grant: id, grantedAt: grant.grantedAt, of: grant.of, source: grant.source, wallet: wallet.name };
        if (grant.expiresAt !== undefined) draw.expiresAt = grant.expiresAt;
        draws.push(draw);
        entries.push(entryOf(kind, plan.at, -credits, draw, marks));
        plan.takes.push({ wallet, rank, entry, credits });
        if (grant.credits === credits) plan.grantsMore -= 1;
        if (to) this.#give(this.#wallet(to), rank, draw, plan, entries, marks);
      }
    }
    return missing;
  }

  #give(wallet, rank, draw, plan, entries, marks) {
    const { grant: id, credits, grantedAt, of, source, expiresAt } = draw;
    const there = wallet.grants[id];
    const after = there ? { ...there, credits: there.credits + credits } : { credits, grantedAt, of, source };
    if (!there && expiresAt !== undefined) after.expiresAt = expiresAt;
    // A roll-over's share takes along what it had at first, and grows with what it holds.
    if (id.startsWith("~") && !this.#rules.allowances.has(source)) after.of = Math.max(after.of, of, after.credits);
    if (!there) plan.grantsMore += 1;
    plan.gives.push({ wallet, rank, id, after, credits });
    entries.push(entryOf("transfer", plan.at, credits, { ...draw, wallet: wallet.name }, marks));
  }

  /** What the asker can spend once this is done. */
  #spendable(member, command, { takes, gives }) {
    const named = command.type === "transfer" ? undefined : command.from;
    const from = this.#beginsWith(member, named);
    if (!this.#has(from) || !this.#mayDrawOn(member, from)) return 0;
    const { unlocked } = this.#plan();
    const wallets = this.#drawnOn(from, named !== undefined);
    let sum = 0;
    for (const name of wallets) sum += this.#wallet(name).usable(unlocked);
    for (const { wallet, rank, credits } of takes) if (unlocked[rank] && wallets.includes(wallet.name)) sum -= credits;
    for (const { wallet, rank, credits } of gives) if (unlocked[rank] && wallets.includes(wallet.name)) sum += credits;
    return sum;
  }

  // ── Limits, windows, alerts ──

  #limitReached(id, member, from, cost, theirs, spans) {
    if (member === ALL || cost === 0) return undefined;
    let least;
    const look = (of, name, key, limits) => {
      for (const { per, credits } of limits ?? []) {
        const spent = this.#spent(key, per, spans);
        const left = Math.max(credits - spent, 0);
        if (left < cost && (!least || left < least.left || (left === least.left && WINDOWS.indexOf(per) > WINDOWS.indexOf(least.per)))) {
          least = { left, of, id: name, per, limit: credits, spent, resetsAt: spans[per].until };
        }
      }
    };
    look("role", member.role, theirs, this.#rules.roles.get(member.role).limits);
    look("member", id, theirs, member.limits);
    const { limits } = this.#wallet(from);
    if (limits) look("team", from.slice(5), from, limits);
    if (!least) return undefined;
    const { left: _, ...use } = least;
    return refused("limit_reached", { ...use, needed: cost });
  }

  /** What was spent in the window that runs. */
  #spent(key, window, spans) {
    const count = this.#account.spent?.[key]?.[window];
    return count && count.since === spans[window].since ? count.credits : 0;
  }

  /** Counts a charge in every window that a limit or an alert asks for. */
  #count({ by, key }, from, cost, plan) {
    const { members } = this.#account;
    this.#countFor("account", undefined, undefined, cost, plan);
    if (by === undefined || !members || !Object.hasOwn(members, by)) return;
    const member = members[by];
    this.#countFor(key, this.#rules.roles.get(member.role).limits, member.limits, cost, plan);
    if (from !== "bank") this.#countFor(from, this.#wallet(from).limits, undefined, cost, plan);
  }

  #countFor(key, limits, own, cost, plan) {
    if (cost === 0) return;
    for (const window of WINDOWS) {
      const isAsked = asks(limits, window) || asks(own, window) || this.#isWatched(key, window);
      if (!isAsked) continue;
      const before = this.#spent(key, window, plan.spans);
      plan.risen.push({ key, window, before, now: before + cost });
      plan.changes.push({ at: "spent", key, window, to: { credits: before + cost, since: plan.spans[window].since } });
    }
  }

  #isWatched(key, window) {
    const { alerts } = this.#account;
    for (const id in alerts) {
      const { on, per, watch } = alerts[id];
      if (on === "spent" && per === window && watches(watch, key)) return true;
    }
    return false;
  }

  /** Tells every threshold that spending has risen to, each once in a window. */
  #tell(plan) {
    const told = [];
    const { alerts } = this.#account;
    if (plan.risen.length === 0 || !alerts) return told;
    for (const id of Object.keys(alerts).sort()) {
      const alert = alerts[id];
      if (alert.on !== "spent") throw new Error("alerts on a balance are left out of the baseline");
      const since = plan.spans[alert.per].since;
      for (const { key, window, before, now } of plan.risen) {
        if (window !== alert.per || !watches(alert.watch, key)) continue;
        const there = alert.told?.[key];
        const already = there && there.since === since ? there.thresholds : [];
        const passed = alert.thresholds.filter((threshold) => before < threshold && threshold <= now && !already.includes(threshold));
        if (passed.length === 0) continue;
        plan.changes.push({ at: "told", id, key, to: { since, thresholds: [...already, ...passed].sort((a, b) => a - b) } });
        for (const threshold of passed) told.push({ alert: id, watch: key, threshold, now });
      }
    }
    return told;
  }

  #remember(command, plan) {
    plan.changes.push({ at: "recent", id: command.id, to: [plan.seq, digestOf(command)] });
    const recent = this.#account.recent ?? {};
    const ids = (this.#remembered ??= Object.keys(recent));
    if (ids.length < this.#rules.remember) return void ids.push(command.id);
    // An account that came as text is asked once: there looking for the oldest is less than sorting all.
    if (this.#isSorted) return this.#forget(ids.shift(), command, plan);
    if (!this.#isAskedAgain) {
      this.#isAskedAgain = true;
      const oldest = ids.reduce((first, id) => (recent[id][0] < recent[first][0] ? id : first));
      ids.splice(ids.indexOf(oldest), 1);
      return this.#forget(oldest, command, plan);
    }
    ids.sort((a, b) => recent[a][0] - recent[b][0]);
    this.#isSorted = true;
    this.#forget(ids.shift(), command, plan);
  }

  #forget(oldest, command, plan) {
    this.#remembered.push(command.id);
    plan.changes.push({ at: "recent", id: oldest, to: undefined });
  }
}

/** Stands for who may do all: the system, and the owner of an account without members. */
const ALL = {};

const asks = (limits, window) => limits !== undefined && limits.some(({ per }) => per === window);
const watches = (watch, key) => watch === key || (watch === "members" && key.startsWith("member:"));

function entryOf(kind, at, credits, draw, { command, by, model, hold, note }) {
  const entry = { kind, at, credits, wallet: draw.wallet, grant: draw.grant, source: draw.source };
  if (command !== undefined) entry.command = command;
  if (by !== undefined) entry.by = by;
  if (model !== undefined) entry.model = model;
  if (hold !== undefined) entry.hold = hold;
  if (note !== undefined) entry.note = note;
  return entry;
}
