// `memory.copy` is an instruction that engines carry out by a call out of the module, which takes some 7 ns however
// little is copied; and most of what this module copies are values of a few words. Where it is known how many bytes they
// take, a function of so many bytes moves them word by word: in half of the time, and its call is shorter.
import binaryen from "binaryen";

/** What takes more is left to the engine. */
const most = 128;

/** What wasm-opt is to be told of these functions: each would else stand in many places once more. */
export const keptApart = "--no-inline=copy*";

/** The module with a call of such a function for every copy of few bytes. Fewer of them than expected would mean that they are written in another way by now. */
export function copied(wasm, least = 500) {
  const text = textOf(wasm);
  const found = [...text.matchAll(/\(memory\.copy\b/g)].map(({ index }) => copyOfFew(text, index)).filter(Boolean);
  if (found.length < least) throw new Error(`expected ${least} copies of few bytes or more, found ${found.length}: how are they written now?`);
  const edits = found.flatMap(({ bytes, word, count }) => [[word, `call $copy${bytes}`], [count, ""]]).sort(([a], [b]) => a[0] - b[0]);
  let [called, from] = ["", 0];
  for (const [[begin, end], by] of edits) {
    called += text.slice(from, begin) + by;
    from = end;
  }
  const sizes = [...new Set(found.map(({ bytes }) => bytes))].sort((a, b) => a - b);
  const end = text.lastIndexOf(")");
  return wasmOf(`${called}${text.slice(from, end)}${sizes.map(copier).join("")})`);
}

/** Where the instruction's name stands and where its third operand does, if that says that few bytes are copied. */
function copyOfFew(text, begin) {
  const end = behind(text, begin);
  const count = /\(i32\.const (\d+)\)\s*\)$/.exec(text.slice(begin, end));
  const bytes = Number(count?.[1] ?? Infinity);
  const word = [begin + 1, begin + "(memory.copy".length];
  return bytes <= most ? { bytes, word, count: [begin + count.index, end - 1] } : undefined;
}

/** Where the list that begins here is over. No string stands within a function. */
function behind(text, begin) {
  let depth = 0;
  const brackets = /[()]/g;
  brackets.lastIndex = begin;
  do depth += brackets.exec(text)[0] === "(" ? 1 : -1; while (depth > 0);
  return brackets.lastIndex;
}

/** All is read before any of it is written, as `memory.copy` has it where both overlap. */
function copier(bytes) {
  const words = [[8, "i64", ""], [4, "i32", ""], [2, "i32", "16"], [1, "i32", "8"]];
  const parts = [];
  for (let at = 0; at < bytes;) {
    const [size, type, part] = words.find(([size]) => at + size <= bytes);
    const [local, place] = [`$part${parts.length}`, `offset=${at} align=1`];
    parts.push({
      local: `(local ${local} ${type})`,
      load: `(local.set ${local} (${type}.load${part && `${part}_u`} ${place} (local.get $from)))`,
      store: `(${type}.store${part} ${place} (local.get $to) (local.get ${local}))`,
    });
    at += size;
  }
  const all = (what) => parts.map((part) => part[what]).join(" ");
  return `(func $copy${bytes} (param $to i32) (param $from i32) ${all("local")} ${all("load")} ${all("store")})\n`;
}

function textOf(wasm) {
  const module = binaryen.readBinary(wasm);
  try {
    return module.emitText();
  } finally {
    module.dispose();
  }
}

function wasmOf(text) {
  const module = binaryen.parseText(text);
  try {
    binaryen.setDebugInfo(true); // By their names the functions are kept apart.
    return module.emitBinary();
  } finally {
    binaryen.setDebugInfo(false);
    module.dispose();
  }
}
