// What crossing alone costs, as numbers: a command is put into slots that both sides see, a module that does nothing is
// called, and the answer is made of the slots in which it lay all along. Names that both sides can know beforehand are
// numbers too; what only this command brings (its id, its note) and what only the answer does (a digest) cross as
// text. It is written for just what the bench asks, in the shapes of just these answers: no engine behind a boundary
// that gives such objects is faster.
import { empty } from "#engine";
import { decisionIn, decisionOf, estimateIn, estimateOf } from "./decision.mjs";
import { Names } from "./names.mjs";

const encoder = new TextEncoder();
/** How many bytes of the module's memory are for what comes in, and how many from there on for what goes out. */
const INBOX = 8 * 1024 * 1024;
const TEXT_MAX = 1_024;

/** How each kind of answer is put into slots and made of them, and how what is asked gets there. */
export const kinds = {
  decision: { put: decisionIn, made: decisionOf, post: postCommand },
  estimate: { put: (to, estimate, _, names) => estimateIn(to, estimate, names), made: (from, _, names) => estimateOf(from, names), post: postRequest },
};

/** Makes ready to ask each of these by its place: `{ given: [what is asked, or a list of it], answer }`. */
export function crossingAsNumbers(exchanges, { put, made, post } = kinds.decision) {
  const { memory, call } = new WebAssembly.Instance(empty).exports;
  const [slotsIn, slotsOut] = [new Float64Array(memory.buffer, 0, INBOX / 16), new Float64Array(memory.buffer, INBOX, INBOX / 16)];
  const [id, note] = [0, 1].map((place) => new Uint8Array(memory.buffer, INBOX / 2 + place * TEXT_MAX, TEXT_MAX));
  const names = new Names(new Uint8Array(memory.buffer, INBOX + INBOX / 2, INBOX / 2));
  const to = { slots: slotsIn, at: 0, id, note };
  let end = 0;
  const asked = exchanges.map(({ given: [given], answer }) => {
    const out = { slots: slotsOut, at: end };
    const [all, answers] = [given, answer].map((one) => [one].flat());
    for (const one of all) namesIn(one).forEach((name) => names.know(name));
    answers.forEach((one, place) => put(out, one, all[place], names));
    const start = end;
    end = out.at;
    return { given, start };
  });
  return (place) => {
    const { given, start } = asked[place];
    const from = { slots: slotsOut, at: start };
    to.at = 0;
    if (!Array.isArray(given)) {
      post(to, given, names);
      call(to.at);
      return made(from, given, names);
    }
    for (const one of given) post(to, one, names);
    call(to.at);
    return given.map((one) => made(from, one, names));
  };
}

function postCommand(to, { id, type, at, by, from, to: into, credits, note, request }, names) {
  const { slots } = to;
  slots[to.at++] = names.of(type);
  slots[to.at++] = at;
  slots[to.at++] = names.of(by);
  slots[to.at++] = names.of(from);
  slots[to.at++] = names.of(into);
  slots[to.at++] = credits ?? -1;
  slots[to.at++] = id === undefined ? 0 : encoder.encodeInto(id, to.id).written;
  slots[to.at++] = note === undefined ? 0 : encoder.encodeInto(note, to.note).written;
  if (request !== undefined) postRequest(to, request, names);
}

function postRequest(to, { model, inputs }, names) {
  const { slots } = to;
  slots[to.at++] = names.of(model);
  for (const input in inputs) {
    const value = inputs[input];
    slots[to.at++] = names.of(input);
    slots[to.at++] = typeof value === "string" ? names.of(value) : Number(value);
  }
}

/** What is named that both sides can know. */
function namesIn(asked) {
  const { type, by, from, to, request: { model, inputs = {} } = asked } = asked;
  return [type, by, from, to, model, ...Object.keys(inputs), ...Object.values(inputs).filter((value) => typeof value === "string")];
}
