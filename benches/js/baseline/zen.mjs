// The cost of one model in @gorules/zen-engine: a decision table with the rules' cells, and after it
// one expression that adds up and rounds. The cost alone: no lines, no inputs filled in, nothing refused.
import { ZenEngine } from "@gorules/zen-engine";

export const zenName = "@gorules/zen-engine, same table, cost alone";

export function openZen(rules) {
  const [video] = rules.models.video.price;
  const cells = Object.entries(video.rate.cells).flatMap(([resolution, row]) =>
    Object.entries(row).map(([fps, rate]) => ({ _id: `${resolution}-${fps}`, resolution: `"${resolution}"`, fps, rate })),
  );
  const content = {
    nodes: [
      { id: "in", name: "in", type: "inputNode", content: { schema: "" }, position: { x: 0, y: 0 } },
      {
        id: "table", name: "table", type: "decisionTableNode", position: { x: 1, y: 0 },
        content: {
          hitPolicy: "first",
          passThrough: true,
          inputs: [
            { id: "resolution", name: "resolution", field: "resolution" },
            { id: "fps", name: "fps", field: "fps" },
          ],
          outputs: [{ id: "rate", name: "rate", field: "rate" }],
          rules: cells,
        },
      },
      {
        id: "sum", name: "sum", type: "expressionNode", position: { x: 2, y: 0 },
        content: { expressions: [{ id: "cost", key: "cost", value: "ceil(max([rate * seconds + (sound ? 0.035 * seconds : 0) + 1.5, 3]))" }] },
      },
      { id: "out", name: "out", type: "outputNode", content: { schema: "" }, position: { x: 3, y: 0 } },
    ],
    edges: [
      { id: "1", sourceId: "in", targetId: "table", type: "edge" },
      { id: "2", sourceId: "table", targetId: "sum", type: "edge" },
      { id: "3", sourceId: "sum", targetId: "out", type: "edge" },
    ],
  };
  const decision = new ZenEngine().createDecision(content);
  return async (inputs) => (await decision.evaluate(inputs)).result.cost;
}
