// What JSON brings that is not known yet.

/** Whether it has names and values: no list, and not nothing. */
export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Where something stands, as a JSON Pointer. */
export const pointer = (path: readonly (string | number)[]): string => path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** More than these are not told, nor more characters of them: each tells the whole way to it, which may be as long as the body. */
const twiceMax = 100;
const charactersMax = 10_000;

/** A level that is open: of an object its keys so far, and where in it the reader is. */
interface Level { keys: Set<string> | undefined; at: string | number }

/** Where a text that is JSON says a key twice, of which `JSON.parse` takes the last and is silent. The engine refuses that, and so is to be done before it. */
export function keysTwice(text: string): string[] {
  const levels: Level[] = [];
  const twice = new Set<string>();
  let characters = 0;
  let string = "";
  // What bears on where something stands: strings, and what opens, closes and separates. Numbers and words are passed over.
  const tokens = /["{}[\],:]/g;
  for (let found = tokens.exec(text); found && twice.size < twiceMax && characters < charactersMax; found = tokens.exec(text)) {
    const [token] = found;
    const level = levels.at(-1);
    if (token === '"') {
      tokens.lastIndex = behindString(text, found.index);
      string = text.slice(found.index, tokens.lastIndex);
    } else if (token === ":" && level?.keys) {
      // What stood before it is a key, which may be written in several ways: "a" is "\u0061".
      level.at = JSON.parse(string) as string;
      if (level.keys.has(level.at)) {
        const path = pointer(levels.map(({ at }) => at));
        characters += path.length;
        twice.add(path);
      }
      level.keys.add(level.at);
    } else if (token === "{") levels.push({ keys: new Set(), at: "" });
    else if (token === "[") levels.push({ keys: undefined, at: 0 });
    else if (token === "}" || token === "]") levels.pop();
    else if (token === "," && typeof level?.at === "number") level.at += 1;
  }
  return [...twice];
}

/** Where a string ends that begins here. A regular expression that takes it whole has no room for one of millions of escapes. */
function behindString(text: string, from: number): number {
  let at = from + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}
