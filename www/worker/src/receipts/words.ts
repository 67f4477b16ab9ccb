// A receipt in words: the lines that the printed page and the PDF both show.
import { languageOf } from "./languages.ts";
import type { Receipt } from "./shapes.ts";

export interface Worded { lang: string; title: string; lines: [label: string, text: string][]; test: string | undefined }

/** A locale that nobody knows is English. */
export function known(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(locale ?? "en")[0] ?? "en";
  } catch {
    return "en";
  }
}

const [none, three] = ["BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", "BHD IQD JOD KWD LYD OMR TND"];

/** Amounts are in the currency's smallest unit, by ISO 4217 as in the engine: runtimes leave out places that nobody uses, each its own. */
export function money({ amount, currency }: Receipt["price"], locale: string, currencyDisplay: "symbol" | "code" = "symbol"): string {
  const places = none.includes(currency) ? 0 : three.includes(currency) ? 3 : 2;
  return new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay, minimumFractionDigits: places, maximumFractionDigits: places }).format(amount / 10 ** places);
}

/** `can` says what the paper can show. Where it cannot show a date or figures as they are written in a locale, they are English; a currency whose sign it lacks is told by its code. */
export function worded(receipt: Receipt, asked: string, test: boolean, can: (text: string) => boolean = () => true): Worded {
  const { number, at, account, buyer, label, quantity, credits, bonus, price, payment, returned } = receipt;
  const dated = (locale: string): string => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }).format(at);
  const locale = can(dated(asked) + new Intl.NumberFormat(asked).format(at)) ? asked : "en";
  const date = dated(locale);
  const count = (value: number): string => new Intl.NumberFormat(locale).format(value);
  const words = languageOf(locale);
  const paid = (told: Receipt["price"]): string => money(told, locale, can(money(told, locale)) ? "symbol" : "code");
  return {
    lang: words.lang,
    title: words.title(number),
    test: test ? words.test : undefined,
    lines: [
      [words.date, `${date} UTC`],
      [words.account, account],
      ...(buyer === "system" ? [] : [[words.buyer, buyer] as [string, string]]),
      [receipt.kind === "pack" ? words.bought : words.plan, quantity === 1 ? label : `${count(quantity)} × ${label}`],
      ...(credits > 0 ? [[words.credits, bonus > 0 ? words.bonus(count(credits), count(bonus)) : count(credits)] as [string, string]] : []),
      [words.price, paid(price)],
      [words.payment, payment],
      ...(returned ? [[words.returned, words.takenBack(paid(returned.money), count(returned.credits))] as [string, string]] : []),
    ],
  };
}
