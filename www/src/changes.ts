// What is about to be changed of a company: a form that is open, and the command that it stands for. Whether it may be is the
// package's to say.
import { type Accepted, type Account, type Alert, type Credits, type Id, type Limit, type Member, type Refused, type Team, type Window, isBursarError } from "bursar";
import type { Unsent } from "./api.ts";
import { own } from "./own.ts";
import type { Seen } from "./seen.ts";

export const windows: Window[] = ["hour", "day", "month", "period"];
/** A field for each window; an empty one is no limit. */
export type Limits = Partial<Record<Window, Credits>>;
export type Watch = Alert["watch"];

/** `began`: what of it was there when its form opened; nothing of what is new. */
export type Change =
  | { do: "setTeam"; began?: string; team?: Id; label: string; limits: Limits }
  | { do: "setMember"; began?: string; member: Id; known: boolean; role: Id; teams: Id[]; limits: Limits }
  | { do: "setAlert"; began?: string; alert: Id; known: boolean; watch: Watch; on: Alert["on"]; per: Window; thresholds: (Credits | undefined)[] }
  | { do: "removeTeam"; team: Id }
  | { do: "removeMember"; member: Id }
  | { do: "removeAlert"; alert: Id };

/** As the package judges it; of what is no command at all where the fault lies; nothing while the form is not filled in. */
export type Judged = { kind: "accepted"; answer: Accepted } | { kind: "refused"; refused: Refused } | { kind: "mistake"; path: string } | { kind: "unfinished" };

export function teamForm(id?: Id, team?: Team): Change {
  return { do: "setTeam", ...asSet.team(team), ...(id === undefined ? {} : { team: id }), label: team?.label ?? id ?? "", limits: limitForm(team?.limits) };
}

export function memberForm({ members }: Account, role: Id, member?: Id): Change {
  const known = own(members, member);
  return { do: "setMember", ...asSet.member(known), member: member ?? "", known: known !== undefined, role: known?.role ?? role, teams: known?.teams ?? [], limits: limitForm(known?.limits) };
}

export function alertForm({ alerts }: Account, alert?: Id): Change {
  const known = own(alerts, alert);
  return { do: "setAlert", ...asSet.alert(known), alert: alert ?? "", known: known !== undefined, watch: known?.watch ?? "account", on: known?.on ?? "spent", per: known?.per ?? "month", thresholds: known ? [...known.thresholds] : [] };
}

/** What a form sets of it, and nothing that is counted beside. */
const asSet = {
  team: (team?: Team) => begun(team && [team.label, team.limits]),
  member: (member?: Member) => begun(member && [member.role, member.teams, member.limits]),
  alert: (alert?: Alert) => begun(alert && [alert.watch, alert.on, alert.per, alert.thresholds]),
};
const begun = (set: unknown[] | undefined): { began?: string } => (set === undefined ? {} : { began: JSON.stringify(set) });

/** What becomes of a change whose form is open while somebody else changes the same: to save it would be to undo that unseen. */
export function overtaken(change: Change, view: Account): "changed" | "gone" | undefined {
  if (!("began" in change)) return undefined;
  const now = anew(change, view);
  const began = "began" in now ? now.began : undefined;
  return began === change.began ? undefined : began === undefined ? "gone" : "changed";
}

/** The same form, of what is there now. */
export function anew(change: Change, view: Account): Change {
  switch (change.do) {
    case "setTeam":
      return teamForm(change.team, own(view.teams, change.team));
    case "setMember":
      return memberForm(view, change.role, change.member);
    case "setAlert":
      return alertForm(view, change.alert);
    default:
      return change;
  }
}

const limitForm = (limits: Limit[] = []): Limits => Object.fromEntries(limits.map(({ per, credits }) => [per, credits]));

export function commandOf(change: Change, view: Account): Unsent {
  switch (change.do) {
    case "setTeam":
      return { type: "setTeam", team: change.team ?? idFor(change.label, view.teams), label: change.label.trim(), ...limited(change.limits) };
    case "setMember": {
      // A team that somebody has removed meanwhile can be neither seen nor chosen any more.
      const teams = change.teams.filter((team) => Object.hasOwn(view.teams ?? {}, team));
      return { type: "setMember", member: change.member.trim(), role: change.role, ...(teams.length > 0 ? { teams } : {}), ...limited(change.limits) };
    }
    case "setAlert": {
      return { type: "setAlert", alert: alertId(change, view), watch: change.watch, on: change.on, ...(change.on === "spent" ? { per: change.per } : {}), thresholds: change.thresholds.filter((credits) => credits !== undefined) };
    }
    case "removeTeam":
      return { type: "removeTeam", team: change.team };
    case "removeMember":
      return { type: "removeMember", member: change.member };
    case "removeAlert":
      return { type: "removeAlert", alert: change.alert };
  }
}

/** What it is called: alerts have no name beside their id. */
export const alertId = ({ known, alert }: Extract<Change, { do: "setAlert" }>, { alerts }: Account): Id => (known ? alert : idFor(alert, alerts));

export function judge(change: Change, seen: Seen): Judged {
  if (!filledIn(change)) return { kind: "unfinished" };
  try {
    const answer = seen.preview(commandOf(change, seen.view));
    return answer.ok ? { kind: "accepted", answer } : { kind: "refused", refused: answer };
  } catch (error) {
    if (isBursarError(error)) return { kind: "mistake", path: error.path };
    throw error;
  }
}

function filledIn(change: Change): boolean {
  switch (change.do) {
    case "setTeam":
      return change.label.trim() !== "";
    case "setMember":
      return change.member.trim() !== "";
    case "setAlert":
      return change.alert.trim() !== "" && change.thresholds.some((credits) => credits !== undefined);
    default:
      return true;
  }
}

function limited(limits: Limits): { limits?: Limit[] } {
  const list = windows.flatMap((per) => (limits[per] === undefined ? [] : [{ per, credits: limits[per] }]));
  return list.length > 0 ? { limits: list } : {};
}

/** An id that is like a name, and not taken. */
function idFor(name: string, taken: Record<Id, unknown> = {}): Id {
  const plain = name.replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 64) || "new";
  let id = plain;
  for (let nth = 2; Object.hasOwn(taken, id); nth++) id = `${plain}-${nth}`;
  return id;
}
