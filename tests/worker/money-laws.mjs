// What must be true of an account's money whatever has happened, once every event was delivered and every errand run.
// Each law answers what speaks against it.
import { operator } from "./harness.mjs";
import { allowance, ends, isLast, planOf } from "./money-history.mjs";

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
  return { at: balance.at, plan: balance.plan, closed: !answer.ok && answer.code === "account_closed", takes: answer, audit, troubles, receipts: receipts.reverse(), entries: entries.reverse() };
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

/** What a period grants at most that was billed; one of before a change of plan pays for a share of what runs by now. */
function period({ units }, amount, credits) {
  return Math.max(credits, ...[...units].map((unit) => Math.floor((amount * allowance[planOf[unit]]) / unit)));
}

const worth = ({ subscriptions }, { kind, credits, amount, subscription }) => (kind === "period" ? period(subscriptions.get(subscription), amount, credits) : credits);
const total = (numbers) => [...numbers].reduce((all, one) => all + one, 0);
/** What a payment granted, but for what of it was not paid, and with what of it was sold by other rules. */
const net = (made, payment) => total(["", ":unpaid", ":sold"].map((what) => made.get(`pay:${payment}${what}`) ?? 0));

export function* broken(history, told) {
  const { made, lies } = granted(told.entries);
  yield* isPaid(history, made);
  yield* isBilled(history, made);
  yield* isTold(history, told, made);
  yield* isTheirs(history, told);
  yield* isGiven(history, told, made);
  for (const receipt of told.receipts) yield* isReturned(history, told, receipt, lies);
  yield* goesOn(history, told);
  if (!told.audit.ok) yield `the audit: ${JSON.stringify(told.audit)}`;
  if (!told.takes.ok && !told.closed) yield `the account takes no command any more: ${JSON.stringify(told.takes)}`;
}

/** What came into being was paid for, and by no more than was paid. */
function* isPaid(history, made) {
  for (const [command, credits] of made) {
    const [pay, payment, what] = command.split(":");
    const paid = history.taken.get(payment);
    if (pay !== "pay" || what === "return" || credits <= 0) continue;
    if (!paid) yield `${command} granted ${credits}, and nobody paid for it`;
    else if (what !== undefined && what !== "sold") yield `${command} granted ${credits} beside the payment`;
    else if (net(made, payment) > worth(history, paid)) yield `${payment} granted ${net(made, payment)}, and pays for ${worth(history, paid)}`;
  }
  for (const payment of history.taken.keys()) {
    const moved = (what) => total([...made].map(([command, credits]) => (command.startsWith(`pay:${payment}:${what}:`) ? credits : 0)));
    if (moved("return") + moved("revoke") > 0) yield `${payment} gave more back than it took: ${moved("return")} of ${-moved("revoke")}`;
  }
}

/** What time grants is billed, paid or not. An end that nobody has heard of yet lets the clock go on. */
function* isBilled({ taken, subscriptions, late, given }, made) {
  const all = total([...subscriptions.values()].flatMap((row) => row.issued.map(({ unit, quantity }) => period(row, unit * quantity, allowance[planOf[unit]] * quantity))));
  const renewed = total([...taken].map(([payment, { kind }]) => (kind === "period" ? net(made, payment) : 0)));
  const byTime = made.get("") ?? 0;
  if (late === 0 && !given && byTime > all - renewed) yield `time granted ${byTime}, and what was billed and not renewed by its payment is worth ${all - renewed}`;
}

/** Each payment has one receipt, or is a trouble; receipts are numbered, and tell what was granted. */
function* isTold({ taken }, { receipts, troubles }, made) {
  for (const [payment, { amount, kind, credits }] of taken) {
    const own = receipts.filter((receipt) => receipt.payment === payment);
    if (own.length > 1) yield `${payment} has ${own.length} receipts`;
    if (own.length === 0 && !troubles.some((trouble) => trouble.payment === payment)) yield `${payment} (${kind}, ${amount}) has neither a receipt nor a trouble`;
    for (const receipt of own) {
      if (receipt.price.amount !== amount) yield `receipt ${receipt.number} is over ${receipt.price.amount}, and ${amount} was paid`;
      const given = net(made, payment);
      if (kind !== "period" && kind !== "balance" && (receipt.credits !== credits || given !== credits)) yield `receipt ${receipt.number} tells ${receipt.credits}, ${given} were granted, and ${credits} were paid for`;
    }
  }
  for (const [at, { number, payment }] of receipts.entries()) {
    if (number !== at + 1) yield `receipt ${at + 1} has the number ${number}`;
    if (!taken.has(payment)) yield `receipt ${number} is of ${payment}, which nobody paid`;
  }
}

