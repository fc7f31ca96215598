import type { Feed } from "../../feed/feed.js";
import type { Complaint } from "../column/cell-check.js";
import { encodeValues } from "../column/compile-column.js";
import type { Encoding } from "../encoding/encoding.js";
import { type CellReader, decodeCell } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";
import type { ColumnTotals } from "./column-totals.js";
import { toUnits } from "./exact-sum.js";

/** A complaint about the trailer, the column it is about and the cell that says it. */
interface TrailerComplaint extends Complaint {
  readonly column: string | null;
  readonly value: string;
}

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
    const detail = `${quote(announced)} records, but there are ${read.records}`;
    complaints.push({ code: "trailer-count", column: null, value: announced, detail });
  }
  for (const [column, position] of Object.entries(sums)) {
    const value = position === undefined ? "" : (cells[position - 1] ?? "");
    const sum = read.totals.getRead(column);
    if (
      sum === undefined ||
      toUnits(value.replace(getDecimalMark(feed, column), "."), sum.scale) === sum.units()
    )
      continue;
    const detail = `${quote(value)}, but the records add up to ${sum.toText()}`;
    complaints.push({ code: "trailer-sum", column, value, detail });
  }
  return complaints;
}

/** All cells of a record as text. */
export function readCells(record: RecordView, reader: CellReader, encoding: Encoding): readonly string[] {
  return Array.from({ length: record.cellCount }, (_, at) => decodeCell(reader.read(record, at), encoding));
}

function getDecimalMark(feed: Feed, name: string): string {
  const column = feed.columns[name];
  return column?.type === "decimal" || column?.type === "money" ? (column.decimalMark ?? ".") : ".";
}

function quote(text: string): string {
  return text === "" ? "nothing instead of a number" : text;
}
