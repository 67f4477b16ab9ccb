// What axe finds on a page, and what is too wide: nothing, or each fault with its place.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Evaluated by the debugger, which the page's policy does not bind. */
export async function faults(page) {
  // What is half faded in has half its contrast.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return [...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, target }) => `${target} ${html.slice(0, 120)}`).join("; ")}`), ...(await heard(page))];
}

/** What can be pressed in the midst of what is read out as it changes, which axe does not look for: it is no sentence. */
const heard = (page) => page.evaluate(() => {
  const within = (root) => [
    ...[...root.querySelectorAll(":is([role=status], [role=alert], [aria-live]) :is(a, button, input, select, textarea)")].map(({ outerHTML }) => `pressed in what is heard: ${outerHTML.slice(0, 120)}`),
    ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? within(shadowRoot) : [])),
  ];
  return within(document);
});

/** By how many pixels the page is wider than its window. */
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Both, of the page as it is in this place. */
export async function wrong(page, place) {
  const found = await faults(page);
  const over = await overflow(page);
  if (over > 0) found.push(`${over} px too wide`);
  return found.map((fault) => `${place}: ${fault}`);
}
