// What the page is called in a tab, a bookmark and the history: where one is, and in which account.
import type { App } from "./app.ts";

export function title({ words, view, seen, rulebooks }: App): string {
  const part = view === "rulebooks" ? rulebooks?.named : undefined;
  return [part, words.views[view], seen?.account, seen ? words.title : words.page].filter((name) => name !== undefined).join(" · ");
}
