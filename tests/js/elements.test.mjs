// The elements as they are published: the manifest and docs/elements.md tell what there is, and every language has a
// sentence for every refusal that the scenarios hear.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as elements from "../../pkg/dist/elements/server.js";
import { de } from "../../pkg/dist/elements/de.js";
import * as api from "../../pkg/dist/node.js";
import { root, rulebooks, scenarioFiles } from "./files.mjs";
import { runScenarios } from "./scenarios.mjs";

const text = (name) => readFileSync(new URL(name, root), "utf8");
const manifest = JSON.parse(text("pkg/custom-elements.json")).modules[0].declarations;
const docs = text("docs/elements.md");

test("the manifest names each element's attributes and properties, and no others", () => {
  for (const { name, attributes, members } of manifest) {
    const made = elements[name];
    assert.deepEqual(attributes.map(({ name }) => name).sort(), [...made.observedAttributes].sort(), name);
    const fields = members.filter(({ kind }) => kind === "field").map(({ name }) => name);
    const properties = [...made.elementProperties].filter(([, { state }]) => !state).map(([name]) => name);
    for (const property of properties) assert.ok(fields.includes(property), `${name}.${property}`);
    const methods = members.filter(({ kind }) => kind === "method").map(({ name }) => name);
    for (const field of fields.filter((field) => !properties.includes(field)).concat(methods)) assert.ok(field in made.prototype, `${name}.${field}`);
  }
});

test("docs/elements.md tells every property, event, part and custom property", () => {
  const style = ["base", "balance", "cost", "top-up", "transfer", "usage", "style"].map((name) => text(`pkg/elements/${name}.ts`)).join("\n");
  for (const { tagName, members, events, cssParts, cssProperties } of manifest) {
    for (const name of [tagName, ...members.map(({ name }) => name), ...events.map(({ name }) => name), ...cssParts.map(({ name }) => name), ...cssProperties.map(({ name }) => name)]) {
      assert.ok(new RegExp(`\`<?${name}(\\(\\))?>?\``).test(docs), `${tagName}: ${name}`);
    }
  }
  const used = new Set(style.match(/--bursar-[\w-]+/g));
  const told = new Set(manifest.flatMap(({ cssProperties }) => cssProperties.map(({ name }) => name)));
  assert.deepEqual([...used].sort(), [...told].sort());
});

test("every language has a sentence for every refusal that the scenarios hear, of its facts alone", () => {
  const heard = [];
  runScenarios(api, scenarioFiles(), rulebooks(), (verb, answer) => { if (verb !== "throws" && answer?.ok === false) heard.push(answer); });
  const codes = new Set(heard.map(({ code }) => code));
  for (const words of [elements.en, de]) {
    const say = elements.say(rulebooks().leonardo, words.lang, words);
    assert.deepEqual(Object.keys(words.refusals).sort(), Object.keys(elements.en.refusals).sort());
    for (const { code, facts, remedies } of heard) {
      const said = words.refusals[code](facts, say);
      assert.match(said, /^\S.*[.!?]$/su, `${code}: ${said}`);
      for (const remedy of remedies) for (const may of [true, false]) assert.match(words.remedies[remedy.do](remedy, say, may), /^\S.*\S$/u);
      assert.doesNotMatch(said, /undefined|NaN|\[object/, `${code} ${JSON.stringify(facts)}: ${said}`);
    }
  }
  assert.ok(codes.size > 25, `${codes.size} codes were heard`);
});

test("what has no label of its own is called by its id, by whatever name every object has", () => {
  const rules = { schema: 1, name: "Odd", sources: [{ id: "tokens" }], models: { film: { inputs: { kind: { type: "choice", of: ["constructor", "toString", "short"], labels: { short: "Short" } } } } } };
  const view = { teams: {} };
  const say = elements.say(rules, "en", elements.en, view);
  assert.deepEqual(["constructor", "toString", "short"].map((value) => say.value("film", "kind", value)), ["constructor", "toString", "Short"]);
  for (const name of ["constructor", "toString", "__proto__"]) {
    assert.deepEqual([say.plan(name), say.pack(name), say.model(name), say.role(name), say.source(name), say.input("film", name), say.input(name, name), say.value(name, name, name), say.wallet(`team:${name}`)], Array(9).fill(name));
  }
});

test("teams that bear one name are told apart by their ids, and so is one that is called like the bank", () => {
  const teams = { film: { label: "Film" }, "film-2": { label: "Film" }, sound: {}, "sound-2": { label: "sound" }, games: { label: "Games" }, vault: { label: "Bank" } };
  const say = elements.say(rulebooks().rundiffusion, "en", elements.en, { teams });
  assert.deepEqual(Object.keys(teams).map((id) => say.wallet(`team:${id}`)), ["Film (film)", "Film (film-2)", "sound (sound)", "sound (sound-2)", "Games", "Bank (vault)"]);
  assert.equal(say.wallet("bank"), "Bank");
});

test("in German one credit is one", () => {
  const say = elements.say(rulebooks().leonardo, "de", de);
  const { kept, lost, locks } = de.balance;
  assert.deepEqual([kept, lost, locks].map((tell) => [tell(1, say), tell(2, say)]), [["1 bleibt", "2 bleiben"], ["1 verfällt ungenutzt", "2 verfallen ungenutzt"], ["1 wird gesperrt", "2 werden gesperrt"]]);
});

test("what day and what year it is says the host's clock, where it has one", () => {
  const now = new Date(2031, 5, 15, 12).getTime();
  const say = elements.say(rulebooks().leonardo, "en", elements.en, undefined, () => now);
  assert.equal(say.moment(new Date(2031, 5, 15, 14, 5).getTime()).replace(/\s/g, " "), "2:05 PM");
  assert.equal(say.moment(new Date(2031, 7, 1, 14, 5).getTime()).replace(/\s/g, " "), "Aug 1, 2:05 PM");
  assert.match(say.moment(new Date(2032, 5, 15, 14, 5).getTime()), /2032/);
  assert.match(say.moment(Date.now()), new RegExp(`${new Date().getFullYear()}`));
});

test("an instant of another year says of which", () => {
  const say = elements.say(rulebooks().leonardo, "en", elements.en);
  const now = new Date();
  const then = new Date(now.getFullYear() + 1, now.getMonth(), now.getDate(), 12);
  assert.match(say.moment(then.getTime()), new RegExp(`${then.getFullYear()}`));
  assert.doesNotMatch(say.moment(new Date(now.getFullYear(), now.getMonth() === 5 ? 6 : 5, 15, 12).getTime()), /20\d\d/);
});
