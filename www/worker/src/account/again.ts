// A command whose id was accepted before. Whether it is the same command is the engine's to say, however long ago it was.
import type { Accepted, Bursar, Command, Ledger, Refused } from "bursar";
import type { Told } from "./store.ts";

/** The first answer, `replayed`; the engine's own for a replay where the first is no longer kept; or `id_reused`. */
export function again(bursar: Bursar, ledger: Ledger, command: Command, before: Told, kept: string | null): Accepted | Refused {
  const judged = judge(bursar, ledger, command, before);
  if (!judged.ok || kept === null) return judged;
  return { ...(JSON.parse(kept) as Accepted), replayed: true };
}

function judge(bursar: Bursar, ledger: Ledger, command: Command, { seq, digest }: Told): Accepted | Refused {
  const remembered = ledger.preview(command);
  if (remembered.ok && remembered.replayed) return remembered;
  // The account has forgotten it, or it is another: the account as if it remembered nothing else tells which.
  return bursar.preview({ ...ledger.account(), recent: { [command.id]: [seq, digest] } }, command);
}
