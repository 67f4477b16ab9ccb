// What the scripts say where something is missing, or a step is called that there is not: before anything is set up.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { excerpt } from "../../scripts/lib/excerpt.mjs";
import { asTyped, root } from "../../scripts/lib/sh.mjs";

const home = mkdtempSync(join(tmpdir(), "bursar no tools "));
after(() => rmSync(home, { recursive: true }));

/** Runs a script as somebody who is not root, on a machine that has Node.js alone. */
function onBareMachine(...args) {
  const nobody = "--import=data:text/javascript,process.getuid=()=>1000";
  const env = { HOME: home, PATH: home, BURSAR_TOOLS: join(home, "tools") };
  const { status, stderr } = spawnSync(process.execPath, [nobody, ...args], { cwd: root, env, encoding: "utf8" });
  return { status, said: stderr.trim().split("\n") };
}

test("a step that there is not is told before anything is set up", () => {
  for (const script of ["test", "deep"]) {
    const { status, said } = onBareMachine(`scripts/${script}.mjs`, "law");
    assert.equal(status, 1);
    assert.match(said.join("\n"), /^no step is called law; there are: [^\n]+$/);
  }
});

test("what is missing is named at once, each with a command that can be typed as it stands", () => {
  const { status, said: [first, ...said] } = onBareMachine("scripts/build.mjs");
  assert.equal(status, 1);
  assert.equal(first, "missing, and installed by the set-up only on Debian as root:");
  const [cc, rustup, bindgen] = said;
  assert.equal(said.length, 3, said.join("\n"));
  assert.equal(cc, "- cc: on Debian apt-get install gcc libc6-dev");
  assert.equal(rustup, "- rustup: https://rustup.rs");
  assert.match(bindgen, /^- wasm-bindgen [\d.]+: cargo install --locked --debug --root '[^']+no tools [^']+' --path \S+ --bin wasm-bindgen$/);
});

test("a command is told as a shell would take it", () => {
  const words = ["plain", "a b", "it's", "$HOME", "--root=/x"];
  const { stdout } = spawnSync("sh", ["-c", asTyped("printf", ["%s\\n", ...words])], { encoding: "utf8" });
  assert.deepEqual(stdout.trim().split("\n"), words);
});

test("of a long output its first failure is shown, and its end", () => {
  const lines = Array.from({ length: 1000 }, (_, nth) => `test ${nth} ... ok`);
  lines[400] = "test 400 ... FAIL";
  for (let nth = 401; nth < 900; nth += 1) lines[nth] = `test ${nth} ... FAIL`;
  const shown = excerpt(lines.join("\n")).split("\n");
  assert.deepEqual(shown, ["  … 390 lines …", ...lines.slice(390, 470), "  … 450 lines …", ...lines.slice(920)]);
  assert.equal(excerpt(lines.slice(0, 80).join("\n")), lines.slice(0, 80).join("\n"));
  const atTheEnd = [...lines.slice(0, 200), "error: it did not compile"];
  assert.deepEqual(excerpt(atTheEnd.join("\n")).split("\n"), ["  … 121 lines …", ...atTheEnd.slice(121)]);
});

test("what may fail once is run once more, and its failure is told all the same; what fails twice has failed", () => {
  const been = join(home, "been");
  const logs = ["tried", "broken"].flatMap((name) => [name, `${name}-2`]).map((name) => join(root, `target/test-logs/set-up-${name}.log`));
  const steps = [
    { name: "set-up-tried", run: ["sh", "-c", `test -e '${been}' || { touch '${been}'; echo error: once; exit 1; }`], tries: 2 },
    { name: "set-up-broken", run: ["sh", "-c", "echo error: always; exit 1"], tries: 2 },
  ];
  const program = `import { runSteps } from "${join(root, "scripts/lib/steps.mjs")}"; await runSteps(${JSON.stringify(steps)}, [], process.env);`;
  const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { cwd: root, encoding: "utf8" });
  const told = stdout.split("\n").filter((line) => /^[✓✗…]|^error|passed/.test(line)).map((line) => line.replace(/ +\([\d.]+ s\)$/, "").replace(/ {2,}/g, " "));
  assert.deepEqual([status, told], [1, [
    "✗ set-up-tried 0 passed, 1 failed, ended with exit code 1", "error: once", "… set-up-tried is run once more", "✓ set-up-tried 1 passed",
    "✗ set-up-broken 0 passed, 1 failed, ended with exit code 1", "error: always", "… set-up-broken is run once more",
    "✗ set-up-broken 0 passed, 1 failed, ended with exit code 1", "error: always", "1 passed, 1 failed",
  ]]);
  assert.deepEqual(logs.filter((log) => !existsSync(log)), []);
  for (const log of logs) rmSync(log);
});
