// Where in a text the value lies that a fault speaks of. The engine names it by JSON Pointer, and what is no JSON by line and
// column; the editor's own tree of the text, which stands even where the text is broken, says where that is.
import type { Text } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import type { Fault } from "./draft.ts";
import { escaped, unescaped } from "./pointer.ts";

export interface Range { from: number; to: number }

const values = new Set(["Object", "Array", "String", "Number", "True", "False", "Null"]);

export function place(top: SyntaxNode, text: Text, { path, message }: Fault): Range {
  const told = / at line (\d+), column (\d+), found /.exec(message);
  if (told) return visible(text, counted(text, Number(told[1]), Number(told[2])));
  const root = children(top).find(({ name }) => values.has(name));
  return root ? found(text, root, path.split("/").slice(1).map(unescaped)) : visible(text, 0);
}

/** The pointer of what lies at a position. */
export function pointer(node: SyntaxNode, text: Text): string {
  const parts: string[] = [];
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.name === "Property") parts.unshift(escaped(keyOf(at, text) ?? ""));
    if (at.parent?.name === "Array" && values.has(at.name)) parts.unshift(String(children(at.parent).filter(({ name }) => values.has(name)).findIndex(({ from }) => from === at?.from)));
  }
  return parts.map((part) => `/${part}`).join("");
}

/** As far as the way leads: what is missing is shown at what it is missing in. */
function found(text: Text, root: SyntaxNode, way: readonly string[]): Range {
  let at = root;
  for (const step of way) {
    const next = at.name === "Array" ? children(at).filter(({ name }) => values.has(name))[Number(step)] : field(at, text, step);
    if (!next) break;
    at = next;
  }
  return shown(text, at);
}

/** The value of a key: of one that is there twice the last, which is the one too many. */
function field(object: SyntaxNode, text: Text, key: string): SyntaxNode | undefined {
  const property = children(object).findLast((child) => child.name === "Property" && keyOf(child, text) === key);
  return property && (children(property).find(({ name }) => values.has(name)) ?? property);
}

/** A small value with its key; of one that spans lines the key, or the bracket that opens it. */
function shown(text: Text, { parent, name, from, to }: SyntaxNode): Range {
  const start = parent?.name === "Property" ? parent.from : from;
  const whole = name !== "Object" && name !== "Array";
  const head = parent?.name === "Property" ? (parent.getChild("PropertyName")?.to ?? from) : from + 1;
  return visible(text, start, whole ? Math.min(to, text.lineAt(start).to) : head);
}

function keyOf(property: SyntaxNode, text: Text): string | undefined {
  const name = property.getChild("PropertyName");
  if (!name) return undefined;
  try {
    return String(JSON.parse(text.sliceString(name.from, name.to)));
  } catch {
    return undefined;
  }
}

/** The position of a line and column, which are counted in characters: some of them are two of a JavaScript text's. */
function counted(text: Text, line: number, column: number): number {
  const { from, text: content } = text.line(Math.min(line, text.lines));
  let offset = 0;
  let left = column - 1;
  for (const character of content) {
    if (left-- <= 0) break;
    offset += character.length;
  }
  return from + offset;
}

/** Something that can be underlined: at the end of the text, what stands before it. */
function visible(text: Text, from: number, to = from + 1): Range {
  if (from >= text.length) return { from: Math.max(0, text.length - 1), to: text.length };
  return { from, to: Math.min(Math.max(to, from + 1), text.length) };
}

function children(node: SyntaxNode): SyntaxNode[] {
  const all: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) all.push(child);
  return all;
}
