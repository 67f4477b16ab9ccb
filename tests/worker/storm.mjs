// Many clients at once, and a worker that is killed under them: what was acknowledged is kept and compared in the end.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { client, operator, operatorKey, runnerKey, sound, token } from "./harness.mjs";

/** Numbers that are the same in every run. */
export function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % sides;
  };
}

/** One request; undefined where no answer came, which says nothing about what was done. */
async function sent(worker, credential, account, command) {
  try {
    const response = await fetch(`${worker.address}/v1/accounts/${account}/commands`, {
      method: "POST", body: JSON.stringify(command), signal: AbortSignal.timeout(10_000),
      headers: { "content-type": "application/json", authorization: `Bearer ${credential}` },
    });
    return { status: response.status, answer: await response.json() };
  } catch {
    return undefined;
  }
}

/**
 * So many clients send so many commands each, to one account or several, while the worker is killed so many times.
 * Answers what was counted; throws where anything acknowledged was lost, doubled or overspent.
 */
export async function storm(worker, { accounts, clients, each, kills, seed = 7 }) {
  const names = Array.from({ length: accounts }, (_, nth) => `storm-${clients}-${nth}`);
  // Too little for all of it, so that what is left is fought for.
  const granted = Math.ceil((clients * each * 1.5) / accounts);
  for (const name of names) {
    const members = { ada: { role: "lead" }, ben: { role: "artist" } };
    await operator(worker).send("PUT", `/v1/accounts/${name}`, { rulebook: "studio", members });
    await operator(worker).at(name).command({ type: "grant", id: "gift:1", source: "included", credits: granted });
  }
  const lead = await token(worker, Object.fromEntries(names.map((name) => [name, "ada"])));
  for (const name of names) assert.ok((await client(worker, lead).at(name).command({ type: "setTeam", id: "team", team: "film" })).answer.ok);
  const told = new Map();
  const count = { requests: 0, unanswered: 0, accepted: 0, replayed: 0, refused: 0, failed: 0, kills: 0 };
  let going = true;

  const note = (account, command, reply) => {
    count.requests += 1;
    if (!reply) return (count.unanswered += 1);
    const { status, answer } = reply;
    if (status >= 500) return (count.failed += 1);
    if (!answer.ok) return (count.refused += 1);
    count[answer.replayed ? "replayed" : "accepted"] += 1;
    const { replayed: _, ...first } = answer;
    const key = `${account}\n${command.id}`;
    const known = told.get(key);
    // Whatever was told once is told ever after.
    if (known) assert.deepEqual(first, known, key);
    told.set(key, first);
  };

  const ask = async (credential, account, command) => {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const reply = await sent(worker, credential, account, command);
      note(account, command, reply);
      if (reply && reply.status < 500) return reply.answer;
      await sleep(20);
    }
    throw new Error(`no answer to ${command.id}`);
  };

  const one = async (nth) => {
    const roll = dice(seed + nth);
    const system = { runner: runnerKey, operator: operatorKey };
    for (let turn = 0; turn < each; turn += 1) {
      const account = names[(nth + turn) % names.length];
      const id = `c${nth}-${turn}`;
      const request = { model: "image", inputs: { images: 1 + roll(4) } };
      const kind = roll(5);
      const spend = { type: "spend", id, request };
      if (kind <= 1) await ask(lead, account, spend);
      if (kind === 1) await ask(lead, account, spend);
      if (kind === 2) {
        await ask(lead, account, { type: "hold", id, request });
        const ends = [{ type: "settle", id: `settle:${id}`, hold: id, credits: roll(3) }, { type: "release", id: `release:${id}`, hold: id }];
        await ask(system.runner, account, ends[roll(2)]);
      }
      if (kind === 3) await ask(lead, account, { type: "transfer", id, from: "bank", to: "team:film", credits: 1 + roll(9) });
      if (kind === 4) {
        const answer = await ask(lead, account, spend);
        if (answer.ok) await ask(system.operator, account, { type: "refund", id: `refund:${id}`, command: id, credits: 1 });
      }
    }
  };

  const killer = async () => {
    // Every kill comes in the middle: it waits for some more answers, and not for a time.
    for (let nth = 1; nth <= kills; nth += 1) {
      const mark = Math.floor((clients * each * nth) / (kills + 1));
      while (going && count.accepted + count.refused < mark) await sleep(1);
      if (!going) return;
      await worker.restart("SIGKILL");
      count.kills += 1;
    }
  };

  const killing = killer();
  await Promise.all(Array.from({ length: clients }, (_, nth) => one(nth)));
  going = false;
  await killing;
  const checks = await checked(worker, names, told);
  assert.ok(count.refused > 0, "there was enough for everybody");
  assert.ok(count.replayed > 0, "nothing was told twice");
  assert.ok(kills === 0 || count.unanswered > 0, "no kill came in the middle");
  return { ...count, accounts, clients, commands: told.size, checked: checks };
}

/**
 * Each account is sound; its entries are just those of the commands that were acknowledged, or of the host's own; and at no
 * time was more taken of a grant than was there. Answers how much was compared.
 */
async function checked(worker, names, told) {
  const count = { answers: 0, entries: 0, audits: 0 };
  for (const name of names) {
    const audit = await sound(worker, name);
    const all = await entries(worker, name);
    neverBelowZero(all);
    const stored = grouped(all);
    for (const [key, answer] of told) {
      const [account, id] = key.split("\n");
      if (account !== name) continue;
      const own = answer.entries.filter(({ command }) => command === id);
      const found = (stored.get(id) ?? []).map(({ seq: _, nth: __, ...entry }) => entry);
      assert.deepEqual(found, own, key);
      assert.deepEqual((await operator(worker).at(name).get(`commands/${id}`)).answer.answer, answer, key);
      count.answers += 1;
    }
    count.entries += audit.entries;
    count.audits += 1;
  }
  return count;
}

function neverBelowZero(all) {
  const left = new Map();
  for (const { wallet, grant, credits } of all) {
    const key = `${wallet} ${grant}`;
    left.set(key, (left.get(key) ?? 0) + credits);
    assert.ok(left.get(key) >= 0, `${key} was overspent`);
  }
}

/** Every entry, the oldest first. */
async function entries(worker, name) {
  const found = [];
  let next = "";
  do {
    const { answer } = await operator(worker).at(name).get(`entries?limit=1000${next && `&before=${next}`}`);
    found.push(...answer.entries);
    next = answer.next ?? "";
  } while (next);
  return found.reverse();
}

function grouped(all) {
  const groups = new Map();
  for (const entry of all) groups.set(entry.command, [...(groups.get(entry.command) ?? []), entry]);
  return groups;
}
