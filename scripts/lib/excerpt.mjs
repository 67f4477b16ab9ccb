// What is shown of a long output that tells of failures: where the first of them stands, and how it ends. Hundreds may
// follow from the first one, and what keeps all that CI prints may cut it anywhere.

/** As cargo, wasm-pack, Node.js, tsc, and what panics or throws say it. */
const failure = /panicked at|^\s*(error\b|✖|not ok\b)|\berror TS|\bFAIL(ED)?\b|Error:/;
const [before, each] = [10, 80];

/** The lines around the first failure, and the last ones. */
export function excerpt(output) {
  const lines = output.trimEnd().split("\n");
  const first = lines.findIndex((line) => failure.test(line)) - before;
  const isShown = (nth) => (nth >= first && nth < first + each) || nth >= lines.length - each;
  const shown = [];
  let left = 0;
  for (const [nth, line] of lines.entries()) {
    if (isShown(nth)) {
      if (left > 0) shown.push(`  … ${left} lines …`);
      left = 0;
      shown.push(line);
    } else left += 1;
  }
  return shown.join("\n");
}
