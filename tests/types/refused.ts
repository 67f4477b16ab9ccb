// An answer narrows: by `ok` to an estimate or a refusal, by `code` to the refusal's own facts.
import type { Bursar, Estimate, Facts, Refused, Remedy, Value } from "bursar";
import { type Same, sure } from "./expect.ts";

declare const bursar: Bursar;
const answer = bursar.estimate({ model: "film", inputs: { seconds: 5, fast: true, mode: "x" } });

if (answer.ok) {
  sure<Same<typeof answer, Estimate>>();
  sure<Same<typeof answer.cost, number>>();
  // @ts-expect-error An estimate has no code.
  answer.code;
} else {
  sure<Same<typeof answer, Refused>>();
  sure<Same<typeof answer.code, keyof Facts>>();
  sure<Same<typeof answer.remedies, Remedy[]>>();
  // @ts-expect-error Not every refusal has an input.
  answer.facts.input;

  switch (answer.code) {
    case "unknown_model":
      sure<Same<typeof answer.facts, { id: string }>>();
      break;
    case "input_out_of_range":
      sure<Same<typeof answer.facts.value, Value>>();
      sure<Same<typeof answer.facts.min, string | undefined>>();
      break;
    case "insufficient_credits":
      sure<Same<typeof answer.facts.needed, number>>();
      break;
    case "no_plan":
      // @ts-expect-error This one has no facts.
      answer.facts.id.length;
      break;
    // @ts-expect-error There is no such code.
    case "no_such_code":
      break;
  }
}

// A table with a line for each code must have them all.
type Sentences = { [C in Refused["code"]]: (facts: Extract<Refused, { code: C }>["facts"]) => string };
sure<Same<keyof Sentences, keyof Facts>>();

for (const remedy of answer.ok ? [] : answer.remedies) {
  if (remedy.do === "top_up") sure<Same<typeof remedy.price, { amount: number; currency: string }>>();
  if (remedy.do === "wait") sure<Same<typeof remedy.until, number>>();
}

sure<Same<ReturnType<typeof bursar.grid>, Float64Array>>();

// @ts-expect-error A request names its model.
bursar.estimate({ inputs: {} });
// @ts-expect-error A BigInt is no value.
bursar.estimate({ model: "film", inputs: { seconds: 5n } });
// @ts-expect-error A payer by account says when.
bursar.estimate({ model: "film" }, { account: "{}" });
