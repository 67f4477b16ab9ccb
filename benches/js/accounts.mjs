// The accounts that are benched, as they are after a life of commands, made by the engine itself from
// a fixed seed: S has 3 grants and no members, M 10 teams, 50 members and 73 grants, L 100 teams,
// 1,000 members and 1,000 grants. Each remembers 32 commands, has an alert and a few open holds.
import { Bursar, rulesText } from "#engine";
import { randomFrom } from "./random.mjs";

export const sizes = {
  S: { teams: 0, members: 0, grants: 3, spends: 40 },
  M: { teams: 10, members: 50, grants: 73, spends: 60 },
  L: { teams: 100, members: 1_000, grants: 1_000, spends: 300 },
};

/** Ten past noon: a bench's commands follow it within the same hour, so that none meets a renewal. */
const START = Date.UTC(2026, 1, 10, 12, 10);
const DAY_MS = 86_400_000;

export const teamId = (number) => `team-${`${number}`.padStart(3, "0")}`;
export const memberId = (number) => `member-${`${number}`.padStart(4, "0")}`;

/** The canonical text of the account of that size. */
export function accountText(size) {
  const bursar = new Bursar(rulesText);
  const { account } = bursar.create({ id: `account-${size}`, at: START - 40 * DAY_MS });
  const ledger = bursar.open(account);
  live(ledger, sizes[size], randomFrom(size.charCodeAt(0)));
  const text = ledger.text();
  ledger.free();
  bursar.free();
  return text;
}

function live(ledger, { teams, members, grants, spends }, { below, pick, id }) {
  const carryOut = (at, command) => {
    const answer = ledger.apply({ id: id(), at, by: "system", ...command });
    if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}: ${JSON.stringify(command)}`);
    return answer;
  };
  // The plan renewed yesterday: what the month before left rolled over.
  carryOut(START - 32 * DAY_MS, { type: "subscribe", plan: "pro" });
  carryOut(START, { type: "tick" });
  for (let team = 0; team < teams; team++) {
    const limits = team % 2 ? undefined : [{ per: "month", credits: 5_000_000 }];
    carryOut(START, { type: "setTeam", team: teamId(team), label: `Team ${team}`, limits });
  }
  for (let member = 0; member < members; member++) {
    const role = member === 0 ? "admin" : member <= teams ? "lead" : "artist";
    const limits = member % 4 ? undefined : [{ per: "month", credits: 900_000 }];
    carryOut(START, { type: "setMember", member: memberId(member), role, teams: teams ? [teamId(member % teams)] : undefined, limits });
  }
  // What rolled over and the allowance are two; the rest was given and bought, for the bank and for teams.
  for (let grant = 2; grant < grants; grant++) {
    const to = teams && grant % 10 ? `team:${teamId(grant % teams)}` : "bank";
    const credits = 20_000 + below(80_000);
    const expiresAt = grant % 3 ? undefined : START + (60 + below(300)) * DAY_MS;
    carryOut(START - below(1_000), { type: "grant", source: grant % 2 ? "bought" : "gift", credits, to, expiresAt });
  }
  const alert = members
    ? { watch: "members", on: "spent", per: "day", thresholds: [1_000, 5_000, 20_000, 100_000] }
    : { watch: "account", on: "spent", per: "day", thresholds: [1_000, 5_000, 20_000, 100_000] };
  carryOut(START, { type: "setAlert", alert: "busy", ...alert });
  for (let spend = 0; spend < spends; spend++) {
    const by = members ? memberId(below(members)) : "owner";
    const request = { model: "video", inputs: { seconds: 5 + below(20), resolution: pick(["720p", "1080p", "4k"]) } };
    carryOut(START + spend * 100, { type: "spend", by, request });
  }
  for (let hold = 0; hold < 2; hold++) {
    const by = members ? memberId(below(members)) : "owner";
    carryOut(START + 60_000, { type: "hold", by, request: { model: "image", inputs: { images: 4 } } });
  }
}
