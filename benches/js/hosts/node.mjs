// Node: a process for each group of rows, so that no row is slowed by what another taught the compiler.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const cwd = join(import.meta.dirname, "..");
/** What a program of ours prints as JSON. */
const printed = async (...given) => JSON.parse((await run(process.execPath, given, { cwd, maxBuffer: 1 << 26 })).stdout);

export async function openNode() {
  return {
    name: "Node",
    versions: [`Node ${process.versions.node}`, `V8 ${process.versions.v8}`],
    firstIs: "from `import` to the first answer, Node itself being there",
    measured: (group, look) => printed("hosts/node/main.mjs", group, look),
    first: (who) => printed("hosts/node/first.mjs", who),
    memory: () => printed("--expose-gc", "memory.mjs"),
    close() {},
  };
}
