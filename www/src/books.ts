// The rulebooks to choose from, each compiled when it is first asked for.
import { Bursar, type Rules } from "bursar";
import leonardo from "bursar/rules/leonardo.json";
import rundiffusion from "bursar/rules/rundiffusion.json";
import runway from "bursar/rules/runway.json";

export interface Book {
  rules: Rules;
  bursar: Bursar;
}

const shipped: Record<string, Rules> = { leonardo, runway, rundiffusion };
const compiled = new Map<string, Book>();

/** Id and name of each. */
export const books = Object.entries(shipped).map(([id, { name }]): [string, string] => [id, name]);

export function open(id: string): Book {
  let book = compiled.get(id);
  if (!book) {
    const rules = shipped[id];
    if (!rules) throw new Error(`no rulebook is called ${id}`);
    book = { rules, bursar: new Bursar(rules) };
    compiled.set(id, book);
  }
  return book;
}
