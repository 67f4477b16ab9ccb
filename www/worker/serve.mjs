// Builds the worker and runs it on workerd, with its accounts on disk: `node serve.mjs`. What `npm start` calls, and the tests.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import binary from "workerd";

// A CommonJS module of a compiler's: what it exports by default is one field deeper.
const workerd = binary.default;
const here = dirname(fileURLToPath(import.meta.url));
export const compatibilityDate = "2026-04-20";

/** Bundles the worker into a folder, as wrangler does: one script, and the wasm beside it. */
export async function bundle(folder, { development = false, alias = {} } = {}) {
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
  const namespaces = [`(className = "Account", uniqueKey = "bursar-accounts", enableSql = true)`];
  const bound = [...bindings(settings), `(name = "ACCOUNTS", durableObjectNamespace = "Account")`];
  if (page) bound.push(`(name = "ASSETS", service = "page")`);
  if (development) {
    namespaces.push(`(className = "Development", uniqueKey = "bursar-development", enableSql = true)`);
    bound.push(`(name = "DEVELOPMENT", durableObjectNamespace = "Development")`);
  }
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "bursar", worker = .worker),
    (name = "accounts", disk = (path = ${quoted(data)}, writable = true)),
    ${page ? `(name = "page", disk = (path = ${quoted(page)})),` : ""}
    (name = "internet", network = (allow = ["public", "local", "private"], tlsOptions = (trustBrowserCas = true)))
  ],
  sockets = [(name = "http", address = ${quoted(`${host}:${port}`)}, http = (), service = "bursar")]
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

/** Starts workerd. Resolves with its address once it listens; `ended` tells how it went. */
export async function start({ folder, data, page, settings = {}, development = false, host = "127.0.0.1", port = 0, stdio = "inherit" }) {
  mkdirSync(data, { recursive: true });
  const file = join(folder, `workerd-${process.pid}-${Date.now()}.capnp`);
  writeFileSync(file, config({ data, page, settings, development, host, port }));
  // Durable Objects on a disk of one's own are what workerd calls experimental.
  const child = spawn(workerd, ["serve", file, "--experimental", "--control-fd=3"], { stdio: ["ignore", stdio, stdio, "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
  const address = await new Promise((resolve, reject) => {
    ended.then(({ code, signal }) => reject(new Error(`workerd ended (${signal ?? code}) before it listened`)));
    let told = "";
    child.stdio[3].on("data", (chunk) => {
      told += chunk;
      const event = told.split("\n").find((line) => line.includes('"listen"'));
      if (event) resolve(`http://${host}:${JSON.parse(event).port}`);
    });
  });
  return { address, child, ended };
}

/** Settings as the environment has them. */
export const settingsOf = (env) => Object.fromEntries(
  ["OPERATOR_KEY", "RUNNER_KEY", "JWKS", "JWT_ISSUER", "JWT_AUDIENCE", "SIGN_IN", "NOTICE", "ORIGIN", "ANSWERS_KEPT_DAYS", "REQUESTS_PER_MINUTE", "BODY_BYTES_MAX"]
    .map((name) => [name, env[name]]),
);

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const development = process.argv.includes("--development");
  const folder = join(here, "dist", development ? "development" : "worker");
  await bundle(folder, { development });
  const { address, child, ended } = await start({
    folder, development, data: process.env.DATA ?? join(here, "data"), page: join(here, "..", "dist"),
    settings: settingsOf(process.env), host: process.env.HOST ?? "127.0.0.1", port: Number(process.env.PORT ?? 8787),
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => child.kill(signal));
  if (development) console.log("for development: anybody can sign in as anybody, and the clock can be moved");
  console.log(address);
  const { code } = await ended;
  process.exitCode = code ?? 0;
}
