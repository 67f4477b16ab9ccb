// Who may do what; and every way that was thought of by which a person could make credits.
import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, sign as signature } from "node:crypto";
import { after, before, test } from "node:test";
import { account, client, dayMs, forward, image, listen, operator, operatorKey, person, run, runner, runnerKey, sound, token } from "./harness.mjs";

let worker;
let acme = 0;
before(async () => {
  worker = await run();
});
after(() => worker.stop());

/** A company of its own for each test: Ada leads, Ben makes. */
async function company() {
  acme += 1;
  const id = `acme-${acme}`;
  await account(worker, id, "studio", { members: { ada: { role: "lead" }, ben: { role: "artist" } } });
  const as = async (member) => (await person(worker, { [id]: member }, member)).at(id);
  const tokens = { ben: await token(worker, { [id]: "ben" }, "ben") };
  return { id, ada: await as("ada"), ben: await as("ben"), tokens, as, system: operator(worker).at(id), jobs: runner(worker).at(id) };
}

const total = async ({ system }) => {
  const { answer } = await system.get("balance");
  return answer.spendable + answer.locked + answer.held;
};

/** What is refused leaves the account as it was. */
async function mintsNothing(company, attempts) {
  const before = await total(company);
  for (const [asker, command, status, code] of attempts) {
    const { status: was, answer } = await asker.command(command);
    assert.deepEqual([was, answer.code ?? answer.error?.code], [status, code], JSON.stringify(command));
  }
  assert.equal(await total(company), before);
  await sound(worker, company.id);
}

test("what gives credits or touches money is refused to every person, the owner too", async () => {
  const firm = await company();
  await account(worker, "private");
  const owner = (await person(worker, { private: "owner" })).at("private");
  const draws = (await firm.ada.command(image("job"))).answer.draws;
  const commands = [
    { type: "purchase", pack: "box", quantity: 1, consent: "I agree" },
    { type: "subscribe", plan: "pro" },
    { type: "cancel" },
    { type: "close" },
    { type: "renew" },
    { type: "tick" },
    { type: "grant", source: "bought", credits: 1_000_000 },
    { type: "revoke", grant: "~included" },
    { type: "refund", draws },
    { type: "settle", hold: "job", credits: 0 },
    { type: "release", hold: "job" },
    { type: "spend", credits: 1 },
    { type: "hold", credits: 1 },
  ];
  const attempts = commands.map((command, nth) => ({ ...command, id: `try-${nth}` }));
  for (const asker of [firm.ada, firm.ben]) await mintsNothing(firm, attempts.map((command) => [asker, command, 403, "role_forbids"]));
  for (const command of attempts) assert.equal((await owner.command(command)).answer.code, "role_forbids", command.type);
});

test("a person may preview a purchase and a plan, which changes nothing", async () => {
  const firm = await company();
  const before = await total(firm);
  assert.equal((await firm.ada.post("previews", { type: "subscribe", plan: "pro" })).status, 200);
  assert.deepEqual([(await firm.ada.post("previews", { type: "purchase", pack: "box", quantity: 1, consent: "I agree" })).answer.code], ["plan_required"]);
  assert.equal(await total(firm), before);
});

test("`by`, `at` and `for` are not a person's to say", async () => {
  const firm = await company();
  const ask = (more) => ({ ...image("mine"), ...more });
  await mintsNothing(firm, [
    [firm.ben, ask({ by: "system" }), 400, "invalid_body"],
    [firm.ben, ask({ by: "ada" }), 400, "invalid_body"],
    [firm.ben, ask({ at: 0 }), 400, "invalid_body"],
    [firm.ben, ask({ at: Date.now() + 365 * dayMs }), 400, "invalid_body"],
    [firm.ben, ask({ for: "ada" }), 400, "invalid_body"],
    [firm.ben, { type: "grant", id: "gift", by: "system", source: "bought", credits: 5 }, 400, "invalid_body"],
  ]);
  const { answer } = await firm.ben.command({ ...ask({ by: "system", at: 0 }) });
  assert.deepEqual(answer.error.issues.map(({ path }) => path), ["/by", "/at"]);
});

