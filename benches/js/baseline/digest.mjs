// What a command says, all but its id, instant and note, as 128 bits: the same as the engine's.
import { sha256 } from "#sha256";

export function digestOf(command) {
  const content = JSON.stringify({ by: command.by ?? "system", for: command.for ?? null, action: action(command) });
  return sha256(content).slice(0, 32);
}

function action({ type, from = null, to, credits, request, expect = null, expiresAt = null }) {
  switch (type) {
    case "spend": return { type, from, charge: charge(credits, request, expect) };
    case "hold": return { type, from, expiresAt, charge: charge(credits, request, expect) };
    default: return { type, from, to, credits };
  }
}

function charge(credits, request, expect) {
  if (!request) return { credits };
  const inputs = {};
  // Equal content must have equal bytes, whatever the order in which inputs were named.
  for (const id of Object.keys(request.inputs ?? {}).sort()) inputs[id] = request.inputs[id];
  return { request: { request: { model: request.model, inputs }, expect } };
}
