// What the company's page shows and does: the bank, the teams, who is in them. What of it a reader may see and do the package says.
import type { Balance, Capability, Id, LimitUse, Member, Team, Wallet } from "bursar";
import type { App } from "./app.ts";
import { type Change, commandOf } from "./changes.ts";

const capabilities: Capability[] = ["manage", "transfer", "billing", "viewUsage", "viewBalance", "generate"];

export type WalletBalance = Balance["wallets"][number];

/** Of long lists so many are shown at first, and so many more whenever that is asked. */
const shownAtOnce = 50;

export class Company {
  /** The form that is open. */
  change: Change | undefined;
  /** Whose name has this in it. */
  sought = "";
  most = { teams: shownAtOnce, members: shownAtOnce };
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  /** There is a company where an account has members or teams; and something of it to be seen by who may do anything there. */
  get shown(): boolean {
    const { seen } = this.#app;
    if (!seen || (!seen.view.members && !seen.view.teams)) return false;
    return capabilities.some((capability) => seen.may(capability));
  }

  /** One pool for all: every member draws on the bank by the rules, and nobody has made a team. */
  get pooled(): boolean {
    const { rules, seen } = this.#app;
    return rules.bankFor === "all" && seen?.view.teams === undefined;
  }

  /** Whether its people and teams can be changed by who looks. */
  get managed(): boolean {
    const { seen } = this.#app;
    return seen !== undefined && !seen.view.closed && seen.may("manage");
  }

  get moves(): boolean {
    const { seen } = this.#app;
    return seen !== undefined && !seen.view.closed && seen.may("transfer");
  }

  get buys(): boolean {
    const { seen, rules } = this.#app;
    return seen !== undefined && !seen.view.closed && seen.may("billing") && rules.packs !== undefined;
  }

  get teams(): [id: Id, team: Team][] {
    return Object.entries(this.#app.seen?.view.teams ?? {});
  }

  /** Those that are looked for; who asks may see them all where they manage, else themselves. */
  get members(): [id: Id, member: Member][] {
    const sought = this.sought.trim().toLowerCase();
    return Object.entries(this.#app.seen?.view.members ?? {}).filter(([id]) => id.toLowerCase().includes(sought));
  }

  membersOf(team: Id): Id[] {
    return Object.entries(this.#app.seen?.view.members ?? {}).filter(([, { teams = [] }]) => teams.includes(team)).map(([id]) => id);
  }

  /** What bounds a member's spending, from the wallet that they draw on first; of those who spend nothing there is nothing. */
  limitsOf(member?: Id): LimitUse[] {
    const told = this.#app.seen?.limits(member === undefined ? {} : { by: member });
    return told?.ok ? told.limits : [];
  }

  /** What bounds a team: asked of somebody who spends from it. */
  limitsOfTeam(team: Id): LimitUse[] {
    for (const by of this.membersOf(team)) {
      const told = this.#app.seen?.limits({ by, wallet: `team:${team}` });
      if (told?.ok) return told.limits.filter(({ of }) => of === "team");
    }
    return [];
  }

  /** What lies in each wallet that the reader may see. */
  get wallets(): Map<Wallet, WalletBalance> {
    const balance = this.#app.seen?.balance();
    return new Map(balance?.ok ? balance.wallets.map((wallet) => [wallet.wallet, wallet]) : []);
  }

  /** Opens the transfer between the bank and a team, in this direction; its arrow turns it. */
  transfer(to: Id): void {
    this.#app.purse.move({ from: "bank", to: `team:${to}` });
  }

  /** Another account is looked at, or the same one as it is now. */
  changed(): void {
    Object.assign(this, { change: undefined, sought: "", most: { teams: shownAtOnce, members: shownAtOnce } });
  }

  open(change: Change | undefined): void {
    this.change = change;
    this.#app.notice = undefined;
    this.#app.draw();
  }

  more(list: "teams" | "members"): void {
    this.most[list] += shownAtOnce;
    this.#app.draw();
  }

  seek(sought: string): void {
    this.sought = sought;
    this.most.members = shownAtOnce;
    this.#app.draw();
  }

  carryOut(change: Change): void {
    const app = this.#app;
    const { seen, words: { company: words } } = app;
    if (!seen) return;
    app.command(words.changes[change.do].what, commandOf(change, seen.view), () => {
      this.change = undefined;
      return words.changes[change.do].done;
    }, change);
  }
}
