// The HTTP API: what is asked, what is refused and how, what is a mistake; and that it is as its document says.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { account, client, image, listen, openapi, operator, operatorKey, person, run, source, token, Validator, WebSocket } from "./harness.mjs";

let worker;
let ada;
let ben;
let system;
before(async () => {
  worker = await run({ settings: { BODY_BYTES_MAX: "20000" } });
  await account(worker, "acme", "studio", { members: { ada: { role: "lead" }, ben: { role: "artist" } } });
  ada = (await person(worker, { acme: "ada" })).at("acme");
  ben = (await person(worker, { acme: "ben" })).at("acme");
  system = operator(worker).at("acme");
});
after(() => worker.stop());

test("prices are told to everybody", async () => {
  const { send } = client(worker);
  const { answer: books } = await send("GET", "/v1/rulebooks");
  assert.deepEqual(books.map(({ id }) => id), ["leonardo", "rundiffusion", "runway", "studio"]);
  const { answer: book } = await send("GET", "/v1/rulebooks/studio");
  assert.deepEqual([book.digest, book.rules.name], [books[3].digest, "Studio"]);
  assert.equal((await send("GET", "/v1/rulebooks/studio/rates?plan=pro")).answer.length, 3);
  assert.equal((await send("POST", "/v1/rulebooks/studio/estimates", { request: { model: "image" } })).answer.cost, 2);
  assert.deepEqual(codes(await send("POST", "/v1/rulebooks/studio/estimates", { request: { model: "video" }, plan: "free" })), [403, "not_on_plan"]);
  assert.deepEqual(codes(await send("GET", "/v1/rulebooks/studio/rates?plan=gold")), [400, "invalid_request"]);
  assert.deepEqual(codes(await send("GET", "/v1/rulebooks/none")), [404, "not_found"]);
});

test("an account tells by which rules it runs, and as whom it is asked", async () => {
  const { answer: books } = await client(worker).send("GET", "/v1/rulebooks");
  const before = Date.now();
  const { answer } = await (await person(worker, { acme: "ada" })).send("GET", "/v1/accounts/acme");
  assert.deepEqual({ ...answer, at: 0 }, { account: "acme", by: "ada", rulebook: "studio", digest: books[3].digest, at: 0 });
  assert.ok(answer.at >= before);
  assert.equal((await (await person(worker, { other: "ada" })).send("GET", "/v1/accounts/acme")).status, 403);
});

test("an account is asked", async () => {
  assert.equal((await ada.get("balance")).answer.spendable, 20);
  assert.equal((await ada.get("balance?wallet=bank")).answer.wallets.length, 1);
  assert.equal((await ada.get("order")).answer.grants.length, 1);
  assert.deepEqual((await ben.get("limits")).answer.limits.map(({ of, per }) => [of, per]), [["role", "day"]]);
  assert.equal((await ben.post("estimates", { model: "image", inputs: { size: "large" } })).answer.cost, 5);
  assert.equal((await ben.post("affordable", { request: { model: "image" }, input: "images" })).answer.value, 4);
  assert.deepEqual((await ben.get("rates")).answer.map(({ model }) => model), ["image", "speech"]);
  assert.equal((await ben.post("previews", { type: "spend", request: { model: "image" } })).answer.credits, 2);
});

