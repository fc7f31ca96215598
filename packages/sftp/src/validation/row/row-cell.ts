import type { CellContent } from "../column/cell-check.js";
import { readCurrency } from "../column/currency.js";
import { findTextDefects, TEXT_DEFECTS } from "../column/text-defect.js";
import type { Encoding } from "../encoding/encoding.js";
import type { Complaint } from "../finding/complaint.js";
import type { FindingCode } from "../finding/finding-codes.js";
import { MARK } from "../record/cell-scan.js";
import { type CellReader, decodeCell, isBlank } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";
import type { RecordAmounts } from "../total/column-totals.js";
import type { RowColumn } from "./row-column.js";
import type { RowProblems } from "./row-problems.js";

/** The complaints about a cell from which no number could be read. */
const UNREAD_NUMBERS: ReadonlySet<FindingCode> = new Set([
  "integer-invalid",
  "decimal-invalid",
  "decimal-comma",
  "decimal-point",
  "thousands-sep",
]);

/** What the checks of all cells of a row share. */
export interface RowParts {
  readonly problems: RowProblems;
  readonly amounts: RecordAmounts;
  readonly encoding: Encoding;
  /** For the cell that is checked. */
  readonly reader: CellReader;
  /** For a cell that the checked one depends on. */
  readonly otherReader: CellReader;
}

/** Checks one column's cell of a record. */
export type RowCell = (record: RecordView) => void;

/**
 * Compiles all that has to be done with the cell of one column: a closure that knows what its column never needs.
 *
 * `at` is the column's place in the feed.
 */
export function compileRowCell(column: RowColumn, at: number, parts: RowParts): RowCell {
  const { problems, amounts, encoding, reader } = parts;
  const { position, check, missing, references, isText, isFreeText, isSummed } = column;
  const takesAmount = isSummed || column.currencyPosition !== undefined;
  const hasReferences = references.length > 0;
  return (record) => {
    const cell = isFreeText ? reader.readAsItStands(record, position) : reader.read(record, position);
    const empty = cell.start === cell.end;
    if (isSummed) amounts.units[at] = undefined;
    if (missing !== undefined && (empty || isBlank(cell)) && isNeeded(record, column, parts)) {
      problems.addForCell(missing, position);
    }
    if (empty) return;
    const complaint = check === undefined ? undefined : check(cell);
    if (complaint !== undefined) problems.addForCell(complaint, position);
    // A number outside its limits is a number all the same, and the sender's control total counts it.
    if (takesAmount && !isUnread(complaint)) takeAmount(record, at, { column, parts });
    if (isText) checkDefects(cell, record.marks[position] ?? 0, column, parts);
    if (hasReferences) checkReferences(decodeCell(cell, encoding), column, problems);
  };
}

function isNeeded(record: RecordView, { condition }: RowColumn, { otherReader }: RowParts): boolean {
  if (condition === undefined) return true;
  const { bytes, start, end } = otherReader.read(record, condition.position);
  return condition.values.has(bytes, start, end);
}

function takeAmount(
  record: RecordView,
  at: number,
  { column, parts }: { readonly column: RowColumn; readonly parts: RowParts },
): void {
  const { number, isSummed, currencyPosition, name } = column;
  const { amounts, otherReader, problems } = parts;
  if (isSummed) amounts.units[at] = number?.units();
  if (currencyPosition === undefined) return;
  const currency = readCurrency(otherReader.read(record, currencyPosition));
  amounts.currencies[at] = currency;
  if (currency === undefined)
    problems.addForCell({ code: "currency-unknown", detail: { amountColumn: name } }, currencyPosition);
}

function checkDefects(
  cell: CellContent,
  marks: number,
  { position }: RowColumn,
  { problems, encoding }: RowParts,
): void {
  const defects = findTextDefects(cell, encoding.script, (marks & MARK.control) !== 0);
  if (defects === 0) return;
  for (const [bit, complaint] of TEXT_DEFECTS) {
    if ((defects & bit) !== 0) problems.addForCell(complaint, position);
  }
}

function checkReferences(value: string, { references, position }: RowColumn, problems: RowProblems): void {
  for (const { set, complaint } of references) {
    if (!set.has(value)) problems.addForCell(complaint, position);
  }
}

function isUnread(complaint: Complaint | undefined): boolean {
  return complaint !== undefined && UNREAD_NUMBERS.has(complaint.code);
}
