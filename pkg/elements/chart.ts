// The drawing of the chart, loaded when the first one is shown: who shows none does not pay for the library.
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from "chart.js";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Tooltip);

export interface Columns {
  labels: string[];
  /** What the columns are told by. */
  axis: string;
  series: { name: string; values: number[] }[];
  number(value: number): string;
}

export interface Drawing { destroy(): void }

/** In the colours that the element has, as they are now. */
export function draw(canvas: HTMLCanvasElement, { labels, axis, series, number }: Columns): Drawing {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const [ink, line, card] = ["--quiet", "--line", "--card"].map((name) => colour(canvas, name));
  const { fontFamily } = getComputedStyle(canvas);
  const font = { family: fontFamily, size: 12 };
  return new Chart(canvas, {
    type: "bar",
    data: {
      labels,
      datasets: series.map(({ name, values }, place) => ({
        label: name,
        data: values,
        backgroundColor: colour(canvas, `--series-${(place % 6) + 1}`, "none") ?? "gray",
        borderColor: card ?? "white",
        borderWidth: { top: 1 },
        borderRadius: 3,
        maxBarThickness: 40,
      })),
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: still ? false : { duration: 250 },
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { stacked: true, grid: { display: false }, border: { display: false }, ticks: { color: ink ?? "gray", font, maxRotation: 0, autoSkipPadding: 12 }, title: { display: true, text: axis, align: "end", color: ink ?? "gray", font } },
        y: { stacked: true, beginAtZero: true, border: { display: false }, grid: { color: line ?? "silver" }, ticks: { color: ink ?? "gray", font, maxTicksLimit: 5, callback: (value) => number(Number(value)) } },
      },
      plugins: {
        legend: { position: "bottom", align: "start", labels: { color: ink ?? "gray", font, boxWidth: 8, boxHeight: 8, useBorderRadius: true, borderRadius: 4, padding: 16 } },
        tooltip: { callbacks: { label: ({ dataset, parsed }) => ` ${dataset.label ?? ""}: ${number(parsed.y ?? 0)}` } },
      },
    },
  });
}

/**
 * A custom property as the colour that it comes to: `light-dark` and its like are worked out by the browser. Where somebody has
 * colours of their own words and lines take theirs, and parts keep what tells them apart.
 */
function colour(canvas: HTMLCanvasElement, name: string, forced: "auto" | "none" = "auto"): string | undefined {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  probe.style.setProperty("forced-color-adjust", forced);
  canvas.after(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found || undefined;
}
