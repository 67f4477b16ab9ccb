// Makes the guide: plays each walk, takes its pictures, and writes its page. A name on the command line chooses one:
// `node tests/page/guide.mjs runway`.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { operatorKey } from "../worker/harness.mjs";
import { chromiumOptions, npmStart } from "../worker/npm-start.mjs";
import { play } from "./walks/walker.mjs";
import { guide, pictureOf, told } from "./walks/walks.mjs";

const bytesMost = 60_000;
const marginPx = 12;

mkdirSync(join(guide, "pictures"), { recursive: true });
const browser = await chromium.launch(chromiumOptions);
/** A page of its own, which makes small pictures of large ones. */
const studio = await browser.newPage();
let [passed, failed] = [0, 0];
for (const { walk, file, within } of told.filter(({ walk: { name } }) => process.argv.length < 3 || process.argv.includes(name))) {
  const worker = await npmStart({ env: { OPERATOR_KEY: operatorKey } });
  try {
    for (const old of readdirSync(join(guide, "pictures")).filter((name) => name.startsWith(`${walk.name}-`))) rmSync(join(guide, "pictures", old));
    await play(walk, { browser, worker, pictured: async (page, nth, { of }) => writeFileSync(join(guide, pictureOf(walk, nth)), await picture(page, of)) });
    writeFileSync(file, within(existsSync(file) ? readFileSync(file, "utf8") : ""));
    passed++;
  } catch (error) {
    failed++;
    console.error(`${walk.name}: ${error.message}`);
  } finally {
    await worker.stop();
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed: walks of the guide, in docs/guide/`);
if (failed > 0) process.exitCode = 1;

/** What matters of a page: all these parts together, and a margin. */
async function picture(page, parts) {
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
  const boxes = await Promise.all(parts.map((part) => page.locator(part).locator("visible=true").first().boundingBox()));
  const { width, height } = page.viewportSize();
  const left = Math.max(0, Math.min(...boxes.map(({ x }) => x)) - marginPx);
  const top = Math.max(0, Math.min(...boxes.map(({ y }) => y)) - marginPx);
  const right = Math.min(width, Math.max(...boxes.map(({ x, width }) => x + width)) + marginPx);
  const bottom = Math.min(height, Math.max(...boxes.map(({ y, height }) => y + height)) + marginPx);
  return small(await page.screenshot({ clip: { x: left, y: top, width: right - left, height: bottom - top } }));
}

/** As WebP, as good as it can be in so many bytes. */
async function small(png) {
  const url = await studio.evaluate(async ([source, most]) => {
    const bitmap = await createImageBitmap(await (await fetch(source)).blob());
    const canvas = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height });
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    const sizes = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4].map((quality) => canvas.toDataURL("image/webp", quality));
    return sizes.find((made) => made.length * 0.75 < most) ?? sizes.at(-1);
  }, [`data:image/png;base64,${png.toString("base64")}`, bytesMost]);
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}
