/** An instant with its year: the clock of an account may be far from the reader's. */
export const momentOf = (at: number, locale: string): string => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(at);

const dayMs = 86_400_000;

/** The time of an instant that is near, the day of another. */
export const shortlyOf = (at: number, now: number, locale: string): string => new Intl.DateTimeFormat(locale, at - now < dayMs ? { timeStyle: "short" } : { dateStyle: "medium" }).format(at);