test("refusals have the status that fits and the contract's body", async () => {
  const spend = (request, more) => ({ type: "spend", id: `s-${Math.random()}`, request, ...more });
  const table = [
    [ben, spend({ model: "none" }), 404, "unknown_model"],
    [ben, spend({ model: "video" }), 403, "not_on_plan"],
    [ben, spend({ model: "image", inputs: { images: 9 } }), 422, "input_out_of_range"],
    [ben, spend({ model: "image", inputs: { colour: "red" } }), 422, "unknown_input"],
    [ben, spend({ model: "speech" }), 422, "missing_input"],
    [ben, spend({ model: "image" }, { expect: 1 }), 409, "price_changed"],
    [ben, spend({ model: "speech", inputs: { text: 5000 } }), 402, "insufficient_credits"],
    [ada, { type: "setMember", id: "last", member: "ada", role: "artist" }, 409, "last_manager"],
    [ada, { type: "setMember", id: "role", member: "eve", role: "king" }, 404, "unknown_role"],
    [ada, { type: "removeMember", id: "gone", member: "eve" }, 404, "unknown_member"],
    [ada, { type: "transfer", id: "same", from: "bank", to: "bank", credits: 1 }, 422, "same_wallet"],
    [ada, { type: "transfer", id: "away", from: "bank", to: { account: "x", product: "app" }, credits: 1 }, 422, "accounts_differ"],
    [ada, { type: "transfer", id: "none", from: "bank", to: "team:none", credits: 1 }, 404, "unknown_team"],
    [system, { type: "revoke", id: "revoke:1", grant: "none" }, 404, "unknown_grant"],
  ];
  for (const [asker, command, status, code] of table) assert.deepEqual(codes(await asker.command(command)), [status, code]);
  await ada.command({ type: "setMember", id: "slow", member: "ben", role: "artist", limits: [{ per: "hour", credits: 1 }] });
  const limited = await ben.command(spend({ model: "image" }));
  assert.deepEqual(codes(limited), [429, "limit_reached"]);
  assert.ok(Number(limited.headers.get("retry-after")) > 0);
  await ada.command({ type: "setMember", id: "fast", member: "ben", role: "artist" });
});

test("mistakes are 400 with every fault", async () => {
  const { send } = await person(worker, { acme: "ada" });
  const post = (body, headers) => send("POST", "/v1/accounts/acme/commands", body, headers);
  assert.deepEqual(codes(await post("{")), [400, "not_json"]);
  assert.deepEqual(codes(await post("[]")), [400, "invalid_body"]);
  // Of what is no UTF-8, "M\xfcller" say, each such letter would be kept as another.
  const latin = await fetch(`${worker.address}/v1/accounts/acme/previews`, {
    method: "POST", headers: { authorization: `Bearer ${operatorKey}`, "content-type": "application/json" },
    body: Buffer.from('{ "type": "spend", "request": { "model": "image" }, "note": "M\xfcller" }', "latin1"),
  });
  assert.deepEqual([latin.status, (await latin.json()).error.code], [400, "not_json"]);
  assert.deepEqual(codes(await post("{}", { "content-type": "text/plain" })), [415, "not_json"]);
  assert.deepEqual(codes(await post({})), [400, "invalid_command"]);
  assert.deepEqual(codes(await post({ type: "mint", id: "x" })), [400, "invalid_command"]);
  assert.deepEqual(codes(await ada.post("estimates", { model: 7 })), [400, "invalid_request"]);
  assert.deepEqual(codes(await ada.post("affordable", { request: { model: "image" }, inptu: "images" })), [400, "invalid_body"]);
  assert.deepEqual(codes(await ada.get("balance?wallet=pocket")), [400, "invalid_request"]);
  assert.deepEqual(codes(await ada.get("usage?by=colour")), [400, "invalid_request"]);
  assert.deepEqual(codes(await ada.get("usage?by=model&from=soon")), [400, "invalid_body"]);
  // A whole number is written as the document says, and in no other way that a machine might take for one.
  for (const what of ["entries?limit=1e2", "entries?limit=0x10", "entries?limit=%205", "entries?limit=", "entries?limit=0", "inbox?limit=1001", "usage?from=1e3", "usage?to="]) {
    assert.deepEqual(codes(await ada.get(what)), [400, "invalid_body"], what);
  }
  assert.deepEqual(codes(await operator(worker).send("GET", "/v1/rulebooks/studio/accounts?limit=101")), [400, "invalid_body"]);
  // As many faults as somebody reads; each is longer than what it is of.
  const many = Object.fromEntries(Array.from({ length: 2000 }, (_, nth) => [`a${nth}`, 1]));
  assert.equal((await ada.post("affordable", many)).answer.error.issues.length, 100);
  assert.equal((await send("POST", "/v1/accounts/acme/estimates", '{ "model": "image" }', { "content-type": "application/json-seq" })).status, 415);
  assert.equal((await send("POST", "/v1/accounts/acme/estimates", '{ "model": "image" }', { "content-type": "Application/JSON; charset=utf-8" })).status, 200);
  assert.deepEqual(codes(await operator(worker).send("PUT", "/v1/accounts/b%20b", { rulebook: "studio" })), [400, "invalid_account"]);
  // What is no account is not looked for ever after.
  assert.equal((await operator(worker).send("GET", "/v1/rulebooks/studio/accounts?after=b&limit=1")).answer.checked, 0);
  assert.deepEqual(codes(await operator(worker).send("PUT", "/v1/accounts/b", { rulebook: "studio", members: { ada: { role: "artist" } } })), [400, "invalid_account"]);
});

