// Tables as Markdown has them, in columns that a terminal shows as well.

/** Three digits that count. */
export function rounded(number) {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(number) || 1)));
  return number.toFixed(Math.min(digits, 5));
}

export function table(heads, rows) {
  const cells = [heads, ...rows].map((row) => row.map((cell) => `${cell}`));
  const widths = heads.map((_, column) => Math.max(3, ...cells.map((row) => row[column].length)));
  const isNumber = heads.map((_, column) => cells.slice(1).every((row) => ["", "–"].includes(row[column]) || !Number.isNaN(Number(row[column]))));
  const line = (row) => `| ${row.map((cell, column) => (isNumber[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join(" | ")} |\n`;
  const dashes = `|${widths.map((width, column) => (isNumber[column] ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2))).join("|")}|\n`;
  return line(cells[0]) + dashes + cells.slice(1).map(line).join("");
}
