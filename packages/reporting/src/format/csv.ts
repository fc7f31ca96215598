import { guardFormula } from "@spm-ops/core";

/** What a cell may hold. Nothing is an empty cell; a date is written as ISO 8601 in UTC. */
export type CsvCell = string | number | bigint | boolean | Date | null | undefined;

export interface CsvOptions {
  /** Begins with the mark by which Excel knows UTF-8. @defaultValue false */
  readonly byteOrderMark?: boolean | undefined;
}

/** Bytes are handed on in pieces of about this size. */
const CHUNK_CHARACTERS = 64 * 1024;

const BYTE_ORDER_MARK = "\ufeff";

const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * Writes rows as CSV (RFC 4180: UTF-8, comma, CRLF, quotes doubled), as they come, in constant memory.
 *
 * Text that a spreadsheet would run as a formula (it starts with `=`, `+`, `-`, `@`, a tab or a carriage return and
 * is no number) gets an apostrophe before it, also in the header. Line breaks inside a cell are kept.
 *
 * @throws RangeError for a number that is not finite, TypeError for an invalid date.
 */
export async function* writeCsv(
  columns: readonly string[],
  rows: AsyncIterable<readonly CsvCell[]> | Iterable<readonly CsvCell[]>,
  { byteOrderMark = false }: CsvOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  let text = (byteOrderMark ? BYTE_ORDER_MARK : "") + toCsvLine(columns);
  for await (const row of rows) {
    text += toCsvLine(row);
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text, "utf8");
    text = "";
  }
  if (text !== "") yield Buffer.from(text, "utf8");
}

/** One row of CSV with its line end, by the rules of {@link writeCsv}. */
export function toCsvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(toCsvCell).join(",")}\r\n`;
}

function toCsvCell(cell: CsvCell): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) throw new TypeError("A date in a CSV row is invalid.");
    return cell.toISOString();
  }
  if (typeof cell === "number" && !Number.isFinite(cell)) {
    throw new RangeError(`A number in a CSV row is not finite: ${cell}.`);
  }
  if (typeof cell !== "string") return String(cell);
  const safe = guardFormula(cell);
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
