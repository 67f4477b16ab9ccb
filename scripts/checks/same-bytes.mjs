// The package is the same, byte for byte, wherever it is built: here, and in a copy of the checkout elsewhere.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pack } from "../../tests/hosts/workspace.mjs";
import { Stop, ask, main, root, run } from "../lib/sh.mjs";

await main(() => {
  const folder = mkdtempSync(join(tmpdir(), "bursar-twice-"));
  try {
    const copy = join(folder, "copy");
    // What git knows or would take: no build output, so that everything is made anew.
    for (const file of ask("git", ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"]).split("\n")) {
      cpSync(join(root, file), join(copy, file), { force: true });
    }
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    for (const checkout of [root, copy]) run("node", ["scripts/build.mjs"], { cwd: checkout });
    const built = [root, copy].map((checkout, place) => pack(join(checkout, "pkg"), join(folder, `${place}`)));
    const differ = (one, other) => !readFileSync(one).equals(readFileSync(other));
    const files = built[0].files.filter((file) => differ(join(root, "pkg", file), join(copy, "pkg", file)));
    if (files.length > 0) throw new Stop(`built elsewhere, these are not the same: ${files.join(", ")}`);
    if (differ(built[0].tarball, built[1].tarball)) throw new Stop("packed elsewhere, the tarball is not the same, though its files are");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
