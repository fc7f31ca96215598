import type { Feed } from "../../feed/feed.js";
import { checkValidity, type FeedValidity } from "../../feed/validity-rule.js";
import { getEncoding } from "../encoding/encoding.js";
import { readValidated } from "../read-validated.js";
import { CellReader } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";
import { compileSpan, toCountedDayText } from "../structure/day-span.js";
import { compileEntry } from "../structure/entry-reader.js";
import type { ValidationSource } from "../validate-file.js";
import { createReferenceEntries, type ReferenceDays, type ReferenceEntry } from "./reference-entries.js";
import { createReferenceSet, type ReferenceSet } from "./reference-set.js";

export interface ReadReferenceOptions {
  /** @defaultValue the feed's name */
  readonly name?: string | undefined;
  /** The columns of days between which an entry is valid, for references as of a day. @defaultValue always */
  readonly valid?: FeedValidity | undefined;
  /** Of the file that was validated. */
  readonly sha256?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads what is known of one column, or of several together, from a file that was validated before, for other feeds to
 * refer to. It stays in memory.
 *
 * Records with a fault in another column count too: the value is known all the same. An entry with an unsound day is
 * known, and valid on no day.
 *
 * @param column one column of the feed, or several for entries of several values.
 * @throws SpmError `config.invalid` with the reasons when the file as a whole does not fit its feed.
 * @throws SpmError `file.digest-mismatch` when the bytes are not those of `sha256`.
 * @throws RangeError when the feed has no such columns, or columns of days that hold none.
 * @example
 * const known = await readReferenceSet(participants, "participant", source, {
 *   valid: { from: "effective_from", to: "effective_to" },
 * });
 */
export async function readReferenceSet(
  feed: Feed,
  column: string | readonly string[],
  source: ValidationSource,
  { name = feed.name, valid, sha256, signal }: ReadReferenceOptions = {},
): Promise<ReferenceSet> {
  const columns = typeof column === "string" ? [column] : column;
  requireColumns(feed, columns, valid);
  const values = new Set<string>();
  const entries: ReferenceEntry[] = [];
  const isPlain = columns.length === 1 && valid === undefined;
  let read: ((record: RecordView) => ReferenceEntry | undefined) | undefined;
  const digest = await readValidated(feed, source, {
    purpose: "reference set",
    sha256,
    signal,
    onRecord: (record, positions) => {
      read ??= compileReading(feed, columns, valid, positions);
      const entry = read(record);
      if (entry === undefined) return;
      if (isPlain) values.add(entry.values[0] ?? "");
      else entries.push(entry);
    },
  });
  return isPlain
    ? createReferenceSet(name, values, { sha256: digest })
    : createReferenceEntries(name, entries, { sha256: digest });
}

function requireColumns(feed: Feed, columns: readonly string[], valid: FeedValidity | undefined): void {
  const missing = columns.find((name) => !Object.hasOwn(feed.columns, name));
  if (missing !== undefined || columns.length === 0) {
    throw new RangeError(`Feed ${feed.name} has no column "${missing ?? ""}".`);
  }
  const [problem] = valid === undefined ? [] : checkValidity(feed.columns, valid, []);
  if (problem !== undefined) throw new RangeError(`Feed ${feed.name}: ${problem.message}.`);
}

function compileReading(
  feed: Feed,
  columns: readonly string[],
  valid: FeedValidity | undefined,
  positions: readonly number[],
): (record: RecordView) => ReferenceEntry | undefined {
  const names = Object.keys(feed.columns);
  const find = (name: string) => positions[names.indexOf(name)] ?? 0;
  const reader = new CellReader(feed.dialect);
  const readEntry = compileEntry(columns.map(find), { reader, encoding: getEncoding(feed.encoding) });
  const readSpan = valid === undefined ? undefined : compileSpan(feed, valid, { find, reader });
  return (record) => {
    const values = readEntry(record);
    if (values === undefined || readSpan === undefined) return values && { values };
    const span = readSpan(record);
    return { values, valid: span === undefined ? NEVER : { from: toDay(span.from), to: toDay(span.to) } };
  };
}

/** No day is after the first of these and before the second. */
const NEVER: ReferenceDays = { from: "9999-12-31", to: "0001-01-01" };

/** `undefined` for an end that is open. */
function toDay(count: number): string | undefined {
  return Number.isFinite(count) ? toCountedDayText(count) : undefined;
}
