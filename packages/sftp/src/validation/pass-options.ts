import type { FindingLocale } from "./finding/finding-text.js";
import type { RowSink } from "./output/row-sink.js";
import type { CellReader } from "./record/cell-text.js";
import type { RecordView } from "./record/record-view.js";
import type { FileFacts } from "./record-checks.js";

/** Whatever wants to see the records whose cells can be told apart for certain. */
type RecordObserver = (
  record: RecordView,
  columnPositions: readonly number[],
  reader: CellReader,
  recordNumber: number,
) => void;

/** What one pass over a file is made with. */
export interface PassOptions extends FileFacts {
  readonly locale?: FindingLocale | undefined;
  readonly acceptedRows?: RowSink | undefined;
  readonly rejectedRows?: RowSink | undefined;
  readonly onRecord?: RecordObserver | undefined;
  readonly keyMemoryBytes?: number | undefined;
}
