// What `npm start` says where it cannot do what it is told: a line for a person, and exit code 1.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const data = mkdtempSync(join(tmpdir(), "bursar-start-"));
after(() => rmSync(data, { recursive: true, force: true }));

/** How a program that is not to start ends, and what it says last. */
async function refused(args, env = {}) {
  const child = spawn("node", args, { cwd: root, env: { ...process.env, DATA: data, ...env }, stdio: ["ignore", "ignore", "pipe"] });
  // What starts all the same is ended.
  const timer = setTimeout(() => child.kill(), 60_000);
  let said = "";
  child.stderr.on("data", (chunk) => { said += chunk; });
  const [code] = await once(child, "close");
  clearTimeout(timer);
  return { code, said: said.trim() };
}

test("a word that is not known starts nothing, for it may have been meant to start no worker for development", async () => {
  const { code, said } = await refused(["scripts/start.mjs", "--prodution"], { PORT: "0" });
  assert.equal(code, 1);
  assert.match(said, /^expected nothing or --production, found `--prodution`; [^\n]+$/);
});

test("a port that is taken is named, with how to say another one", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address();
  const { code, said } = await refused(["www/worker/serve.mjs"], { PORT: String(port) });
  other.close();
  assert.deepEqual({ code, said }, { code: 1, said: `port ${port} is taken on 127.0.0.1: say another one, as in \`PORT=${port < 65535 ? port + 1 : port - 1}\`` });
});

test("settings that cannot be meant start nothing, and each is named", async () => {
  const { code, said } = await refused(["www/worker/serve.mjs"], {
    PORT: "0", REQUESTS_PER_MINUTE: "many", ORIGIN: "credits.example", JWKS: '{ "keys": 7 }', ALERTS_URL: "alerts.example", OPERATOR_KEY: "one", RUNNER_KEY: "one",
  });
  assert.equal(code, 1);
  assert.deepEqual(said.split("\n"), [
    "the setting REQUESTS_PER_MINUTE is to be a whole number, and is many",
    "the setting ORIGIN is to be an address such as https://credits.example.com, and is credits.example",
    "the setting ALERTS_URL is to be an address such as https://credits.example.com, and is alerts.example",
    "the setting JWKS begins as a JWKS does, and is none: expected `{ \"keys\": [ … ] }`, or an address",
    "OPERATOR_KEY and RUNNER_KEY are the same: whoever runs jobs could do all that the operator may",
  ]);
});

test("of settings that belong together those that lack are named", async () => {
  const { said } = await refused(["www/worker/serve.mjs"], { PORT: "8797", HOST: "192.0.2.1", JWKS: "https://issuer.example/jwks.json", ALERTS_URL: "https://alerts.example" });
  assert.deepEqual(said.split("\n").slice(0, -1), ["JWT_ISSUER and JWT_AUDIENCE are not set: until then nobody can sign in", "ALERTS_SECRET is not set: until then alerts are posted nowhere"]);
});

test("called by a path that leads over a link it is the same program", async () => {
  const link = join(data, "current");
  symlinkSync(root, link);
  for (const script of ["www/worker/serve.mjs", "scripts/release.mjs"]) {
    const { code, said } = await refused([join(link, script), "--wrong"], { PORT: "none" });
    assert.equal(code, 1, script);
    assert.match(said, /found/, script);
  }
});

test("listening wherever it can, it tells an address that can be opened", async () => {
  const child = spawn("node", ["www/worker/serve.mjs", "--development"], { cwd: root, env: { ...process.env, DATA: data, HOST: "*", PORT: "0" }, stdio: ["ignore", "pipe", "inherit"] });
  try {
    let said = "";
    for await (const chunk of child.stdout) if (/^http.*$/m.test(said += chunk)) break;
    assert.match(said, /^http:\/\/localhost:\d+$/m);
  } finally {
    child.kill();
    await once(child, "exit");
  }
});

test("what is no port and no host of this machine is said to be none", async () => {
  for (const PORT of ["abc", "99999", "80 80", "-1"]) {
    assert.deepEqual(await refused(["www/worker/serve.mjs"], { PORT }), { code: 1, said: `PORT: expected a number from 0 to 65535, found \`${PORT}\`` });
  }
  const { code, said } = await refused(["www/worker/serve.mjs"], { PORT: "8797", HOST: "192.0.2.1" });
  assert.deepEqual({ code, said }, { code: 1, said: "HOST: this machine cannot listen on `192.0.2.1` (EADDRNOTAVAIL)" });
});
