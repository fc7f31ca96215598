import type { DelimitedDialect } from "../feed/feed-dialect.js";
import { doubt, type FeedDoubt } from "./feed-doubt.js";
import { findUsualWidth, readRecords, type SampleRecords } from "./sample-records.js";

const DELIMITERS = [",", ";", "\t", "|", "^", "~"] as const;

/** The quotes that are tried, the usual ones first; an escape only where there is one. */
const QUOTES: readonly Pick<DelimitedDialect, "quote" | "escape">[] = [
  { quote: '"' },
  { quote: '"', escape: "\\" },
  { quote: "'" },
  { quote: "none" },
];

/** So much of a sample tells the dialect. */
const ENOUGH_BYTES = 65_536;
const LINE_FEED = 0x0a;

/** The dialect of a sample, and the sample as it reads it. */
interface InferredDialect extends SampleRecords {
  readonly dialect: DelimitedDialect;
  readonly doubts: readonly FeedDoubt[];
}

interface Candidate {
  readonly dialect: DelimitedDialect;
  readonly width: number;
  /** The share of records that are sound and as wide as most. */
  readonly share: number;
}

/** Tries dialects on the sample, and takes the one that reads most records soundly and equally wide. */
export function inferDialect(text: Buffer): InferredDialect {
  const end = text.length > ENOUGH_BYTES ? text.lastIndexOf(LINE_FEED, ENOUGH_BYTES) + 1 : 0;
  const start = end > 0 ? text.subarray(0, end) : text;
  const candidates = listDialects(start).map((dialect) => judge(dialect, start));
  const wide = candidates.filter(({ width }) => width > 1);
  const [best] = [...wide].sort((one, other) => other.share - one.share || other.width - one.width);
  const isPlausible = best !== undefined && best.share >= 0.5;
  const dialect = isPlausible ? best.dialect : (findBestSingle(candidates) ?? { delimiter: "," });
  const sample = readRecords(text, dialect);
  return { ...sample, ...tellDialect(dialect, sample, isPlausible ? wide : []) };
}

function listDialects(text: Buffer): readonly DelimitedDialect[] {
  return DELIMITERS.filter((delimiter) => delimiter === "," || text.includes(delimiter)).flatMap(
    (delimiter) =>
      QUOTES.filter(
        ({ quote = "", escape: escaping = "" }) =>
          (quote !== "'" || text.includes("'")) &&
          (quote !== "none" || text.includes('"')) &&
          text.includes(escaping),
      ).map((quotes) => ({ delimiter, ...quotes })),
  );
}

function judge(dialect: DelimitedDialect, text: Buffer): Candidate {
  const { records, defects } = readRecords(text, dialect);
  const width = findUsualWidth(records);
  const usual = records.filter(({ cells }) => cells.length === width).length;
  return { dialect, width, share: records.length === 0 ? 0 : (usual - defects) / records.length };
}

/** The quotes that read a file of one column best. */
function findBestSingle(candidates: readonly Candidate[]): DelimitedDialect | undefined {
  const single = candidates.filter(({ width }) => width === 1);
  return [...single].sort((one, other) => other.share - one.share)[0]?.dialect;
}

function tellDialect(
  { delimiter = ",", quote = '"', escape: escaping }: DelimitedDialect,
  { hasQuotes, endings }: SampleRecords,
  wide: readonly Candidate[],
): Pick<InferredDialect, "dialect" | "doubts"> {
  const doubts: FeedDoubt[] = [];
  const share = Math.max(...wide.map((each) => each.share));
  const others = wide.filter((each) => each.dialect.delimiter !== delimiter && each.share >= share);
  const alternatives = [...new Set(others.flatMap((each) => each.dialect.delimiter ?? []))];
  if (wide.length === 0) {
    const message = "no delimiter makes several columns: is it one column, or are they of fixed width?";
    doubts.push(doubt("delimiter-unseen", message));
  }
  if (alternatives.length > 0) {
    const message = "another delimiter would make columns in every record as well";
    doubts.push(doubt("delimiter-ambiguous", message, { alternatives }));
  }
  if (!hasQuotes && quote !== "none") {
    const message = "no cell is quoted, so that the quote is that of most files";
    doubts.push(doubt("quote-unseen", message, { alternatives: ["'", "none"] }));
  }
  if (endings.size !== 1) {
    const message =
      endings.size === 0
        ? "no line ends, so that no line ending is seen"
        : "some lines end with CRLF and some with LF";
    doubts.push(doubt("line-ending", message));
  }
  const [ending] = endings.size === 1 ? endings : [];
  const dialect = {
    ...{ delimiter, quote },
    ...(escaping === undefined ? {} : { escape: escaping }),
    ...(ending === undefined ? {} : { lineEnding: ending }),
  };
  return { dialect, doubts };
}
