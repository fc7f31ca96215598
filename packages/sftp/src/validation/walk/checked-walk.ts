import type { CellContent } from "../column/cell-check.js";
import type { CompiledColumn } from "../column/compile-column.js";
import { HIGH_BYTE } from "../record/byte-kind.js";
import { MARK } from "../record/cell-scan.js";
import type { CellWalk, WalkedCell } from "./cell-walk.js";
import { compileTextEnd, type TextReading } from "./text-walk.js";

/** Walks over cells that only their own check can judge: finds the end first, then asks the check. */
export function compileCheckedWalk(
  { check, number }: CompiledColumn,
  reading: TextReading,
  walked: WalkedCell,
): CellWalk {
  const findEnd = compileTextEnd(reading, walked);
  const cell: CellContent = { bytes: Buffer.alloc(0), start: 0, end: 0, high: false };
  return (bytes, from, limit, quoted) => {
    const end = findEnd(bytes, from, limit, quoted);
    if (end <= from || (walked.marks & MARK.doubledQuote) !== 0) return -1;
    cell.bytes = bytes;
    cell.start = from;
    cell.end = end;
    cell.high = (walked.marks & HIGH_BYTE) !== 0;
    if (check?.(cell) !== undefined) return -1;
    const units = number?.units() ?? 0;
    if (typeof units === "bigint") return -1;
    walked.units = units;
    return end;
  };
}
