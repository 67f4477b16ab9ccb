// The tables of an account that go along when it is moved. The account itself goes as the engine's own text, and what
// stands in `meta` as a line of its own.
export const tables = [
  "commands", "entries", "charges", "refunds", "wishes", "receipts", "subscriptions", "terms", "early", "troubles", "notices", "readers", "errands",
] as const;

/** Empties all of them. */
export function clear(sql: SqlStorage): void {
  for (const table of ["parts", ...tables]) sql.exec(`delete from ${table}`);
}
