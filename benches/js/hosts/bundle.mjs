// What is measured, made into modules for a host, in a folder that goes away again.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** `condition` chooses what package.json's `imports` names for this host, `wasm` is how wasm files are given to it. */
export async function bundled(entryPoints, { condition, wasm, external = [] }) {
  const folder = mkdtempSync(join(tmpdir(), "bursar-bench-"));
  await build({
    entryPoints, outdir: folder, bundle: true, format: "esm", target: "es2022", legalComments: "none", logLevel: "error",
    conditions: [condition], mainFields: ["browser", "module", "main"], external, absWorkingDir: import.meta.dirname,
    loader: { ".wasm": wasm }, assetNames: "[name]", publicPath: "/",
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
