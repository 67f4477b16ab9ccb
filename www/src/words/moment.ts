/** An instant with its year: the clock of an account may be far from the reader's. */
export const momentOf = (at: number, locale: string): string => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(at);

/** The time of an instant that is on the same day, the day of another. */
export const shortlyOf = (at: number, now: number, locale: string): string => new Intl.DateTimeFormat(locale, new Date(at).toDateString() === new Date(now).toDateString() ? { timeStyle: "short" } : { dateStyle: "medium" }).format(at);

/** A day as it stands in a table, where there is little room. */
export const dayOf = (at: number, locale: string): string => new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(at);
