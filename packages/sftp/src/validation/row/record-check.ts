import type { FindingLog } from "../finding/finding-log.js";
import type { RecordView } from "../record/record-view.js";
import type { RowProblems } from "./row-problems.js";

/**
 * Looks at whole records, after their cells: at each one whose cells can be told apart, whether or not something is
 * wrong with it.
 */
export interface RecordCheck {
  readonly check: (record: RecordView, recordNumber: number, problems: RowProblems) => void;
  /** Whether it has seen enough and wants no more records. @defaultValue never */
  readonly isDone?: (() => boolean) | undefined;
  /** Says what can only be said once every record was read. */
  readonly end?: ((log: FindingLog) => void) | undefined;
}
