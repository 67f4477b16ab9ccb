// What is there at once in development: accounts of every shipped rulebook, with somebody of every role, and a sign-in.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { client, operator, run, sound } from "./harness.mjs";

let worker;
before(async () => {
  worker = await run();
});
after(() => worker.stop());

const plant = async () => (await client(worker).send("POST", "/dev/seeds")).answer;
const shipped = (name) => JSON.parse(readFileSync(new URL(`../../pkg/rules/${name}.json`, import.meta.url)));

/** Chooses a person on the sign-in page, as a browser would. */
async function choose(person, { origin = worker.address, back = "/", state = "s" } = {}) {
  const body = new URLSearchParams({ person, return: back, state });
  const response = await fetch(`${worker.address}/dev/sign-in`, { method: "POST", redirect: "manual", headers: { origin }, body });
  const location = response.headers.get("location");
  return { status: response.status, location, told: new URLSearchParams(location?.split("#")[1]) };
}

test("seeds are sown once, and each role of each rulebook has somebody", async () => {
  assert.deepEqual(await plant(), { refused: [] });
  const before = (await operator(worker).at("pixelforge").get("balance")).answer;
  assert.deepEqual(await plant(), { refused: [] });
  assert.deepEqual({ ...(await operator(worker).at("pixelforge").get("balance")).answer, at: 0 }, { ...before, at: 0 });

  const page = await (await fetch(`${worker.address}/dev/sign-in`)).text();
  const roles = {};
  const accounts = new Set();
  for (const [, name] of page.matchAll(/name="person" value="(\w+)"/g)) {
    const { told } = await choose(name);
    const person = client(worker, told.get("token"));
    const { accounts: own } = JSON.parse(Buffer.from(told.get("token").split(".")[1], "base64url"));
    for (const [account, by] of Object.entries(own)) {
      accounts.add(account);
      const { status, answer: view } = await person.at(account).get("view");
      assert.equal(status, 200, account);
      const { rulebook } = (await person.send("GET", `/v1/accounts/${account}`)).answer;
      (roles[rulebook] ??= new Set()).add(by === "owner" ? by : view.members[by].role);
    }
  }
  for (const account of accounts) await sound(worker, account);
  for (const name of ["runway", "rundiffusion"]) assert.deepEqual([...roles[name]].sort(), Object.keys(shipped(name).roles).sort());
  assert.deepEqual([...roles.leonardo], ["owner"]);
  const locked = (await operator(worker).at("leonardo-locked").get("balance")).answer;
  assert.deepEqual([locked.spendable, locked.locked], [150, 3500]);
});

test("who is chosen comes back with a token and the state that was sent", async () => {
  const { status, location, told } = await choose("ana", { back: `${worker.address}/`, state: "a b" });
  assert.deepEqual([status, location.split("#")[0], told.get("state")], [303, "/", "a b"]);
  assert.equal((await choose("nobody")).status, 404);
});

test("a token is sent to this site alone, and no other site can ask for one", async () => {
  for (const back of ["https://evil.example/", "//evil.example/x", "/\\evil.example", "javascript:alert(1)"]) {
    assert.match((await choose("ana", { back })).location, /^\/(?![/\\])/, back);
  }
  assert.equal((await choose("ana", { origin: "https://evil.example" })).status, 403);
});
