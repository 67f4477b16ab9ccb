// What the company's page shows and does: the bank, the teams, who is in them. What of it a reader may see and do the package says.
import type { Balance, Capability, Id, Team, Wallet } from "bursar";
import type { App } from "./app.ts";

const capabilities: Capability[] = ["manage", "transfer", "billing", "viewUsage", "viewBalance", "generate"];

export type WalletBalance = Balance["wallets"][number];

export class Company {
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

  /** What lies in each wallet that the reader may see. */
  get wallets(): Map<Wallet, WalletBalance> {
    const balance = this.#app.seen?.balance();
    return new Map(balance?.ok ? balance.wallets.map((wallet) => [wallet.wallet, wallet]) : []);
  }

  /** Opens the transfer between the bank and a team, in this direction; its arrow turns it. */
  transfer(to: Id): void {
    this.#app.transfer = { open: true, from: "bank", to: `team:${to}` };
    this.#app.draw();
  }
}
