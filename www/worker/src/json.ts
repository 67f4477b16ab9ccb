// What JSON brings that is not known yet.

/** Whether it has names and values: no list, and not nothing. */
export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Where something stands, as a JSON Pointer. */
export const pointer = (path: readonly (string | number)[]): string => path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** More than these are not told. */
const twiceMax = 100;

/** A level that is open: of an object its keys so far, and where in it the reader is. */
interface Level { keys: Set<string> | undefined; at: string | number }

/** Where a text that is JSON says a key twice, of which `JSON.parse` takes the last and is silent. The engine refuses that, and so is to be done before it. */
export function keysTwice(text: string): string[] {
  const levels: Level[] = [];
  const twice = new Set<string>();
  // What bears on where something stands: strings, and what opens, closes and separates. Numbers and words are passed over.
  const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\],]/g;
  for (let found = tokens.exec(text); found && twice.size < twiceMax; found = tokens.exec(text)) {
    const [token, isKey] = found;
    const level = levels.at(-1);
    if (isKey !== undefined && level?.keys) {
      // A key may be written in several ways: "a" is "\u0061".
      level.at = JSON.parse(token.slice(0, -isKey.length)) as string;
      if (level.keys.has(level.at)) twice.add(pointer(levels.map(({ at }) => at)));
      level.keys.add(level.at);
    } else if (token === "{") levels.push({ keys: new Set(), at: "" });
    else if (token === "[") levels.push({ keys: undefined, at: 0 });
    else if (token === "}" || token === "]") levels.pop();
    else if (token === "," && typeof level?.at === "number") level.at += 1;
  }
  return [...twice];
}
