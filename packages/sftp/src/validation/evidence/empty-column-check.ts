import type { Feed } from "../../feed/feed.js";
import { CellReader } from "../record/cell-text.js";
import type { FileLayout } from "../row/file-layout.js";
import type { RecordCheck } from "../row/record-check.js";

/** In fewer records an empty column says nothing. */
const LEAST_RECORDS = 50;

/** Compiles the watch over columns that need no value; it looks at each only until a value has come. */
export function compileEmptyColumnCheck(feed: Feed, { positions }: FileLayout): RecordCheck | undefined {
  const waiting = Object.entries(feed.columns)
    .map(([name, { required }], at) => ({ name, required, position: positions[at] ?? 0 }))
    .filter(({ required }) => required !== true);
  if (waiting.length === 0 || feed.advisories["column-empty"] === "off") return undefined;
  const reader = new CellReader(feed.dialect);
  let records = 0;
  return {
    check: (record) => {
      records += 1;
      for (let at = waiting.length - 1; at >= 0; at -= 1) {
        const { start, end } = reader.read(record, waiting[at]?.position ?? 0);
        if (start < end) waiting.splice(at, 1);
      }
    },
    isDone: () => waiting.length === 0,
    end: (log) => {
      if (records < LEAST_RECORDS) return;
      for (const { name } of waiting)
        log.add({ code: "column-empty", detail: { records } }, name, () => ({}));
    },
  };
}
