// What is deployed builds, has nothing of development in it, serves the page, and a copy of its disk is a backup.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { bundle, start } from "../../www/worker/serve.mjs";

const worker = fileURLToPath(new URL("../../www/worker/", import.meta.url));
const key = "operator";
const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "bursar-deploy-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("`wrangler deploy` builds it, and what it builds has no development in it", async () => {
  const env = { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false", XDG_CONFIG_HOME: folder };
  // The page may not be built yet; the platform only wants the folder to be there.
  const assets = mkdtempSync(join(folder, "page-"));
  const run = promisify(execFile)(process.execPath, [join(worker, "node_modules/wrangler/bin/wrangler.js"), "deploy", "--dry-run", "--outdir", join(folder, "out"), "--assets", assets], { cwd: worker, env });
  const { stdout } = await run;
  assert.match(stdout, /env\.ACCOUNTS \(Account\)/);
  const script = readFileSync(join(folder, "out", "index.js"), "utf8");
  assert.ok(readdirSync(join(folder, "out")).some((name) => name.endsWith(".wasm")));
  for (const word of ["urn:bursar:development", "forwardMs", "failWrites", "Test checkout"]) assert.ok(!script.includes(word), word);
});

/** A rulebook with faults, and what is said of them. */
const wrong = { schema: 1, name: "Wrong", sources: [{ id: "bought" }], models: { film: { inputs: { seconds: { type: "number" } }, price: [{ rate: 12, times: ["secnods"] }] } }, plans: { pro: { every: "week" } } };
const said = [/^the rulebook `NAME`: \/models\/film\/price\/0\/times\/0: expected .*`secnods`/m, /^the rulebook `NAME`: \/plans\/pro\/every: expected /m];
const faultsOf = (name) => said.map(({ source, flags }) => new RegExp(source.replace("NAME", name), flags));

test("a rulebook that is none is not built into a worker, and each of its faults is told with its place", async () => {
  const file = join(folder, "wrong.json");
  const built = async (text) => {
    writeFileSync(file, text);
    return bundle(join(folder, "wrong"), { alias: { "bursar/rules/leonardo.json": file } }).then(() => "", ({ message }) => message);
  };
  const message = await built(JSON.stringify(wrong));
  for (const line of faultsOf("leonardo")) assert.match(message, line);
  // Of what is written twice one would be passed over, by whoever reads JSON.
  assert.match(await built(JSON.stringify(wrong).replace('"rate":12', '"rate":12,\n"rate":1')), /wrong\.json:2: Duplicate key "rate"/);
});

test("`wrangler deploy` sends nothing while a rulebook is none, and says where", async () => {
  // The checkout as it is, but for its rulebook.
  const copy = join(folder, "checkout");
  for (const name of ["src", "package.json", "wrangler.jsonc", "check.mjs", "tsconfig.json"]) cpSync(join(worker, name), join(copy, "www/worker", name), { recursive: true });
  symlinkSync(join(worker, "node_modules"), join(copy, "www/worker/node_modules"));
  mkdirSync(join(copy, "docs"));
  mkdirSync(join(copy, "www/dist"));
  writeFileSync(join(copy, "docs/studio.json"), JSON.stringify(wrong));
  const env = { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false", XDG_CONFIG_HOME: folder };
  const { code, stdout, stderr } = await promisify(execFile)(process.execPath, [join(worker, "node_modules/wrangler/bin/wrangler.js"), "deploy", "--dry-run"], { cwd: join(copy, "www/worker"), env }).catch((error) => error);
  assert.equal(code, 1, stdout);
  for (const line of faultsOf("studio")) assert.match((stdout + stderr).replace(/^.*?(?=the rulebook)/gm, ""), line);
});

test("the page is served with its types, and nothing beside it", async () => {
  const page = join(folder, "page");
  cpSync(worker, page, { recursive: true, filter: (path) => path === worker || path.endsWith("README.md") });
  writeFileSync(join(page, "index.html"), "<!doctype html><title>page</title>");
  writeFileSync(join(page, "main.js"), "export {};");
  writeFileSync(join(page, "main.js.br"), brotliCompressSync("export {};"));
  mkdirSync(join(page, "assets"));
  await bundle(folder);
  const { address, child, ended } = await start({ folder, data: join(folder, "none"), page, settings: {}, stdio: "ignore" });
  try {
    const index = await fetch(`${address}/`);
    assert.deepEqual([index.status, index.headers.get("content-type")], [200, "text/html; charset=utf-8"]);
    assert.match(index.headers.get("content-security-policy"), /wasm-unsafe-eval/);
    assert.match((await fetch(`${address}/main.js`)).headers.get("content-type"), /javascript/);
    for (const [accepted, encoding] of [["gzip, br", "br"], ["gzip", null]]) {
      const script = await fetch(`${address}/main.js`, { headers: { "accept-encoding": accepted } });
      assert.deepEqual([script.headers.get("content-encoding"), script.headers.get("vary"), await script.text()], [encoding, "accept-encoding", "export {};"]);
    }
    assert.equal((await fetch(`${address}/`, { method: "HEAD" })).status, 200);
    // What begins with two slashes names no host: workerd would tell a list of the folder for that.
    for (const path of ["/none", "/assets", "/assets/", "/..%2fpackage.json", "/%2e%2e/package.json", "//none.js", "//x/none.js", "/v1/none"]) assert.equal((await fetch(address + path)).status, 404, path);
  } finally {
    child.kill();
    await ended;
  }
});

test("two workers never run on one folder, and one that was killed is no other", async () => {
  const data = join(folder, "shared");
  await bundle(folder);
  const one = await start({ folder, data, stdio: "ignore" });
  const inUse = (data) => assert.rejects(start({ folder, data, stdio: "ignore" }), /is in use by another worker, process \d+/);
  await inUse(data);
  // Nor where the folder is called otherwise by now; a snapshot of it is another, and can be tried beside it.
  renameSync(data, `${data}-moved`);
  await inUse(`${data}-moved`);
  renameSync(`${data}-moved`, data);
  const snapshot = join(folder, "snapshot");
  cpSync(data, snapshot, { recursive: true });
  const beside = await start({ folder, data: snapshot, stdio: "ignore" });
  beside.child.kill();
  await beside.ended;
  one.child.kill("SIGKILL");
  await one.ended;
  const other = await start({ folder, data, stdio: "ignore" });
  assert.equal((await fetch(`${other.address}/healthz`)).status, 200);
  other.child.kill();
  await other.ended;
});

test("a copy of the folder, made while nothing runs, is a backup", async () => {
  const [first, copy] = [join(folder, "first"), join(folder, "copy")];
  await bundle(folder);
  const during = async (data, work) => {
    const { address, child, ended } = await start({ folder, data, settings: { OPERATOR_KEY: key }, stdio: "ignore" });
    try {
      return await work(async (method, path, body) => (await fetch(address + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })).json());
    } finally {
      child.kill();
      await ended;
    }
  };
  const gift = { type: "grant", id: "gift:1", source: "bought", credits: 50 };
  const told = await during(first, async (ask) => {
    await ask("PUT", "/v1/accounts/ada", { rulebook: "studio" });
    return ask("POST", "/v1/accounts/ada/commands", gift);
  });
  cpSync(first, copy, { recursive: true });
  const [again, audit] = await during(copy, async (ask) => [await ask("POST", "/v1/accounts/ada/commands", gift), await ask("GET", "/v1/accounts/ada/audit")]);
  assert.deepEqual(again, { ...told, replayed: true });
  assert.equal(audit.ok, true);
});
