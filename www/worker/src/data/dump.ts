// An account as lines of JSON: what it is, by which rules, and every row that is kept of it. Read by page, so that a large
// one need not be in memory at once.
import { tables } from "./tables.ts";

export interface Place { table: number; after: SqlStorageValue[] }
export interface Page { lines: string[]; next?: Place }

const rowsMax = 500;

/** The rows behind a place, in the order of their keys: the end of one table leads to the next. */
export function page(sql: SqlStorage, { table, after }: Place): Page {
  const name = tables[table];
  if (name === undefined) return { lines: [] };
  const keys = keysOf(sql, name);
  const list = keys.map((key) => `"${key}"`).join(", ");
  const where = after.length === 0 ? "" : `where (${list}) > (${keys.map(() => "?").join(", ")})`;
  const rows = sql.exec<Record<string, SqlStorageValue>>(`select * from ${name} ${where} order by ${list} limit ${rowsMax}`, ...after).toArray();
  const last = rows.at(-1);
  const next = rows.length === rowsMax && last ? { table, after: keys.map((key) => last[key] ?? null) } : { table: table + 1, after: [] };
  return { lines: rows.map((row) => JSON.stringify({ kind: name, row })), ...(next.table < tables.length ? { next } : {}) };
}

export function columnsOf(sql: SqlStorage, table: string): string[] {
  return info(sql, table).map(({ name }) => name);
}

const keysOf = (sql: SqlStorage, table: string): string[] => info(sql, table).filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk).map(({ name }) => name);
const info = (sql: SqlStorage, table: string) => sql.exec<{ name: string; pk: number }>("select name, pk from pragma_table_info(?)", table).toArray();

/** What tells whether anything was written between two pages. */
export const mark = (sql: SqlStorage): number => sql.exec<{ n: number }>("select total_changes() as n").one().n;
