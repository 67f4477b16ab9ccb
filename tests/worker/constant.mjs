// bursar for the load test's other side: every spend is accepted for the same 2 credits, undecided. What is written is as
// much as for a real one, so that what differs is the decision; and it can be opened again, for workerd lets an object go that
// was not asked for ten seconds.
import { Bursar as Real } from "../../pkg/dist/workerd.js";
export { isBursarError, newId, version } from "../../pkg/dist/workerd.js";

const digest = "0".repeat(32);

export class Bursar extends Real {
  open(account) {
    const ledger = super.open(account);
    let { seq, recent: remembered = {} } = ledger.account();
    let recent = Object.entries(remembered).sort(([, [one]], [, [other]]) => one - other).map(([id]) => id);
    const balance = ledger.balance({ at: 0, by: "system" });
    return {
      apply(command) {
        if (command.type !== "spend") {
          const decision = ledger.apply(command);
          if (decision.ok) seq = decision.seq;
          return decision;
        }
        const { id, at, by } = command;
        seq += 1;
        recent = [...recent, id];
        const forgotten = recent.length > 32 ? { [recent.shift()]: null } : {};
        const credits = 5e11 - seq; // What teams have of the grant leaves room for as much.
        const draw = { wallet: "bank", grant: "gift:1", source: "bought", credits: 2, of: 1e12, grantedAt: 0 };
        const entry = { kind: "spend", at, credits: -2, wallet: "bank", grant: "gift:1", source: "bought", command: id, by, model: "image" };
        const changes = { asOf: at, seq, bank: { "gift:1": { credits } }, recent: { ...forgotten, [id]: [seq, digest] } };
        const lines = [{ label: "Image", rate: "2", units: "1", credits: "2" }];
        const estimate = { ok: true, model: "image", cost: 2, exact: "2", ceiling: false, inputs: { images: 1, size: "standard" }, lines, digest: digest + digest };
        return { ok: true, at, seq, credits: 2, draws: [draw], entries: [entry], alerts: [], spendable: 1e12, estimate, changes };
      },
      balance: () => balance,
      may: (...asked) => ledger.may(...asked),
      account: () => ledger.account(),
      text: () => ledger.text(),
      free: () => ledger.free(),
    };
  }
}
