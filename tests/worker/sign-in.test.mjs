// Sign-in as it is deployed: tokens of an issuer that is configured by its JWKS, at a URL or in the setting itself.
import assert from "node:assert/strict";
import { constants, generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { account, client, run } from "./harness.mjs";

const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
const JWKS = JSON.stringify({ keys: [{ ...keys.publicKey.export({ format: "jwk" }), alg: "ES256", kid: "one" }] });
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = Math.floor(Date.now() / 1000);
const good = { sub: "ada", iss: "https://issuer.example", aud: "bursar", exp: now + 600, accounts: { mine: "owner" } };

function signed(claims) {
  const text = `${encode({ alg: "ES256", kid: "one" })}.${encode(claims)}`;
  return `${text}.${sign("sha256", Buffer.from(text), { key: keys.privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

const server = createServer(({ url }, response) => {
  if (url === "/broken") response.statusCode = 503;
  response.setHeader("content-type", "application/json").end(url === "/odd" ? '{ "keys": 7 }' : JWKS);
});
const settings = { JWT_ISSUER: good.iss, JWT_AUDIENCE: good.aud };
const workers = {};
before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  workers.inline = await run({ development: false, settings: { ...settings, JWKS } });
  workers.remote = await run({ development: false, settings: { ...settings, JWKS: `http://127.0.0.1:${server.address().port}/jwks.json` } });
  workers.unset = await run({ development: false, settings: { JWKS, JWT_ISSUER: good.iss } });
});
after(async () => {
  server.close();
  await Promise.all(Object.values(workers).map((worker) => worker.stop()));
});

const asked = async (worker, claims) => (await client(worker, signed(claims)).at("mine").get("balance")).status;

for (const kind of ["inline", "remote"]) {
  test(`a JWKS that is ${kind}: its tokens are believed, and no others`, async () => {
    const worker = workers[kind];
    await account(worker, "mine");
    assert.equal(await asked(worker, good), 200);
    // The key set is fetched once and used by many requests at once.
    assert.deepEqual(await Promise.all([good, good, good].map((claims) => asked(worker, claims))), [200, 200, 200]);
    const { exp: _, ...endless } = good;
    const { sub: __, ...nobody } = good;
    const wrong = { "another issuer": { ...good, iss: "https://evil.example" }, "another audience": { ...good, aud: "shop" }, "run out": { ...good, exp: now - 60 }, "not yet": { ...good, nbf: now + 600 }, endless, nobody };
    for (const [what, claims] of Object.entries(wrong)) assert.equal(await asked(worker, claims), 401, what);
    for (const accounts of [undefined, null, "mine", ["mine"], { mine: "system" }, { mine: true }]) assert.equal(await asked(worker, { ...good, accounts }), 403, JSON.stringify(accounts));
  });
}

test("many who come first, all at once, are all let in", async () => {
  // A key set that one request fetches may not be waited for by another: the platform forbids it.
  const cold = await run({ development: false, settings: { ...settings, JWKS: `http://127.0.0.1:${server.address().port}/jwks.json` } });
  try {
    await account(cold, "mine");
    assert.deepEqual(await Promise.all(Array.from({ length: 16 }, () => asked(cold, good))), Array(16).fill(200));
  } finally {
    await cold.stop();
  }
});

test("a signature by any public key's algorithm is one", async () => {
  const ec = (namedCurve) => generateKeyPairSync("ec", { namedCurve });
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const p1363 = { dsaEncoding: "ieee-p1363" };
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const ed = generateKeyPairSync("ed25519");
  const table = [
    ["ES256", ec("P-256"), "sha256", p1363], ["ES384", ec("P-384"), "sha384", p1363], ["ES512", ec("P-521"), "sha512", p1363],
    ...[256, 384, 512].flatMap((size) => [[`RS${size}`, rsa, `sha${size}`, {}], [`PS${size}`, rsa, `sha${size}`, pss]]),
    ["EdDSA", ed, null, {}], ["Ed25519", ed, null, {}],
  ];
  const set = JSON.stringify({ keys: table.map(([alg, { publicKey }]) => ({ ...publicKey.export({ format: "jwk" }), alg, kid: alg })) });
  const many = await run({ development: false, settings: { ...settings, JWKS: set } });
  try {
    await account(many, "mine");
    for (const [alg, { privateKey }, digest, more] of table) {
      const text = `${encode({ alg, kid: alg })}.${encode(good)}`;
      const signature = sign(digest, Buffer.from(text), { key: privateKey, ...more }).toString("base64url");
      assert.equal((await client(many, `${text}.${signature}`).at("mine").get("balance")).status, 200, alg);
    }
  } finally {
    await many.stop();
  }
});

