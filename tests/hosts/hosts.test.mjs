// The packed tarball in every host the package names: each runs all scenarios, and must answer, byte for byte,
// what the native engine answers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { EdgeVM } from "@edge-runtime/vm";
import { closeBrowsers, visit } from "./browsers.mjs";
import { bundled, bundledForNode, edgeScript, viteServer } from "./bundlers.mjs";
import { answered, installed, node, printed } from "./programs.mjs";
import { reported, served } from "./site.mjs";
import { makeWorkspace, nativeLines, workspace } from "./workspace.mjs";

makeWorkspace();
const native = nativeLines();

/** What a page says that a browser opens. */
async function page(browser, folder, path = "") {
  const { report, take } = reported();
  const site = await served(folder, take);
  try {
    return await visit(browser, site.address + path, report);
  } finally {
    site.close();
  }
}

async function viteServed() {
  const { report, take } = reported();
  const server = await viteServer(take);
  try {
    return await visit("chromium", server.address, report);
  } finally {
    await server.close();
  }
}

/** Vercel's edge: the module comes compiled from outside, and nothing may be compiled within. */
async function edge() {
  const module = new WebAssembly.Module(readFileSync(join(workspace, "node_modules/bursar/dist/bursar.wasm")));
  const vm = new EdgeVM({
    codeGeneration: { strings: false, wasm: false },
    extend: (context) => Object.assign(context, { module }),
    initialCode: await edgeScript(),
  });
  assert.equal(vm.evaluate("module instanceof WebAssembly.Module"), false);
  assert.throws(() => vm.evaluate("new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))"), { name: "CompileError" });
  return (await vm.dispatchFetch("http://127.0.0.1/")).text();
}

const vite = bundled("vite");
const wrangler = [installed("wrangler", "bin/wrangler.js"), "dev", "--local", "--ip", "127.0.0.1", "--port", "0", "--inspector-port", "0"];
const deno = [installed("deno", "bin.cjs"), "run", "--no-prompt", "--cached-only", "main.mjs"];

/** A test that compares what a host says. */
const like = (answer) => async () => same(await answer());

describe("the packed tarball answers what the native engine answers", { concurrency: availableParallelism(), timeout: 240_000 }, () => {
  after(closeBrowsers);

  test("Node 20, import", like(() => printed("node-esm", node(20), ["main.mjs"])));
  test("Node 20, require", like(() => printed("node-cjs", node(20), ["main.cjs"])));
  test("Node 22, import", like(() => printed("node-esm", node(22), ["main.mjs"])));
  test("Node 22, require", like(() => printed("node-cjs", node(22), ["main.cjs"])));
  test("Node 20, bundled by esbuild", like(async () => {
    await bundledForNode();
    return printed("built/esbuild-node", node(20), ["main.mjs"]);
  }));
  test("Deno, without permissions", like(() => printed("deno", process.execPath, deno)));
  test("Bun", like(() => printed("bun", installed("bun", "bin/bun.exe"), ["run", "main.mjs"])));
  test("workerd", like(() => answered("workerd", process.execPath, wrangler)));
  test("Vercel's edge runtime, bursar/slim", like(edge));

  test("Vite's server in Chromium", like(viteServed));
  test("Vite in Chromium", like(async () => page("chromium", await vite)));
  test("Vite in Firefox", like(async () => page("firefox", await vite)));
  test("Vite in WebKit", like(async () => page("webkit", await vite)));
  test("Vite in Chromium, bursar/slim", like(async () => page("chromium", await bundled("vite-slim"))));
  test("webpack in Chromium", like(async () => page("chromium", await bundled("webpack"))));
  test("esbuild in Chromium", like(async () => page("chromium", await bundled("esbuild"))));
  test("Rollup in Chromium", like(async () => page("chromium", await bundled("rollup"))));
  test("a plain page in Chromium", like(() => page("chromium", workspace, "page/")));
  test("a plain page in Firefox", like(() => page("firefox", workspace, "page/")));
  test("a plain page in WebKit", like(() => page("webkit", workspace, "page/")));
});

function same(report) {
  assert.ok(report.startsWith("{"), report);
  const { lines, failures } = JSON.parse(report);
  assert.equal(failures.length, 0, failures[0]);
  lines.forEach((line, place) => assert.equal(line, native[place]));
  assert.equal(lines.length, native.length);
}
