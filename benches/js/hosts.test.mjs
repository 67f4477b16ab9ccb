// What is measured runs in a browser and in workerd as well, and there too all ways answer alike; what is found is told as it is.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { starters } from "./first.mjs";
import { openChromium } from "./hosts/chromium.mjs";
import { openNode } from "./hosts/node.mjs";
import { openWorkerd } from "./hosts/workerd.mjs";
import { started } from "./hosts/workerd/clock.mjs";
import { report } from "./report.mjs";

const open = await Promise.all([openNode(), openChromium(), openWorkerd()]);
after(() => open.forEach(({ close }) => close()));

/** Those in which a host has something of its own: the peers' wasm, hashing, the floors. */
const TRIED = ["apply", "estimate", "may"];

/** How zod checks commands in each host: workerd lets no code be made once a worker has started. */
const FORMS = {
  Node: ["JavaScript + zod jitless", "JavaScript + zod, compiled", "JavaScript + zod"],
  Chromium: ["JavaScript + zod jitless", "JavaScript + zod, compiled", "JavaScript + zod"],
  workerd: ["JavaScript + zod jitless", "JavaScript + zod, compiled"],
};

for (const { name, measured, first } of open) {
  test(`${name}: rows are measured, once all ways have answered alike`, async () => {
    const rows = [];
    for (const group of TRIED) rows.push(...(await measured(group, "trial")));
    for (const { work, µs } of rows) assert.ok(Object.values(µs).every((time) => time > 0), `${work}: ${JSON.stringify(µs)}`);
    assert.deepEqual(Object.keys(rows[0].µs).filter((way) => way.includes("zod")), FORMS[name]);
  });

  test(`${name}: a group that there is none of is no figure`, async () => {
    await assert.rejects(async () => measured("none", "trial"));
  });

  test(`${name}: each gives its first answer`, async () => {
    for (const who of Object.keys(starters)) assert.ok(Number.isFinite(await first(who)), who);
  });
}

test("a clock of whole milliseconds is read between them", () => {
  for (let round = 0; round < 20; round++) {
    const before = performance.now();
    const took = started();
    const from = performance.now();
    while (performance.now() < from + 3 + round / 10);
    const to = performance.now();
    const ms = took();
    assert.ok(ms > to - from - 1.5 && ms < performance.now() - before + 1.5, `${ms} of ${to - from}`);
  }
});

test("the report tells what is met, what is missed, and how near its floor is", () => {
  const floors = { "the floor: crossing as text": 4, "the floor: crossing as numbers": 1 };
  const row = (work, most, theirs) => ({ work, most, µs: { bursar: 10, them: theirs, beside: 5, ...floors }, ranges: { them: [1.5, 2.5], beside: [1, 3] } });
  const result = { name: "Node", versions: ["Node 1"], firstIs: "from `import`", first: { bursar: 1, javascript: 2, zen: 3, cedar: 4 }, memory: { atRest: 1, first: 2, more: 3, heldByHand: 4 }, rows: [row("quick", 0.5, 40), row("slow", 0.5, 5)] };
  const machine = { on: "2026-01-01", system: "Linux", processor: "1 core", memory: "1 GiB", load: "0", bursar: "0.1.0", rust: "1.95.0", peers: ["zod 4"] };
  const text = report({ machine, minutes: 1, look: "full", results: [result], sizes: [{ what: "wasm", raw: 633_000, gzip: 267_000, brotli: 99_900 }] });
  const lines = text.split("\n").map((line) => line.replaceAll(/ +/g, " "));
  assert.ok(lines.includes("| quick | them | 10.0 | 40.0 | 0.250 | 1.50 – 2.50 | 0.5 | met |"), text);
  assert.ok(lines.includes("| slow | them | 10.0 | 5.00 | 2.00 | 1.50 – 2.50 | 0.5 | MISSED |"), text);
  assert.ok(lines.includes("| slow | them | 0.5 | 2.00 | 4.00 | 0.800 | 1.00 | 0.200 | 10.0 |"), text);
  assert.ok(lines.includes("| slow | beside | 10.0 | 5.00 | 2.00 | 1.00 – 3.00 |"), text);
  assert.ok(lines.includes("| Node | 1 | 2 |"), text);
  assert.ok(lines.includes("| wasm | 633 | 267 | 99.9 |"), text);
});