test("plan hopping: nobody but the operator changes a plan, and a day's allowance comes once", async () => {
  const firm = await company();
  await mintsNothing(firm, [
    [firm.ada, { type: "subscribe", id: "hop-1", plan: "pro" }, 403, "role_forbids"],
    [firm.ada, { type: "cancel", id: "hop-2", when: "now" }, 403, "role_forbids"],
    [firm.ada, { type: "subscribe", id: "hop-3", plan: "free" }, 403, "role_forbids"],
  ]);
});

test("a refund is of a recorded charge: forged draws, other accounts' commands and repeats give nothing", async () => {
  const firm = await company();
  const other = await company();
  const { answer: spent } = await firm.ben.command(image("job", 4));
  await other.ben.command(image("theirs", 4));
  await firm.ada.command({ type: "setTeam", id: "team", team: "film" });
  await firm.ada.command({ type: "transfer", id: "move", from: "bank", to: "team:film", credits: 2 });
  await firm.ben.command({ type: "hold", id: "held", request: { model: "image" } });
  const forged = [{ ...spent.draws[0], credits: 20 }];
  const refund = (id, more) => ({ type: "refund", id: `refund:${id}`, ...more });
  await mintsNothing(firm, [
    [firm.ben, { type: "refund", id: "mine", command: "job" }, 400, "invalid_command"],
    [firm.system, refund("forged", { draws: forged }), 400, "invalid_body"],
    [firm.system, refund("both", { command: "job", draws: forged }), 400, "invalid_body"],
    [firm.system, refund("theirs", { command: "theirs" }), 404, "not_found"],
    [firm.system, refund("hold", { command: "held" }), 404, "not_found"],
    [firm.system, refund("transfer", { command: "move" }), 404, "not_found"],
    [firm.system, refund("more", { command: "job", credits: 9 }), 422, "already_refunded"],
    ...["9", "1", null, 0, -1, 1.5, {}].map((credits) => [firm.system, refund("odd", { command: "job", credits }), 400, "invalid_body"]),
    [firm.jobs, refund("runner", { command: "job" }), 403, "key_forbids"],
  ]);
  assert.equal((await firm.system.command(refund("good", { command: "job" }))).answer.credits, 8);
  await mintsNothing(firm, [[firm.system, refund("again", { command: "job" }), 422, "already_refunded"]]);
});

test("after delivery nothing is released, and a refund is of what the job came to", async () => {
  const firm = await company();
  await firm.ben.command({ type: "hold", id: "job", request: { model: "image", inputs: { images: 4 } } });
  await mintsNothing(firm, [
    [firm.ben, { type: "release", id: "release", hold: "job" }, 403, "role_forbids"],
    [firm.ben, { type: "settle", id: "settle", hold: "job", credits: 0 }, 403, "role_forbids"],
  ]);
  const settled = await firm.jobs.command({ type: "settle", id: "settle:job", hold: "job", credits: 6 });
  assert.equal(settled.answer.credits, 6);
  await mintsNothing(firm, [
    [firm.jobs, { type: "release", id: "release:job", hold: "job" }, 404, "unknown_hold"],
    [firm.jobs, { type: "settle", id: "settle:again", hold: "job", credits: 1 }, 404, "unknown_hold"],
    [firm.system, { type: "refund", id: "refund:1", command: "settle:job", credits: 7 }, 422, "already_refunded"],
  ]);
  assert.equal((await firm.system.command({ type: "refund", id: "refund:2", command: "settle:job" })).answer.credits, 6);
});

test("a person cannot let a hold lapse before its job is settled", async () => {
  const firm = await company();
  await mintsNothing(firm, [[firm.ben, { type: "hold", id: "short", request: { model: "image" }, expiresAt: Date.now() + 1000 }, 400, "invalid_body"]]);
});

