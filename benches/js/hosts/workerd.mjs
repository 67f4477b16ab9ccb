// workerd: a process for each group of rows. It is asked over HTTP, and measures by its own clock.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { asked, expectAnswer, starters } from "../first.mjs";
import { bundled } from "./bundle.mjs";

const worker = createRequire(new URL("../../../www/worker/package.json", import.meta.url));
const workerd = worker("workerd").default;
const { version } = worker("workerd/package.json");
const compatibilityDate = "2026-04-20";

/** The configuration of a worker that has these files in it. */
function config(files) {
  const modules = files.map((file) => `(name = "${file.endsWith(".wasm") ? "./" : ""}${file}", ${file.endsWith(".wasm") ? "wasm" : "esModule"} = embed "${file}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "bench", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "bench")]
);
const worker :Workerd.Worker = (
  modules = [${modules.join(", ")}],
  compatibilityDate = "${compatibilityDate}",
  compatibilityFlags = ["nodejs_compat"]
);
`;
}

/** Starts workerd in a folder that has `main.js`, and resolves once it listens. */
async function started(folder) {
  const files = readdirSync(folder).filter((file) => !file.endsWith(".capnp"));
  const file = join(folder, "config.capnp");
  writeFileSync(file, config(["main.js", ...files.filter((name) => name !== "main.js")]));
  const child = spawn(workerd, ["serve", file, "--control-fd=3"], { stdio: ["ignore", "inherit", "inherit", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const port = await new Promise((resolve, reject) => {
    ended.then((code) => reject(new Error(`workerd ended (${code}) before it listened`)));
    child.stdio[3].once("data", (told) => resolve(JSON.parse(told).port));
  });
  return {
    address: `http://127.0.0.1:${port}`,
    async end() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** What is answered to that, however long it takes: `fetch` waits for five minutes. */
async function posted(url, given = {}) {
  const asked = request(url, { method: "POST" }).end(JSON.stringify(given));
  const [response] = await once(asked, "response");
  const answer = await text(response);
  if (response.statusCode !== 200) throw new Error(answer);
  return JSON.parse(answer);
}

/** Starts workerd in a folder, and gives what it answers. */
async function answered(folder, query, given) {
  const { address, end } = await started(folder);
  try {
    return await posted(`${address}/?${new URLSearchParams(query)}`, given);
  } finally {
    await end();
  }
}

const forWorkerd = (entryPoints) => bundled(entryPoints, { condition: "workerd", wasm: "copy", external: ["node:*"] });

export async function openWorkerd() {
  const main = await forWorkerd({ main: "workerd/main.mjs" });
  const folders = {};
  for (const who of [...Object.keys(starters), "none"]) {
    folders[who] = await forWorkerd({ first: `../first/${who}.mjs` });
    copyFileSync(`${import.meta.dirname}/workerd/first.mjs`, join(folders[who].folder, "main.js"));
  }
  const timed = async (who) => {
    const start = performance.now();
    const found = await answered(folders[who].folder, {}, asked);
    const took = performance.now() - start;
    if (who !== "none") expectAnswer(who, found);
    return took;
  };

  return {
    name: "workerd",
    versions: [`workerd ${version}`, `compatibility date ${compatibilityDate}`],
    firstIs: "from the start of the process to the first answer over HTTP, less what a worker takes that has nothing in it",
    measured: (group, look) => answered(main.folder, { group, look }),
    first: async (who) => (await timed(who)) - (await timed("none")),
    close() {
      for (const { remove } of [main, ...Object.values(folders)]) remove();
    },
  };
}
