import type { Column } from "../../feed/column.js";
import type { Feed } from "../../feed/feed.js";
import { isPlainReference } from "../../feed/reference-rule.js";
import type { ByteSet } from "../column/byte-set.js";
import { type CompiledColumn, compileColumn, encodeValues, suggest } from "../column/compile-column.js";
import type { Encoding } from "../encoding/encoding.js";
import type { Complaint } from "../finding/complaint.js";
import type { ReferenceSet } from "../reference/reference-set.js";
import { listSummedColumns } from "../total/column-totals.js";

/** A column of the feed, ready to be checked in the records of one file. */
export interface RowColumn extends CompiledColumn {
  readonly name: string;
  /** The cell's place in the record. */
  readonly position: number;
  readonly isText: boolean;
  /** A text without any rule: its usual accidents show with doubled quotes as well as with single ones. */
  readonly isFreeText: boolean;
  /** Whether its numbers are wanted for totals. */
  readonly isSummed: boolean;
  /** What is said when no value is there; `undefined` when none is needed. */
  readonly missing: Complaint | undefined;
  /** Limits `missing` to the records in which another cell has one of these values. */
  readonly condition: { readonly position: number; readonly values: ByteSet } | undefined;
  readonly references: readonly { readonly set: ReferenceSet; readonly complaint: Complaint }[];
  /** The place of the cell that names the currency. */
  readonly currencyPosition: number | undefined;
}

/** Binds the columns of a feed to the places that they have in a file. */
export function bindColumns(
  feed: Feed,
  encoding: Encoding,
  positions: readonly number[],
  references: readonly ReferenceSet[],
): readonly RowColumn[] {
  const names = Object.keys(feed.columns);
  const find = (name: string) => positions[names.indexOf(name)] ?? 0;
  const summed = listSummedColumns(feed);
  return Object.entries(feed.columns).map(([name, column]) => ({
    ...compileColumn(column, encoding),
    name,
    position: find(name),
    isText: column.type === "text",
    isFreeText: isFreeText(column) && !feed.references.some((reference) => reference.column === name),
    isSummed: summed.includes(name),
    missing: toMissing(column),
    condition:
      column.requiredWhen === undefined
        ? undefined
        : {
            position: find(column.requiredWhen.column),
            values: encodeValues(column.requiredWhen.in, encoding),
          },
    references: bindReferences(feed, name, references),
    currencyPosition:
      column.type === "money" && typeof column.currency !== "string"
        ? find(column.currency.column)
        : undefined,
  }));
}

function isFreeText(column: Column): boolean {
  if (column.type !== "text") return false;
  return [column.pattern, column.minLength, column.maxLength].every((rule) => rule === undefined);
}

function toMissing({ required, requiredWhen, missing }: Column): Complaint | undefined {
  if (requiredWhen !== undefined) {
    const detail = { because: requiredWhen.column, values: requiredWhen.in };
    return { code: "required-missing", severity: missing, detail };
  }
  return required === true ? { code: "required-missing", severity: missing } : undefined;
}

function bindReferences(feed: Feed, name: string, sets: readonly ReferenceSet[]): RowColumn["references"] {
  return feed.references.filter(isPlainReference).flatMap(({ column, to, severity }) => {
    const set = column === name ? sets.find((each) => each.name === to) : undefined;
    if (set === undefined) return [];
    const clue = (value: string) => suggest(set.findClosest(value));
    return [{ set, complaint: { code: "ref-missing", severity, detail: { set: to }, clue } as const }];
  });
}
