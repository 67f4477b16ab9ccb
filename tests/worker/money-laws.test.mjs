// Random histories of buyers, an operator and Stripe, many accounts at once on one worker, and the laws that hold after each.
// HISTORIES and HISTORY_SEED choose how many, and from which seed on.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { dayMs, forward } from "./harness.mjs";
import { History, dice, router } from "./money-history.mjs";
import { broken, found } from "./money-laws.mjs";
import { shop } from "./shop.mjs";

const count = Number(process.env["HISTORIES"] ?? 12);
const seed = Number(process.env["HISTORY_SEED"] ?? 1);
/** So many stand in one worker at once, and share its clock: how that moves is their block's. */
const together = 24;
const [rounds, steps] = [8, 6];

let open;
before(async () => {
  open = await shop();
});
after(() => open.stop());

test("whatever buyers, the operator and Stripe do, in whatever order it is heard of: what is credited was paid, and what is paid is credited or told", async (t) => {
  const faults = [];
  for (let from = seed; from < seed + count;) {
    const block = Math.floor(from / together);
    const to = Math.min(seed + count, (block + 1) * together);
    const histories = await played(block, Array.from({ length: to - from }, (_, nth) => from + nth));
    const sum = (what) => histories.reduce((all, history) => all + what(history), 0);
    t.diagnostic(`seeds ${from} to ${to - 1}: ${sum(({ log }) => log.length)} steps, ${sum(({ taken }) => taken.size)} payments, ${sum(({ subscriptions }) => subscriptions.size)} subscriptions`);
    for (const { fault } of histories) if (fault) faults.push(fault);
    from = to;
  }
  assert.equal(faults.length, 0, faults.join("\n\n"));
});

let offset = 0;
const now = () => Date.now() + offset;

async function played(block, seeds) {
  const histories = [];
  for (const one of seeds) histories.push(new History(open, await open.customer(), one));
  router(open.fake, histories);
  const roll = dice(block);
  for (let round = 0; round < rounds; round += 1) {
    await each(histories, async (history) => {
      for (let step = 0; step < steps; step += 1) await history.step(now());
    });
    if (roll(5) === 0) await open.worker.restart("SIGKILL");
    if (round === Math.floor(rounds / 2)) await judged(histories);
    await passes(histories, [0, 0, 12, 20, 31, 31, 33, 35, 95][roll(9)] * dayMs);
  }
  await judged(histories);
  return histories;
}

/** All of them at once. One that fails is told in the end, and goes no further. */
const each = (histories, what) => Promise.all(histories.filter(({ fault }) => !fault).map(async (history) => {
  try {
    await what(history);
  } catch (error) {
    fail(history, [error.stack]);
  }
}));

function fail(history, told) {
  const { seed: one, customer: { id }, log } = history;
  history.fault = `seed ${one} (${id}):\n${told.join("\n")}\n\n${log.join("\n")}`;
}

/** Time passes, for everybody. A word to the provider that is under way has got there by then. */
async function passes(histories, ms) {
  if (ms === 0) return;
  await each(histories, async (history) => {
    while (history.promises.length > 0) await history.arrive();
    if (history.punctual) await history.hear();
  });
  await quiet(histories);
  for (const history of histories) {
    history.note("time passes:", String(ms / dayMs), "days");
    if (history.queue.length > 0) history.late += 1;
  }
  await forward(open.worker, ms);
  offset += ms;
  await each(histories, (history) => history.due(now()));
}

/** Nothing was said to the provider for longer than an errand waits. */
async function quiet(histories) {
  for (let said = -1; said !== open.fake.calls.length;) {
    said = open.fake.calls.length;
    await sleep(800);
  }
  for (const history of histories) history.route();
}

/** Everything is heard and done, and the laws hold: at once, or when an errand that failed has been tried again. */
async function judged(histories) {
  let broke = new Map();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (attempt > 0) await sleep(2000);
    do {
      await each(histories, (history) => history.hear());
      await quiet(histories);
    } while (histories.some(({ fault, queue }) => !fault && queue.length > 0));
    broke = new Map();
    await each(histories, async (history) => {
      const told = [...broken(history, await found(history))];
      if (told.length > 0) broke.set(history, told);
    });
    if (broke.size === 0) return;
  }
  for (const [history, told] of broke) fail(history, told);
}
