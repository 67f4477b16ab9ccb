// `npm test`: sets up, then runs every check that must hold at each commit.
// `npm test -- unit js` runs these steps, and those they need.
import { join, relative } from "node:path";
import { files, integrationTestsWritten, jsTestsWritten, nodeTests, rustTests, unitTestsWritten, wasmTestsWritten } from "./lib/count.mjs";
import { gitStatus, main, root, which } from "./lib/sh.mjs";
import { checkNames, runSteps } from "./lib/steps.mjs";
import { setup } from "./setup.mjs";

const wasm = ["--target", "wasm32-unknown-unknown"];
const jsTests = () => files("tests/js", ".test.mjs");
// The same cases in every run: what the laws find is found by whoever broke them, not by who comes next.
const laws = { PROPTEST_RNG_SEED: "20260101" };
// A panic tells its line all the same.
const light = { CARGO_PROFILE_DEV_DEBUG: "0" };
// wasm-pack builds whatever lies in tests/: slow code that is soon made. Without debug information the
// module is an eighth, and is made ready to run in a third of the time.
const inModule = { ...light, CARGO_PROFILE_DEV_OPT_LEVEL: "0" };
const browser = { ...inModule, WASM_BINDGEN_TEST_TIMEOUT: "300", WASM_BINDGEN_TEST_DRIVER_TIMEOUT: "60" };
const chrome = { WASM_BINDGEN_TEST_WEBDRIVER_JSON: join(root, "scripts/webdriver.json") };
const pageTests = () => files("tests/page", ".test.mjs");
const workerTests = () => files("tests/worker", ".test.mjs");
const benchTests = ["same", "hosts"].map((name) => join(root, `benches/js/${name}.test.mjs`));
const hostTests = ["tests/hosts/elements.test.mjs", "tests/hosts/hosts.test.mjs", "tests/hosts/package.test.mjs"];

/** `wasm-pack test` in a browser: in a page, and in each kind of worker. */
const places = ["browser", "dedicated_worker", "shared_worker", "service_worker"];
const headless = (browser, driver) => ["wasm-pack", "test", "--headless", browser, ...driver, "--mode", "no-install", "--", ...places.flatMap((place) => ["--test", `wasm_${place}`])];
// A browser may fail for reasons of its own: WebKit's trapped in one run of CI, in the midst of tests that it passes in all
// others. What the engine does wrong it does again.
const tries = 2;
// WebKit draws, even where nobody looks.
const display = ["xvfb-run", "--auto-servernum"];

