// Who and what is there at once in development: each rulebook that is shipped, with somebody of every role, and the states
// that are worth looking at. Data alone; planting.ts carries it out.
import type { Beginning, Wish } from "../account/wishes.ts";
import type { Language } from "./words.ts";

export interface Seed extends Beginning {
  /** What it shows, in a line for who chooses. */
  label: Record<Language, string>;
  /** In order, each with who gives it. Their ids are `seed:1`, `seed:2` … of the system's, `seed-1` of a person's. */
  commands: [by: string, wish: Omit<Wish, "id">][];
}

/** A person, by name: as whom they ask in which accounts. */
export const people: Record<string, { label: string; accounts: Record<string, string> }> = {
  finn: { label: "Finn", accounts: { "leonardo-free": "owner" } },
  lea: { label: "Lea", accounts: { "leonardo-premium": "owner" } },
  max: { label: "Max", accounts: { "leonardo-ultimate": "owner" } },
  ola: { label: "Ola", accounts: { "leonardo-locked": "owner" } },
  tess: { label: "Tess", accounts: { "leonardo-team": "owner" } },
  pia: { label: "Pia", accounts: { atelier: "owner" } },
  ana: { label: "Ana", accounts: { northlight: "ana", "northlight-api": "ana" } },
  bill: { label: "Bill", accounts: { northlight: "bill" } },
  eda: { label: "Eda", accounts: { northlight: "eda", pixelforge: "eda" } },
  vic: { label: "Vic", accounts: { northlight: "vic" } },
  cora: { label: "Cora", accounts: { pixelforge: "cora" } },
  tom: { label: "Tom", accounts: { pixelforge: "tom" } },
  art: { label: "Art", accounts: { pixelforge: "art" } },
  hal: { label: "Hal", accounts: { pixelforge: "hal" } },
};

const system = (wish: Omit<Wish, "id">): Seed["commands"][number] => ["system", wish];
const topUp = system({ type: "grant", source: "topup", credits: 3500 });

export const seeds: Seed[] = [
  { id: "leonardo-free", rulebook: "leonardo", label: { en: "150 tokens a day", de: "150 Tokens am Tag" }, commands: [] },
  {
    id: "leonardo-premium", rulebook: "leonardo", label: { en: "premium, with a rollover bank and top-ups", de: "Premium, mit einer Bank für Übriges und Zukäufen" },
    commands: [system({ type: "subscribe", plan: "premium" }), system({ type: "grant", source: "rollover", credits: 12000 }), topUp],
  },
  { id: "leonardo-ultimate", rulebook: "leonardo", label: { en: "ultimate: images cost nothing", de: "Ultimate: Bilder kosten nichts" }, commands: [system({ type: "subscribe", plan: "ultimate" })] },
  {
    id: "leonardo-locked", rulebook: "leonardo", label: { en: "top-ups of a plan that has ended, locked", de: "Zukäufe eines Tarifs, der zu Ende ist, gesperrt" },
    commands: [system({ type: "subscribe", plan: "essential" }), topUp, system({ type: "cancel", when: "now" })],
  },
  { id: "leonardo-team", rulebook: "leonardo", label: { en: "three seats", de: "drei Plätze" }, commands: [system({ type: "subscribe", plan: "starter", seats: 3 })] },
  { id: "atelier", rulebook: "studio", label: { en: "plans that have prices, and words to type before buying", de: "Tarife mit Preisen, und Worte, die vor dem Kauf einzugeben sind" }, commands: [] },
  {
    id: "northlight", rulebook: "runway", product: "app", label: { en: "a year's contract, one pool for all", de: "ein Jahresvertrag, ein Topf für alle" },
    members: { ana: { role: "admin" }, bill: { role: "billing_admin" }, eda: { role: "editor" }, vic: { role: "viewer" } },
    commands: [
      system({ type: "subscribe", plan: "enterprise", allowance: 250000 }), system({ type: "grant", source: "bought", credits: 5000 }),
      ["ana", { type: "setAlert", alert: "half", watch: "account", on: "spent", per: "month", thresholds: [125000, 250000] }],
    ],
  },
  {
    id: "northlight-api", rulebook: "runway", product: "api", label: { en: "the same firm's credits for the API", de: "das Guthaben derselben Firma für die API" },
    members: { ana: { role: "admin" } }, commands: [system({ type: "grant", source: "bought", credits: 10000 })],
  },
  {
    id: "pixelforge", rulebook: "rundiffusion", label: { en: "a token bank and its teams", de: "eine Tokenbank und ihre Teams" },
    members: { cora: { role: "company_admin" } },
    commands: [
      system({ type: "grant", source: "tokens", credits: 60000 }),
      ["cora", { type: "setTeam", team: "film", label: "Film" }], ["cora", { type: "setTeam", team: "games", label: "Games" }],
      ["cora", { type: "setMember", member: "tom", role: "team_admin", teams: ["film"] }],
      ["cora", { type: "setMember", member: "art", role: "artist", teams: ["film"] }],
      ["cora", { type: "setMember", member: "eda", role: "artist", teams: ["games"] }],
      ["cora", { type: "setMember", member: "hal", role: "artist_without_balance", teams: ["games"] }],
      ["cora", { type: "transfer", from: "bank", to: "team:film", credits: 12000 }],
      ["cora", { type: "transfer", from: "bank", to: "team:games", credits: 400 }],
    ],
  },
];

/** Somebody in an account: who they are there, by which rules, and what there is to see. */
export interface Seat { person: string; label: string; account: string; rulebook: string; role: string; shows: Record<Language, string> }

/** Everybody's place in every account, in the order of the accounts. In one without members a person is its owner. */
export const seats: Seat[] = seeds.flatMap((seed) => Object.entries(people).flatMap(([person, { label, accounts }]) => {
  const by = accounts[seed.id];
  return by === undefined ? [] : [{ person, label, account: seed.id, rulebook: seed.rulebook, role: roleOf(seed, by), shows: seed.label }];
}));

function roleOf({ members, commands }: Seed, by: string): string {
  const set = commands.find(([, wish]) => wish["type"] === "setMember" && wish["member"] === by)?.[1];
  const first = members as Record<string, { role: string }> | undefined;
  return String(first?.[by]?.role ?? set?.["role"] ?? by);
}
