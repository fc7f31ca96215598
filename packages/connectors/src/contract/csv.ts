/** A record of a comma-separated text: its cells, and the physical line on which it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads separated text as it comes, with quotes by RFC 4180. Blank lines are no records. */
export async function* readCsv(pieces: AsyncIterable<string>, delimiter = ","): AsyncGenerator<CsvRecord> {
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let wasQuote = false;
  let line = 1;
  let beginsAt = 1;
  const record = (): CsvRecord => {
    const finished = { line: beginsAt, cells: [...cells, cell] };
    cells = [];
    cell = "";
    return finished;
  };
  const isBlank = () => cells.length === 0 && cell === "";

  for await (const piece of pieces) {
    for (const character of piece) {
      if (character === "\n") line += 1;
      if (quoted) {
        if (character === '"') [quoted, wasQuote] = [false, true];
        else cell += character;
        continue;
      }
      if (character === '"') {
        if (wasQuote) cell += '"';
        [quoted, wasQuote] = [true, false];
        continue;
      }
      wasQuote = false;
      if (character === delimiter) {
        cells.push(cell);
        cell = "";
      } else if (character === "\n") {
        if (!isBlank()) yield record();
        beginsAt = line;
      } else if (character !== "\r" && character !== "\uFEFF") {
        cell += character;
      }
    }
  }
  if (!isBlank()) yield record();
}

/** A record as a line of comma-separated text. */
export function toCsvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`;
}
