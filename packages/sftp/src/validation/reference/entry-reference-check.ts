import type { Feed } from "../../feed/feed.js";
import { columnsOf, isPlainReference } from "../../feed/reference-rule.js";
import { compileDayReader, toDayText } from "../column/cell-value.js";
import type { Encoding } from "../encoding/encoding.js";
import type { ComplaintOf } from "../finding/complaint.js";
import { CellReader } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";
import type { RecordCheck } from "../row/record-check.js";
import { compileEntry } from "../structure/entry-reader.js";
import type { ReferenceSet } from "./reference-set.js";

/** Compiles the references of several columns, and those as of a day; the others are checked with their cells. */
export function compileEntryReferences(
  feed: Feed,
  encoding: Encoding,
  positions: readonly number[],
  sets: readonly ReferenceSet[],
): readonly RecordCheck[] {
  const names = Object.keys(feed.columns);
  const find = (name: string) => positions[names.indexOf(name)] ?? 0;
  const reader = new CellReader(feed.dialect);
  return feed.references.flatMap((reference): readonly RecordCheck[] => {
    const { to, asOf, severity } = reference;
    const set = sets.find(({ name }) => name === to);
    if (set === undefined || isPlainReference(reference)) return [];
    const cells = columnsOf(reference).map(find);
    const readEntry = compileEntry(cells, { reader, encoding });
    const readDay = asOf === undefined ? undefined : compileDay(feed, asOf, find(asOf), reader);
    const unknown: ComplaintOf<"ref-missing"> = { code: "ref-missing", severity, detail: { set: to } };
    const [cell = 0] = cells;
    return [
      {
        check: (record, _recordNumber, problems) => {
          const values = readEntry(record);
          if (values === undefined) return;
          const day = readDay?.(record);
          const answer = set.lookUp(values, day);
          if (answer === "unknown") problems.addForCell(unknown, cell);
          else if (answer === "not-valid" && day !== undefined) {
            problems.addForCell({ code: "ref-not-valid", severity, detail: { set: to, day } }, cell);
          }
        },
      },
    ];
  });
}

/** Reads a record's day; `undefined` when it has none. */
function compileDay(
  { columns }: Feed,
  name: string,
  position: number,
  reader: CellReader,
): ((record: RecordView) => string | undefined) | undefined {
  const column = columns[name];
  if (column?.type !== "date") return undefined;
  const read = compileDayReader(column);
  return (record) => {
    const day = read(reader.read(record, position));
    return day === 0 ? undefined : toDayText(day);
  };
}
