// The blocks of code in Markdown, run as they stand where somebody would run them: in an empty
// folder with the packed package installed. The first word behind the fence is the language; the
// others say what the block is, and nobody who reads the page sees them.
//
// - `js` and `ts` blocks of a page that name no file are one program; those of one file name are one
//   module beside it. `expression; // → value` says what comes out: of objects what is shown.
// - `json` blocks are of a kind, see `stories`; one that names a file too is written there.
// - `<!-- tried: request → 140 -->`, which a page does not show, holds its prose against the engine:
//   the cost of a request by the list price, or the code of its refusal.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { root } from "./files.mjs";

export const path = (name) => fileURLToPath(new URL(name, root));
export const page = (name) => readFileSync(path(name), "utf8");
const json = (name) => JSON.parse(page(name));

/** Every fenced block of a page: `{ language, kind, file, text, where }`. */
export function blocks(name) {
  const text = page(name);
  return [...text.matchAll(/^```(\w+)(?: ([^\n]+))?\n(.*?)^```$|^<!-- tried: ([^\n]+) -->$/gms)].map((match) => {
    const [, language = "json", words = match[4] ? "tried" : "", body = match[4]] = match;
    const line = text.slice(0, match.index).split("\n").length;
    const file = words.split(" ").find((word) => word.includes("."));
    return { language, kind: words.split(" ").find((word) => word && word !== file), file, text: body, line, where: `${name}:${line}` };
  });
}

