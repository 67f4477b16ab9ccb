// The long form of the fault test: `node tests/worker/faults.mjs [commands for each client] [kills]`.
import { run } from "./harness.mjs";
import { storm } from "./storm.mjs";

const [each = 40, kills = 20] = process.argv.slice(2).map(Number);
const worker = await run({ settings: { REQUESTS_PER_MINUTE: "0" } });
try {
  for (const accounts of [1, 64]) console.log(JSON.stringify(await storm(worker, { accounts, clients: 64, each, kills })));
} finally {
  await worker.stop();
}
