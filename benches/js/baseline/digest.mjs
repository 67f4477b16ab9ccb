// What a command says, all but its id, instant and note, as 128 bits: the same as the engine's.
import { sha256 } from "#sha256";

export function digestOf(command) {
  const content = `{${quoted(command.by ?? "system")},${quoted(command.for)},{${action(command)}}}`;
  return sha256(content).slice(0, 32);
}

/** Fields are told by their places, and what is missing by nothing. No id is one that JSON would escape. */
function action({ type, from, to, credits, request, expect = "", expiresAt = "" }) {
  switch (type) {
    case "spend": return `"spend",${quoted(from)},${charge(credits, request, expect)}`;
    case "hold": return `"hold",${quoted(from)},${expiresAt},${charge(credits, request, expect)}`;
    default: return `"${type}",${quoted(from)},${quoted(to)},${credits}`;
  }
}

function charge(credits, request, expect) {
  if (!request) return `{"credits":${credits}}`;
  const inputs = {};
  // Equal content must have equal bytes, whatever the order in which inputs were named.
  for (const id of Object.keys(request.inputs ?? {}).sort()) inputs[id] = request.inputs[id];
  return `{"request":{{"${request.model}",${JSON.stringify(inputs)}},${expect}}}`;
}

function quoted(id) {
  return id === undefined ? "" : `"${id}"`;
}
