// Load on loopback: spends on workerd itself, beside the same worker with the decision replaced by a constant, in turns, in
// one run. `node tests/worker/load.mjs [seconds for each]`. The figures are of this machine, which may be busy: the ratio tells.
import { generateKeyPairSync, sign } from "node:crypto";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { operator, run } from "./harness.mjs";

const seconds = Number(process.argv[2] ?? 5);
const connections = 16;
const issuer = "urn:load";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const JWKS = JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), alg: "ES256" }] });
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

function signed(accounts) {
  const text = `${encode({ alg: "ES256" })}.${encode({ sub: "load", iss: issuer, aud: "load", exp: Math.floor(Date.now() / 1000) + 3600, accounts })}`;
  return `${text}.${sign("sha256", Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

/** A company: `teams` of ten members each. */
async function company(worker, name, teams) {
  const members = { ada: { role: "lead" } };
  await operator(worker).send("PUT", `/v1/accounts/${name}`, { rulebook: "studio", members });
  await operator(worker).at(name).command({ type: "subscribe", id: "sub:1", plan: "pro" });
  await operator(worker).at(name).command({ type: "grant", id: "gift:1", source: "bought", credits: 1e12 });
  const ask = spender(worker, { [name]: "ada" });
  for (let team = 0; team < teams; team += 1) {
    const id = `t${team}`;
    await ask(name, { type: "setTeam", id: `team-${id}`, team: id, limits: [{ per: "month", credits: 1e6 }] });
    await ask(name, { type: "transfer", id: `move-${id}`, from: "bank", to: `team:${id}`, credits: 1000 });
    for (let nth = 0; nth < 10; nth += 1) await ask(name, { type: "setMember", id: `member-${id}-${nth}`, member: `m${team}-${nth}`, role: "artist", teams: [id] });
  }
}

function spender(worker, accounts) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const authorization = `Bearer ${signed(accounts)}`;
  const { hostname, port } = new URL(worker.address);
  const send = (account, body, left = 3) => new Promise((resolve, reject) => {
    const headers = { authorization, "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request({ agent, hostname, port, method: "POST", path: `/v1/accounts/${account}/commands`, headers }, (response) => {
      response.resume();
      response.on("end", () => (response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode} to ${body}`))));
    });
    // workerd closes lines now and then, and may do so just as one is written to. The command bears an id, so it is sent
    // again, and on lines that are new only so often as is `left`.
    sent.on("error", (error) => {
      const again = left - (sent.reusedSocket ? 0 : 1);
      if (error.code === "ECONNRESET" && again > 0) resolve(send(account, body, again));
      else reject(error);
    });
    sent.end(body);
  });
  return (account, command) => send(account, JSON.stringify(command));
}

let turn = 0;
async function measure(worker, names) {
  const ask = spender(worker, Object.fromEntries(names.map((name) => [name, "ada"])));
  const times = [];
  const round = (turn += 1);
  const end = performance.now() + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, async (_, client) => {
    for (let nth = 0; performance.now() < end; nth += 1) {
      const began = performance.now();
      await ask(names[(client + nth) % names.length], { type: "spend", id: `s${round}-${client}-${nth}`, request: { model: "image" } });
      times.push(performance.now() - began);
    }
  }));
  times.sort((a, b) => a - b);
  const at = (part) => Number(times[Math.floor(times.length * part)].toFixed(2));
  return { perSecond: Math.round(times.length / seconds), p50Ms: at(0.5), p99Ms: at(0.99) };
}

const settings = { REQUESTS_PER_MINUTE: "0", BODY_BYTES_MAX: "1000000", JWKS, JWT_ISSUER: issuer, JWT_AUDIENCE: "load" };
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const constant = { bursar: here("constant.mjs"), "bursar/rules": here("../../pkg/rules") };
const workers = {
  bursar: await run({ development: false, settings, stdio: "ignore" }),
  constant: await run({ development: false, settings, stdio: "ignore", alias: constant }),
};
try {
  const many = Array.from({ length: 64 }, (_, nth) => `many-${nth}`);
  for (const worker of Object.values(workers)) {
    for (const name of ["one", ...many]) await company(worker, name, 0);
    await company(worker, "large", 100);
  }
  for (const [what, names] of [["one account", ["one"]], ["64 accounts", many], ["one account of 100 teams and 1,000 members", ["large"]]]) {
    const rounds = { bursar: [], constant: [] };
    for (let round = 0; round < 2; round += 1) {
      for (const [kind, worker] of Object.entries(workers)) rounds[kind].push(await measure(worker, names));
    }
    const best = (list) => list.reduce((one, other) => (other.perSecond > one.perSecond ? other : one));
    const [real, other] = [best(rounds.bursar), best(rounds.constant)];
    console.log(what, JSON.stringify({ bursar: real, constant: other, timesAsLong: Number((other.perSecond / real.perSecond).toFixed(2)) }));
  }
} finally {
  await Promise.all(Object.values(workers).map((worker) => worker.stop()));
}
