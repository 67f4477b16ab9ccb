// Amounts as the provider counts them: in the currency's smallest unit, as in the rules. But of three currencies it has
// another smallest unit than ISO 4217, by which the rules go: two have hundredths there that nobody pays with, one has none.
import type { Money } from "bursar";

const hundredths: readonly string[] = ["ISK", "UGX"];
const whole: readonly string[] = ["MGA"];

export function toProvider({ amount, currency }: Money): number {
  if (hundredths.includes(currency)) return amount * 100;
  return whole.includes(currency) ? amount / 100 : amount;
}

/** What the provider tells, its currencies being in lower case. */
export function fromProvider(amount: number, told: string): Money {
  const currency = told.toUpperCase();
  if (hundredths.includes(currency)) return { amount: Math.ceil(amount / 100), currency };
  return { amount: whole.includes(currency) ? amount * 100 : amount, currency };
}
