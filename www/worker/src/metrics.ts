// What is counted, in the text format of Prometheus. Counts are this isolate's: a process of one's own has one, while on
// Cloudflare each machine counts for itself, and the logs are what tells of all.

/** Upper bounds of the buckets, in seconds. */
const bounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10, 60];

interface Series { help: string; type: "counter" | "histogram"; counts: Map<string, number>; times: Map<string, Times> }
interface Times { buckets: number[]; sum: number; count: number }

const series = new Map<string, Series>();

function named(name: string, help: string, type: Series["type"]): Series {
  const known = series.get(name) ?? { help, type, counts: new Map(), times: new Map() };
  series.set(name, known);
  return known;
}

/** Makes a counter; its labels are few and their values come from lists, never from clients. */
export function counter(name: string, help: string): (labels: Record<string, string>) => void {
  const { counts } = named(name, help, "counter");
  return (labels) => {
    const key = written(labels);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
}

export function histogram(name: string, help: string): (seconds: number) => void {
  const { times } = named(name, help, "histogram");
  return (seconds) => {
    const told = times.get("") ?? { buckets: bounds.map(() => 0), sum: 0, count: 0 };
    times.set("", told);
    bounds.forEach((bound, nth) => {
      if (seconds <= bound) told.buckets[nth] = (told.buckets[nth] ?? 0) + 1;
    });
    told.sum += seconds;
    told.count += 1;
  };
}

const written = (labels: Record<string, string>): string => Object.entries(labels).map(([key, value]) => `${key}="${value}"`).join(",");

export function text(): string {
  const lines: string[] = [];
  for (const [name, { help, type, counts, times }] of series) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
    for (const [labels, count] of counts) lines.push(`${name}{${labels}} ${count}`);
    for (const { buckets, sum, count } of times.values()) {
      bounds.forEach((bound, nth) => lines.push(`${name}_bucket{le="${bound}"} ${buckets[nth] ?? 0}`));
      lines.push(`${name}_bucket{le="+Inf"} ${count}`, `${name}_sum ${sum}`, `${name}_count ${count}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

export const commands = counter("bursar_commands_total", "Commands by type and by what was answered.");
export const requests = counter("bursar_requests_total", "Requests by route and status.");
export const payments = counter("bursar_payment_events_total", "Events of the payment provider by type and by what came of them.");
export const errands = counter("bursar_errands_total", "What is done beyond an account, alerts posted among it: done, failed and to be tried again, given up.");
export const alarms = counter("bursar_alarms_total", "Alarms of accounts: done, or failed and to be tried again.");
export const decisionSeconds = histogram("bursar_decision_seconds", "How long the engine took to decide a command.");
export const writeSeconds = histogram("bursar_write_seconds", "How long the transaction of an accepted command took.");
export const alarmLagSeconds = histogram("bursar_alarm_lag_seconds", "How late an account's alarm was.");
