// The balance: what is spendable, and on a closer look what it is made of.
import type { Balance } from "bursar";
import { credits, whole } from "./books.ts";
import { el, table } from "./dom.ts";
import type { Standing } from "./standing.ts";

export function pill(standing: Standing, open: boolean): HTMLElement {
  const balance = standing.seesBalance ? standing.balance() : undefined;
  if (!balance?.ok) return el("p", { class: "balance quiet" }, "Balance hidden");
  return el("details", { class: "balance", open }, el("summary", {}, credits(standing.rules, balance.spendable)), el("div", { class: "parts card" }, ...parts(balance)));
}

function parts(balance: Balance): Node[] {
  const heads = [["", false], ["Spendable", true], ["Locked", true], ["Held", true], ["Of", true], ["Expires next", false]] as const;
  const head = heads.map(([name, number]) => el("th", { scope: "col", class: number ? "number" : undefined }, name));
  const row = (label: string, numbers: (number | undefined)[], note: string): HTMLTableRowElement => el(
    "tr", {}, el("th", { scope: "row" }, label), ...numbers.map((number) => el("td", { class: "number" }, number === undefined ? "" : whole(number))), el("td", {}, note),
  );
  const sources = balance.sources.map(({ label, spendable, locked, held, of, expiring }) =>
    row(label, [spendable, locked, held, of], expiring ? `${whole(expiring.credits)} on ${when(expiring.at)}` : ""));
  const wallets = balance.wallets.length < 2 ? [] : balance.wallets.map(({ wallet, spendable, locked, held }) => row(wallet, [spendable, locked, held, undefined], ""));
  return [
    table("What they are", head, sources),
    ...(wallets.length === 0 ? [] : [table("Where they lie", head.map((cell) => cell.cloneNode(true) as HTMLElement), wallets)]),
    ...(balance.renewal ? [el("p", { class: "note" }, renewal(balance.renewal))] : []),
  ];
}

function renewal({ at, granted, kept, lost, locked, ends }: NonNullable<Balance["renewal"]>): string {
  const told = [["new", granted], ["kept", kept], ["lost", lost], ["locked", locked]] as const;
  return `${ends ? "The plan ends" : "Renews"} on ${when(at)}: ${told.filter(([, count]) => count > 0).map(([word, count]) => `${whole(count)} ${word}`).join(", ") || "nothing changes"}`;
}

const format = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const when = (at: number): string => format.format(at);
