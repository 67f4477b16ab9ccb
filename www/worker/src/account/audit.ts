// What the operator can have checked: that the entries add up to the account, and that memory and disk agree.
import type { Account, Bursar, Ledger } from "bursar";
import type { Store } from "./store.ts";

export interface Audit {
  ok: boolean;
  seq: number;
  commands: number;
  entries: number;
  /** Where the entries of a grant do not add up to what the account has of it. */
  differences: { wallet: string; grant: string; entries: number; account: number }[];
  /** Whether what is stored is, to the byte, what is held. */
  stored: boolean;
  /** Charges of which more was given back than was taken. */
  overRefunded: number;
}

export function audit(bursar: Bursar, ledger: Ledger, store: Store): Audit {
  const account = ledger.account();
  const { commands, entries, overRefunded } = store.counts();
  const differences = compare(store.sums(), account);
  using read = bursar.open(store.account());
  const stored = read.text() === ledger.text();
  const ok = stored && differences.length === 0 && commands === account.seq && overRefunded === 0;
  return { ok, seq: account.seq, commands, entries, differences, stored, overRefunded };
}

function compare(sums: { wallet: string; grant: string; credits: number }[], account: Account): Audit["differences"] {
  const lines = new Map<string, Audit["differences"][number]>();
  const line = (wallet: string, grant: string) => {
    const key = `${wallet}\n${grant}`;
    const known = lines.get(key) ?? { wallet, grant, entries: 0, account: 0 };
    lines.set(key, known);
    return known;
  };
  for (const { wallet, grant, credits } of sums) line(wallet, grant).entries = credits;
  for (const [wallet, grants] of wallets(account)) {
    for (const [grant, { credits }] of Object.entries(grants)) line(wallet, grant).account = credits;
  }
  return [...lines.values()].filter((told) => told.entries !== told.account);
}

function wallets(account: Account): [string, Account["bank"]][] {
  return [["bank", account.bank], ...Object.entries(account.teams ?? {}).map(([id, { grants }]): [string, Account["bank"]] => [`team:${id}`, grants])];
}