test("a key that stands twice is a fault with its place, whatever is asked: of two values one would be passed over in silence", async () => {
  const { send } = await person(worker, { acme: "ada" });
  const table = [
    ["POST", "/v1/accounts/acme/commands", '{ "type": "spend", "id": "twice", "request": { "model": "image" }, "expect": 9, "expect": 2 }', ["/expect"]],
    ["POST", "/v1/accounts/acme/commands", '{ "type": "setMember", "id": "twice", "member": "ben", "role": "artist", "limits": [{ "per": "day", "credits": 1, "cr\\u0065dits": 9 }], "id": "twice" }', ["/limits/0/credits", "/id"]],
    ["POST", "/v1/accounts/acme/previews", '{ "type": "spend", "request": { "model": "image", "inputs": { "images": 1, "images": 2, "images": 3 } } }', ["/request/inputs/images"]],
    ["POST", "/v1/accounts/acme/estimates", '{ "model": "none", "model": "image" }', ["/model"]],
    ["POST", "/v1/accounts/acme/wishes", '{ "type": "cancel", "type": "close", "id": "twice" }', ["/type"]],
    ["POST", "/v1/rulebooks/studio/estimates", '{ "request": { "model": "image" }, "a~/b": { "": 1, "": 2 } }', ["/a~0~1b/"]],
  ];
  for (const [method, path, body, paths] of table) {
    const told = await send(method, path, body);
    assert.deepEqual(codes(told), [400, "invalid_body"], body);
    assert.deepEqual(told.answer.error.issues, paths.map((path) => ({ path, message: "expected each key once, found it twice" })), body);
  }
  // What only looks like one is none: in another object, in a text, in a name of its own.
  const { answer } = await send("POST", "/v1/accounts/acme/previews", '{ "type": "spend", "note": "{\\"type\\": 1, \\"type\\": 2}", "request": { "model": "image", "inputs": { "images": 1 } } }');
  assert.equal(answer.credits, 2, JSON.stringify(answer));
});

test("what is told of keys that stand twice is no larger than a few times what was sent, however long the way to them is", async () => {
  const key = "x".repeat(17_000);
  const pairs = Array.from({ length: 100 }, (_, nth) => `"${nth}":1,"${nth}":1`);
  const { status, answer } = await (await person(worker, { acme: "ada" })).send("POST", "/v1/accounts/acme/previews", `{"${key}":{${pairs}}}`);
  assert.deepEqual([status, answer.error.issues[0].path], [400, `/${key}/0`]);
  assert.ok(JSON.stringify(answer).length < 100_000, `${JSON.stringify(answer).length} characters`);
});

test("a text of millions of escapes is JSON as any other", async (t) => {
  const large = await run({ settings: { BODY_BYTES_MAX: "40000000" } });
  t.after(() => large.stop());
  const { status, answer } = await client(large).send("POST", "/v1/rulebooks/studio/estimates", { request: { model: "image" }, note: "\n".repeat(15_000_000) });
  assert.deepEqual([status, answer.error?.issues?.[0]?.path], [400, "/note"], answer.error?.message);
});

test("what is too large is 413, told or not", async () => {
  const { send } = await person(worker, { acme: "ada" });
  const large = JSON.stringify({ ...image("large"), note: "x".repeat(20_000) });
  assert.deepEqual(codes(await send("POST", "/v1/accounts/acme/commands", large)), [413, "body_too_large"]);
  // Megabytes too: the answer comes when they are sent, and not a broken line.
  for (let nth = 0; nth < 3; nth += 1) assert.deepEqual(codes(await send("POST", "/v1/accounts/acme/commands", "x".repeat(5_000_000))), [413, "body_too_large"]);
  const deep = (levels) => JSON.stringify({ ...image("deep"), note: "deep" }).replace('"deep"}', `${"[".repeat(levels)}${"]".repeat(levels)}}`);
  for (const [levels, code] of [[100, "too_large"], [900, "too_large"], [9000, "body_too_large"]]) {
    for (const what of ["commands", "previews", "estimates"]) assert.deepEqual(codes(await send("POST", `/v1/accounts/acme/${what}`, deep(levels))), [413, code], what);
  }
  // Untold, in chunks: a little too much, and megabytes.
  const chunks = async function* (count) {
    for (let nth = 0; nth < count; nth += 1) yield new Uint8Array(30_000).fill(120);
  };
  for (const count of [1, 150, 150, 150, 150]) {
    const response = await fetch(`${worker.address}/v1/accounts/acme/commands`, {
      method: "POST", body: ReadableStream.from(chunks(count)), duplex: "half", headers: { "content-type": "application/json", authorization: `Bearer ${operatorKey}` },
    });
    assert.equal(response.status, 413);
  }
});

