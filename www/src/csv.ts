// Tables as CSV, as RFC 4180 has it: for spreadsheets, which take what begins like a formula for one.

export type Cell = string | number;

/** What parts the cells: where a comma stands in numbers spreadsheets look for the other sign. */
const separatorOf = (locale: string): "," | ";" => (new Intl.NumberFormat(locale).formatToParts(0.5).some(({ type, value }) => type === "decimal" && value === ",") ? ";" : ",");

/** What begins a formula: in a cell, and in what a spreadsheet of other habits takes for a cell. */
const formulas = { ",": /(^|[;\t\r\n]\s*)(?=[=+\-@＝＋－＠])|^(?=[\t\r\n])/g, ";": /(^|[,\t\r\n]\s*)(?=[=+\-@＝＋－＠])|^(?=[\t\r\n])/g };

/** Numbers are ours; a text may be anybody's: what a spreadsheet would work out gets an apostrophe before it. */
function written(cell: Cell, separator: "," | ";"): string {
  if (typeof cell === "number") return String(cell);
  const harmless = cell.replace(formulas[separator], "$1'");
  return /[",;\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A file of them, by the reader's habits, which says that it is UTF-8 to those who would take it for something else. */
export function csv(rows: Cell[][], locale: string): Blob {
  const separator = separatorOf(locale);
  return new Blob(["\ufeff", ...rows.map((row) => `${row.map((cell) => written(cell, separator)).join(separator)}\r\n`)], { type: "text/csv;charset=utf-8" });
}
