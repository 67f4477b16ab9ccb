// Node: a process for each group of rows, so that no row is slowed by what another taught the compiler.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export async function openNode() {
  return {
    name: "Node",
    versions: [`Node ${process.versions.node}`, `V8 ${process.versions.v8}`],
    async measured(group, look) {
      const { stdout } = await run(process.execPath, ["hosts/node/main.mjs", group, look], { cwd: `${import.meta.dirname}/..`, maxBuffer: 1 << 26 });
      return JSON.parse(stdout);
    },
    close() {},
  };
}