test("a person cannot use up an id of the system's", async () => {
  const firm = await company();
  await mintsNothing(firm, [
    [firm.ben, image("settle:job"), 400, "invalid_body"],
    [firm.ben, image("tick:1"), 400, "invalid_body"],
    [firm.system, { type: "grant", id: "gift", source: "included", credits: 1 }, 400, "invalid_body"],
    [firm.system, { type: "grant", id: "tick:1", source: "included", credits: 1 }, 400, "invalid_body"],
  ]);
});

test("a command of somebody else's, told again, is not told to others", async () => {
  const firm = await company();
  await firm.ada.command(image("hers"));
  await mintsNothing(firm, [[firm.ben, image("hers"), 409, "id_reused"]]);
});

test("roles are the account's: a token cannot say another, nor the system, nor an account that it does not name", async () => {
  const firm = await company();
  for (const asker of ["system", "", { role: "lead" }]) {
    const { status } = await (await person(worker, { [firm.id]: asker })).at(firm.id).command(image("x"));
    assert.equal(status, 403, String(asker));
  }
  assert.deepEqual(Object.values(await pick((await firm.as("owner")).command(image("x")))), [403, "unknown_member"]);
  assert.deepEqual(Object.values(await pick((await firm.as("carl")).command(image("x")))), [403, "unknown_member"]);
  const stranger = await person(worker, { other: "ada" });
  assert.deepEqual(Object.values(await pick(stranger.at(firm.id).command(image("x")))), [403, "not_yours"]);
  assert.deepEqual(Object.values(await pick(firm.ben.command({ type: "setMember", id: "up", member: "ben", role: "lead" }))), [403, "role_forbids"]);
  assert.deepEqual(Object.values(await pick(firm.ben.command({ type: "setTeam", id: "t", team: "film" }))), [403, "role_forbids"]);
});

test("a token that names an account is of no use in it to who is no member any more", async () => {
  const firm = await company();
  await firm.ada.command({ type: "removeMember", id: "out", member: "ben" });
  const send = (method, what, body) => client(worker, firm.tokens.ben).send(method, `/v1/accounts/${firm.id}${what}`, body);
  const request = { model: "image" };
  const asked = [
    ...["", "/view", "/balance", "/order", "/limits", "/rates", "/rules", "/entries", "/usage", "/receipts", "/inbox"].map((what) => ["GET", what]),
    ["POST", "/estimates", request], ["POST", "/affordable", { request, input: "images" }], ["POST", "/previews", image("x")],
    ["POST", "/commands", image("x")], ["POST", "/quotes", { type: "cancel" }], ["POST", "/wishes", { type: "cancel", id: "x" }], ["POST", "/inbox/read", { read: 1 }],
  ];
  for (const [method, what, body] of asked) assert.deepEqual(Object.values(await pick(send(method, what, body))), [403, "unknown_member"], `${method} ${what}`);
  assert.equal((await listen(worker, firm.id, firm.tokens.ben)).refused, 403);
});

test("who is called what nobody can be called is let in nowhere, and spoils nothing for the others", async () => {
  const firm = await company();
  const odd = await token(worker, { [firm.id]: "Ben Smith" });
  for (const what of ["", "/balance", "/rates", "/entries"]) assert.equal((await client(worker, odd).send("GET", `/v1/accounts/${firm.id}${what}`)).status, 400, what);
  const stream = await listen(worker, firm.id, odd);
  // Whatever this one sees, the others' commands are answered as they went.
  const { status, answer } = await firm.ada.command(image("job"));
  stream.socket?.terminate();
  assert.deepEqual([status, answer.ok, stream.refused], [200, true, 400]);
});

test("one person may be a member of several accounts, and chooses by the path", async () => {
  const [one, two] = [await company(), await company()];
  const both = await person(worker, { [one.id]: "ada", [two.id]: "ben" });
  assert.equal((await both.at(one.id).get("entries")).status, 200);
  assert.equal((await both.at(two.id).get("entries")).status, 403);
});

