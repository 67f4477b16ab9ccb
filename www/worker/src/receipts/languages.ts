// What a receipt calls its lines, in the languages of the page.

const en = {
  lang: "en",
  title: (number: number) => `Receipt ${number}`,
  test: "Test: nothing was paid",
  date: "Date",
  account: "Account",
  buyer: "Buyer",
  bought: "Bought",
  plan: "Plan",
  credits: "Credits",
  bonus: (credits: string, bonus: string) => `${credits}, of which ${bonus} as a bonus`,
  price: "Price",
  payment: "Payment",
  returned: "Returned",
  takenBack: (money: string, credits: string) => `${money}; ${credits} credits taken back`,
};

const de: typeof en = {
  lang: "de",
  title: (number) => `Quittung ${number}`,
  test: "Test: es wurde nichts bezahlt",
  date: "Datum",
  account: "Konto",
  buyer: "Käufer",
  bought: "Gekauft",
  plan: "Tarif",
  credits: "Guthaben",
  bonus: (credits, bonus) => `${credits}, davon ${bonus} als Bonus`,
  price: "Preis",
  payment: "Zahlung",
  returned: "Zurückgezahlt",
  takenBack: (money, credits) => `${money}; Guthaben zurückgenommen: ${credits}`,
};

/** Of a language that is not here the words are English. */
export const languageOf = (locale: string): typeof en => [de].find(({ lang }) => lang === new Intl.Locale(locale).language) ?? en;
