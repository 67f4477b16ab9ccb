// A decision as numbers, and made of them: `…In` puts what `…Of` reads, in the same order.
const put = (to, ...numbers) => {
  for (const number of numbers) to.slots[to.at++] = number;
};
const next = (from) => from.slots[from.at++];
/** What stands for a number that is not there. */
const NONE = -1;

export function decisionIn(to, answer, command, names) {
  const { at, seq, credits, draws, entries, alerts, spendable, estimate, changes } = answer;
  if (!answer.ok) throw new Error("only what is accepted is measured");
  put(to, at, seq, credits, draws.length);
  for (const draw of draws) {
    put(to, draw.credits, draw.expiresAt ?? NONE, names.know(draw.grant), draw.grantedAt, draw.of, names.know(draw.source), names.know(draw.wallet));
  }
  put(to, entries.length);
  for (const entry of entries) {
    put(to, names.know(entry.kind), entry.at, entry.credits, names.know(entry.wallet), names.know(entry.grant), names.know(entry.source));
    put(to, names.told(entry.command, command), names.know(entry.by), names.know(entry.model), names.told(entry.hold, command), names.told(entry.note, command));
  }
  put(to, alerts.length);
  for (const { alert, watch, threshold, now } of alerts) put(to, names.know(alert), names.know(watch), threshold, now);
  put(to, spendable ?? NONE, estimate ? 1 : 0);
  if (estimate) estimateIn(to, estimate, names);
  put(to, changes ? 1 : 0);
  if (changes) patchIn(to, changes, command, names);
}

export function decisionOf(from, command, names) {
  const answer = { ok: true, at: next(from), seq: next(from), credits: next(from), draws: [], entries: [], alerts: [] };
  for (let left = next(from); left > 0; left--) answer.draws.push(drawOf(from, names));
  for (let left = next(from); left > 0; left--) answer.entries.push(entryOf(from, command, names));
  for (let left = next(from); left > 0; left--) {
    answer.alerts.push({ alert: names.name(next(from)), watch: names.name(next(from)), threshold: next(from), now: next(from) });
  }
  const spendable = next(from);
  if (spendable !== NONE) answer.spendable = spendable;
  if (next(from)) answer.estimate = estimateOf(from, names);
  if (next(from)) answer.changes = patchOf(from, command, names);
  return answer;
}

function drawOf(from, names) {
  const credits = next(from);
  const expiresAt = next(from);
  const [grant, grantedAt, of, source, wallet] = [names.name(next(from)), next(from), next(from), names.name(next(from)), names.name(next(from))];
  return expiresAt === NONE ? { credits, grant, grantedAt, of, source, wallet } : { credits, expiresAt, grant, grantedAt, of, source, wallet };
}

function entryOf(from, told, names) {
  const entry = { kind: names.name(next(from)), at: next(from), credits: next(from), wallet: names.name(next(from)), grant: names.name(next(from)), source: names.name(next(from)) };
  const command = names.name(next(from), told);
  const by = names.name(next(from));
  const model = names.name(next(from));
  const hold = names.name(next(from), told);
  const note = names.name(next(from), told);
  if (command !== undefined) entry.command = command;
  if (by !== undefined) entry.by = by;
  if (model !== undefined) entry.model = model;
  if (hold !== undefined) entry.hold = hold;
  if (note !== undefined) entry.note = note;
  return entry;
}

// ── Estimates: decimals are printed from a number and told as text, as they are asked for. ──

export function estimateIn(to, { model, cost, exact, ceiling, inputs, lines, digest }, names) {
  put(to, names.know(model), cost, Number(exact), ceiling ? 1 : 0, Object.keys(inputs).length);
  for (const [input, value] of Object.entries(inputs)) {
    const kind = ["number", "string", "boolean"].indexOf(typeof value);
    put(to, names.know(input), kind, kind === 1 ? names.know(value) : Number(value));
  }
  put(to, lines.length);
  for (const { label, rate, units, credits } of lines) put(to, names.know(label), names.know(rate), Number(units), Number(credits));
  put(to, names.know(digest));
}

export function estimateOf(from, names) {
  const estimate = { ok: true, model: names.name(next(from)), cost: next(from), exact: `${next(from)}`, ceiling: next(from) === 1, inputs: {}, lines: [], digest: "" };
  for (let left = next(from); left > 0; left--) {
    const input = names.name(next(from));
    const [kind, value] = [next(from), next(from)];
    estimate.inputs[input] = kind === 0 ? value : kind === 1 ? names.name(value) : value === 1;
  }
  for (let left = next(from); left > 0; left--) {
    estimate.lines.push({ label: names.name(next(from)), rate: names.name(next(from)), units: `${next(from)}`, credits: `${next(from)}` });
  }
  estimate.digest = names.name(next(from));
  return estimate;
}

// ── The patch: a tree whose shape nobody knows beforehand, each value behind its kind. ──

const [NULL, NUMBER, NAME, TEXT, LIST, OBJECT] = [0, 1, 2, 3, 4, 5];
const DIGEST = /^[0-9a-f]{32}$/;

function patchIn(to, value, command, names) {
  if (value === null) return put(to, NULL);
  if (typeof value === "number") return put(to, NUMBER, value);
  if (typeof value === "string") return DIGEST.test(value) ? put(to, TEXT, ...names.put(value)) : put(to, NAME, names.told(value, command));
  const isList = Array.isArray(value);
  put(to, isList ? LIST : OBJECT, Object.keys(value).length);
  for (const [key, part] of Object.entries(value)) {
    if (!isList) put(to, names.told(key, command));
    patchIn(to, part, command, names);
  }
}

function patchOf(from, command, names) {
  switch (next(from)) {
    case NULL: return null;
    case NUMBER: return next(from);
    case NAME: return names.name(next(from), command);
    case TEXT: return names.text(next(from), next(from));
    case LIST: {
      const list = [];
      for (let left = next(from); left > 0; left--) list.push(patchOf(from, command, names));
      return list;
    }
    default: {
      const record = {};
      for (let left = next(from); left > 0; left--) {
        const key = names.name(next(from), command);
        record[key] = patchOf(from, command, names);
      }
      return record;
    }
  }
}