/** An empty folder into which the package was packed and installed; `clear()` when all is done. */
export function installed() {
  const folder = mkdtempSync(join(tmpdir(), "bursar-docs-"));
  const npm = (cwd, ...args) => {
    const { stdout, stderr, status } = spawnSync("npm", [...args, "--offline", "--no-audit", "--no-fund"], { cwd, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const [{ filename }] = JSON.parse(npm(path("pkg"), "pack", "--json", "--pack-destination", folder));
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  npm(folder, "install", "--install-links", `./${filename}`);
  return { folder, clear: () => rmSync(folder, { recursive: true }) };
}

/** Runs the programs of a page in a folder of its own. */
export async function runPage(name, { folder }) {
  const all = blocks(name);
  const own = join(folder, basename(name, ".md").replace(/^README$/, `readme-${name.length}`));
  mkdirSync(own, { recursive: true });
  symlinkSync(join(folder, "node_modules"), join(own, "node_modules"));
  writeFileSync(join(own, "is.mjs"), `export ${is}`);
  copyFileSync(path("docs/studio.json"), join(own, "studio.json"));
  for (const file of ["pool.mjs", "statements.mjs"]) writeFileSync(join(own, file), `export * from ${JSON.stringify(new URL("docs-pool.mjs", import.meta.url).href)};\n`);
  for (const { file, text } of all.filter(({ file, language }) => file && language === "json")) writeFileSync(join(own, file), text);

  for (const language of ["js", "ts"]) {
    const programs = byFile(all.filter((block) => block.language === language));
    for (const [file = `page.${language}`, parts] of programs) {
      const typescript = language === "ts" || file.endsWith(".ts");
      if (typescript) typechecks(own, file, parts.map(({ text }) => text).join("\n"));
      const checked = parts.map(checking).join("\n");
      const { code } = typescript ? await transform(checked, { loader: "ts", target: "es2022", supported: { "import-attributes": true }, tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } } }) : { code: checked };
      writeFileSync(join(own, file.replace(/\.ts$/, ".ts.mjs")), `${code}\nimport { is as __is } from "./is.mjs";\n`);
    }
    // A module that another imports runs with it.
    for (const file of [...programs.keys()].filter((file) => !all.some(({ text }) => text.includes(`"./${file}"`)))) {
      const main = file ?? `page.${language}`;
      const { stderr, status } = spawnSync(process.execPath, ["--no-warnings", main.replace(/\.ts$/, ".ts.mjs")], { cwd: own, encoding: "utf8" });
      assert.equal(status, 0, `${name}, ${main}\n${stderr}`);
    }
  }
}

function byFile(list) {
  const groups = new Map();
  for (const block of list) groups.set(block.file, [...(groups.get(block.file) ?? []), block]);
  return groups;
}

/** The text of a block, in which each `// → value` is a check. */
function checking({ text, line, where }) {
  return text
    .split("\n")
    .map((words, nth) => {
      const [, code, expected] = /^(.*\S)\s+\/\/ → (.+)$/.exec(words) ?? [];
      if (code === undefined) return words;
      const place = JSON.stringify(where.replace(/\d+$/, `${line + 1 + nth}`));
      const [, name] = /^\s*(?:const|let) (\w+) = .*;$/.exec(code) ?? [];
      if (name) return `${code} __is(${name}, ${expected}, ${place});`;
      const [, printed] = /^\s*console\.log\((.*)\);$/.exec(code) ?? [];
      if (printed) return `${code} __is(String(${printed}), ${JSON.stringify(expected)}, ${place});`;
      return `__is((${code.replace(/;$/, "")}), ${expected}, ${place});`;
    })
    .join("\n");
}

/** Whether something was found that has, of objects, all that was expected. */
export function is(found, expected, where, path = "") {
  const no = () => {
    throw new Error(`${where}${path}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  };
  if (typeof expected !== "object" || expected === null) {
    if (!Object.is(found, expected)) no();
  } else if (typeof found !== "object" || found === null) no();
  else if (Array.isArray(expected) && found.length !== expected.length) no();
  else for (const [key, value] of Object.entries(expected)) is(found[key], value, where, `${path}/${key}`);
}

/** Compiles a program as strictly as TypeScript can, in a folder with the package installed. */
export function typechecks(folder, file, text) {
  writeFileSync(join(folder, file), text);
  const flags = ["--ignoreConfig", "--noEmit", "--strict", "--target", "es2022", "--lib", "esnext,dom", "--types", "", "--module", "nodenext"];
  const { stdout, status } = spawnSync(process.execPath, [path("node_modules/typescript/bin/tsc"), ...flags, file], { cwd: folder, encoding: "utf8" });
  assert.equal(status, 0, stdout);
}

/** What a part of a rulebook is put into. */
const base = { schema: 1, name: "Example", sources: [{ id: "month" }, { id: "kept" }, { id: "bought" }] };

/**
 * Plays the JSON blocks of a page, one after the other: a `rules` is compiled, so is a `part` of one,
 * and a `step` with the steps before it; an `account` is opened, and stands until a `create` or an accepted `command` brings the next; `with`
 * opens one that has these fields instead; what stands in an `answer` must be in the answer to the
 * question before it, in a `state` in the account. Until a page brings rules, they are docs/studio.json.
 */
export function playPage(name, { Bursar }) {
  let bursar = new Bursar(json("docs/studio.json"));
  let book = {};
  let account;
  let answer;
  let count = 0;
  const moved = (decision) => {
    if (decision.ok) account = decision.account;
    return decision;
  };
  const stories = {
    rules: (rules) => void (bursar = new Bursar(rules)),
    step: (part) => void (bursar = new Bursar((book = merged(book, part)))),
    part: (part) => void (bursar = new Bursar({ ...base, ...part })),
    account: (whole) => {
      bursar.open(whole).free();
      account = whole;
    },
    with: (fields) => bursar.open({ ...account, ...fields }).free(),
    create: (asked) => moved(bursar.create(asked)),
    command: (command) => moved(bursar.apply(account, command)),
    preview: (draft) => bursar.preview(account, draft),
    request: (request) => bursar.estimate(request),
    balance: (view) => bursar.balance(account, view),
    order: (view) => bursar.order(account, view),
    limits: (view) => bursar.limits(account, view),
    view: (view) => bursar.view(account, view),
    answer: (expected, where) => is(answer, expected, where),
    state: (expected, where) => is(account, expected, where),
    tried: ([request, expected], where) => {
      const found = bursar.estimate(request);
      is(found.ok ? found.cost : found.code, expected, where);
    },
  };
  for (const { kind, text, where } of blocks(name).filter(({ language }) => language === "json")) {
    assert.ok(stories[kind], `${where}: a JSON block is ${Object.keys(stories).join(", ")}`);
    try {
      answer = stories[kind](JSON.parse(kind === "tried" ? `[${text.replace(" → ", ",")}]` : text), where) ?? answer;
    } catch (error) {
      throw new Error(`${where}: ${error.message}`, { cause: error });
    }
    count += 1;
  }
  return { count, book };
}

/** An object with what another adds to it, in objects within it too. */
function merged(object, more) {
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const fields = Object.entries(more).map(([key, value]) => [key, isObject(value) && isObject(object[key]) ? merged(object[key], value) : value]);
  return { ...object, ...Object.fromEntries(fields) };
}
