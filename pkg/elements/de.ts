// The words in German, which only who wants them loads.
export { de } from "./words/de.ts";
