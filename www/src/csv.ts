// Tables as CSV, as RFC 4180 has it: for spreadsheets, which take what begins like a formula for one.

export type Cell = string | number;

const lastsMs = 60_000;

/** Numbers are ours; a text may be anybody's: one that a spreadsheet would work out gets an apostrophe before it. */
function written(cell: Cell): string {
  if (typeof cell === "number") return String(cell);
  const harmless = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export const csv = (rows: Cell[][]): string => rows.map((row) => `${row.map(written).join(",")}\r\n`).join("");

/** Hands a text over as a file, which says that it is UTF-8 to those who would take it for something else. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  Object.assign(link, { href: url, download: name });
  link.click();
  // Not before the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(url), lastsMs);
}
