// The baselines answer as the engine does, over all that the bench asks of them: nothing is measured
// against what does less.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Bursar, rulesText } from "#engine";
import { sha256 } from "#sha256";
import binaryen from "binaryen";
import { accountText, sizes } from "./accounts.mjs";
import { baseline, estimates } from "./baseline/doors.mjs";
import { decimalGrid, exactGrid, handGrid } from "./baseline/grid.mjs";
import { readRules } from "./baseline/rules.mjs";
import { forms4 } from "./baseline/schema.mjs";
import { commandsFor, draftsFor, grid, requestsFor } from "./commands.mjs";
import { agree } from "./agree.mjs";
import { openZen as openZenWasm } from "./baseline/zen-wasm.mjs";
import { openZen } from "./baseline/zen.mjs";
import { sha256 as sha256InBrowsers } from "./hosts/chromium/sha256.mjs";
import { merged } from "./merged.mjs";
import { groups, told } from "./rows.mjs";

const bursar = new Bursar(rulesText);
const rules = readRules(rulesText, bursar.digest);
const forms = Object.keys(forms4);
const hand = Object.fromEntries(forms.map((form) => [form, baseline(rules, form)]));

/** A refusal of the baseline's is known by its code and what it was asked of. */
function same(answer, expected, what) {
  if (expected.ok) assert.deepEqual(answer, expected, what);
  else assert.equal(answer.code, expected.code, what);
}

for (const size of Object.keys(sizes)) {
  const text = accountText(size);
  const { asOf } = JSON.parse(text);

  test(`${size}: the account is read as it is by every form of the schema`, () => {
    for (const form of forms) assert.deepEqual(hand[form].open(text).account(), JSON.parse(text), form);
  });

  test(`${size}: apply, text in and out`, () => {
    const count = { S: 200, M: 200, L: 24 }[size];
    let [ours, theirs] = [text, text];
    for (const [place, command] of commandsFor(size, asOf, count).entries()) {
      const { account: after, ...decision } = bursar.apply(ours, command);
      const { account: next, ...answer } = hand[forms[place % forms.length]].applyText(theirs, command);
      same(answer, decision, JSON.stringify(command));
      assert.ok(decision.ok, "what is benched is accepted");
      assert.deepEqual(JSON.parse(next), JSON.parse(after));
      [ours, theirs] = [after, next];
    }
  });

  test(`${size}: apply, object in and out, the object given left as it was`, () => {
    const account = JSON.parse(text);
    for (const command of commandsFor(size, asOf, 4)) {
      for (const form of forms) assert.deepEqual(hand[form].applyObject(account, command), bursar.apply(account, command));
    }
    assert.deepEqual(account, JSON.parse(text));
  });

  test(`${size}: previews and applies of a ledger, and what they change`, () => {
    const ours = bursar.open(text);
    const ledgers = forms.map((form) => hand[form].open(text));
    const account = ours.account();
    for (const [place, command] of commandsFor(size, asOf, 1_500, 2).entries()) {
      const { id, ...draft } = command;
      const [preview, decision] = [ours.preview(draft), ours.apply(command)];
      ledgers.forEach((ledger, which) => {
        same(hand[forms[which]].preview(ledger, draft), preview, JSON.stringify(draft));
        same(hand[forms[which]].apply(ledger, command), decision, JSON.stringify(command));
      });
      if (place % 100 === 0) {
        const after = ours.account();
        if (place === 0) assert.deepEqual(merged(account, decision.changes), after);
        for (const ledger of ledgers) assert.deepEqual(ledger.account(), after);
        for (const ledger of ledgers) assert.deepEqual(JSON.parse(ledger.text()), after);
        same(hand.jitless.apply(ledgers[0], command), ours.apply(command), "told twice");
      }
    }
    ours.free();
  });

  test(`${size}: what is asked for too much, or by the wrong person, is refused alike`, () => {
    const ours = bursar.open(text);
    const ledger = hand.compiled.open(text);
    const codes = new Set();
    for (const draft of refusable(size, asOf)) {
      const expected = ours.preview(draft);
      same(hand.compiled.preview(ledger, draft), expected, JSON.stringify(draft));
      codes.add(expected.code ?? "accepted");
    }
    assert.ok(codes.size >= (size === "S" ? 5 : 9), [...codes].join());
    ours.free();
  });

  test(`${size}: previewMany is preview, one by one`, () => {
    const ours = bursar.open(text);
    const drafts = draftsFor(size, asOf, 1_000, 3);
    const ledger = hand.jitless.open(text);
    assert.deepEqual(drafts.map((draft) => hand.jitless.preview(ledger, draft)), ours.previewMany(drafts));
    ours.free();
  });
}

