// Runs the worker for a test: on workerd itself, its accounts in a folder of the test's own. Every answer that a test
// gets is held against the API document.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, start } from "../../www/worker/serve.mjs";

const worker = fileURLToPath(new URL("../../www/worker/", import.meta.url));
const require = createRequire(join(worker, "package.json"));
export const { WebSocket } = require("ws");
const Ajv = require("ajv/dist/2020").default;
export const { Validator } = await import(require.resolve("@seriousme/openapi-schema-validator"));

export const operatorKey = "operator-key-of-the-tests";
export const runnerKey = "runner-key-of-the-tests";
export const dayMs = 86_400_000;

/** A worker on a disk of its own. `restart` ends its process, gently or not, and starts another on the same disk, and on the same
 * port where one was named; `empty` starts one that has the same keys and clock, and no account. It serves the page where that is named. */
export async function run({ development = true, settings = {}, alias, page, port = 0, stdio = "pipe" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "bursar-worker-"));
  const data = join(folder, "data");
  await bundle(folder, { development, alias });
  const all = { OPERATOR_KEY: operatorKey, RUNNER_KEY: runnerKey, ...settings };
  const begin = () => start({ folder, data, development, page, port, settings: all, stdio });
  const log = [];
  let running;
  const own = async () => {
    running = await begin();
    for (const stream of [running.child.stdout, running.child.stderr]) stream?.on("data", (chunk) => log.push(String(chunk)));
  };
  await own();
  const end = async (signal) => {
    running.child.kill(signal);
    await running.ended;
  };
  return {
    data,
    get address() {
      return running.address;
    },
    log: () => log.join(""),
    /** With `again` another worker is started on the same disk: one with other rulebooks, say; `meanwhile` is done while none runs. */
    async restart(signal = "SIGKILL", again, meanwhile = () => {}) {
      await end(signal);
      await meanwhile();
      if (again) await bundle(folder, { development, ...again });
      await own();
    },
    async empty() {
      await end("SIGTERM");
      for (const kept of ["accounts", "registry"]) rmSync(join(data, `bursar-${kept}`), { recursive: true });
      await own();
    },
    async stop() {
      await end("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Asks the worker, as somebody. Answers the status and the body, after the document had its say. */
export function client(worker, token) {
  const send = async (method, path, body, headers = {}) => {
    const response = await asked(worker.address + path, {
      method,
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = response.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : text;
    if (!path.startsWith("/dev")) await documented(worker, { method, path, sent: body }, response.status, answer);
    return { status: response.status, answer, headers: response.headers };
  };
  const at = (account) => ({
    get: (what) => send("GET", `/v1/accounts/${account}/${what}`),
    post: (what, body) => send("POST", `/v1/accounts/${account}/${what}`, body),
    command: (body) => send("POST", `/v1/accounts/${account}/commands`, body),
  });
  return { send, at };
}

/** workerd closes a line that was quiet for some seconds, and may do so just as it is written to: then it is asked again, as browsers do. The next line may be such a one too. */
const asked = (url, request, lines = 3) => fetch(url, request).catch((error) => {
  if (!["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"].includes(error.cause?.code) || lines === 0) throw error;
  return asked(url, request, lines - 1);
});

export const operator = (worker) => client(worker, operatorKey);
export const runner = (worker) => client(worker, runnerKey);

/** A person whom the development issuer signed in. */
export async function person(worker, accounts, name = "somebody") {
  return client(worker, await token(worker, accounts, name));
}

export async function token(worker, accounts, name = "somebody") {
  const { answer } = await client(worker).send("POST", "/dev/tokens", { person: name, accounts });
  return answer.token;
}

export const forward = (worker, forwardMs) => client(worker).send("POST", "/dev/clock", { forwardMs });

export async function account(worker, id, rulebook = "studio", more = {}) {
  const { status, answer } = await operator(worker).send("PUT", `/v1/accounts/${id}`, { rulebook, ...more });
  assert.equal(status, 201, JSON.stringify(answer));
}

/** The entries add up, and what is stored is what is held. */
export async function sound(worker, id) {
  const { answer } = await operator(worker).at(id).get("audit");
  assert.deepEqual({ ok: answer.ok, differences: answer.differences, stored: answer.stored }, { ok: true, differences: [], stored: true }, JSON.stringify(answer));
  return answer;
}

/** Opens the stream of an account's changes; `next` waits for a message, `refused` is the status where there is no stream. */
export function listen(worker, account, token, headers = {}) {
  const authorization = token ? { authorization: `Bearer ${token}` } : {};
  const socket = new WebSocket(`${worker.address.replace("http", "ws")}/v1/accounts/${account}/changes`, { headers: { ...authorization, ...headers } });
  const message = new Promise((resolve) => socket.once("message", (data) => resolve(JSON.parse(data))));
  return new Promise((resolve) => {
    socket.once("open", () => resolve({ socket, next: () => message }));
    socket.once("unexpected-response", (_, response) => resolve({ refused: response.statusCode }));
    socket.on("error", () => {});
  });
}

export const image = (id, images = 1) => ({ type: "spend", id, request: { model: "image", inputs: { images } } });

// ── The document ──

const documents = new Map();

async function documented(worker, { method, path, sent }, status, answer) {
  const told = await read(worker);
  const { pathname } = new URL(path, worker.address);
  const found = Object.keys(told.document.paths).find((pattern) => new RegExp(`^${pattern.replace(/\{\w+\}/g, "[^/]+")}$`).test(pathname));
  const operation = found && told.document.paths[found][method.toLowerCase()];
  if (!operation) return;
  const response = operation.responses[status];
  assert.ok(response, `${method} ${found} is not documented to answer ${status}: ${JSON.stringify(answer)}`);
  fits(told, response.content, answer, `${method} ${found} ${status}`);
  // What was taken is what the document says is to be sent.
  if (status < 300 && typeof sent === "object") fits(told, operation.requestBody?.content, sent, `the body of ${method} ${found}`);
}

function fits({ ajv, validators }, content, value, what) {
  const schema = content?.["application/json"]?.schema;
  if (!schema) return;
  const key = JSON.stringify(schema).replaceAll("#/components", "bursar:openapi#/components");
  const validate = validators.get(key) ?? ajv.compile(JSON.parse(key));
  validators.set(key, validate);
  assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors?.slice(0, 5))}\n${JSON.stringify(value)}`);
}

async function read(worker) {
  if (!documents.has(worker)) {
    const document = await (await fetch(`${worker.address}/openapi.json`)).json();
    const ajv = new Ajv({ strict: false, allErrors: true });
    // The schemas alone: what surrounds them in an API document is no JSON Schema.
    ajv.addSchema({ $id: "bursar:openapi", components: { schemas: document.components.schemas } });
    documents.set(worker, { document, ajv, validators: new Map() });
  }
  return documents.get(worker);
}

export const openapi = async (worker) => (await read(worker)).document;
export const source = (path) => readFileSync(join(worker, path), "utf8");
