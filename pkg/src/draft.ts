// Commands in numbers and one short text: asked of the engine without JSON. What is not plainly a
// command is `undefined` here: then its JSON goes to the engine. src/doors/decisions.rs is the other side.

import type * as contract from "../bursar.js";
import { accepted } from "./accepted.ts";
import { type Given, opened, parsed } from "./ask.ts";
import type { Engine } from "./engine.ts";
import { type Asked, read, wanted } from "./plain.ts";
import { type Run, type Told, settled } from "./price.ts";
import type { Shape, Shapes } from "./shapes.ts";

const NAMES = ["type", "id", "by", "for", "from", "to", "hold", "note", "", "at", "credits", "expect", "expiresAt"];
/** In which slot the engine looks for what a command says: texts first, the model last of them, then numbers. */
const FIELDS = new Map(NAMES.map((name, place) => [name, place]));
const ID = 1;
const MODEL = 8;
/** What a command without an id is called. */
const DRAFT = "~draft";
const REQUEST = 13;
/** No text takes as many bytes: of a note's characters 256 are allowed. */
const TEXT_BYTES = 4_096;
const LONGEST = 512;
/** The types of commands that the engine reads so; every other goes as JSON. */
const EVERYDAY = new Set<unknown>(["spend", "hold", "settle", "release", "transfer"]);

/** What is to come of a command: it is to be known, carried out, or carried out and what that changes told. */
export const PREVIEW = 0;
export const APPLY = 1;
export const CHANGES = 2;
export type Carry = typeof PREVIEW | typeof APPLY | typeof CHANGES;

type Decision = contract.Accepted | contract.Refused;

/** A command as it was read, each value once. */
export interface Drafted {
  names: string[];
  values: unknown[];
  request: Asked | undefined;
}

/** Reads a command. All of the user's code runs in here. */
export function drafted(command: unknown): Drafted | undefined {
  try {
    const found = read(command);
    if (found === undefined) return undefined;
    const names = found[0];
    const values = found[1];
    if (!EVERYDAY.has(values[names.indexOf("type")])) return undefined;
    const asked = values[names.indexOf("request")];
    const request = asked === undefined ? undefined : wanted(asked);
    return asked === undefined || request !== undefined ? { names, values, request } : undefined;
  } catch {
    return undefined;
  }
}

/** What a command comes to, or would come to. */
export function decide(shapes: Shapes, run: Run, draft: Drafted, carry: Carry): unknown {
  return run((engine, handle) => decided(shapes, engine, handle, draft, carry));
}

/** What a command comes to on an account that is handed over, and the text of the account after it. */
export function decideOn(shapes: Shapes, run: Run, account: Given, draft: Drafted): (contract.Accepted & { account: string }) | contract.Refused | undefined {
  return run((engine, rules) => {
    const staged = stage(shapes, engine, rules, draft);
    return staged && opened(engine, rules, account, (ledger) => {
      const decision = tell(shapes, engine, ledger, staged, APPLY);
      return decision?.ok ? { ...decision, account: engine.take(engine.glue.text(ledger)) } : decision;
    });
  });
}

/** What each would come to, unless one of them is to be asked as JSON. */
export function previewed(shapes: Shapes, run: Run, commands: unknown): unknown[] | undefined {
  const drafts = draftsOf(commands);
  return drafts && run((engine, handle) => {
    const answers: unknown[] = [];
    for (const draft of drafts) {
      const answer = decided(shapes, engine, handle, draft, PREVIEW);
      if (answer === undefined) return undefined;
      answers.push(answer);
    }
    return answers;
  });
}

function draftsOf(commands: unknown): Drafted[] | undefined {
  try {
    if (!Array.isArray(commands)) return undefined;
    const drafts: Drafted[] = [];
    for (let at = 0; at < commands.length; at++) {
      const draft = drafted(commands[at]);
      if (draft === undefined) return undefined;
      drafts.push(draft);
    }
    return drafts;
  } catch {
    return undefined;
  }
}

function decided(shapes: Shapes, engine: Engine, handle: number, draft: Drafted, carry: Carry): Decision | undefined {
  const staged = stage(shapes, engine, handle, draft);
  return staged && tell(shapes, engine, handle, staged, carry);
}

/** A command whose numbers lie in the slots already, and its texts: where one is to come stands 1. */
interface Staged {
  known: string[];
  shape: Shape | undefined;
  told: Told | undefined;
}

function stage(shapes: Shapes, engine: Engine, handle: number, { names, values, request }: Drafted): Staged | undefined {
  const shape = request && shapes.model(engine, handle, request.model);
  if (request && !shape) return undefined;
  const numbers = engine.numbers();
  numbers.fill(0, 0, REQUEST);
  const known = ["", DRAFT, "", "", "", "", "", "", ""];
  numbers[ID] = 1;
  for (let at = 0; at < names.length; at++) {
    const value = values[at];
    const place = FIELDS.get(names[at] as string);
    if (value === undefined) continue;
    if (typeof value === "string" && place !== undefined && place < MODEL && value.length <= LONGEST && value !== DRAFT) {
      known[place] = value;
      numbers[place] = 1;
    } else if (place !== undefined && place > MODEL && Number.isSafeInteger(value) && (value as number) >= 0) {
      numbers[place] = (value as number) + 1;
    } else if (names[at] !== "request") return undefined;
  }
  let told;
  if (shape && request) {
    known[MODEL] = request.model;
    numbers[MODEL] = 1;
    numbers[REQUEST] = shape.place;
    told = settled(numbers, REQUEST + 1, shape, request);
    if (told === undefined) return undefined;
  }
  return { known, shape, told };
}

function tell(shapes: Shapes, engine: Engine, handle: number, { known, shape, told }: Staged, carry: Carry): Decision | undefined {
  const words = shapes.words(engine, handle); // Before the answer lies where these would.
  engine.makeRoom();
  const numbers = engine.numbers();
  let bytes = 0;
  for (let place = 0; place <= MODEL; place++) {
    if (numbers[place] === 0) continue;
    const behind = engine.put(known[place] as string, bytes);
    if (behind === undefined) return undefined;
    numbers[place] = bytes * TEXT_BYTES + (behind - bytes) + 1;
    bytes = behind;
  }
  const end = engine.glue.decide(handle, bytes, carry);
  if (end < 0) return parsed(engine, -end);
  return end === 0 ? undefined : accepted(engine, handle, shapes, words, known, shape, told, bytes, end, carry === CHANGES);
}
