// Holds the schemas that are shipped for editors against the engine.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rulebooks, scenarioFiles } from "./files.mjs";
import { describedFields, fieldsOf, isDraft, isValid, partOf, parts, schemas, target } from "./schemas-ajv.mjs";
import { Comparison } from "./schemas-comparison.mjs";
import { completions, hovers, problems } from "./schemas-editor.mjs";
import { faultsInAccount, faultsInCommand, faultsInDraft, faultsInRules, witness } from "./schemas-engine.mjs";
import { eachFieldMore, eachMutation } from "./schemas-mutations.mjs";
import {
  account, accountCombinations, accountRequest, accountRules, closedAccount, combinations, commandCombinations, commands,
  everyField, instants, noAccounts, noClosedAccounts, noCommands,
} from "./schemas-samples.mjs";
import { declaredFields } from "./schemas-types.mjs";

const samples = [["rules", withoutSchema(everyField)], ["account", account], ["account", closedAccount], ...commands.map((command) => ["command", command])];

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

/** Accounts that a schema can tell from right ones. */
function wrongAccounts() {
  const wrong = (account) => ([what, fields]) => [what, JSON.parse(JSON.stringify({ ...account, ...fields }))];
  return [...noAccounts.map(wrong(account)), ...noClosedAccounts.map(wrong(closedAccount))];
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
  assert.ok(isValid.account({ ...account, view: "ada" }), JSON.stringify(isValid.account.errors));
  assert.ok(isValid.account({ ...closedAccount, view: "ada" }), JSON.stringify(isValid.account.errors));
  for (const [what, changed] of wrongAccounts()) assert.ok(!isValid.account(changed), `expected to be refused: ${what}`);
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
  comparison.askWithMutations("closed account", closedAccount);
  comparison.askWithMutations("view", { ...account, view: "ada" });
  // A view leaves out teams that are named in what it shows.
  const { teams, ...withoutTeams } = account;
  comparison.ask("view without teams", { ...withoutTeams, view: "ada" });
  for (const [what, changed] of wrongAccounts()) comparison.ask(what, changed);
  for (const [what, fields] of accountCombinations) comparison.ask(what, { ...account, ...fields });
  comparison.end();
});

test("the schema of commands agrees with the engine on every command, however it is changed", () => {
  const comparison = new Comparison("command", faultsInCommand(accountRules, account));
  for (const command of commands) {
    assert.ok(comparison.askWithMutations(command.type, command), command.type);
    eachFieldMore(command, commands, (changed, what) => comparison.ask(`${command.type}, ${what}`, changed));
  }
  for (const at of instants) comparison.ask(`tick at ${at}`, { id: "c1", at, by: "system", type: "tick" });
  for (const [what, command] of [...noCommands, ...commandCombinations]) comparison.ask(what, command);
  comparison.end();
});

test("the schema of drafts agrees with the engine on commands without an id", () => {
  const faults = faultsInDraft(accountRules, account);
  for (const { id, ...draft } of commands) assert.deepEqual(faults(draft), [], draft.type);
  for (const [what, { id, ...draft }] of noCommands) assert.equal(isDraft(draft), faults(draft).length === 0, what);
});

test("the schemas allow every account that the engine writes in the scenarios, and every command that it reads there", () => {
  const validators = { ...isValid, draft: isDraft };
  const counts = { account: 0, command: 0, draft: 0 };
  const failures = witness((kind, document) => {
    counts[kind] += 1;
    const text = typeof document === "string" ? JSON.parse(document) : JSON.parse(JSON.stringify(document));
    assert.ok(validators[kind](text), `${kind} ${JSON.stringify(text)}: ${JSON.stringify(validators[kind].errors)}`);
  });
  assert.deepEqual(failures, []);
  for (const [kind, count] of Object.entries(counts)) assert.ok(count > 0, `no ${kind} at all`);
});

test("there is a sample for every type of command", () => {
  const types = new Set(commands.map(({ type }) => type));
  assert.deepEqual([...types].toSorted(), schemas.command.$defs.draft.properties.type.enum.toSorted());
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

test("every field has a title and a sentence that describes it, and every word of a list its own", () => {
  for (const name of Object.keys(schemas)) {
    for (const { place, title, description, enum: words, enumDescriptions } of describedFields(name)) {
      assert.match(title ?? "", /^[A-Z]/, place);
      assert.match(description ?? "", /^[A-Z\d].{10,}\.$/, place);
      assert.equal(enumDescriptions?.length, words?.length, place);
    }
  }
});

test("an editor offers what can be written", async () => {
  const asks = [
    ["command", `{ "type": | }`, schemas.command.$defs.draft.properties.type.enum.map((type) => `"${type}"`)],
    ["command", `{ "type": "settle", | }`, ["at", "by", "credits", "for", "hold", "id", "note", "request"]],
    ["command", `{ "type": "tick", | }`, ["at", "by", "for", "id", "note"]],
    ["command", `{ "type": "spend", "request": { | } }`, ["inputs", "model"]],
    ["command", `{ "type": "cancel", "when": | }`, [`"now"`, `"periodEnd"`]],
    ["account", `{ | }`, Object.keys(schemas.account.properties)],
    ["account", `{ "plan": { "status": | } }`, [`"active"`, `"cancelled"`]],
    ["account", `{ "holds": { "job-7": { | } } }`, ["at", "by", "draws", "expiresAt", "from", "model", "note"]],
    ["rules", `{ | }`, Object.keys(schemas.rules.properties)],
    ["rules", `{ "models": { "film": { "inputs": { "size": { "type": "choice", | } } } } }`, ["default", "label", "labels", "of", "plans"]],
  ];
  for (const [kind, unfinished, offered] of asks) assert.deepEqual(await completions(kind, unfinished), offered.toSorted(), unfinished);
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
