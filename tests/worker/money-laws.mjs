// What must be true of an account's money whatever has happened, once every event was delivered and every errand run.
// Each law answers what speaks against it.
import { operator } from "./harness.mjs";
import { allowance, planOf } from "./money-history.mjs";

/** Everything that the laws look at, as it stands now. */
export async function found(history) {
  const { customer: { system, id }, worker } = history;
  const get = async (what) => {
    const { status, answer } = await system.get(what);
    if (status !== 200) throw new Error(`${what}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const [balance, audit, troubles, receipts, entries] = [await get("balance"), await get("audit"), (await get("troubles")).troubles, await all(get, "receipts"), await all(get, "entries")];
  const { answer } = await operator(worker).at(id).command({ type: "grant", id: `law:${history.id()}`, source: "bought", credits: 1 });
  return { plan: balance.plan, closed: !answer.ok && answer.code === "account_closed", takes: answer, audit, troubles, receipts: receipts.reverse(), entries: entries.reverse() };
}

async function all(get, what) {
  const list = [];
  let next = "";
  do {
    const answer = await get(`${what}?limit=100${next && `&before=${next}`}`);
    list.push(...answer[what]);
    next = answer.next ?? "";
  } while (next);
  return list;
}

/** What each command granted that can be used: a period that is made up for lapses as it is granted. */
function granted(entries) {
  const lies = new Map();
  const groups = new Map();
  const made = new Map();
  for (const entry of entries) groups.set(entry.seq, [...(groups.get(entry.seq) ?? []), entry]);
  for (const group of groups.values()) {
    const before = new Map(lies);
    const [given, lapsed, command] = [new Map(), new Map(), new Map()];
    const add = (map, key, credits) => map.set(key, (map.get(key) ?? 0) + credits);
    for (const entry of group) {
      add(lies, entry.grant, entry.credits);
      if (entry.kind === "grant") {
        add(given, entry.grant, entry.credits);
        command.set(entry.grant, entry.command ?? "");
      }
      if (entry.kind === "lapse") add(lapsed, entry.grant, -entry.credits);
      if (entry.kind === "revoke") add(made, entry.command, entry.credits);
    }
    for (const [grant, credits] of given) add(made, command.get(grant), credits - Math.max(0, (lapsed.get(grant) ?? 0) - (before.get(grant) ?? 0)));
  }
  return { made, lies };
}

/** What a payment may grant at most; an invoice of before a change of plan pays for a share of what runs by now. */
function worth({ subscriptions }, { kind, credits, amount, subscription }) {
  if (kind !== "period") return credits;
  const rates = [...subscriptions.get(subscription).units].map((unit) => Math.floor((amount * allowance[planOf[unit]]) / unit));
  return Math.max(credits, ...rates);
}

export function* broken(history, { plan, closed, takes, audit, troubles, receipts, entries }) {
  const { taken, subscriptions } = history;
  const { made, lies } = granted(entries);
  const renewed = new Map();

  // What came into being was paid for.
  for (const [command, credits] of made) {
    if (!command.startsWith("pay:") || credits <= 0) continue;
    const [, payment, what] = command.split(":");
    const paid = taken.get(payment);
    if (what === "return") continue;
    if (!paid) yield `${command} granted ${credits}, and nobody paid for it`;
    else if (what !== undefined) yield `${command} granted ${credits} beside the payment`;
    else {
      const net = credits + (made.get(`${command}:unpaid`) ?? 0);
      if (net > worth(history, paid)) yield `${payment} granted ${net}, and pays for ${worth(history, paid)}`;
      if (paid.kind === "period") renewed.set(paid.subscription, (renewed.get(paid.subscription) ?? 0) + net);
    }
  }
  for (const payment of taken.keys()) {
    const moved = (what) => [...made].reduce((sum, [command, credits]) => sum + (command.startsWith(`pay:${payment}:${what}:`) ? credits : 0), 0);
    if (moved("return") + moved("revoke") > 0) yield `${payment} gave more back than it took: ${moved("return")} of ${-moved("revoke")}`;
  }

  // What time grants is billed, paid or not. An end that nobody has heard of yet lets the clock go on.
  const byTime = made.get("") ?? 0;
  const issued = [...subscriptions.values()].flatMap(({ issued, units }) => issued.map(({ unit, quantity }) => Math.max(allowance[planOf[unit]] * quantity, ...[...units].map((other) => Math.floor((unit * quantity * allowance[planOf[other]]) / other)))));
  const billed = issued.reduce((sum, credits) => sum + credits, 0) - [...renewed.values()].reduce((sum, credits) => sum + credits, 0);
  if (history.late === 0 && !history.given && byTime > billed) yield `time granted ${byTime}, and what was billed and not renewed by its payment is worth ${billed}`;

  // Each payment has one receipt, or is a trouble.
  for (const [payment, { amount, kind, credits }] of taken) {
    const own = receipts.filter((receipt) => receipt.payment === payment);
    const trouble = troubles.some((told) => told.payment === payment);
    if (own.length === 0 && !trouble) yield `${payment} (${kind}, ${amount}) has neither a receipt nor a trouble`;
    for (const receipt of own) {
      if (receipt.price.amount !== amount) yield `receipt ${receipt.number} is over ${receipt.price.amount}, and ${amount} was paid`;
      const given = (made.get(`pay:${payment}`) ?? 0) + (made.get(`pay:${payment}:unpaid`) ?? 0);
      if (kind !== "period" && (receipt.credits !== credits || given !== credits)) yield `receipt ${receipt.number} tells ${receipt.credits}, ${given} were granted, and ${credits} were paid for`;
    }
  }
  receipts.forEach(({ number, payment }, at) => {
    if (number !== at + 1) throw new Error(`receipt ${at + 1} has the number ${number}`);
    if (!taken.has(payment)) throw new Error(`receipt ${number} is of ${payment}, which nobody paid`);
  });
  if (new Set(receipts.map(({ payment }) => payment)).size !== receipts.length) yield "two receipts are of one payment";

  // Whoever pays each period of one plan gets each.
  for (const [id, { units }] of subscriptions) {
    const own = receipts.filter(({ payment }) => taken.get(payment).kind === "period" && taken.get(payment).subscription === id);
    const [unit] = units;
    if (units.size > 1 || !["basic", "plus"].includes(planOf[unit]) || own.length === 0) continue;
    const got = own.reduce((sum, { credits }) => sum + credits, 0);
    if (got < own.length * allowance[planOf[unit]]) yield `${id}: ${own.length} periods were paid, and ${got} granted`;
  }

  // What went back is revoked, as far as it is there.
  for (const receipt of receipts) {
    const { amount, refunded = 0, disputed, kind } = taken.get(receipt.payment);
    const back = Math.min(amount, refunded + (disputed === "open" || disputed === "lost" ? amount : 0));
    const told = receipt.returned?.money.amount ?? 0;
    if (told !== back) yield `receipt ${receipt.number}: ${back} went back, and it tells ${told}`;
    const owed = Math.ceil((receipt.credits * back) / amount);
    const revoked = receipt.returned?.credits ?? 0;
    // What a dispute took and lost comes back, unless it would be over by now.
    const lapses = disputed === "won" && (closed || receipt.item !== "small");
    if (revoked > owed && !lapses) yield `receipt ${receipt.number}: ${revoked} were revoked where ${owed} were owed`;
    const grant = entries.find((entry) => entry.kind === "grant" && entry.command === `pay:${receipt.payment}`)?.grant;
    const left = grant === undefined ? 0 : lies.get(grant);
    if (kind === "payment" && left > 0 && revoked < owed) yield `receipt ${receipt.number}: ${revoked} of ${owed} were revoked, and ${left} still lie there`;
  }

  // Who is billed has the plan, and who has it is billed.
  const live = history.live();
  if (live.length > 1) yield `billed twice: ${live.map(({ id }) => id)}`;
  const paidPlan = plan !== undefined && plan.id !== "free";
  const [only] = live;
  if (only && (closed || !paidPlan)) yield `${only.id} is billed, and ${closed ? "the account is closed" : "no plan runs"}`;
  if (!only && paidPlan && !closed && plan.id !== history.given) yield `the plan ${plan.id} runs, and nobody is billed for it`;
  if (only && paidPlan && !closed) {
    const [{ price, quantity }] = only.items.data;
    const next = { ...plan, ...plan.next };
    const seats = next.id === "team" ? (next.seats ?? 1) : 1;
    const ends = plan.status === "cancelled";
    if (ends !== only.cancel_at_period_end) yield `${only.id} ${only.cancel_at_period_end ? "ends" : "goes on"}, and the plan is ${plan.status}`;
    if (!ends && (planOf[price.unit_amount] !== next.id || quantity !== seats)) yield `${only.id} bills ${quantity} of ${planOf[price.unit_amount]}, and ${seats} of ${next.id} will run`;
  }

  if (!audit.ok) yield `the audit: ${JSON.stringify(audit)}`;
  if (!takes.ok && !closed) yield `the account takes no command any more: ${JSON.stringify(takes)}`;
}
