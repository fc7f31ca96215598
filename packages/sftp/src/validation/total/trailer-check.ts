import type { Feed } from "../../feed/feed.js";
import { encodeValues } from "../column/compile-column.js";
import { compilePlainNumber } from "../column/plain-number.js";
import type { Encoding } from "../encoding/encoding.js";
import type { Complaint } from "../finding/complaint.js";
import { type CellReader, decodeCell } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";
import type { ColumnTotals } from "./column-totals.js";
import { toUnits } from "./exact-sum.js";

/** A complaint about the trailer, the column it is about and the cell that says it. */
type TrailerComplaint = Complaint & { readonly column: string | null; readonly value: string };

/** Compiles the question whether a record is the trailer; for feeds without one it never is. */
export function compileTrailerMark(
  feed: Feed,
  encoding: Encoding,
  reader: CellReader,
): (record: RecordView) => boolean {
  if (feed.trailer === undefined) return () => false;
  const mark = encodeValues([feed.trailer.mark], encoding);
  return (record) => {
    const { bytes, start, end } = reader.read(record, 0);
    return mark.has(bytes, start, end);
  };
}

/** Holds the control totals of the trailer against what was read. */
export function checkTrailer(
  feed: Feed,
  cells: readonly string[],
  read: { readonly records: number; readonly totals: ColumnTotals },
): readonly TrailerComplaint[] {
  const { count, sums = {} } = feed.trailer ?? {};
  const complaints: TrailerComplaint[] = [];
  const announced = count === undefined ? undefined : (cells[count - 1] ?? "");
  if (announced !== undefined && toUnits(announced, 0) !== BigInt(read.records)) {
    const detail = { announced, found: read.records };
    complaints.push({ code: "trailer-count", column: null, value: announced, detail });
  }
  for (const [column, position] of Object.entries(sums)) {
    const value = position === undefined ? "" : (cells[position - 1] ?? "");
    const sum = read.totals.getRead(column);
    if (sum === undefined || toUnits(toDecimalText(feed, column, value), sum.scale) === sum.units()) continue;
    const detail = { announced: value, found: sum.toText() };
    complaints.push({ code: "trailer-sum", column, value, detail });
  }
  return complaints;
}

/** All cells of a record as text. */
export function readCells(record: RecordView, reader: CellReader, encoding: Encoding): readonly string[] {
  return Array.from({ length: record.cellCount }, (_, at) => decodeCell(reader.read(record, at), encoding));
}

/** A number of the trailer, which is written as its column is, with a point; also as a plain number. */
function toDecimalText(feed: Feed, name: string, value: string): string {
  const column = feed.columns[name];
  if (column?.type !== "decimal" && column?.type !== "money") return value;
  const toPlain = compilePlainNumber(column);
  // A style is read from bytes as Latin-1; those of UTF-8 do for a text that was decoded.
  const plain = toPlain?.(Buffer.from(value).toString("latin1")) ?? value;
  return plain.replace(column.decimalMark ?? ".", ".");
}
