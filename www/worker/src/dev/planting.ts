// Makes what seeds.ts says, by the calls that the API makes. What is there already stays as it is: an account is made once,
// and a command of a known id changes nothing.
import type { Account } from "./account.ts";
import { type Seed, seeds } from "./seeds.ts";

type Accounts = DurableObjectNamespace<Account>;

/** Answers what was refused, which nothing is on a fresh disk. */
export async function plant(accounts: Accounts): Promise<object[]> {
  const refused = await Promise.all(seeds.map((seed) => one(accounts.getByName(seed.id), seed)));
  return refused.flat();
}

async function one(account: DurableObjectStub<Account>, { label: _, commands, ...beginning }: Seed): Promise<object[]> {
  const begun = await account.create(beginning);
  if (begun.kind !== "told") return [begun];
  // It stands, and has a life of its own by now. One with fewer commands was interrupted, and is made up for.
  if (begun.answer.seq >= commands.length) return [];
  const refused: object[] = [];
  for (const [nth, [by, wish]] of commands.entries()) {
    const reply = await account.command(by, { ...wish, id: by === "system" ? `seed:${nth + 1}` : `seed-${nth + 1}` });
    if (reply.kind !== "told" || !reply.answer.ok) refused.push({ account: beginning.id, nth, reply });
  }
  return refused;
}
