import type { FeedDeclaration } from "../feed/feed-declaration.js";
import type { ValidationSource } from "../validation/validate-file.js";
import { doubt, type FeedDoubt } from "./feed-doubt.js";
import { writeFeedSource } from "./feed-source.js";
import { inferDialect } from "./infer-dialect.js";
import { inferEncoding } from "./infer-encoding.js";
import { inferFileName } from "./infer-file-name.js";
import { inferKeys } from "./infer-keys.js";
import { type InferredTable, inferTable } from "./infer-table.js";
import { inferTrailer } from "./infer-trailer.js";
import { readSample } from "./read-sample.js";
import { tryDraft } from "./try-draft.js";

export interface InferFeedOptions {
  /** How much of the file is read at most; it is held in memory several times. @defaultValue 4,194,304 */
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A draft of a feed's declaration, to be finished by somebody who knows the feed. Plain JSON. */
export interface InferredFeed {
  /** To be given to `defineFeed`, once its doubts are settled. */
  readonly declaration: FeedDeclaration;
  /** Everything that the sample cannot tell. */
  readonly doubts: readonly FeedDoubt[];
  /** The draft as TypeScript, with its doubts as comments at the places that they are about. */
  readonly sourceText: string;
  /** What the draft rests on. */
  readonly sample: { readonly fileName: string; readonly records: number; readonly isWhole: boolean };
}

/** Fewer records than this show little of what may come. */
const FEW_RECORDS = 50;

/**
 * Drafts the declaration of a feed from a sample file.
 *
 * A draft, never a contract: encoding, delimiter, header, types, formats and keys are what this one file shows, and
 * what it leaves open is a doubt. The draft is tried on the sample itself; when it refuses it, that is a doubt, too.
 * Files of fixed width are not recognised.
 *
 * @example
 * const { doubts } = await inferFeed({ name: "orders_2026-10.csv", bytes: createReadStream(path) });
 * await tellSender(doubts.map(({ column, message }) => `${column ?? "the file"}: ${message}`));
 */
export async function inferFeed(
  { name: path, bytes }: Pick<ValidationSource, "name" | "bytes">,
  { maxBytes = 4_194_304, signal }: InferFeedOptions = {},
): Promise<InferredFeed> {
  const sample = await readSample(bytes, { maxBytes, signal });
  const file = inferFileName(path);
  const { encoding, hasMark, text, doubts: encodingDoubts } = inferEncoding(sample);
  const { dialect, records: all, doubts: dialectDoubts } = inferDialect(text);
  // The end of a part is no end of a file.
  const ending = sample.isWhole ? inferTrailer(all) : { trailer: undefined, records: all, doubts: [] };
  const table = inferTable(ending.records);
  const { keys, doubts: keyDoubts } = inferKeys(table);
  const { name, title, fileName } = file;
  const declaration: FeedDeclaration = {
    ...{ name, title, fileName, encoding, dialect },
    ...(table.preamble === undefined ? {} : { preamble: table.preamble }),
    header: table.header,
    columns: Object.fromEntries(table.columns.map((each) => [each.name, each.column])),
    ...(keys.length === 0 ? {} : { keys }),
    ...(ending.trailer === undefined ? {} : { trailer: ending.trailer }),
    ...(table.records.length === 0 ? { acceptance: { minRecords: 0 } } : {}),
    ...(hasMark ? { advisories: { "bom-unexpected": "off" } } : {}),
  };
  const tried = await tryDraft(declaration, {
    fileName: path.replace(/^.*[/\\]/, ""),
    bytes: sample.bytes,
    signal,
  });
  const doubts = [
    ...tellSample(table, sample.isWhole),
    ...[...tried, ...file.doubts, ...encodingDoubts, ...dialectDoubts, ...ending.doubts, ...table.doubts],
    ...[...keyDoubts, ...table.columns.flatMap((each) => each.doubts), ...tellColumns(table)],
  ];
  const facts = {
    fileName: path.replace(/^.*[/\\]/, ""),
    records: table.records.length,
    isWhole: sample.isWhole,
  };
  return { declaration, doubts, sourceText: writeFeedSource(declaration, doubts, facts), sample: facts };
}

function tellSample({ records }: InferredTable, isWhole: boolean): readonly FeedDoubt[] {
  const doubts: FeedDoubt[] = [];
  if (!isWhole) {
    const message = `only the first ${records.length} records were read; a trailer, and what comes later, was not seen`;
    doubts.push(doubt("sample-part", message));
  }
  if (records.length < FEW_RECORDS) {
    const message = `${records.length} ${records.length === 1 ? "record shows" : "records show"} little of what may come`;
    doubts.push(doubt("few-records", message));
  }
  return doubts;
}

/** What is open about many columns alike. */
function tellColumns({ columns }: InferredTable): readonly FeedDoubt[] {
  const required = columns.filter(({ column }) => column.required === true).map(({ name }) => name);
  const scaled = columns.filter(({ column }) => column.type === "decimal").map(({ name }) => name);
  const doubts: FeedDoubt[] = [];
  if (required.length > 0) {
    const message = "these columns are required since no cell of them is empty in the sample";
    doubts.push(doubt("required-seen", message, { alternatives: required }));
  }
  if (scaled.length > 0) {
    const message = "these columns allow as many digits after the decimal mark as the sample has";
    doubts.push(doubt("scale-seen", message, { alternatives: scaled }));
  }
  return doubts;
}
