// What the three pages of elements show: an account and, once it is pressed, what the elements told.
import { Bursar } from "bursar";
import rules from "./leonardo.mjs";

export { rules };
export const bursar = new Bursar(rules);

const at = Date.UTC(2026, 0, 10, 12);
export const now = () => at;

const start = bursar.create({ id: "ada", at }).account;
const carriedOut = [
  { type: "subscribe", plan: "essential" },
  { type: "grant", source: "topup", credits: 1_200 },
  { type: "spend", credits: 600, note: "a job" },
];
export const { account: whole, entries } = carriedOut.reduce(
  ({ account, entries }, command, place) => {
    const answer = bursar.apply(account, { id: `c${place}`, at, by: "system", ...command });
    if (!answer.ok) throw new Error(answer.message);
    return { account: answer.account, entries: [...entries, ...answer.entries] };
  },
  { account: start, entries: [] },
);
export const view = bursar.view(whole, { at, by: "owner" });
export const request = { model: "alchemy", inputs: { images: 4 } };

/** What the elements tell, where a test finds it. */
export const told = [];
globalThis.told = told;
export const tell = ({ type, detail }) => told.push({ type, detail: JSON.parse(JSON.stringify(detail)) });
