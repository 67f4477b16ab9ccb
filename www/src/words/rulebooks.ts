// What the view of rulebooks says: apart from all else, since it comes with that view alone.
import type { Credits, Wallet } from "bursar";
import type { Say } from "bursar/elements";

export interface EditorWords {
  label: string;
  help: string;
  /** What the editor itself says, by its English words. */
  phrases: Record<string, string>;
}

export interface RulebookWords {
  title: string;
  lead: string;
  parts: { shelf: string; editor: string; compare: string };
  menu: string;
  shelf: {
    /** What each of the shipped ones shows, by its id. */
    shows: Record<string, string>;
    order: string;
    counts: (models: number, plans: number, roles: number) => string;
    people: string;
    peopleWhat: string;
    /** Of people under rules that are not shipped. */
    others: string;
    othersWhat: string;
    owner: string;
    here: string;
    prices: string;
    edit: string;
    compare: string;
  };
  editor: EditorWords & {
    title: string;
    lead: string;
    loading: string;
    begin: string;
    beginFrom: string;
    inForce: (account: string) => string;
    file: string;
    unread: string;
    save: string;
    saved: { kept: string; too_long: string; not_kept: string };
    replaced: (name: string) => string;
    undo: string;
    looking: string;
    sound: string;
    digest: string;
    faults: (count: number, most: boolean) => string;
    line: (line: number) => string;
    whole: string;
    before: string;
    tryIt: string;
    rates: string;
    prices: string;
    more: (count: number) => string;
    tooMany: string;
    noModels: string;
  };
  compare: {
    title: string;
    lead: string;
    account: string;
    seen: (account: string) => string;
    example: (name: string) => string;
    exampleWhat: string;
    second: string;
    otherOrder: (first: string) => string;
    draft: string;
    draftFaulty: string;
    /** Why what is written cannot be compared with yet. */
    neverValid: string;
    same: string;
    differs: string;
    differ: (topics: string[], say: Say) => string;
    allSame: string;
    misfit: (rules: string, account: string) => string;
    misfitWhat: (count: number) => string;
    what: string;
    topics: { balance: string; order: string; spend: string; renewal: string; prices: string };
    spendable: string;
    locked: string;
    held: string;
    nth: (nth: number) => string;
    unusable: string;
    nothing: string;
    spend: (say: Say) => string;
    from: string;
    wallet: (wallet: Wallet, say: Say) => string;
    left: string;
    renewalNow: string;
    renewalThen: string;
    renewal: { at: string; granted: string; kept: string; lost: string; locked: string };
    none: string;
    ends: (day: string) => string;
    /** Rates that are alike, and what a request costs by them; no cost where it cannot be had. */
    costs: (rates: string, request: string, cost: Credits | undefined, say: Say) => string;
    pricesSame: (count: number) => string;
    allPrices: string;
    free: string;
    absent: string;
  };
}
