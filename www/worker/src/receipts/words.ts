// A receipt in words: the lines that the printed page and the PDF both show.
import type { Receipt } from "./shapes.ts";

export interface Worded { title: string; lines: [label: string, text: string][]; test: string | undefined }

/** A locale that nobody knows is English. */
export function known(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(locale ?? "en")[0] ?? "en";
  } catch {
    return "en";
  }
}

/** Amounts are in the currency's smallest unit, of which each has its own number in one. */
export function money({ amount, currency }: Receipt["price"], locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export function worded(receipt: Receipt, locale: string, test: boolean): Worded {
  const { number, at, account, buyer, label, quantity, credits, bonus, price, payment, returned } = receipt;
  const count = (value: number): string => new Intl.NumberFormat(locale).format(value);
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }).format(at);
  return {
    title: `Receipt ${number}`,
    test: test ? "Test: nothing was paid" : undefined,
    lines: [
      ["Date", `${date} UTC`],
      ["Account", account],
      ...(buyer === "system" ? [] : [["Buyer", buyer] as [string, string]]),
      [receipt.kind === "pack" ? "Bought" : "Plan", quantity === 1 ? label : `${count(quantity)} × ${label}`],
      ...(credits > 0 ? [["Credits", bonus > 0 ? `${count(credits)}, of which ${count(bonus)} as a bonus` : count(credits)] as [string, string]] : []),
      ["Price", money(price, locale)],
      ["Payment", payment],
      ...(returned ? [["Returned", `${money(returned.money, locale)}; ${count(returned.credits)} credits taken back`] as [string, string]] : []),
    ],
  };
}