function refusable(size, at) {
  const members = size === "S" ? [] : [
    { type: "spend", at, by: "nobody", request: { model: "image" } },
    { type: "spend", at, by: "member-0040", credits: 5 },
    { type: "transfer", at, by: "member-0040", from: "bank", to: "team:team-001", credits: 5 },
    { type: "transfer", at, by: "system", from: "bank", to: "bank", credits: 5 },
    { type: "transfer", at, by: "system", from: "bank", to: "team:none", credits: 5 },
    { type: "spend", at, by: "member-0040", from: "bank", request: { model: "image" } },
    { type: "spend", at, by: "member-0040", from: "team:team-003", request: { model: "image" } },
    { type: "spend", at, by: "member-0000", from: "team:team-003", request: { model: "image" } },
    { type: "transfer", at, by: "member-0000", from: "team:team-001", to: "bank", credits: 1_000_000_000 },
    ...Array.from({ length: 40 }, (_, place) => ({ type: "spend", at, by: `member-00${10 + place}`, request: { model: "video", inputs: { resolution: "4k", fps: 50, seconds: 125, takes: 1 + (place % 4) } } })),
  ];
  return [
    ...members,
    { type: "spend", at, by: "system", credits: 9_000_000_000 },
    { type: "spend", at, by: "system", request: { model: "none" } },
    { type: "spend", at, by: "system", request: { model: "image", inputs: { images: 9 } } },
    { type: "spend", at, by: "system", request: { model: "video", inputs: { resolution: "4k", fps: 60 } } },
    { type: "spend", at, by: "system", request: { model: "image" }, expect: 7 },
  ];
}

test("estimates, in every kind of number", () => {
  for (const plan of [undefined, "pro"]) {
    for (const request of [...requestsFor(500), { model: "image" }, { model: "speech", inputs: { text: "ä🎉 ".repeat(30) } }]) {
      const expected = bursar.estimate(request, plan && { plan });
      for (const how of Object.keys(estimates)) same(hand.jit.estimate(how, request, plan), expected, how);
    }
  }
});

test("grids, in every kind of number and by hand", () => {
  const expected = bursar.grid(grid.request, grid.vary);
  assert.equal(expected.length, 10_000);
  assert.ok(expected.includes(NaN), "some are not offered");
  assert.deepEqual(exactGrid(rules, grid.request, grid.vary), expected);
  assert.deepEqual(decimalGrid(rules, grid.request, grid.vary), expected);
  const { cells } = JSON.parse(rulesText).models.video.price[0].rate;
  assert.deepEqual(handGrid(cells, ...grid.vary.map(([, values]) => values)), expected);
});

test("zen as an addon and as wasm has the costs of the one model", async () => {
  const [addon, wasm] = [openZen(JSON.parse(rulesText)), openZenWasm(JSON.parse(rulesText))];
  for (const request of requestsFor(200).filter(({ model }) => model === "video")) {
    const { cost } = bursar.estimate(request);
    assert.equal(await addon(request.inputs), cost, JSON.stringify(request));
    assert.equal(wasm(request.inputs), cost, JSON.stringify(request));
  }
});

test("what browsers hash with gives what Node's does", () => {
  for (const text of ["", "ä🎉", "a".repeat(300)]) assert.equal(sha256InBrowsers(text), sha256(text));
});

for (const [group, rows] of Object.entries({ ...groups, ...told })) {
  test(`${group}: all ways of each row answer alike, the floors too`, async () => {
    for (const row of rows()) await agree(row);
  });
}

test("a way that answers otherwise is not measured", async () => {
  const [row] = groups.bank();
  const [[name, ours]] = Object.entries(row.ways);
  const other = { [name]: ours, other: row.ways["itself at S"] };
  await assert.rejects(agree({ ...row, ways: other }), /other answers/);
});

test("the empty module is what its text says", () => {
  const module = binaryen.parseText(readFileSync(new URL("empty.wat", import.meta.url), "utf8"));
  assert.deepEqual(Buffer.from(module.emitBinary()), readFileSync(new URL("empty.wasm", import.meta.url)));
});
