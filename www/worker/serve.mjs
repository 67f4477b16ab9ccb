// Builds the worker and runs it on workerd, with its accounts on disk: `node serve.mjs`. What `npm start` calls, and the tests.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import binary from "workerd";
import { checkRulebooks, checkSettings } from "./check.mjs";

// A CommonJS module of a compiler's: what it exports by default is one field deeper.
const workerd = binary.default;
const here = dirname(fileURLToPath(import.meta.url));
export const compatibilityDate = "2026-04-20";

/** Bundles the worker into a folder, as wrangler does: one script, and the wasm beside it. Where a rulebook is none, it throws what is wrong with it. */
export async function bundle(folder, { development = false, alias = {} } = {}) {
  await checkRulebooks(alias);
  await build({
    entryPoints: { worker: join(here, development ? "src/dev/index.ts" : "src/index.ts") },
    outdir: folder, bundle: true, format: "esm", target: "es2022", legalComments: "none",
    conditions: ["workerd", "worker", "browser"], external: ["cloudflare:*"],
    loader: { ".wasm": "copy" }, assetNames: "[name]", absWorkingDir: here, alias,
  });
}

const quoted = (text) => JSON.stringify(text);
const bindings = (settings) => Object.entries(settings).filter(([, value]) => value !== undefined && value !== "")
  .map(([name, value]) => `(name = ${quoted(name)}, text = ${quoted(value)})`);

/** workerd's own configuration. The unique keys name the folders in which the accounts lie: they never change. */
function config({ data, page, settings, development, host, port }) {
  const namespaces = [`(className = "Account", uniqueKey = "bursar-accounts", enableSql = true)`, `(className = "Registry", uniqueKey = "bursar-registry", enableSql = true)`];
  const bound = [...bindings(settings), `(name = "ACCOUNTS", durableObjectNamespace = "Account")`, `(name = "REGISTRY", durableObjectNamespace = "Registry")`];
  if (page) bound.push(`(name = "ASSETS", service = "page")`);
  if (development) {
    namespaces.push(`(className = "Development", uniqueKey = "bursar-development", enableSql = true)`);
    bound.push(`(name = "DEVELOPMENT", durableObjectNamespace = "Development")`);
    namespaces.push(`(className = "TestProvider", uniqueKey = "bursar-test-provider", enableSql = true)`);
    bound.push(`(name = "TEST_PROVIDER", durableObjectNamespace = "TestProvider")`, `(name = "SELF", service = "bursar")`);
  }
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "bursar", worker = .worker),
    (name = "accounts", disk = (path = ${quoted(data)}, writable = true)),
    ${page ? `(name = "page", disk = (path = ${quoted(page)})),` : ""}
    (name = "internet", network = (allow = ["public", "local", "private"], tlsOptions = (trustBrowserCas = true)))
  ],
  sockets = [(name = "http", address = ${quoted(`${written(host)}:${port}`)}, http = (), service = "bursar")]
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js"), (name = "./bursar.wasm", wasm = embed "bursar.wasm")],
  compatibilityDate = ${quoted(compatibilityDate)},
  bindings = [${bound.join(", ")}],
  durableObjectNamespaces = [${namespaces.join(", ")}],
  durableObjectStorage = (localDisk = "accounts")
);
`;
}

/** A host as it stands before a port: an address of IPv6 in brackets. */
const written = (host) => (host.includes(":") && !host.startsWith("[") ? `[${host}]` : host);

/** workerd says by a trace of its own that it cannot listen; so it is tried before, and said in a sentence. */
async function listenable(host, port) {
  const server = createServer();
  const name = host === "*" ? undefined : host.replace(/^\[(.*)\]$/, "$1");
  const failed = await new Promise((resolve) => {
    server.once("error", resolve).listen(port, name, () => server.close(() => resolve()));
  });
  if (!failed) return;
  if (failed.code === "EADDRINUSE") throw new Error(`port ${port} is taken on ${host}: say another one, as in \`PORT=${port < 65535 ? port + 1 : port - 1}\``);
  if (failed.code === "EACCES") throw new Error(`you may not listen on port ${port}: say another one, as in \`PORT=8787\``);
  throw new Error(`HOST: this machine cannot listen on \`${host}\` (${failed.code})`);
}

/** What `PORT` says: anything but a number of a port is a mistake, and not taken for one. */
function portOf(told) {
  if (!/^\d{1,5}$/.test(told) || Number(told) > 65535) throw new Error(`PORT: expected a number from 0 to 65535, found \`${told}\``);
  return Number(told);
}

