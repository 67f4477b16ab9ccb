// Holds the schemas that are shipped for editors against the engine.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rulebooks, scenarioFiles } from "./files.mjs";
import { fieldsOf, isDraft, isValid, partOf, parts, schemas, target } from "./schemas-ajv.mjs";
import { Comparison } from "./schemas-comparison.mjs";
import { hovers, problems } from "./schemas-editor.mjs";
import { faultsInAccount, faultsInCommand, faultsInRules, readsCommands } from "./schemas-engine.mjs";
import { eachMutation } from "./schemas-mutations.mjs";
import { account, accountCombinations, accountRequest, accountRules, combinations, commands, everyField, noAccounts, noCommands } from "./schemas-samples.mjs";
import { declaredFields } from "./schemas-types.mjs";

const samples = [["rules", withoutSchema(everyField)], ["account", account], ...commands.map((command) => ["command", command])];

/** An editor would look for the schema that a document names. */
function withoutSchema({ $schema, ...others }) {
  return others;
}

/** All changes of a document, but for those that this editor sees in another way: to it 1e-13 is a whole number. */
function changes(document) {
  const all = [];
  eachMutation(document, (changed, path, what) => {
    if (!what.startsWith("1e-13")) all.push([structuredClone(changed), `${path}, ${what}`]);
  });
  return all;
}

/** Every rulebook that a scenario names or compiles, right or wrong, each once. */
function writtenRules() {
  const steps = scenarioFiles().flatMap(({ scenarios }) => scenarios.flatMap(({ rules, steps }) => [{ compile: rules }, ...steps]));
  const texts = steps.filter(({ compile }) => compile !== undefined).map(({ compile }) => JSON.stringify(compile));
  return [...new Set(texts)].map((text) => JSON.parse(text));
}

test("the shipped rulebooks are valid and name their schema", () => {
  for (const [name, rules] of Object.entries(rulebooks())) {
    assert.ok(isValid.rules(rules), `${name}: ${JSON.stringify(isValid.rules.errors)}`);
    assert.equal(rules.$schema, "../schemas/rules.schema.json", name);
  }
});

test("the schema of rules agrees with the engine on all rules, however they are changed", () => {
  const comparison = new Comparison("rules", faultsInRules);
  comparison.askWithMutations("every field", everyField);
  for (const [what, rules] of combinations) comparison.ask(what, rules);
  for (const [place, rules] of writtenRules().entries()) comparison.askWithMutations(`scenario rules ${place}`, rules);
  for (const [name, rules] of Object.entries(rulebooks())) comparison.askWithMutations(name, rules);
  comparison.end();
});

test("the schema of accounts knows an account from what is none", () => {
  assert.ok(isValid.account(account), JSON.stringify(isValid.account.errors));
  assert.ok(isValid.account({ ...account, closed: true, view: "ada" }), JSON.stringify(isValid.account.errors));
  for (const [what, fields] of noAccounts) {
    const changed = JSON.parse(JSON.stringify({ ...account, ...fields }));
    assert.ok(!isValid.account(changed), `expected to be refused: ${what}`);
  }
});

test("the schema of commands knows a command from what is none, and a draft needs no id", () => {
  for (const command of commands) {
    const { id, ...draft } = command;
    assert.ok(isValid.command(command), `${command.type}: ${JSON.stringify(isValid.command.errors)}`);
    assert.ok(isDraft(draft) && !isValid.command(draft), `${command.type} without an id`);
  }
  for (const [what, command] of noCommands) assert.ok(!isValid.command(command), `expected to be refused: ${what}`);
});

test("accounts and commands have no place for null, nor for a list of what belongs there", () => {
  for (const [kind, document] of samples.filter(([kind]) => kind !== "rules")) {
    eachMutation(document, (changed, path, what) => {
      if (/^null|^in a list/.test(what)) assert.ok(!isValid[kind](changed), `${kind}${path}, ${what}`);
    });
  }
});

test("the schema of accounts agrees with the engine on an account, however it is changed", () => {
  const comparison = new Comparison("account", faultsInAccount(accountRules, accountRequest));
  comparison.askWithMutations("account", account);
  comparison.askWithMutations("closed account", { ...account, closed: true });
  comparison.askWithMutations("view", { ...account, view: "ada" });
  // A view leaves out teams that are named in what it shows.
  const { teams, ...withoutTeams } = account;
  comparison.ask("view without teams", { ...withoutTeams, view: "ada" });
  for (const [what, fields] of [...noAccounts, ...accountCombinations]) comparison.ask(what, JSON.parse(JSON.stringify({ ...account, ...fields })));
  comparison.end();
});

const later = { skip: !readsCommands && "the JavaScript side has no commands yet" };

test("the schema of commands agrees with the engine on every command, however it is changed", later, () => {
  const comparison = new Comparison("command", faultsInCommand(accountRules, account));
  for (const command of commands) comparison.askWithMutations(command.type, command);
  comparison.end();
});

test("examples and defaults are what the schemas allow", () => {
  for (const [name, schema] of Object.entries(schemas)) {
    for (const { schema: part, pointer } of parts(schema)) {
      const shown = [...(part.examples ?? []), ...("default" in part ? [part.default] : [])];
      if (shown.length === 0) continue;
      const validate = partOf(name, pointer);
      for (const value of shown) assert.ok(validate(value), `${name}${pointer}: ${JSON.stringify(value)}`);
    }
  }
});

test("the schemas have the fields that the types have", () => {
  for (const [name, schema] of Object.entries(schemas)) {
    assert.deepEqual(fieldsOf(schema), declaredFields(name), name);
  }
});

test("no words beside a reference are lost in an editor, where its target overrides them", () => {
  for (const [name, schema] of Object.entries(schemas)) {
    for (const { schema: part, pointer } of parts(schema)) {
      const lost = "$ref" in part ? Object.keys(part).filter((key) => key !== "$ref" && key in target(name, part.$ref)) : [];
      assert.deepEqual(lost, [], `${name}${pointer}`);
    }
  }
});

test("an editor explains every key", async () => {
  for (const [kind, document] of samples) {
    for (const { key, words } of await hovers(kind, document)) {
      // A title, an empty line, a description.
      assert.match(words, /^.+\n\n.{10}/, `${kind}: ${key}`);
    }
  }
});

test("an editor underlines what is wrong, and nothing else", async () => {
  for (const [kind, document] of samples) {
    assert.deepEqual(await problems(kind, document), [], kind);
    for (const [place, [changed, what]] of changes(document).entries()) {
      if (place % 61 !== 0) continue;
      const found = await problems(kind, changed);
      assert.equal(found.length === 0, isValid[kind](changed), `${kind}${what}: ${found}`);
    }
  }
});
