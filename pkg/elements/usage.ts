// <bursar-usage>: what was spent over time, as a chart and as a table.
import { type PropertyDeclarations, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import type { Entry, Ms, UsageRow } from "../bursar.js";
import type { Drawing } from "./chart.ts";
import { BursarElement, type Ready } from "./base.ts";
import { base } from "./style.ts";

/** A chart can be read with so many parts; what is smaller is summed up. */
const PARTS = 5;
/** So many columns at least, and at most with the empty ones among them. */
const FEWEST = 10;
const MOST = 120;
const DARK = "(prefers-color-scheme: dark)";

export class BursarUsage extends BursarElement {
  static override properties: PropertyDeclarations = {
    entries: { attribute: false },
    per: {},
    stack: {},
    from: { type: Number },
    to: { type: Number },
    undrawn: { state: true },
  };
  static override styles = [base, css`
    :host { display: block; }
    /* The drawing is as wide as there is room, and not the room as wide as the drawing was. */
    .body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
    .sum { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 1rem; }
    .sum strong { font-size: 1.25rem; font-weight: 650; letter-spacing: -0.015em; }
    .chart { position: relative; height: var(--bursar-chart-height, 16rem); }
    details { font-size: 0.875rem; }
    summary { width: fit-content; padding: 0.25rem 0; border-radius: 0.25rem; color: var(--quiet); cursor: pointer; }
    .scroll { overflow: auto; max-height: 20rem; }
    table { width: 100%; border-collapse: collapse; }
    th, td { padding: 0.375rem 0.75rem 0.375rem 0; border-top: 1px solid var(--line); text-align: start; font-weight: inherit; }
    thead th { position: sticky; top: 0; border: 0; background: var(--card); color: var(--quiet); font-size: 0.8125rem; }
    .number { text-align: end; white-space: nowrap; }
  `];

  declare entries: Entry[] | undefined;
  declare per: "hour" | "day" | "month";
  declare stack: "model" | "member" | "source" | "wallet";
  declare from: Ms | undefined;
  declare to: Ms | undefined;
  /** What draws it did not come: then the table has the numbers. */
  declare undrawn: boolean;

  #drawing: Drawing | undefined;
  /** Of more years than one: a day is told with its own. */
  #dated = false;
  /** Its colours are read when it is drawn, so it is drawn again when the scheme changes. */
  readonly #redraw = (): void => this.requestUpdate();

  constructor() {
    super();
    this.per = "day";
    this.stack = "model";
    this.undrawn = false;
  }

  get rows(): UsageRow[] {
    const { bursar, entries, per, stack, from, to } = this;
    if (!bursar || !entries) return [];
    return bursar.usage(entries, { by: [per, stack], ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
  }

  /** An attribute that is taken away leaves null. */
  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.per ??= "day";
    this.stack ??= "model";
    this.from ??= undefined;
    this.to ??= undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    matchMedia(DARK).addEventListener("change", this.#redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    matchMedia(DARK).removeEventListener("change", this.#redraw);
    this.#drawing?.destroy();
    this.#drawing = undefined;
  }

  protected override render(): unknown {
    const ready = this.ready();
    if (!ready || !this.entries) return nothing;
    const { usage: words } = this.words;
    const { rows } = this;
    if (rows.length === 0) return html`<p class="quiet">${words.none}</p>`;
    const sum = (of: "spent" | "refunded"): number => rows.reduce((total, row) => total + row[of], 0);
    const refunded = sum("refunded");
    this.#dated = new Set([this.now(), ...rows.map(({ key }) => Number(key[this.per]))].map((at) => new Date(at).getUTCFullYear())).size > 1;
    return html`<div class="body">
      <p class="sum"><strong>${words.total(sum("spent"), ready.say)}</strong>${refunded > 0 ? html`<span class="quiet">${words.refunded(refunded, ready.say)}</span>` : nothing}</p>
      <div class="chart" part="chart" ?hidden=${this.undrawn}><canvas role="img" aria-label=${words.chart(ready.say)}></canvas></div>
      ${this.#table(ready, rows)}
    </div>`;
  }

  #table({ say }: Ready, rows: UsageRow[]): TemplateResult {
    const { usage: words } = this.words;
    return html`<details part="table" ?open=${this.undrawn}><summary>${words.table}</summary><div class="scroll" tabindex="0" role="region" aria-label=${words.title}><table>
      <thead><tr><th scope="col">${words.when} (UTC)</th><th scope="col">${words.what[this.stack]}</th><th scope="col" class="number">${words.spent}</th><th scope="col" class="number">${words.count}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr><td>${this.#column(row)}</td><th scope="row">${this.#part(row)}</th><td class="number">${say.number(row.spent)}</td><td class="number">${say.number(row.count)}</td></tr>`)}</tbody>
    </table></div></details>`;
  }

  #column({ key }: UsageRow): string {
    return this.#when(Number(key[this.per]));
  }

  #when(at: Ms): string {
    // Hours, days and months are UTC's.
    const style: Intl.DateTimeFormatOptions = this.per === "month" ? { month: "short", year: "numeric" } : this.per === "day" ? { day: "numeric", month: "short" } : { day: "numeric", month: "short", hour: "numeric" };
    return new Intl.DateTimeFormat(this.ready()?.say.locale, { ...style, ...(this.#dated ? { year: "numeric" } : {}), timeZone: "UTC" }).format(at);
  }

  #part({ key }: UsageRow): string {
    const id = String(key[this.stack] ?? "");
    const say = this.ready()?.say;
    if (!say || id === "") return this.words.usage.other;
    if (this.stack === "model") return say.model(id);
    if (this.stack === "source") return say.source(id);
    // A wallet, by what the rows are counted by.
    return this.stack === "wallet" ? say.wallet(id as "bank") : id;
  }

  protected override updated(_: PropertyValues): void {
    void this.#draw();
  }

  async #draw(): Promise<void> {
    const canvas = this.renderRoot.querySelector("canvas");
    if (!canvas) return;
    const chart = await import("./chart.ts").catch(() => undefined);
    this.undrawn = !chart;
    // Where it went meanwhile there is nothing to draw on.
    if (!chart || !canvas.isConnected) return;
    const say = this.ready()?.say;
    if (!say) return;
    this.#drawing?.destroy();
    this.#drawing = chart.draw(canvas, { ...this.#columns(), axis: "UTC", number: say.number });
  }

  /** The columns in order of time, those in which nothing was spent among them, and the largest parts of which they are made. */
  #columns(): { labels: string[]; series: { name: string; values: number[] }[] } {
    const { rows } = this;
    const times = this.#times(rows.map(({ key }) => Number(key[this.per])));
    const sums = new Map<string, number>();
    for (const row of rows) sums.set(this.#part(row), (sums.get(this.#part(row)) ?? 0) + row.spent);
    const largest = [...sums].sort(([, one], [, other]) => other - one).map(([name]) => name).slice(0, PARTS);
    const series = new Map<string, number[]>();
    for (const row of rows) {
      const name = largest.includes(this.#part(row)) ? this.#part(row) : this.words.usage.other;
      const values = series.get(name) ?? times.map(() => 0);
      const place = times.indexOf(Number(row.key[this.per]));
      values[place] = (values[place] ?? 0) + row.spent;
      series.set(name, values);
    }
    const order = [...largest, this.words.usage.other];
    const sorted = [...series].sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
    return { labels: times.map((at) => this.#when(at)), series: sorted.map(([name, values]) => ({ name, values })) };
  }

  /** From the first to now, without a gap, and some before where there are few: one column alone tells little. */
  #times(found: Ms[]): Ms[] {
    const [first, last] = [Math.min(...found), Math.max(...found)];
    const now = this.#begins(this.to === undefined ? this.now() : Math.min(this.to - 1, this.now()), 0);
    // More gaps than can be drawn: then as far as the last, and at worst without them.
    return this.#between(first, Math.max(last, now)) ?? this.#between(first, last) ?? [...new Set(found)];
  }

  #between(first: Ms, last: Ms): Ms[] | undefined {
    const times: Ms[] = [];
    for (let at = last; at >= first || times.length < FEWEST; at = this.#begins(at, -1)) if (times.unshift(at) > MOST) return undefined;
    return times;
  }

  /** When a column begins: that of an instant, or one so many columns from it. */
  #begins(at: Ms, by: number): Ms {
    const length = (this.per === "day" ? 24 : 1) * 3_600_000;
    return this.per === "month" ? Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth() + by) : (Math.floor(at / length) + by) * length;
  }
}
