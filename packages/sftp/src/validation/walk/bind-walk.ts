import type { Column } from "../../feed/column.js";
import type { Feed } from "../../feed/feed.js";
import { toNumberRules } from "../column/compile-column.js";
import { toDateRules } from "../column/date-check.js";
import type { Encoding } from "../encoding/encoding.js";
import { createByteKinds, createQuotedByteKinds, toByte } from "../record/byte-kind.js";
import type { RowColumn } from "../row/row-column.js";
import type { RecordAmounts } from "../total/column-totals.js";
import type { CellWalk, WalkedCell } from "./cell-walk.js";
import { compileCheckedWalk } from "./checked-walk.js";
import { compileDateWalk } from "./date-walk.js";
import { compileNumberWalk } from "./number-walk.js";
import { compileRecordWalk, type RecordWalk, type WalkedColumn } from "./record-walk.js";
import { compileTextWalk, type TextReading } from "./text-walk.js";
import { compileValueWalk } from "./value-walk.js";

/** Between these no number, day or decimal mark can be mistaken for the end of a cell. */
const KNOWN_DELIMITERS = ",;|\t";
const KNOWN_QUOTES = ["'", '"', "none"];
const KNOWN_ESCAPE = "\\";

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
  if (dialect.fixedWidth !== undefined || (dialect.escape ?? KNOWN_ESCAPE) !== KNOWN_ESCAPE) return undefined;
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
  const delimiter = toByte(dialect.delimiter);
  const quote = dialect.quote === "none" ? -1 : toByte(dialect.quote);
  const kinds = createByteKinds(delimiter, quote < 0 ? undefined : quote);
  const quotedKinds = createQuotedByteKinds(kinds, dialect.escape);
  const reading: TextReading = { kinds, quotedKinds, quote, encoding: file.encoding };
  switch (column.type) {
    case "text":
      return compileTextWalk(column, reading, walked);
    case "integer":
    case "decimal":
    case "money": {
      const rules = toNumberRules(column);
      if (rules.toPlain !== undefined) return compileCheckedWalk(bound, reading, walked);
      return compileNumberWalk(rules, delimiter, walked);
    }
    case "date": {
      const rules = toDateRules(column);
      if (dialect.escape !== undefined && rules.format.includes(dialect.escape)) return undefined;
      return compileDateWalk(rules, delimiter);
    }
    case "date-time":
      return compileCheckedWalk(bound, reading, walked);
    case "boolean": {
      const { trueValues = ["true"], falseValues = ["false"] } = column;
      const values = [...trueValues, ...falseValues];
      return compileValueWalk(values.map(file.encoding.encode), quotedKinds, walked);
    }
    case "enumeration":
      return compileValueWalk(column.values.map(file.encoding.encode), quotedKinds, walked);
  }
}
