// What `bursar/elements` publishes, as a page in TypeScript uses it: tags narrow to their classes, events to their details.
import type { Account, Bursar, Request, Rules } from "bursar";
import { type BursarCost, type BursarEvents, type Words, en } from "bursar/elements";
import { de } from "bursar/elements/de";
import { type Same, sure } from "./expect.ts";

declare const bursar: Bursar;
declare const rules: Rules;
declare const view: Account;
declare const request: Request;

const cost = document.createElement("bursar-cost");
sure<Same<typeof cost, BursarCost>>();
Object.assign(cost, { bursar, rules, view });
cost.request = request;
cost.words = de;
cost.addEventListener("bursar-spend", ({ detail }) => {
  sure<Same<typeof detail.type, "spend" | "hold">>();
  sure<Same<typeof detail.expect, number>>();
});
// @ts-expect-error There is no such request.
cost.request = { model: 1 };
// @ts-expect-error The package alone answers.
cost.answer = undefined;

document.querySelector("bursar-top-up")?.show();
document.addEventListener("bursar-checkout", ({ detail }) => sure<Same<typeof detail, BursarEvents["bursar-checkout"]["detail"]>>());
window.addEventListener("bursar-remedy", ({ detail }) => sure<Same<typeof detail.may, boolean>>());

// A language that lacks a word is an error.
const { close: _, ...lacking } = en;
// @ts-expect-error
lacking satisfies Words;
// And one that lacks a sentence for a refusal.
const { too_many: __, ...few } = en.refusals;
// @ts-expect-error
({ ...en, refusals: few }) satisfies Words;
