// The windows in which spending is counted: UTC hours, days, months, and the plan's own period.
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export const WINDOWS = ["hour", "day", "month", "period"];

/** When each window that runs at an instant began and ends. */
export function spansAt(account, at) {
  const hour = at - (at % HOUR_MS);
  const day = at - (at % DAY_MS);
  const date = new Date(at);
  const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const monthEnd = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  const { plan, renewedAt = 0 } = account;
  return {
    hour: { since: hour, until: hour + HOUR_MS },
    day: { since: day, until: day + DAY_MS },
    month: { since: month, until: monthEnd },
    period: plan ? { since: Math.max(plan.startedAt, renewedAt), until: plan.renewsAt } : { since: month, until: monthEnd },
  };
}

/** What of what was counted and told lies in windows that are over, as changes. */
export function turned(account, spans) {
  const changes = [];
  for (const [key, counts] of Object.entries(account.spent ?? {})) {
    for (const [window, { since }] of Object.entries(counts)) {
      if (since !== spans[window].since) changes.push({ at: "spent", key, window, to: undefined });
    }
  }
  for (const [id, { told, per }] of Object.entries(account.alerts ?? {})) {
    for (const [key, { since }] of Object.entries(told ?? {})) {
      if (since !== spans[per].since) changes.push({ at: "told", id, key, to: undefined });
    }
  }
  return changes;
}