test("a token that names no key is believed if any of the issuer's signed it", async () => {
  const pairs = ["old", "new", "foreign"].map(() => generateKeyPairSync("ec", { namedCurve: "P-256" }));
  const set = JSON.stringify({ keys: pairs.slice(0, 2).map(({ publicKey }) => publicKey.export({ format: "jwk" })) });
  const nameless = ({ privateKey }, claims) => {
    const text = `${encode({ alg: "ES256" })}.${encode(claims)}`;
    return `${text}.${sign("sha256", Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
  };
  const changing = await run({ development: false, settings: { ...settings, JWKS: set } });
  try {
    await account(changing, "mine");
    const statusOf = async (pair, claims = good) => (await client(changing, nameless(pair, claims)).at("mine").get("balance")).status;
    const statuses = [];
    for (const pair of pairs) statuses.push(await statusOf(pair));
    assert.deepEqual(statuses, [200, 200, 401]);
    assert.equal(await statusOf(pairs[1], { ...good, exp: now - 60 }), 401);
  } finally {
    await changing.stop();
  }
});

test("the log says why a token is refused, and nothing else of it", async () => {
  const wrong = [{ ...good, aud: "hidden-shop" }, { ...good, iss: "https://hidden.example" }, { ...good, exp: now - 60 }];
  const reasons = ['unexpected "aud" claim value', 'unexpected "iss" claim value', '"exp" claim timestamp check failed', "Invalid Compact JWS"];
  const begun = workers.inline.log().length;
  for (const claims of wrong) assert.equal(await asked(workers.inline, claims), 401);
  assert.equal((await client(workers.inline, "hidden").at("mine").get("balance")).status, 401);
  const told = () => workers.inline.log().slice(begun).split("\n").filter((line) => line.includes('"what":"token"') && line.endsWith("}")).map((line) => JSON.parse(line).refused);
  for (let nth = 0; nth < 50 && told().length < reasons.length; nth += 1) await sleep(50);
  assert.deepEqual(told(), reasons);
  assert.ok(!workers.inline.log().includes("hidden"));
});

test("without an audience nobody is signed in", async () => {
  assert.equal(await asked(workers.unset, good), 401);
});

test("a key set that cannot be had is the worker's fault, and lets nobody in", async () => {
  // Nobody there; something that is no key set; and, below, one that is broken just now.
  for (const JWKS of ["http://127.0.0.1:9/none", `http://127.0.0.1:${server.address().port}/broken`, `http://127.0.0.1:${server.address().port}/odd`]) {
    const away = await run({ development: false, settings: { ...settings, JWKS } });
    try {
      assert.equal(await asked(away, good), 500, JWKS);
    } finally {
      await away.stop();
    }
  }
});

test("a session lives as long as its token, and a cookie no longer than browsers keep one", async () => {
  const post = (claims) => client(workers.inline).send("POST", "/v1/session", { token: signed(claims) }, { origin: workers.inline.address });
  const expires = async (claims) => Date.parse(/expires=([^;]+)/i.exec((await post(claims)).headers.get("set-cookie"))[1]);
  assert.equal(await expires(good), good.exp * 1000);
  const long = await expires({ ...good, exp: now + 1000 * 86_400 });
  assert.ok(long > Date.now() + 300 * 86_400_000 && long <= Date.now() + 400 * 86_400_000);
});

test("behind a proxy the site is where ORIGIN says, however that is written", async () => {
  for (const ORIGIN of ["https://credits.example", "https://credits.example/", "https://Credits.example:443"]) {
    const hidden = await run({ development: false, settings: { ...settings, JWKS, ORIGIN } });
    try {
      const post = async (origin) => client(hidden).send("POST", "/v1/session", { token: signed(good) }, { origin });
      const { status, headers } = await post("https://credits.example");
      assert.equal(status, 200, ORIGIN);
      assert.match(headers.get("set-cookie"), /; Secure/, ORIGIN);
      assert.equal((await post(hidden.address)).status, 403, ORIGIN);
      // By this name no other host of the domain can set it, nor anybody who listens to http: the page is signed in by it, and by no other.
      const [set] = headers.get("set-cookie").split(";");
      assert.match(set, /^__Host-bursar_session=/, ORIGIN);
      const signedInBy = async (cookie) => (await client(hidden).send("GET", "/v1/session", undefined, { cookie })).answer.person;
      assert.deepEqual([await signedInBy(set), await signedInBy(set.replace("__Host-", ""))], ["ada", undefined]);
      // Browsers take back only what is said as it was set.
      const out = await client(hidden).send("DELETE", "/v1/session", undefined, { cookie: set, origin: "https://credits.example" });
      assert.match(out.headers.get("set-cookie"), /^__Host-bursar_session=; Max-Age=0; Path=\/; Secure$/);
      assert.equal((await (await fetch(`${hidden.address}/openapi.json`)).json()).components.securitySchemes.cookie.name, "__Host-bursar_session");
    } finally {
      await hidden.stop();
    }
  }
});

test("a setting that is no address is named in the log, with what it would have to be", async () => {
  for (const wrong of [{ ORIGIN: "credits.example" }, { ORIGIN: "credits.example:443" }, { JWKS: "credits.example/jwks.json" }]) {
    const [[name, value]] = Object.entries(wrong);
    const hidden = await run({ development: false, settings: { ...settings, JWKS, ...wrong } });
    try {
      const post = { method: "POST", body: JSON.stringify({ token: signed(good) }), headers: { origin: hidden.address, "content-type": "application/json" } };
      assert.equal((await fetch(`${hidden.address}/v1/session`, post)).status, 500, value);
      // Nor does it say that it is well: who deploys it somewhere asks this first.
      assert.equal((await fetch(`${hidden.address}/healthz`)).status, 500, value);
      assert.ok(hidden.log().includes(`the setting ${name} is to be an address such as https://credits.example.com, and is ${value}`), hidden.log());
    } finally {
      await hidden.stop();
    }
  }
});

test("what is no session is refused, with each fault", async () => {
  const { status, answer } = await client(workers.inline).send("POST", "/v1/session", { tokn: signed(good) }, { origin: workers.inline.address });
  assert.deepEqual([status, answer.error.issues.map(({ path }) => path)], [400, ["/tokn", "/token"]]);
});

test("a token that no cookie could hold is refused, and not lost", async () => {
  const accounts = Object.fromEntries(Array.from({ length: 200 }, (_, nth) => [`account-number-${nth}`, "owner"]));
  const { status, answer } = await client(workers.inline).send("POST", "/v1/session", { token: signed({ ...good, accounts }) }, { origin: workers.inline.address });
  assert.deepEqual([status, answer.error.code], [413, "body_too_large"]);
});
