// What crossing alone costs, as numbers: a command is put into slots that both sides see, a module that does nothing is
// called, and the answer is made of the slots in which it lay all along. Names that both sides can know beforehand are
// numbers too; what only this command brings (its id, its note) and what only the answer does (a digest) cross as
// text. It is written for just what the bench asks, in the shapes of just these answers: no engine behind a boundary
// that gives such objects is faster.
import { empty } from "#engine";
import { Names } from "./names.mjs";
import { decisionIn, decisionOf } from "./decision.mjs";

const encoder = new TextEncoder();
/** How many bytes of the module's memory are for what comes in, and how many from there on for what goes out. */
const INBOX = 8 * 1024 * 1024;
const TEXT_MAX = 1_024;

/** Makes ready to ask each of these by its place: `{ given: [commands], answer }`. */
export function crossingAsNumbers(exchanges) {
  const { memory, call } = new WebAssembly.Instance(empty).exports;
  const [slotsIn, slotsOut] = [new Float64Array(memory.buffer, 0, INBOX / 16), new Float64Array(memory.buffer, INBOX, INBOX / 16)];
  const [idIn, noteIn] = [0, 1].map((place) => new Uint8Array(memory.buffer, INBOX / 2 + place * TEXT_MAX, TEXT_MAX));
  const textOut = new Uint8Array(memory.buffer, INBOX + INBOX / 2, INBOX / 2);
  const names = new Names(textOut);
  let end = 0;
  const asked = exchanges.map(({ given: [command], answer }) => {
    const out = { slots: slotsOut, at: end };
    const [commands, answers] = [command, answer].map((one) => [one].flat());
    for (const one of commands) namesIn(one).forEach((name) => names.know(name));
    answers.forEach((one, place) => decisionIn(out, one, commands[place], names));
    const start = end;
    end = out.at;
    return { command, start };
  });
  const post = (command, at) => {
    const { id, type, note } = command;
    slotsIn[at++] = names.of(type);
    slotsIn[at++] = command.at;
    slotsIn[at++] = names.of(command.by);
    slotsIn[at++] = names.of(command.from);
    slotsIn[at++] = names.of(command.to);
    slotsIn[at++] = command.credits ?? -1;
    slotsIn[at++] = id === undefined ? 0 : encoder.encodeInto(id, idIn).written;
    slotsIn[at++] = note === undefined ? 0 : encoder.encodeInto(note, noteIn).written;
    const { request } = command;
    if (request === undefined) return at;
    slotsIn[at++] = names.of(request.model);
    for (const input in request.inputs) {
      const value = request.inputs[input];
      slotsIn[at++] = names.of(input);
      slotsIn[at++] = typeof value === "string" ? names.of(value) : Number(value);
    }
    return at;
  };
  return (place) => {
    const { command, start } = asked[place];
    const from = { slots: slotsOut, at: start };
    if (!Array.isArray(command)) {
      call(post(command, 0));
      return decisionOf(from, command, names);
    }
    call(command.reduce((at, one) => post(one, at), 0));
    return command.map((one) => decisionOf(from, one, names));
  };
}

/** What a command names that both sides can know. */
function namesIn({ type, by, from, to, request: { model, inputs = {} } = {} }) {
  return [type, by, from, to, model, ...Object.keys(inputs), ...Object.values(inputs).filter((value) => typeof value === "string")];
}
