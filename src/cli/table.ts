/** A table in plain text: a heading, and columns as wide as they need. Numbers stand to the right, words to the left. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const isNumeric = heading.map((_, column) => rows.every((row) => /^[-+]?[\d.]*%?$/.test(row[column] ?? "")));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join("  ")
      .trimEnd();
  return `${all.map(line).join("\n")}\n`;
}

export function percent(share: number): string {
  return (100 * share).toFixed(1);
}
