const PIECE_CHARACTERS = 64 * 1024;

/** Rows as comma-separated text (RFC 4180) with LF, a header first; some at a time. */
export async function* toCsv(
  columns: readonly string[],
  rows: AsyncIterable<readonly string[]>,
): AsyncGenerator<Uint8Array> {
  let lines = toCsvLine(columns);
  for await (const row of rows) {
    lines += toCsvLine(row);
    if (lines.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(lines);
    lines = "";
  }
  if (lines !== "") yield Buffer.from(lines);
}

function toCsvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`;
}
