// What L takes in memory once it is opened: of the wasm's own memory, which does not shrink, and of
// the heap where JavaScript holds it. `node --expose-gc memory.mjs` prints bytes.
import { readFileSync } from "node:fs";
import { accountText } from "./accounts.mjs";

const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = function (...given) {
  const instance = new Instance(...given);
  memories.push(instance.exports.memory);
  return instance;
};

const wasmBytes = () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
const heapBytes = () => (globalThis.gc(), process.memoryUsage().heapUsed);

const text = process.argv[2] ? readFileSync(process.argv[2], "utf8") : undefined;
if (text === undefined) {
  // The account is made in a process of its own: making it would leave the wasm's memory grown.
  const { mkdtempSync, rmSync, writeFileSync } = await import("node:fs");
  const { tmpdir } = await import("node:os");
  const { join } = await import("node:path");
  const { execFileSync } = await import("node:child_process");
  const folder = mkdtempSync(join(tmpdir(), "bursar-bench-"));
  writeFileSync(join(folder, "L.json"), accountText("L"));
  process.stdout.write(execFileSync(process.execPath, ["--expose-gc", import.meta.filename, join(folder, "L.json")]));
  rmSync(folder, { recursive: true });
} else {
  const { Bursar, rulesText } = await import("#engine");
  const { readRules } = await import("./baseline/rules.mjs");
  const { baseline } = await import("./baseline/doors.mjs");
  const bursar = new Bursar(rulesText);
  const atRest = wasmBytes();
  const ledgers = [bursar.open(text)];
  const one = wasmBytes();
  while (ledgers.length < 11) ledgers.push(bursar.open(text));
  const eleven = wasmBytes();

  const hand = baseline(readRules(rulesText, bursar.digest), "none");
  hand.open(text).text();
  const before = heapBytes();
  const theirs = Array.from({ length: 10 }, () => hand.open(text));
  for (const ledger of theirs) ledger.preview({ type: "spend", at: 0, by: "system", from: "bank", credits: 1 });
  const heldByHand = (heapBytes() - before) / theirs.length;
  process.stdout.write(JSON.stringify({ atRest, first: one - atRest, more: (eleven - one) / 10, heldByHand }));
}