test("the keys are for their own commands only, and nobody's key buys", async () => {
  const firm = await company();
  await mintsNothing(firm, [
    [firm.system, { type: "purchase", id: "pay:1", pack: "box", quantity: 1 }, 403, "key_forbids"],
    [firm.system, { type: "settle", id: "settle:1", hold: "x" }, 403, "key_forbids"],
    [firm.jobs, { type: "grant", id: "gift:1", source: "bought", credits: 5 }, 403, "key_forbids"],
    [firm.jobs, { type: "spend", id: "spend:1", credits: 5 }, 403, "key_forbids"],
    [firm.jobs, { type: "subscribe", id: "sub:1", plan: "pro" }, 403, "key_forbids"],
  ]);
  assert.equal((await firm.jobs.get("balance")).status, 403);
  assert.equal((await firm.ada.get("audit")).status, 403);
  assert.equal((await (await person(worker, { mine: "owner" })).send("PUT", "/v1/accounts/mine", { rulebook: "studio" })).status, 403);
  assert.equal((await client(worker).send("PUT", "/v1/accounts/mine", { rulebook: "studio" })).status, 401);
  const { answer } = await firm.system.command({ type: "subscribe", id: "sub:1", plan: "pro", for: "ada" });
  assert.equal(answer.entries[0].by, "ada");
});

