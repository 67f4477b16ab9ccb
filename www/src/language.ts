// In which language the page speaks: the one that was chosen, or the first of the reader's that it knows. Numbers and dates
// are by the reader's own habits, where their language is the page's: an Austrian's, a Swiss reader's.
import { browser } from "./kept.ts";
import { en } from "./words/en.ts";
import type { Words } from "./words/words.ts";

/** Each language, by its tag: English is there, another is fetched when it is wanted. One file more is one line more here. */
const languages: Record<string, { name: string; load: () => Promise<Words> }> = {
  en: { name: "English", load: () => Promise.resolve(en) },
  de: { name: "Deutsch", load: async () => (await import("./words/de.ts")).de },
};

const key = "bursar:language";

export const choices = Object.entries(languages).map(([tag, { name }]): [string, string] => [tag, name]);

export interface Language { words: Words; locale: string }

export async function language(): Promise<Language> {
  const chosen = browser.get(key) ?? "";
  const tag = [chosen, ...navigator.languages.map(base)].find((tag) => Object.hasOwn(languages, tag)) ?? "en";
  // A language that cannot be fetched just now leaves nobody without a page.
  const words = (await languages[tag]?.load().catch(() => undefined)) ?? en;
  document.documentElement.lang = words.lang;
  document.title = words.page;
  return { words, locale: navigator.languages.find((locale) => base(locale) === words.lang) ?? words.lang };
}

export const remember = (tag: string): void => browser.set(key, tag);

const base = (locale: string): string => locale.split("-")[0] ?? locale;
