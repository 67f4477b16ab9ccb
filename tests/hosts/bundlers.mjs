// The project `web`, as each bundler makes a page of it: all of them with nothing but what they do by themselves.
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import nodeResolve from "@rollup/plugin-node-resolve";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import * as vite from "vite";
import webpack from "webpack";
import { workspace } from "./workspace.mjs";

const web = join(workspace, "web");
const entry = join(web, "main.js");

const makers = {
  vite: (outDir) => vite.build({ root: web, logLevel: "error", build: { outDir } }),
  "vite-slim": (outDir) => vite.build({ root: join(workspace, "slim"), logLevel: "error", build: { outDir } }),
  esbuild: (outdir) => esbuild.build({ entryPoints: [entry], outdir, bundle: true, minify: true, format: "esm", logLevel: "error" }),
  rollup: async (dir) => (await rollup({ input: entry, plugins: [nodeResolve({ browser: true })] })).write({ dir }),
  webpack: (path) =>
    new Promise((resolve, reject) => {
      webpack({ mode: "production", performance: false, entry, output: { path } }, (error, stats) =>
        error || stats.hasErrors() ? reject(error ?? new Error(stats.toString())) : resolve());
    }),
};

/** The folder that a bundler made. */
export async function bundled(bundler) {
  const folder = join(workspace, "built", bundler);
  await makers[bundler](folder);
  // Only Vite makes a page too.
  if (!bundler.startsWith("vite")) copyFileSync(join(web, "index.html"), join(folder, "index.html"));
  return folder;
}

/** The project of Node's as one file, and the wasm beside it, as the README says. */
export async function bundledForNode() {
  const folder = join(workspace, "built", "esbuild-node");
  await esbuild.build({ entryPoints: [join(workspace, "node-esm/main.mjs")], outfile: join(folder, "main.mjs"), bundle: true, platform: "node", format: "esm", logLevel: "error" });
  copyFileSync(join(workspace, "node_modules/bursar/dist/bursar.wasm"), join(folder, "bursar.wasm"));
}

/** Vite's own server, which also takes the report that the page sends. */
export async function viteServer(take) {
  const server = await vite.createServer({
    root: web,
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0, fs: { allow: [workspace] } },
    plugins: [{ name: "report", configureServer: ({ middlewares }) => void middlewares.use("/report", take) }],
  });
  await server.listen();
  return { address: server.resolvedUrls.local[0], close: () => server.close() };
}

/** The project `edge` as one script, its module a global as Vercel's own bundler leaves it. */
export async function edgeScript() {
  const compiled = {
    name: "compiled",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: "compiled" }));
      onLoad({ filter: /.*/, namespace: "compiled" }, () => ({ contents: "export default globalThis.module;" }));
    },
  };
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(workspace, "edge/main.js")],
    bundle: true,
    write: false,
    format: "iife",
    conditions: ["edge-light", "worker"],
    plugins: [compiled],
  });
  return outputFiles[0].text;
}
