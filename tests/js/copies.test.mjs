// What the build puts in the place of `memory.copy` copies as that does.
import assert from "node:assert/strict";
import { test } from "node:test";
import binaryen from "binaryen";
import { copied } from "../../scripts/lib/copies.mjs";

const sizes = Array.from({ length: 140 }, (_, bytes) => bytes);
const wasm = compiled(`(module (memory (export "memory") 1)
  ${sizes.map((bytes) => `(func (export "${bytes}") (param $to i32) (param $from i32)
    (memory.copy (local.get $to) (local.get $from) (i32.const ${bytes})))`).join("\n")}
  (func (export "any") (param $to i32) (param $from i32) (param $bytes i32)
    (memory.copy (local.get $to) (local.get $from) (local.get $bytes))))`);
const short = sizes.filter((bytes) => bytes <= 128);

function compiled(text) {
  const module = binaryen.parseText(text);
  module.setFeatures(binaryen.Features.BulkMemory);
  return module.emitBinary();
}

test("a copy of few bytes is a call, and copies the same, wherever it comes from and goes to", () => {
  const changed = copied(wasm, short.length);
  assert.equal(binaryen.readBinary(changed).emitText().match(/memory\.copy/g).length, sizes.length - short.length + 1);
  const { memory, ...copy } = new WebAssembly.Instance(new WebAssembly.Module(changed)).exports;
  const bytes = new Uint8Array(memory.buffer);
  for (const size of sizes) {
    for (const [to, from] of [[1000, 2000], [2000, 1000], [1000, 1000], [1001, 1000], [1000, 1003], [1000, 1000 + size], [1000 + (size >> 1), 1000]]) {
      bytes.forEach((_, at) => (bytes[at] = at * 31));
      const expected = bytes.slice().copyWithin(to, from, from + size);
      copy[size](to, from);
      assert.deepEqual(bytes.slice(0, 4096), expected.slice(0, 4096), `${size} bytes from ${from} to ${to}`);
    }
  }
});

test("a module in which they are written in another way is refused, not left as it is", () => {
  assert.throws(() => copied(wasm), { message: "expected 500 copies of few bytes or more, found 129: how are they written now?" });
});