test("an account that is not there is 404, and asking makes none", async () => {
  const nobody = (await person(worker, { nowhere: "owner" })).at("nowhere");
  for (const asked of [...["balance", "entries", "usage", "receipts", "inbox"].map((what) => nobody.get(what)), nobody.command(image("x")), operator(worker).at("nowhere").get("audit")]) assert.deepEqual(codes(await asked), [404, "not_found"]);
});

test("the document is OpenAPI 3.1, and a wrong one is noticed", async () => {
  const document = await openapi(worker);
  const valid = async (told) => (await new Validator().validate(told)).valid;
  assert.equal(await valid(structuredClone(document)), true);
  const { description: _, ...wrong } = document.paths["/healthz"].get.responses[200];
  assert.equal(await valid({ ...document, paths: { "/healthz": { get: { responses: { 200: wrong } } } } }), false);
  // What generators of clients stumble over: openapi-python-client takes the whole document for none where a schema is `false`, and leaves out what has none.
  const odd = [];
  JSON.stringify(document, (key, value) => {
    if (key === "items" && value === false) odd.push("a list whose items are false");
    // Of two such members with the same name it makes one model, or none, and what it writes cannot be loaded.
    if (key === "anyOf") odd.push(...value.filter(({ properties }) => properties?.type?.const ?? properties?.code?.const ?? properties?.do?.const).map(({ properties }) => `a member of a union without a name: ${Object.keys(properties)}`));
    if (key === "content") odd.push(...Object.entries(value).filter(([, { schema }]) => !schema).map(([type]) => `${type} without a schema`));
    return value;
  });
  assert.deepEqual(odd, []);
  const names = JSON.stringify(document).match(/(?<=#\/components\/schemas\/)[^"]+/g);
  assert.deepEqual([...new Set(names)].filter((name) => !Object.hasOwn(document.components.schemas, name)), []);
});

test("every route is documented, and nothing else is", async () => {
  const { openapi: version, paths, components } = await openapi(worker);
  assert.equal(version, "3.1.0");
  const described = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  // Each is tried: what is not there is 404 with a body of its own, whoever asks.
  for (const line of described) {
    const [method, path] = line.split(" ");
    const at = path.replace("{rulebook}", "studio").replace("{account}", "acme").replace("{command}", "none");
    const { answer } = await operator(worker).send(method.toUpperCase(), at, ["post", "put"].includes(method) ? {} : undefined);
    assert.notEqual(answer.error?.message, "there is nothing here", line);
  }
  const routes = ["accounts", "data", "inbox", "money", "prices", "receipts", "rules", "session"].flatMap((file) => source(`src/http/${file}.ts`).match(/^ {2}\.(get|put|post|delete)\(/gm) ?? []);
  // These two stand elsewhere; all others stand in these files.
  for (const line of ["get /healthz", "get /metrics"]) assert.ok(described.includes(line), line);
  assert.equal(routes.length, described.length - 2);
  const headers = (path) => (paths[path].post.parameters ?? []).filter((told) => told.in === "header").map(({ name }) => name);
  for (const what of ["commands", "wishes", "quotes"]) assert.deepEqual(headers(`/v1/accounts/{account}/${what}`), ["bursar-rules"], what);
  assert.ok(components.schemas.Refused.anyOf.length > 30);
  // What is sent is told wherever something is.
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { requestBody }] of Object.entries(methods)) assert.equal(requestBody !== undefined, ["post", "put"].includes(method), `${method} ${path}`);
  }
  assert.deepEqual(Object.keys(paths["/v1/accounts/{account}/import"].post.requestBody.content), ["application/x-ndjson"]);
});

