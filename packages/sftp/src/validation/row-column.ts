import type { Column } from "../feed/column.js";
import type { Feed } from "../feed/feed.js";
import type { ByteSet } from "./byte-set.js";
import type { Complaint } from "./cell-check.js";
import { type CompiledColumn, compileColumn, encodeValues, suggest } from "./compile-column.js";
import type { Encoding } from "./encoding.js";
import type { ReferenceSet } from "./reference-set.js";

/** A column of the feed, ready to be checked in the records of one file. */
export interface RowColumn extends CompiledColumn {
  /** The cell's place in the record. */
  readonly position: number;
  readonly isText: boolean;
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
  return Object.entries(feed.columns).map(([name, column]) => ({
    ...compileColumn(column, encoding),
    position: find(name),
    isText: column.type === "text",
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

function toMissing({ required, requiredWhen, missing }: Column): Complaint | undefined {
  if (requiredWhen !== undefined) {
    const detail = `, although ${requiredWhen.column} is ${requiredWhen.in.join(" or ")}`;
    return { code: "required-missing", severity: missing, detail };
  }
  return required === true ? { code: "required-missing", severity: missing } : undefined;
}

function bindReferences(feed: Feed, name: string, sets: readonly ReferenceSet[]): RowColumn["references"] {
  return feed.references.flatMap(({ column, to, severity }) => {
    const set = column === name ? sets.find((each) => each.name === to) : undefined;
    if (set === undefined) return [];
    const hint = (value: string) => suggest(set.findClosest(value));
    return [{ set, complaint: { code: "ref-missing", severity, detail: to, hint } as const }];
  });
}
