// What a release does: checks, then the dry runs of both registries. With `--publish` it publishes
// and tags, and where it broke off half way it goes on when it is called again. `--draft` leaves out
// what only a finished release can meet, to try the rest while working.
//
//   node scripts/release.mjs             everything but publishing
//   node scripts/release.mjs --draft     no clean tree, no date in the changelog, no tests
//   node scripts/release.mjs --publish   everything
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Stop, ask, gitStatus, isMain, main, root, run } from "./lib/sh.mjs";

const known = ["--draft", "--publish"];
const read = (name) => readFileSync(join(root, name), "utf8");

/** The version as each file tells it, the changelog's newest among them. */
export function versions() {
  const crate = (text) => /^name = "bursar"\nversion = "(.+)"$/m.exec(text)?.[1];
  return {
    "Cargo.toml": crate(read("Cargo.toml")),
    "Cargo.lock": crate(read("Cargo.lock")),
    "pkg/package.json": JSON.parse(read("pkg/package.json")).version,
    "CHANGELOG.md": newest().version,
  };
}

/** The changelog's first section that is no list of what is to come. */
function newest() {
  const [, version, date] = /^## \[(\d\S*)\] - (.+)$/m.exec(read("CHANGELOG.md")) ?? [];
  return { version, date };
}

function checkVersions() {
  const all = Object.entries(versions());
  const [[, version]] = all;
  if (!all.every(([, other]) => other === version)) {
    throw new Stop(`the versions differ:\n${all.map(([file, told]) => `  ${file}: ${told ?? "none"}`).join("\n")}`);
  }
  return version;
}

function checkFinished(version) {
  const changed = gitStatus();
  if (changed) throw new Stop(`these are not committed:\n${changed}`);
  const { date } = newest();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new Stop(`CHANGELOG.md: expected the day of the release behind [${version}], such as 2026-01-31, found \`${date}\``);
  const tagged = ask("git", ["rev-parse", "--verify", "--quiet", `v${version}^{commit}`]);
  if (tagged && tagged !== ask("git", ["rev-parse", "HEAD"])) throw new Stop(`v${version} is the tag of another commit already`);
}

/** `include` in Cargo.toml has patterns: one too wide takes in files of node_modules, for git's ignoring does not count there. */
function checkCrate(dirty) {
  const files = ask("cargo", ["package", "--list", "--locked", ...dirty]).split("\n");
  const others = files.filter((file) => !/^(src\/.+|[^/]+)$/.test(file));
  if (files.length < 10 || others.length > 0) throw new Stop(`the crate is to have src/ and the files beside it, and has:\n${files.join("\n")}`);
}

if (isMain(import.meta)) {
  await main(() => {
    const said = process.argv.slice(2);
    const strange = said.find((word) => !known.includes(word));
    const [draft, publish] = known.map((word) => said.includes(word));
    if (strange || (draft && publish)) throw new Stop(`expected nothing, --draft or --publish, found \`${said.join(" ")}\``);

    const version = checkVersions();
    const dirty = draft ? ["--allow-dirty"] : [];
    if (!draft) checkFinished(version);
    checkCrate(dirty);
    if (!draft) {
      run("npm", ["test"]); // It builds what is published, too.
      if (gitStatus()) throw new Stop("the tests left something behind");
    }
    if (!existsSync(join(root, "pkg/dist"))) throw new Stop("pkg/dist is not there, and the package would be published without it: `npm run build` makes it");
    run("npm", ["publish", "--dry-run"], { cwd: join(root, "pkg") });
    run("cargo", ["publish", "--dry-run", "--locked", ...dirty]);
    if (!publish) return console.log(`\nbursar ${version} could be released.`);

    // A version that is there cannot be published again, nor taken back.
    if (ask("npm", ["view", `bursar@${version}`, "version"]) !== version) run("npm", ["publish", "--access", "public"], { cwd: join(root, "pkg") });
    if (!ask("cargo", ["info", `bursar@${version}`, "--registry", "crates-io"])) run("cargo", ["publish", "--locked"]);
    if (!ask("git", ["tag", "--list", `v${version}`])) run("git", ["tag", "--annotate", `v${version}`, "--message", `bursar ${version}`]);
    console.log(`\nbursar ${version} is released. To tell others: git push origin v${version}`);
  });
}
