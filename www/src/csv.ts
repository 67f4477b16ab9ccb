// Tables as CSV, as RFC 4180 has it: for spreadsheets, which take what begins like a formula for one.

export type Cell = string | number;

/** Numbers are ours; a text may be anybody's: one that a spreadsheet would work out gets an apostrophe before it. */
function written(cell: Cell): string {
  if (typeof cell === "number") return String(cell);
  const harmless = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A file of them, which says that it is UTF-8 to those who would take it for something else. */
export const csv = (rows: Cell[][]): Blob => new Blob(["\ufeff", ...rows.map((row) => `${row.map(written).join(",")}\r\n`)], { type: "text/csv;charset=utf-8" });
