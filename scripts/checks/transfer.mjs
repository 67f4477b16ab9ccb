// What the page weighs on its way to a browser, as brotli sends it: at its first view, and what is fetched only when it is
// wanted. The README tells it; whoever makes it another says so there, in the same commit.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Stop, main, root } from "../lib/sh.mjs";

const dist = join(root, "www/dist");
/** The README may be off by so much before it is to be told anew. */
const slack = 0.1;

const sent = (file) => statSync(join(dist, `${file}.br`)).size;
/** Files by what they are, without the digest in their names: `index.js`. */
const named = (file) => file.replace(/^assets\//, "").replace(/-[\w-]{8}(?=\.\w+$)/, "");
const line = (files) => files.map((file) => `\`${named(file)}\` ${sent(file).toLocaleString("en")}`).join(", ");
const sum = (files) => files.reduce((all, file) => all + sent(file), 0);

/** The table as the README is to have it, of the page as it is built. */
function weighed() {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const first = ["index.html", ...[...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => file)];
  const later = readdirSync(join(dist, "assets")).filter((name) => !name.endsWith(".br")).map((name) => `assets/${name}`).filter((file) => !first.includes(file));
  return `<!-- transfer -->
| | bytes, as brotli | of which |
|---|---|---|
| the first view | ${sum(first).toLocaleString("en")} | ${line(first)} |
| what is fetched when it is wanted | ${sum(later).toLocaleString("en")} | ${line(later)} |
<!-- /transfer -->`;
}

await main(() => {
  if (!existsSync(join(dist, "index.html"))) throw new Stop("www/dist is not there: `node scripts/page.mjs` makes it");
  const table = weighed();
  console.log(table);
  const told = /<!-- transfer -->.*<!-- \/transfer -->/s.exec(readFileSync(join(root, "README.md"), "utf8"))?.[0] ?? "";
  const numbers = (text) => [...text.matchAll(/^\| (?:the|what).*? \| ([\d,]+) \|/gm)].map(([, number]) => Number(number.replaceAll(",", "")));
  const [was, is] = [numbers(told), numbers(table)];
  const off = is.filter((number, nth) => Math.abs(number - (was[nth] ?? 0)) > slack * number);
  if (off.length > 0) throw new Stop(`the README tells that the page takes ${was.join(" and ")} bytes, where it takes ${is.join(" and ")}: put the table above in its place`);
});
