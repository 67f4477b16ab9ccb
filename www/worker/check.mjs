// Says what is wrong with what is to be served, before anybody is served by it. `node check.mjs` looks at the rulebooks:
// wrangler runs it before it builds. serve.mjs looks at the settings, too.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/** The engine is the package's own for Node.js, which finds its wasm beside it; the rulebooks are those that the worker would serve. */
const engine = { name: "engine", setup: ({ onResolve }) => onResolve({ filter: /^bursar$/ }, ({ path }) => ({ path, external: true })) };

/** src/faults.ts, to be asked here; and what is wrong with how the rulebooks are written. */
async function faults(alias) {
  mkdirSync(join(here, "dist"), { recursive: true });
  const folder = mkdtempSync(join(here, "dist", "check-"));
  try {
    const { warnings } = await build({
      entryPoints: { faults: join(here, "src/faults.ts") }, outdir: folder, outExtension: { ".js": ".mjs" }, bundle: true, format: "esm",
      platform: "node", target: "node20", absWorkingDir: here, alias, plugins: [engine], logLevel: "silent",
    });
    const twice = warnings.filter(({ id }) => id === "duplicate-object-key").map(({ text, location }) => `${location.file}:${location.line}: ${text}`);
    return { ...(await import(pathToFileURL(join(folder, "faults.mjs")).href)), twice };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const tell = (found) => {
  if (found.length > 0) throw new Error(found.join("\n"));
};

/** Throws what is wrong with the rulebooks, a line for each fault. */
export async function checkRulebooks(alias = {}) {
  const { ofRulebooks, twice } = await faults(alias);
  tell([...twice, ...ofRulebooks()]);
}

/** Throws what is wrong with the settings; answers what only lacks something. */
export async function checkSettings(settings) {
  const { ofSettings, gaps } = await faults({});
  tell(ofSettings(settings));
  return gaps(settings);
}

if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  try {
    await checkRulebooks();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
