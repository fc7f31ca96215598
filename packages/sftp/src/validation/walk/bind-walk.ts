import type { Column } from "../../feed/column.js";
import type { Feed } from "../../feed/feed.js";
import { toNumberRules } from "../column/compile-column.js";
import { toDateRules } from "../column/date-check.js";
import type { Encoding } from "../encoding/encoding.js";
import { toByte } from "../record/byte-kind.js";
import type { RowColumn } from "../row/row-column.js";
import type { FunctionBody } from "./assembly/module.js";
import { emitDateWalk } from "./date-walk.js";
import { emitNumberWalk } from "./number-walk.js";
import type { WalkedColumn } from "./record-walk.js";
import { createRecordWalker, type RecordWalker } from "./record-walker.js";
import { emitTextWalk } from "./text-walk.js";
import { emitValueWalk } from "./value-walk.js";
import { createWalkKinds, type WalkDialect, type WalkKinds } from "./walk-kind.js";

/** Between these no number, day or decimal mark can be mistaken for the end of a cell. */
const KNOWN_DELIMITERS = ",;|\t";
const KNOWN_QUOTES = ["'", '"', "none"];
const KNOWN_ESCAPE = "\\";

interface FileReading {
  readonly feed: Feed;
  readonly encoding: Encoding;
  readonly isListed: boolean;
}

/** A walk over the records of a file, and the columns whose cells it only finds. */
export interface BoundWalk {
  readonly walker: RecordWalker;
  /** By their place in the feed: their cells have to be checked by themselves. */
  readonly unchecked: readonly number[];
  /** The summed columns that the walk reads, by their place in the feed, in the walker's order. */
  readonly summed: readonly number[];
}

interface ReadingColumn {
  readonly dialect: WalkDialect;
  readonly kinds: WalkKinds;
  readonly encoding: Encoding;
}

type ColumnWalk = Pick<WalkedColumn, "plain" | "quoted">;

/** Compiles the walk over a file; `undefined` when its dialect is one that only care can read. */
export function bindWalk(columns: readonly RowColumn[], file: FileReading): BoundWalk | undefined {
  const { feed, encoding } = file;
  const dialect = toWalkDialect(feed.dialect);
  if (dialect === undefined) return undefined;
  const kinds = createWalkKinds(dialect, encoding);
  const unchecked: number[] = [];
  const summed: number[] = [];
  const inFile: WalkedColumn[] = [];
  for (const [at, bound] of columns.entries()) {
    const walk = emitColumn(bound, feed.columns[bound.name], { dialect, kinds, encoding });
    const isSummed = bound.isSummed && walk !== undefined;
    if (walk === undefined) unchecked.push(at);
    inFile[bound.position] = {
      ...(walk ?? emitTexts(dialect)),
      mayBeEmpty: bound.missing === undefined,
      isSummed,
    };
    if (isSummed) summed.push(at);
  }
  summed.sort((a, b) => (columns[a]?.position ?? 0) - (columns[b]?.position ?? 0));
  const trailerMark = feed.trailer === undefined ? undefined : encoding.encode(feed.trailer.mark);
  const walker = createRecordWalker({
    columns: inFile,
    dialect,
    kinds,
    maxRecordBytes: feed.dialect.maxRecordBytes,
    trailerMark: trailerMark ?? new Uint8Array(),
    isListed: file.isListed || unchecked.length > 0,
  });
  return { walker, unchecked, summed };
}

function toWalkDialect({
  delimiter,
  quote,
  escape: escapedBy,
  fixedWidth,
}: Feed["dialect"]): WalkDialect | undefined {
  if (fixedWidth !== undefined || !KNOWN_DELIMITERS.includes(delimiter) || !KNOWN_QUOTES.includes(quote))
    return undefined;
  if (escapedBy !== undefined && escapedBy !== KNOWN_ESCAPE) return undefined;
  return {
    delimiter: toByte(delimiter),
    quote: quote === "none" ? -1 : toByte(quote),
    escape: escapedBy === undefined ? -1 : toByte(escapedBy),
  };
}

/** The walk over a column, checks included; `undefined` when its cells can only be found. */
function emitColumn(
  bound: RowColumn,
  column: Column | undefined,
  { dialect, kinds, encoding }: ReadingColumn,
): ColumnWalk | undefined {
  if (bound.references.length > 0 || bound.currencyPosition !== undefined) return undefined;
  switch (column?.type) {
    case undefined:
      return undefined;
    case "text":
      return column.pattern === undefined ? emitTexts(dialect, column) : undefined;
    case "integer":
    case "decimal":
    case "money":
      return emitNumbers(column, dialect);
    case "date":
      return both(emitDateWalk(toDateRules(column), [dialect.delimiter, dialect.escape]));
    case "date-time":
      return undefined;
    case "boolean": {
      const { trueValues = ["true"], falseValues = ["false"] } = column;
      return both(emitValueWalk([...trueValues, ...falseValues].map(encoding.encode), kinds.quoted));
    }
    case "enumeration":
      return both(emitValueWalk(column.values.map(encoding.encode), kinds.quoted));
  }
}

/** Bare and between quotes, cells of this column look the same. */
function both(walk: FunctionBody | undefined): ColumnWalk | undefined {
  return walk === undefined ? undefined : { plain: walk, quoted: walk };
}

/** Without rules the texts are only found. */
function emitTexts({ quote }: WalkDialect, rules?: Extract<Column, { type: "text" }>): ColumnWalk {
  return {
    plain: emitTextWalk({ quoted: false, quote, rules }),
    quoted: emitTextWalk({ quoted: true, quote, rules }),
  };
}

function emitNumbers(
  column: Extract<Column, { type: "integer" | "decimal" | "money" }>,
  { delimiter }: WalkDialect,
): ColumnWalk | undefined {
  const rules = toNumberRules(column);
  if (rules.toPlain !== undefined) return undefined;
  const mark = rules.decimalMark.charCodeAt(0);
  return {
    plain: emitNumberWalk(rules, mark === delimiter ? -1 : mark),
    quoted: emitNumberWalk(rules, mark),
  };
}
