// Makes dist/ from the wasm, its glue and src/: an entry for each kind of host, all around one core.
import { copyFile, readFile, rm, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/** Each entry, and where the wasm lies for it. */
const entries = [
  { source: "node.ts", file: "node.js", format: "esm", platform: "node" },
  { source: "require.ts", file: "node.cjs", format: "cjs", platform: "node" },
  { source: "workerd.ts", file: "workerd.js", format: "esm", platform: "neutral" },
  { source: "browser.ts", file: "browser.js", format: "esm", platform: "neutral" },
  { source: "browser.ts", file: "browser.cjs", format: "cjs", platform: "neutral" },
  { source: "slim.ts", file: "slim.js", format: "esm", platform: "neutral" },
  { source: "slim.ts", file: "slim.cjs", format: "cjs", platform: "neutral" },
];

/**
 * `wasm`: the optimised module; `glue`: what wasm-bindgen wrote for it with `--target bundler`,
 * its `…_bg.js`; `out`: the folder to make.
 */
export async function bundle({ wasm, glue, out }) {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const bytes = await readFile(wasm);
  const { version } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
  const made = {
    "bursar:glue": await factory(glue),
    "bursar:inlined": `export default ${JSON.stringify(await packed(bytes))};`,
  };
  for (const { source, file, format, platform } of entries) {
    await build({
      entryPoints: [join(here, "src", source)],
      outfile: join(out, file),
      format,
      platform,
      target: "es2022",
      bundle: true,
      minify: true,
      // An uncaught error shows the line that threw it: it is to be a line, and not the file. The module inlined is one.
      ...(source !== "browser.ts" && { lineLimit: 120 }),
      external: ["./bursar.wasm"],
      define: { VERSION: JSON.stringify(version) },
      plugins: [virtual(made)],
      logLevel: "warning",
    });
  }
  await writeFile(join(out, "bursar.wasm"), bytes);
  // The same types again: for `require`, TypeScript wants files of their own.
  await copyFile(join(here, "bursar.d.ts"), join(out, "bursar.d.cts"));
  const slim = await readFile(join(here, "slim.d.ts"), "utf8");
  await writeFile(join(out, "slim.d.cts"), slim.replace("./bursar.js", "./bursar.cjs"));
  await bundleElements(join(out, "elements"));
}

/** The custom elements: a module of its own, which brings no engine, and beside it what is loaded only when it is shown. */
export async function bundleElements(out) {
  await rm(out, { recursive: true, force: true });
  const shared = { format: "esm", target: "es2022", bundle: true, minify: true, legalComments: "eof", logLevel: "warning", outdir: out };
  await build({
    ...shared,
    entryPoints: [join(here, "elements", "index.ts"), join(here, "elements", "de.ts")],
    platform: "browser",
    splitting: true,
    chunkNames: "[name]",
  });
  // Where there is no page, on a server that renders one, they may be imported and do nothing.
  await build({
    ...shared,
    entryPoints: { server: join(here, "elements", "index.ts") },
    platform: "neutral",
    conditions: ["node"],
    mainFields: ["module", "main"],
    plugins: [elsewhere],
  });
}

/** No server draws a chart: what would load it stays as it is. */
const elsewhere = {
  name: "elsewhere",
  setup({ onResolve }) {
    onResolve({ filter: /\/chart\.ts$/ }, () => ({ path: "./chart.js", external: true }));
  },
};

/**
 * The glue as a function that makes a fresh set of it: its state, views of the memory above all,
 * belongs to one instance of the module and must not outlive it.
 */
async function factory(glue) {
  const { outputFiles } = await build({
    entryPoints: [glue.replace(/(?<!_bg)\.js$/, "_bg.js")],
    format: "iife",
    globalName: "glue",
    bundle: true,
    write: false,
    logLevel: "warning",
  });
  return `export default () => { ${outputFiles[0].text}; return { ...glue }; };`;
}

/** The module as text; src/inlined.ts says how. */
async function packed(bytes) {
  const source = await readFile(join(here, "src", "inlined.ts"), "utf8");
  const { code } = await transform(source, { loader: "ts", format: "esm" });
  const { pack } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return pack(bytes);
}

/** Modules that are made here and lie in no file. */
function virtual(made) {
  return {
    name: "virtual",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^bursar:/ }, ({ path }) => ({ path, namespace: "virtual" }));
      onLoad({ filter: /.*/, namespace: "virtual" }, ({ path }) => ({ contents: made[path], loader: "js" }));
    },
  };
}
