import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const pkg = (path) => fileURLToPath(new URL(`../pkg/${path}`, import.meta.url));

export default defineConfig({
  // So that the page can lie in any folder of a site.
  base: "./",
  // The package by its name, without installing it: what its `exports` give a browser.
  resolve: {
    alias: [
      { find: /^bursar$/, replacement: pkg("dist/browser.js") },
      { find: /^bursar\/rules\//, replacement: pkg("rules/") },
      { find: /^bursar\/elements$/, replacement: pkg("dist/elements/index.js") },
      { find: /^bursar\/elements\/(\w+)$/, replacement: `${pkg("dist/elements/")}$1.js` },
    ],
  },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    // The engine is inlined in the package's entry for browsers: one file, and no request to wait for.
    chunkSizeWarningLimit: 2_000,
    reportCompressedSize: false,
  },
});