/** Starts workerd. Resolves with its address once it listens; `ended` tells how it went. */
export async function start({ folder, data, page, settings = {}, development = false, host = "127.0.0.1", port = 0, stdio = "inherit" }) {
  mkdirSync(data, { recursive: true });
  const lock = join(data, "workerd.pid");
  const other = runningIn(data, lock);
  if (other) throw new Error(`${data} is in use by another worker, process ${other}: two would spoil each other's accounts`);
  if (port !== 0) await listenable(host, port);
  const file = join(folder, `workerd-${process.pid}-${Date.now()}.capnp`);
  writeFileSync(file, config({ data, page, settings, development, host, port }));
  // Durable Objects on a disk of one's own are what workerd calls experimental.
  const child = spawn(workerd, ["serve", file, "--experimental", "--control-fd=3"], { stdio: ["ignore", stdio, stdio, "pipe"] });
  writeFileSync(lock, `${child.pid} ${folderId(data)}`);
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => {
    // What it has in it may be secret.
    rmSync(file, { force: true });
    resolve({ code, signal });
  }));
  const address = await new Promise((resolve, reject) => {
    ended.then(({ code, signal }) => reject(new Error(`the worker ended (${signal ?? code}) before it listened on ${written(host)}:${port}`)));
    let told = "";
    child.stdio[3].on("data", (chunk) => {
      told += chunk;
      const event = told.split("\n").find((line) => line.includes('"listen"'));
      if (event) resolve(`http://${host === "*" ? "127.0.0.1" : written(host)}:${JSON.parse(event).port}`);
    });
  });
  return { address, child, ended };
}

/** The worker that runs on these accounts, if one does: where the one that started it was killed, it may be left. */
function runningIn(data, lock) {
  const [told, of] = existsSync(lock) ? readFileSync(lock, "utf8").split(" ") : [];
  // A copy of the folder has the number of who runs on the one that it was made of.
  const pid = of === undefined || of === folderId(data) ? Number(told ?? 0) : 0;
  // A number may have gone to another program since; where that can be read, it is.
  const program = `/proc/${pid}/cmdline`;
  if (!pid || !alive(pid) || (existsSync("/proc/self") && !(existsSync(program) && readFileSync(program, "utf8").includes("workerd")))) return undefined;
  return pid;
}

/** A folder, wherever it is moved; a copy of it is another. */
function folderId(folder) {
  const { dev, ino } = statSync(folder, { bigint: true });
  return `${dev}:${ino}`;
}

function alive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Settings as the environment has them. */
const settingsOf = (env) => Object.fromEntries(
  ["OPERATOR_KEY", "RUNNER_KEY", "JWKS", "JWT_ISSUER", "JWT_AUDIENCE", "STRIPE_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API", "ALERTS_URL", "ALERTS_SECRET", "SIGN_IN", "NOTICE", "ORIGIN", "ANSWERS_KEPT_DAYS", "REQUESTS_PER_MINUTE", "BODY_BYTES_MAX"]
    .map((name) => [name, env[name]]),
);

/** Runs the worker until it is told to end, by the settings of the environment, and tells its address. */
export async function serve({ development = false, env = process.env } = {}) {
  const port = portOf(env.PORT || "8787");
  const settings = settingsOf(env);
  for (const gap of await checkSettings(settings)) console.error(gap);
  mkdirSync(join(here, "dist"), { recursive: true });
  // A folder for each start, so that one does not write what another is reading.
  const folder = mkdtempSync(join(here, "dist", "start-"));
  const data = env.DATA || join(here, "data", development ? "development" : "production");
  const host = env.HOST || "127.0.0.1";
  await bundle(folder, { development });
  const { address, child, ended } = await start({
    folder, development, data, page: join(here, "..", "dist"), settings, host, port,
  }).finally(() => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => end(child, ended));
  if (development) {
    const { refused } = await seeded(address).catch((error) => {
      end(child, ended);
      throw error;
    });
    if (refused.length > 0) console.error(`not all that is there for development could be made: ${JSON.stringify(refused)}`);
    console.log("for development: anybody can sign in as anybody, and the clock can be moved");
    // npm takes a `--production` without the two dashes before it for its own, and says it on like this.
    if (env.NODE_ENV === "production") console.error("NODE_ENV is production, and this is not: that is `npm start -- --production`, with the dashes before it");
  }
  console.log(address.replace("127.0.0.1", "localhost"));
  const { code } = await ended;
  process.exitCode = code ?? 0;
}

/** Has development's people and their accounts made, as far as they are not there. */
async function seeded(address) {
  return (await fetch(`${address}/dev/seeds`, { method: "POST" })).json();
}

/** Lets what runs come to its end, and no longer than that takes: what was acknowledged is on disk. */
function end(child, ended) {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 2000);
  ended.then(() => clearTimeout(timer));
}

// By whatever path it is called, one that leads over a link among them.
if (process.argv[1] && existsSync(process.argv[1]) && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  try {
    await serve({ development: process.argv.includes("--development") });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
