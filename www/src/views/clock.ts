// The strip of development's clock: what time it is in the account, forward, and what that changed.
import { type TemplateResult, html, nothing } from "lit";
import type { Entry, Ms } from "bursar";
import type { App } from "../app.ts";
import type { Moved } from "../clock.ts";
import { shortlyOf } from "../words/moment.ts";
import { icons } from "./icons.ts";

const hourMs = 3_600_000;

export function clock(app: App): TemplateResult | typeof nothing {
  const { words: { clock: words, sending }, clock, seen, say } = app;
  if (!clock.there || !seen || seen.view.closed) return nothing;
  const now = seen.now();
  const { next, moved } = clock;
  // A moment later, for who sees this may be a little behind the worker.
  const span = next === undefined ? 0 : Math.max(1, next.at - now + 1);
  const shown = next && words.next(words.things[next.what], shortlyOf(next.at, now, say.locale));
  const button = (label: string, ms: Ms, shown: string): TemplateResult => html`<button class="button" type="button" aria-label=${label} aria-disabled=${clock.busy} @click=${() => void clock.forward(ms)}>${icons.forward}${shown}</button>`;
  return html`<section class="clock" aria-label=${words.title}>
    <div class="line"><p>${icons.clock}<span>${words.now(now, say)}</span></p>
      <div class="row">${button(words.hour, hourMs, words.anHour)}${button(words.day, 24 * hourMs, words.aDay)}
        ${shown === undefined ? html`<span>${words.never}</span>` : html`<button class="button" type="button" aria-label=${words.forwardTo(shown)} aria-disabled=${clock.busy} @click=${() => void clock.forward(span)}>${icons.forward}${shown}</button>`}</div></div>
    <div class=${moved ? "passed" : ""}><div role="status">${moved ? html`<ul>${told(app, moved).map((line) => html`<li>${line}</li>`)}</ul>` : nothing}</div>
      ${moved ? html`<button class="button plain" type="button" aria-label=${sending.closeNotice} @click=${() => clock.close()}>${icons.cross}</button>` : nothing}</div></section>`;
}

/** What a move did, a sentence for each thing. */
function told({ words: { clock: words, company }, say, seen }: App, { entries, freed, plan }: Moved): string[] {
  const lines = [
    ...summed(entries).map(({ kind, source, credits, at }) => words.entry(kind, credits, say.source(source), at, say)),
    ...(plan ? [words.plan(say.plan(plan.before.id), plan.after && plan.after.id !== plan.before.id ? say.plan(plan.after.id) : undefined, plan.after?.status)] : []),
    ...freed.map(({ of, id, member, per, spent, limit }) => words.freed(of === "team" ? say.wallet(`team:${id}`) : member === seen?.by ? undefined : member, company.limit(limit, per, say), spent, say)),
  ];
  return lines.length > 0 ? lines : [words.nothing];
}

type Sum = Pick<Entry, "kind" | "source" | "credits" | "at">;

/** Those of one kind are one sentence; what was kept is told where it went to, and not where it came from too. */
function summed(entries: Entry[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { kind, source, credits, at } of entries) {
    if (kind === "rollover" && credits < 0) continue;
    const key = `${kind} ${source} ${at}`;
    const sum = sums.get(key);
    if (sum) sum.credits += credits;
    else sums.set(key, { kind, source, credits, at });
  }
  return [...sums.values()];
}