/** In order: what is quick first, what is built before what runs it. */
const steps = (drivers) => [
  { name: "pure", run: ["node", "scripts/checks/pure.mjs"] },
  { name: "fmt", run: ["cargo", "fmt", "--check"] },
  { name: "clippy", run: ["cargo", "clippy", "--locked", "--all-targets", "--", "-D", "warnings"] },
  { name: "clippy-wasm", run: ["cargo", "clippy", "--locked", "--lib", "--test", "wasm_node", "--test", "wasm_browser", ...wasm, "--", "-D", "warnings"] },
  { name: "doc", run: ["cargo", "doc", "--locked", "--no-deps"], env: { RUSTDOCFLAGS: "-D warnings" } },
  { name: "deny", run: ["cargo", "deny", "--locked", "check", "bans", "licenses", "sources"] },
  { name: "unit", run: ["cargo", "test", "--locked", "--no-fail-fast", "--lib"], env: laws, count: rustTests, least: unitTestsWritten },
  { name: "integration", run: ["cargo", "test", "--locked", "--no-fail-fast", "--test", "*"], env: laws, count: rustTests, least: integrationTestsWritten },
  { name: "doctests", run: ["cargo", "test", "--locked", "--doc"], count: rustTests },
  { name: "axum", run: ["cargo", "test", "--locked", "--manifest-path", "examples/axum/Cargo.toml"], env: light, count: rustTests },
  { name: "wasm-node", run: ["wasm-pack", "test", "--node", "--mode", "no-install", "--", "--test", "wasm_node"], env: inModule, count: rustTests, least: () => wasmTestsWritten("node") },
  { name: "wasm-chrome", run: headless("--chrome", ["--chromedriver", drivers.chrome]), env: { ...browser, ...chrome }, count: rustTests, least: () => wasmTestsWritten("browser"), tries },
  { name: "wasm-firefox", run: headless("--firefox", ["--geckodriver", drivers.firefox]), env: browser, count: rustTests, least: () => wasmTestsWritten("browser"), tries },
  { name: "wasm-webkit", run: [...display, ...headless("--safari", ["--safaridriver", drivers.webkit])], env: browser, count: rustTests, least: () => wasmTestsWritten("browser"), tries },
  { name: "build", run: ["node", "scripts/build.mjs"] },
  { name: "size", run: ["node", "scripts/checks/size.mjs"], needs: ["build"] },
  { name: "page", run: ["node", "scripts/page.mjs"], needs: ["build"] },
  { name: "transfer", run: ["node", "scripts/checks/transfer.mjs"], needs: ["page"] },
  { name: "js", run: () => ["node", "--test", "--test-reporter=spec", ...jsTests().map((file) => relative(root, file))], needs: ["build"], count: nodeTests, least: () => jsTestsWritten(jsTests()) },
  { name: "bench", run: ["npm", "test", "--prefix", "benches/js"], needs: ["build"], count: nodeTests, least: () => jsTestsWritten(benchTests) },
  { name: "ratios", run: ["node", "benches/js/ratios.mjs"], needs: ["build"] },
  { name: "hosts", run: [...display, "node", "--test", "--test-reporter=spec", ...hostTests], needs: ["build"], count: nodeTests, least: () => jsTestsWritten(hostTests.map((file) => join(root, file))) },
  { name: "types-worker", run: ["tsc", "-p", "www/worker"], needs: ["build"] },
  // workerd itself, with 64 clients on one account and on many, and killed under them. Two files at once: most of the time
  // is waiting, for disks and for alarms.
  { name: "worker", run: () => ["node", "--test", "--test-concurrency=2", "--test-reporter=spec", ...workerTests().map((file) => relative(root, file))], needs: ["build", "page"], count: nodeTests, least: () => jsTestsWritten(workerTests()) },
  { name: "publint", run: ["publint", "pkg", "--strict"], needs: ["build"] },
  // A wasm file can be imported, and never be required.
  { name: "attw", run: ["attw", "--pack", "pkg", "--exclude-entrypoints", "bursar.wasm", "elements", "elements/de"], needs: ["build"] },
  // Elements are for pages, and no page requires.
  { name: "attw-elements", run: ["attw", "--pack", "pkg", "--entrypoints", "elements", "elements/de", "--profile", "esm-only"], needs: ["build"] },
  { name: "types-pkg", run: ["tsc", "--noEmit", "-p", "pkg"], needs: ["build"] },
  { name: "types-elements", run: ["tsc", "--noEmit", "-p", "pkg/elements"], needs: ["build"] },
  { name: "types-tests", run: ["tsc", "--noEmit", "-p", "tests/types"], needs: ["build"] },
  { name: "types-page", run: ["tsc", "--noEmit", "-p", "www"], needs: ["build"] },
  // Through `npm start`'s own server: in Chromium, and the main journeys in Firefox and WebKit.
  { name: "people", run: () => [...display, "node", "--test", "--test-concurrency=2", "--test-reporter=spec", ...pageTests().map((file) => relative(root, file))], needs: ["build", "page"], count: nodeTests, least: () => jsTestsWritten(pageTests()) },
  { name: "clean", run: ["node", "scripts/checks/clean.mjs"], env: { GIT_STATUS_BEFORE: gitStatus() } },
];

await main(async () => {
  const names = process.argv.slice(2);
  checkNames(steps({}), names);
  const env = setup("test");
  const drivers = {
    chrome: process.env.CHROMEDRIVER ?? which("chromedriver", env.PATH),
    firefox: which("geckodriver", env.PATH),
    webkit: which("WebKitWebDriver", env.PATH),
  };
  await runSteps(steps(drivers), names, env);
});
