// What is asked of the accounts: spends by request and by credits, holds and transfers, by members and
// by the system, all within the hour in which the accounts stand.
import { memberId, sizes, teamId } from "./accounts.mjs";
import { randomFrom } from "./random.mjs";

/** So many commands for an account of a size, each with an id of its own. */
export function commandsFor(size, asOf, count, seed = 1) {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, place) => ({ id: random.id(), ...asked(size, asOf + place, random, place) }));
}

/** The same without ids, as they are asked about. */
export function draftsFor(size, asOf, count, seed = 1) {
  return commandsFor(size, asOf, count, seed).map(({ id: _, ...draft }) => draft);
}

function asked(size, at, random, place) {
  const { teams, members } = sizes[size];
  const { below, pick } = random;
  const by = members ? memberId(below(members)) : "owner";
  switch (place % 4) {
    case 0: return { type: "spend", at, by, request: video(random) };
    case 1: return { type: "spend", at, by: "system", credits: 1 + below(50), note: `job ${place}` };
    case 2: return { type: "hold", at, by, request: { model: "image", inputs: { size: pick(["standard", "large"]), images: 1 + below(4) } } };
    default: return teams
      ? { type: "transfer", at, by: memberId(0), from: "bank", to: `team:${teamId(below(teams))}`, credits: 1 + below(40) }
      : { type: "spend", at, by, request: { model: "words", inputs: { read: 1_000 + below(100_000), written: below(9_000) } } };
  }
}

function video({ below, pick }) {
  return {
    model: "video",
    inputs: { resolution: pick(["480p", "720p", "1080p"]), fps: pick([24, 25, 30]), seconds: (10 + below(30)) / 2, sound: below(2) === 1 },
  };
}

/** What is estimated: of two models, with two and three lines. */
export function requestsFor(count, seed = 1) {
  const random = randomFrom(seed);
  const words = () => ({ model: "words", inputs: { read: 1_000 + random.below(400_000), written: random.below(9_000) } });
  return Array.from({ length: count }, (_, place) => (place % 2 ? words() : video(random)));
}

/** The grid: 4 × 5 × 2 × 250 = 10,000 prices of one model, some of which are not offered. */
export const grid = {
  request: { model: "video" },
  vary: [
    ["resolution", ["480p", "720p", "1080p", "4k"]],
    ["fps", [24, 25, 30, 50, 60]],
    ["sound", [false, true]],
    ["seconds", Array.from({ length: 250 }, (_, place) => (place + 1) / 2)],
  ],
};