test("a token that is not the issuer's is nobody's", async () => {
  const firm = await company();
  const good = await token(worker, { [firm.id]: "ada" });
  const [header, payload, signed] = good.split(".");
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = JSON.parse(Buffer.from(payload, "base64url"));
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const own = (head, body) => {
    const text = `${encode(head)}.${encode(body)}`;
    return `${text}.${signature("sha256", Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
  };
  const hmac = (head, body, key) => `${encode(head)}.${encode(body)}.${createHmac("sha256", key).update(`${encode(head)}.${encode(body)}`).digest("base64url")}`;
  const forged = {
    "another claim": `${header}.${encode({ ...claims, accounts: { [firm.id]: "ada", more: "owner" } })}.${signed}`,
    "no signature": `${encode({ alg: "none" })}.${payload}.`,
    "another key": own({ alg: "ES256" }, claims),
    "a key in the header": own({ alg: "ES256", jwk: publicKey.export({ format: "jwk" }) }, claims),
    "a shared secret": hmac({ alg: "HS256" }, claims, operatorKey),
    "half a key": operatorKey.slice(0, -1),
    nothing: "x",
  };
  for (const [what, credential] of Object.entries(forged)) {
    assert.equal((await client(worker, credential).at(firm.id).get("balance")).status, 401, what);
  }
  assert.equal((await client(worker, good).at(firm.id).get("balance")).status, 200);
});

test("the page acts by its cookie from its own site only, and no script reads it", async () => {
  const firm = await company();
  const own = { origin: worker.address };
  const signIn = (headers) => client(worker).send("POST", "/v1/session", JSON.stringify({ token: good }), headers);
  const good = await token(worker, { [firm.id]: "ben" }, "ben");
  assert.equal((await signIn({ origin: "https://evil.example" })).status, 403);
  assert.equal((await signIn({})).status, 403);
  const signed = await signIn(own);
  const set = signed.headers.get("set-cookie");
  assert.match(set, /HttpOnly/);
  assert.match(set, /SameSite=Strict/);
  const cookie = set.split(";")[0];
  const post = (headers) => client(worker).send("POST", `/v1/accounts/${firm.id}/commands`, image("job"), { cookie, ...headers });
  assert.deepEqual(Object.values(await pick(post({ origin: "https://evil.example" }))), [403, "cross_site"]);
  assert.deepEqual(Object.values(await pick(post({ "sec-fetch-site": "same-site" }))), [403, "cross_site"]);
  assert.deepEqual(Object.values(await pick(post({}))), [403, "cross_site"]);
  assert.equal((await post(own)).status, 200);
  assert.equal((await client(worker).send("GET", `/v1/accounts/${firm.id}/balance`, undefined, { cookie })).status, 200);
  const { person: who, accounts } = (await client(worker).send("GET", "/v1/session", undefined, { cookie })).answer;
  assert.deepEqual({ who, accounts }, { who: "ben", accounts: { [firm.id]: "ben" } });
  assert.match((await client(worker).send("DELETE", "/v1/session", undefined, { cookie, ...own })).headers.get("set-cookie"), /Max-Age=0/);
});

test("what was used is told to those who may see it", async () => {
  const firm = await company();
  await firm.ben.command(image("job", 2));
  const { status, answer } = await firm.ben.get("usage?by=member");
  assert.deepEqual([status, answer.code, answer.facts], [403, "role_forbids", { member: "ben", needs: "viewUsage" }]);
  assert.equal((await firm.ben.get("entries")).status, 403);
  assert.deepEqual((await firm.ada.get("usage?by=member,model")).answer.rows, [{ key: { member: "ben", model: "image" }, spent: 4, refunded: 0, count: 1 }]);
});

test("a browser gets a view, never the whole account", async () => {
  const firm = await company();
  const { answer } = await firm.ben.get("view");
  assert.deepEqual([answer.view, answer.recent, Object.keys(answer.members)], ["ben", undefined, ["ben"]]);
});

test("a worker that is not started for development has no issuer and no clock", async () => {
  const real = await run({ development: false });
  try {
    for (const path of ["/dev", "/dev/tokens", "/dev/clock", "/dev/faults"]) {
      const { status } = await client(real).send("POST", path, { person: "x", accounts: {}, forwardMs: 1 });
      assert.equal(status, 404, path);
    }
    const borrowed = await token(worker, { any: "owner" });
    assert.equal((await client(real, borrowed).at("any").get("balance")).status, 401);
  } finally {
    await real.stop();
  }
});

test("what somebody is answered is kept nowhere on the way", async () => {
  const firm = await company();
  await firm.ben.command(image("job"));
  const cookie = `bursar_session=${firm.tokens.ben}`;
  const asked = async (path) => (await client(worker).send("GET", path, undefined, { cookie })).headers.get("cache-control");
  for (const path of ["/v1/session", ...["", "/balance", "/view", "/entries", "/receipts/1/pdf"].map((what) => `/v1/accounts/${firm.id}${what}`)]) assert.equal(await asked(path), "no-store", path);
});

test("the system's keys are no cookies", async () => {
  const firm = await company();
  for (const key of [operatorKey, runnerKey]) {
    const headers = { cookie: `bursar_session=${key}`, origin: worker.address };
    assert.equal((await client(worker).send("GET", `/v1/accounts/${firm.id}/balance`, undefined, headers)).status, 401);
    assert.equal((await client(worker).send("POST", "/v1/session", { token: key }, headers)).status, 401);
  }
});

test("a page may ask who is signed in when nobody is, and is told where to sign in", async () => {
  const settings = { SIGN_IN: "https://product.example/sign-in", NOTICE: "Moving house on Sunday." };
  const [plain, told] = [await run({ development: false }), await run({ development: false, settings })];
  try {
    const asked = async (at) => (await client(at).send("GET", "/v1/session")).answer;
    assert.deepEqual(await asked(plain), { accounts: {} });
    assert.deepEqual(await asked(told), { accounts: {}, signIn: settings.SIGN_IN, notice: settings.NOTICE });
  } finally {
    await Promise.all([plain.stop(), told.stop()]);
  }
});

test("a key that was not set is nobody's", async () => {
  const keyless = await run({ settings: { OPERATOR_KEY: "", RUNNER_KEY: "" } });
  try {
    for (const key of ["", "undefined", operatorKey]) assert.equal((await client(keyless, key).send("PUT", "/v1/accounts/x", { rulebook: "studio" })).status, 401, key);
  } finally {
    await keyless.stop();
  }
});

test("the development clock cannot be turned back to have an allowance twice", async () => {
  const firm = await company();
  await forward(worker, dayMs);
  const before = await total(firm);
  assert.equal((await forward(worker, -dayMs)).status, 400);
  assert.equal(await total(firm), before);
});

const pick = async (asked) => {
  const { status, answer } = await asked;
  return { status, code: answer.code ?? answer.error?.code };
};
