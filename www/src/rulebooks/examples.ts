// An account for each shipped rulebook, made by the engine itself, for whoever looks without one of their own.
import type { Account, Asker, Bursar, Command, Member, Ms } from "bursar";

export interface Example { account: Account; by: Asker; at: Ms }

type Wish = { by: Asker } & (Command extends infer C ? (C extends Command ? Omit<C, "id" | "at" | "by"> : never) : never);
interface Recipe { by: Asker; members?: Record<string, Member>; wishes: Wish[] }

/** So long ago they began: something is left of the period, and something of it is gone. */
const agoMs = 9 * 86_400_000;

const recipes: Record<string, Recipe> = {
  leonardo: {
    by: "owner",
    wishes: [
      { by: "system", type: "subscribe", plan: "premium" },
      { by: "system", type: "grant", source: "rollover", credits: 12_000 },
      { by: "system", type: "grant", source: "topup", credits: 3_500 },
    ],
  },
  runway: {
    by: "ana", members: { ana: { role: "admin" } },
    wishes: [{ by: "system", type: "subscribe", plan: "enterprise", allowance: 250_000 }, { by: "system", type: "grant", source: "bought", credits: 5_000 }],
  },
  rundiffusion: {
    by: "cora", members: { cora: { role: "company_admin" } },
    wishes: [
      { by: "system", type: "grant", source: "tokens", credits: 60_000 },
      { by: "cora", type: "setTeam", team: "film", label: "Film" },
      { by: "cora", type: "transfer", from: "bank", to: "team:film", credits: 12_000 },
    ],
  },
};

export const examples = Object.keys(recipes);

export function example(id: string, bursar: Bursar): Example {
  const recipe = recipes[id];
  if (!recipe) throw new Error(`there is no example for ${id}`);
  const now = Date.now();
  const at = now - agoMs;
  const begun = bursar.create({ id: "example", at, ...(recipe.members ? { members: recipe.members } : {}) });
  const account = recipe.wishes.reduce((account, wish, nth) => {
    const done = bursar.apply(account, { ...wish, id: `example-${nth}`, at } as Command);
    if (!done.ok) throw new Error(done.message);
    return done.account;
  }, begun.account);
  return { account, by: recipe.by, at: now };
}
