import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const pkg = (path) => fileURLToPath(new URL(`../pkg/${path}`, import.meta.url));

export default defineConfig({
  // So that the page can lie in any folder of a site.
  base: "./",
  // The package by its name, without installing it. Its slim entry, for whoever imports any: the module comes as a file of its
  // own, beside the scripts, and is compiled aside, so that a slow phone goes on meanwhile.
  resolve: {
    alias: [
      { find: /^bursar(\/slim)?$/, replacement: pkg("dist/slim.js") },
      { find: /^bursar\/bursar\.wasm/, replacement: pkg("dist/bursar.wasm") },
      { find: /^bursar\/rules\//, replacement: pkg("rules/") },
      { find: /^bursar\/schemas\//, replacement: pkg("schemas/") },
      { find: /^bursar\/elements$/, replacement: pkg("dist/elements/index.js") },
      { find: /^bursar\/elements\/(\w+)$/, replacement: `${pkg("dist/elements/")}$1.js` },
    ],
  },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // On a slow machine it would advise to profile the build.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  plugins: [preloaded(/\.wasm$/)],
});

/** Asks for a file of the build from the very beginning: else it would wait for the script that wants it. */
function preloaded(wanted) {
  return {
    name: "preloaded",
    transformIndexHtml: {
      order: "post",
      handler: (_, { bundle = {} }) => Object.keys(bundle).filter((file) => wanted.test(file))
        .map((file) => ({ tag: "link", attrs: { rel: "preload", as: "fetch", crossorigin: true, href: `./${file}` }, injectTo: "head" })),
    },
  };
}