test("the stream tells each change, to each reader what they may see", async () => {
  const [forAda, forBen] = await Promise.all([streamed({ acme: "ada" }), streamed({ acme: "ben" })]);
  const { answer } = await ben.command(image("streamed"));
  const [toAda, toBen] = await Promise.all([forAda.next(), forBen.next()]);
  assert.deepEqual([toAda.seq, toBen.seq], [answer.seq, answer.seq]);
  assert.equal(toAda.entries[0].command, "streamed");
  assert.equal(toBen.entries, undefined);
  assert.equal(toBen.balance.spendable, answer.spendable);
  for (const { socket } of [forAda, forBen]) socket.close();
});

test("the stream is for members only, and by cookie for the site's own pages", async () => {
  assert.equal((await streamed({ other: "ada" })).refused, 403);
  const cookie = `bursar_session=${await token(worker, { acme: "ada" })}`;
  assert.equal((await streamed(undefined, { cookie, origin: "https://evil.example" })).refused, 403);
  const own = await streamed(undefined, { cookie, origin: worker.address });
  assert.equal(own.refused, undefined);
  own.socket.close();
});

test("who is no member any more is told no more", async () => {
  await ada.command({ type: "setMember", id: "in", member: "eve", role: "artist" });
  const eve = await streamed({ acme: "eve" });
  const closed = new Promise((resolve) => eve.socket.once("close", resolve));
  await ada.command({ type: "removeMember", id: "out", member: "eve" });
  // workerd keeps the line for some seconds after it has said goodbye; this side does not wait for that.
  while (eve.socket.readyState === WebSocket.OPEN) await sleep(10);
  eve.socket.terminate();
  assert.equal(await closed, 1008);
});

test("nobody takes all the streams that an account can have", async () => {
  const open = [];
  const opened = async (member) => {
    const stream = await streamed({ acme: member });
    if (stream.socket) open.push(stream.socket);
    return stream.refused;
  };
  try {
    for (let nth = 0; nth < 50; nth += 1) assert.equal(await opened("ben"), undefined);
    assert.deepEqual([await opened("ben"), await opened("ada")], [429, undefined]);
    open[0].close();
    assert.equal(await until(() => opened("ben"), (refused) => refused === undefined), undefined);
  } finally {
    for (const socket of open) socket.terminate();
  }
});

test("what a reader does not read is not kept for them without bound: a line ends when much was sent, and another may be opened", async () => {
  await account(worker, "wide", "studio", { members: { ada: { role: "lead" } } });
  const wide = (await person(worker, { wide: "ada" })).at("wide");
  // So that a balance is long: each team is told in it.
  await Promise.all(Array.from({ length: 300 }, (_, nth) => wide.command({ type: "setTeam", id: `team-${nth}`, team: `team-of-the-number-${nth}` })));
  const accounts = { wide: "ada" };
  const { socket } = await listen(worker, "wide", await token(worker, accounts));
  let sent = 0;
  socket.on("message", (data) => { sent += data.length; });
  const closed = new Promise((resolve) => socket.once("close", resolve));
  let commands = 0;
  for (; socket.readyState === WebSocket.OPEN && commands < 300; commands += 1) assert.equal((await operator(worker).at("wide").command({ type: "grant", id: `gift:${commands}`, source: "kept", credits: 1 })).status, 200);
  assert.notEqual(socket.readyState, WebSocket.OPEN);
  socket.terminate();
  assert.equal(await closed, 1013);
  assert.ok(sent > 1_900_000 && sent <= 2_000_000, String(sent));
  const again = await listen(worker, "wide", await token(worker, accounts));
  const { answer } = await wide.command({ type: "setTeam", id: "one-more", team: "one-more" });
  assert.equal((await again.next()).seq, answer.seq);
  again.socket.terminate();
});

test("health and metrics", async () => {
  assert.equal((await client(worker).send("GET", "/healthz")).answer.ok, true);
  assert.equal((await client(worker).send("GET", "/metrics")).status, 401);
  const { answer } = await operator(worker).send("GET", "/metrics");
  assert.match(answer, /bursar_commands_total\{type="spend",code="accepted"\} \d/);
  assert.match(answer, /bursar_commands_total\{type="spend",code="insufficient_credits"\} \d/);
  assert.match(answer, /bursar_requests_total\{method="POST",route="\/v1\/accounts\/:account\/commands",status="402"\} \d/);
  for (const name of ["decision", "write"]) assert.match(answer, new RegExp(`bursar_${name}_seconds_count [1-9]`));
});

