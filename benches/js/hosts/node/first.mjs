// Prints how long it takes from `import` to the first answer, in milliseconds; Node itself has started.
import { started } from "#clock";
import { asked, expectAnswer } from "../../first.mjs";

const [who] = process.argv.slice(2);
const took = started();
const { answer } = await import(`../../first/${who}.mjs`);
const found = await answer(asked.rulesText, asked.inputs);
const ms = took();
expectAnswer(who, found);
process.stdout.write(`${ms}`);
