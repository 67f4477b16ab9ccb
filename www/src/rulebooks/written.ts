// A value as a person would write it down: what fits on a line stands on one. And the same line by line, each with its
// place, so that what is wrong with a value can be shown where it is.
import { escaped } from "./pointer.ts";

const wide = 120;

export function written(value: unknown, indent = ""): string {
  const short = spaced(value);
  if (short.length + indent.length <= wide || typeof value !== "object" || value === null) return short;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((item) => inner + written(item, inner)).join(",\n")}\n${indent}]`;
  const fields = Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${written(item, inner)}`);
  return `{\n${fields.join(",\n")}\n${indent}}`;
}

/** On one line, with room between. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

export interface Line { text: string; pointer: string; faults: string[] }

/** The lines that lead to what is wrong, with it; what lies beside them is left out. */
export function marked(value: unknown, faults: readonly { path: string; message: string }[]): Line[] {
  const lines = (at: unknown, pointer: string, indent: string, key: string): Line[] => {
    const here = faults.filter(({ path }) => path === pointer).map(({ message }) => message);
    const below = faults.some(({ path }) => path.startsWith(`${pointer}/`));
    if (!below || typeof at !== "object" || at === null) {
      return here.length > 0 ? [{ text: `${indent}${key}${brief(at)}`, pointer, faults: here }] : [];
    }
    const list = Array.isArray(at);
    const inner = Object.entries(at).flatMap(([name, item]) => lines(item, `${pointer}/${escaped(name)}`, `${indent}  `, list ? "" : `${JSON.stringify(name)}: `));
    const missing = faults.filter(({ path }) => path.startsWith(`${pointer}/`) && !inner.some((line) => line.pointer === path || path.startsWith(`${line.pointer}/`)));
    return [
      { text: `${indent}${key}${list ? "[" : "{"}`, pointer, faults: [...here, ...missing.map(({ path, message }) => `${path}: ${message}`)] },
      ...inner,
      { text: `${indent}${list ? "]" : "}"}`, pointer: "", faults: [] },
    ];
  };
  return lines(value, "", "", "");
}

const brief = (value: unknown): string => {
  const text = spaced(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};
