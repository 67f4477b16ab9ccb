// The cost of one model in @gorules/zen-engine-wasm, which knows expressions alone and no decision tables, and reads
// them anew at each call: the same table as a chain of questions.
import { evaluateExpression } from "#zen-wasm";

export const zenName = "@gorules/zen-engine-wasm, an expression of the same, cost alone";

export function openZen(rules) {
  const [video] = rules.models.video.price;
  const rows = Object.entries(video.rate.cells).map(([resolution, row]) => {
    const cells = Object.entries(row).map(([fps, rate]) => `fps == ${fps} ? ${rate} : `);
    return `resolution == "${resolution}" ? (${cells.join("")}0) : `;
  });
  const expression = `ceil(max([(${rows.join("")}0) * seconds + (sound ? 0.035 * seconds : 0) + 1.5, 3]))`;
  return (inputs) => evaluateExpression(expression, inputs);
}