/** A receipt is its buyer's, by the name that they have there by now. */
function* isTheirs({ wishers }, { receipts }) {
  for (const { number, buyer, wish } of receipts) {
    if (wish !== undefined && wishers.get(wish) !== buyer) yield `receipt ${number} is of ${buyer}, and ${wishers.get(wish)} wished for it`;
  }
}

/** Whoever paid a period has what was paid for: by this payment, by one that made up for its period, or by the clock. */
function* isGiven(history, { at, receipts, entries, troubles }, made) {
  const { taken, subscriptions } = history;
  const byTime = entries.filter(({ kind, command }) => kind === "grant" && command === undefined);
  for (const [nth, { payment, number, at: credited }] of receipts.entries()) {
    const { kind, subscription, start } = taken.get(payment) ?? {};
    if (kind !== "period" || troubles.some((trouble) => trouble.payment === payment)) continue;
    const { begun, units } = subscriptions.get(subscription);
    // A plan by the clock that was heard of late begins late, and may have ended before its last period here came.
    if (history.late > 0 && ["clock", "yearly"].includes(taken.get(payment).plan)) continue;
    const worth = least(units, taken.get(payment));
    if (net(made, payment) >= worth) continue;
    const before = receipts.slice(0, nth).map((receipt) => ({ ...receipt, ...taken.get(receipt.payment) })).filter((one) => one.subscription === subscription);
    const periods = before.filter((one) => one.kind === "period");
    // One that came later was granted before, or one whose renewal made up for all that were due.
    if (periods.some((one) => one.start > start || (one.at >= start && net(made, one.payment) >= worth))) continue;
    const lag = (before[0]?.at ?? credited) - begun;
    if (byTime.some((entry) => entry.credits >= worth && entry.at > start - slackMs && entry.at < start + lag + slackMs) || at < start + lag + slackMs) continue;
    yield `receipt ${number}: ${worth} were paid for by ${payment}, the period of ${new Date(start).toISOString()}, and ${net(made, payment)} granted at ${new Date(credited).toISOString()}`;
  }
}

/** The months that begin on the 31st here and there begin up to three days apart. */
const slackMs = 4 * 86_400_000;

/** What is sold for so much, at the least: five seats cost as much as another plan, and an invoice says no more. */
const least = (units, { amount, credits }) => Math.min(credits, ...[...units].filter((unit) => amount % unit === 0).map((unit) => allowance[planOf[unit]] * (planOf[unit] === "team" ? amount / unit : 1)));

/** What went back is revoked, as far as it is there, and stands on the receipt. */
function* isReturned({ taken }, { closed, entries }, receipt, lies) {
  const { amount, refunded = 0, disputed, contested, kind } = taken.get(receipt.payment) ?? {};
  const back = Math.min(amount, refunded + (disputed === "open" || disputed === "lost" ? contested : 0));
  const { money, credits: revoked } = receipt.returned ?? { money: { amount: 0 }, credits: 0 };
  if (money.amount !== back) yield `receipt ${receipt.number}: ${back} went back, and it tells ${money.amount}`;
  const owed = Math.ceil((receipt.credits * back) / amount);
  // What a dispute took and lost comes back, unless it would be over by now.
  const lapses = disputed === "won" && (closed || receipt.item !== "small");
  if (revoked > owed && !lapses) yield `receipt ${receipt.number}: ${revoked} were revoked where ${owed} were owed`;
  const grant = entries.find((entry) => entry.kind === "grant" && entry.command === `pay:${receipt.payment}`)?.grant;
  const left = grant === undefined ? 0 : lies.get(grant);
  if (kind === "payment" && left > 0 && revoked < owed) yield `receipt ${receipt.number}: ${revoked} of ${owed} were revoked, and ${left} still lie there`;
}

/** Who is billed has the plan, and who has it is billed. */
function* goesOn(history, { plan, closed }) {
  const [one, ...more] = history.live();
  if (more.length > 0) yield `billed twice: ${[one, ...more].map(({ id }) => id)}`;
  const runs = !closed && plan !== undefined && plan.id !== "free";
  if (one && !runs) yield `${one.id} is billed, and ${closed ? "the account is closed" : "no plan runs"}`;
  if (!one && runs && plan.id !== history.given) yield `the plan ${plan.id} runs, and nobody is billed for it`;
  if (!one || !runs) return;
  const [{ price, quantity }] = one.items.data;
  const next = { ...plan, ...plan.next };
  const seats = next.id === "team" ? (next.seats ?? 1) : 1;
  const cancelled = plan.status === "cancelled";
  if (cancelled !== ends(one) && !(ends(one) && isLast(one))) yield `${one.id} ${ends(one) ? "ends" : "goes on"}, and the plan is ${plan.status}`;
  if (!cancelled && (planOf[price.unit_amount] !== next.id || quantity !== seats)) yield `${one.id} bills ${quantity} of ${planOf[price.unit_amount]}, and ${seats} of ${next.id} will run`;
}
