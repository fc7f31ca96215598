import type { Column } from "../../feed/column.js";
import type { Feed } from "../../feed/feed.js";
import { toNumberRules } from "../column/compile-column.js";
import { toDateRules } from "../column/date-check.js";
import type { Encoding } from "../encoding/encoding.js";
import { createByteKinds } from "../record/byte-kind.js";
import type { RowColumn } from "../row/row-column.js";
import type { RecordAmounts } from "../total/column-totals.js";
import type { CellWalk, WalkedCell } from "./cell-walk.js";
import { compileDateWalk } from "./date-walk.js";
import { compileNumberWalk } from "./number-walk.js";
import { compileRecordWalk, type RecordWalk, type WalkedColumn } from "./record-walk.js";
import { compileTextWalk } from "./text-walk.js";
import { compileValueWalk } from "./value-walk.js";

/** Between these no number, day or decimal mark can be mistaken for the end of a cell. */
const KNOWN_DELIMITERS = ",;|\t";
const KNOWN_QUOTES = ["'", '"', "none"];

interface FileReading {
  readonly feed: Feed;
  readonly encoding: Encoding;
  readonly amounts: RecordAmounts;
}

/** The walk over the records of a file; `undefined` when the feed asks for something that only care can do. */
export function bindWalk(columns: readonly RowColumn[], file: FileReading): RecordWalk | undefined {
  const { dialect } = file.feed;
  if (!KNOWN_DELIMITERS.includes(dialect.delimiter) || !KNOWN_QUOTES.includes(dialect.quote))
    return undefined;
  const walked: WalkedCell = { marks: 0, units: 0 };
  const inFile: WalkedColumn[] = [];
  for (const [at, column] of columns.entries()) {
    const walk = compileWalk(column, file, walked);
    if (walk === undefined) return undefined;
    const summedAt = column.isSummed ? at : -1;
    inFile[column.position] = { walk, mayBeEmpty: column.missing === undefined, summedAt };
  }
  return compileRecordWalk(inFile, dialect.delimiter.charCodeAt(0), walked, file.amounts);
}

function compileWalk(bound: RowColumn, file: FileReading, walked: WalkedCell): CellWalk | undefined {
  const { dialect, columns } = file.feed;
  const column: Column | undefined = columns[bound.name];
  if (column === undefined || bound.references.length > 0 || bound.currencyPosition !== undefined)
    return undefined;
  const delimiter = dialect.delimiter.charCodeAt(0);
  const quote = dialect.quote === "none" ? -1 : dialect.quote.charCodeAt(0);
  const kinds = createByteKinds(delimiter, quote < 0 ? undefined : quote);
  switch (column.type) {
    case "text":
      return compileTextWalk(column, { kinds, quote, encoding: file.encoding }, walked);
    case "integer":
    case "decimal":
    case "money":
      return compileNumberWalk(toNumberRules(column), delimiter, walked);
    case "date":
      return compileDateWalk(toDateRules(column), delimiter);
    case "boolean": {
      const { trueValues = ["true"], falseValues = ["false"] } = column;
      const values = [...trueValues, ...falseValues];
      return compileValueWalk(values.map(file.encoding.encode), kinds, walked);
    }
    case "enumeration":
      return compileValueWalk(column.values.map(file.encoding.encode), kinds, walked);
  }
}
