// What a request sets each input of its model to, or why that cannot be.
import { refused } from "./refused.mjs";
import { allowed } from "./rules.mjs";
import { isWhole, whole } from "./scaled.mjs";

/** By the place of each input: a decimal, a choice or a flag, and as the answer tells it. */
export function settle(rules, request) {
  const model = rules.models.get(request.model);
  if (!model) return refused("unknown_model", { id: request.model });
  const given = request.inputs ?? {};
  for (const id in given) {
    if (!model.names.has(id)) return refused("unknown_input", { model: model.id, input: id });
  }
  const settings = new Array(model.inputs.length);
  const told = {};
  let ceiling = false;
  for (let place = 0; place < settings.length; place++) {
    const input = model.inputs[place];
    let value = given[input.id];
    if (value === undefined) {
      value = input.type === "number" ? input.fallback : input.default;
      if (value === undefined) return refused("missing_input", { model: model.id, input: input.id });
      ceiling ||= input.type === "number" && input.ceiling;
    }
    const setting = set(input, value, place === model.each);
    if (setting === undefined) return refused("input_out_of_range", { model: model.id, input: input.id, value });
    settings[place] = setting;
    told[input.id] = input.type === "text" ? setting.n : value;
  }
  return { ok: true, model, settings, told, ceiling };
}

function set(input, value, multiplies) {
  switch (input.type) {
    case "number": {
      const number = allowed(input, value);
      return number && multiplies && !isWhole(number) ? undefined : number;
    }
    case "choice": return typeof value === "string" && input.of.has(value) ? value : undefined;
    case "flag": return typeof value === "boolean" ? value : undefined;
    default: return counted(input, value);
  }
}

const encoder = new TextEncoder();

function counted({ measure, max = Infinity }, value) {
  const count = typeof value === "number" ? value : typeof value === "string" ? length(measure, value) : NaN;
  return Number.isSafeInteger(count) && count >= 0 && count <= max ? whole(count) : undefined;
}

function length(measure, text) {
  if (measure === "bytes") return encoder.encode(text).length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