test("the log is lines of JSON, and has no token in it", async () => {
  const secret = await token(worker, { acme: "ben" });
  await client(worker, secret).at("acme").get("balance");
  await client(worker, `${secret}x`).at("acme").get("balance");
  await client(worker).send("GET", `/v1/accounts/acme/balance?token=${secret}`, undefined, { cookie: `bursar_session=${secret}` });
  const lines = worker.log().split("\n").filter((line) => line.startsWith("{"));
  assert.ok(lines.length > 50);
  for (const line of lines) JSON.parse(line);
  assert.ok(lines.some((line) => JSON.parse(line).route === "/v1/accounts/:account/balance"));
  assert.ok(lines.map((line) => JSON.parse(line)).some(({ method, account }) => method === "PUT" && account === "acme"));
  for (const hidden of [secret, secret.split(".")[2], operatorKey]) assert.ok(!worker.log().includes(hidden));
});

test("a member who asks too often is told to wait, and the others are not", async () => {
  const paced = await run({ settings: { REQUESTS_PER_MINUTE: "2" } });
  try {
    await account(paced, "busy", "studio", { members: { ada: { role: "lead" }, ben: { role: "artist" } } });
    const as = async (member) => (await person(paced, { busy: member })).at("busy");
    const [fast, other] = [await as("ada"), await as("ben")];
    const answers = [];
    for (let nth = 0; nth < 4; nth += 1) answers.push(await fast.get("balance"));
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 429, 429]);
    assert.equal(answers[3].answer.error.code, "too_many_requests");
    const waitSeconds = Number(answers[3].headers.get("retry-after"));
    assert.ok(waitSeconds > 0 && waitSeconds <= 30, String(waitSeconds));
    assert.equal((await other.get("balance")).status, 200);
  } finally {
    await paced.stop();
  }
});

test("who asks too often is shown nothing that is not theirs to see", async () => {
  const paced = await run({ settings: { REQUESTS_PER_MINUTE: "2" } });
  try {
    const hidden = ["entries", "usage", "receipts", "receipts/1", "inbox"];
    // Each by somebody else, for each has a pace of their own.
    const members = Object.fromEntries(hidden.map((_, nth) => [`ben-${nth}`, { role: "artist" }]));
    await account(paced, "busy", "studio", { members: { ada: { role: "lead" }, ...members } });
    for (const [nth, what] of hidden.entries()) {
      const ben = (await person(paced, { busy: `ben-${nth}` })).at("busy");
      const statuses = [];
      for (let asked = 0; asked < 4; asked += 1) statuses.push((await ben.get(what)).status);
      assert.deepEqual(statuses, [403, 403, 429, 429], what);
    }
  } finally {
    await paced.stop();
  }
});

test("what asks first whether somebody may see it is one request of theirs", async () => {
  const paced = await run({ settings: { REQUESTS_PER_MINUTE: "2" } });
  try {
    const seen = [["get", "entries"], ["get", "usage"], ["get", "receipts"], ["get", "inbox"], ["post", "inbox/read", { read: 0 }]];
    const members = Object.fromEntries(seen.map((_, nth) => [`ada-${nth}`, { role: "lead" }]));
    await account(paced, "busy", "studio", { members });
    for (const [nth, [method, what, body]] of seen.entries()) {
      const ada = (await person(paced, { busy: `ada-${nth}` })).at("busy");
      const statuses = [];
      for (let asked = 0; asked < 3; asked += 1) statuses.push((await ada[method](what, body)).status);
      assert.deepEqual(statuses, [200, 200, 429], what);
    }
  } finally {
    await paced.stop();
  }
});

async function until(ask, enough) {
  for (let nth = 0; ; nth += 1) {
    const answer = await ask();
    if (enough(answer) || nth === 50) return answer;
    await sleep(50);
  }
}

const codes = ({ status, answer }) => [status, answer.code ?? answer.error?.code];

/** The stream of the company's changes, by a token for these accounts or by other headers. */
const streamed = async (accounts, headers) => listen(worker, "acme", accounts && (await token(worker, accounts)), headers);
