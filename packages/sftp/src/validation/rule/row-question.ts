import type { Feed } from "../../feed/feed.js";
import type { Encoding } from "../encoding/encoding.js";
import type { CellReader } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";

/** Whether a record keeps a rule; one that the rule does not speak of does. */
export type RowQuestion = (record: RecordView) => boolean;

/** What rules are compiled with. */
export interface RuleParts {
  readonly feed: Feed;
  readonly encoding: Encoding;
  readonly reader: CellReader;
  /** Where in the file a column stands. */
  readonly find: (column: string) => number;
}
