import type { Encoding } from "../encoding/encoding.js";
import { type CellReader, decodeCell } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";

/** Reads cells of a record as texts; `undefined` when one of them is empty. */
type EntryReader = (record: RecordView) => readonly string[] | undefined;

/** Compiles the reading of the cells at some places of a record. */
export function compileEntry(
  positions: readonly number[],
  { reader, encoding }: { readonly reader: CellReader; readonly encoding: Encoding },
): EntryReader {
  return (record) => {
    const values: string[] = [];
    for (const position of positions) {
      const cell = reader.read(record, position);
      if (cell.start === cell.end) return undefined;
      values.push(decodeCell(cell, encoding));
    }
    return values;
  };
}

/** One text for several; no sound cell holds the NUL between them. */
export function joinEntry(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? "") : values.join("\0");
}
