import { SpmError } from "@spm-ops/core";
import type { Feed } from "../../feed/feed.js";
import { getEncoding } from "../encoding/encoding.js";
import { decodeCell } from "../record/cell-text.js";
import { runPass, type ValidationSource } from "../validate-file.js";
import { createReferenceSet, type ReferenceSet } from "./reference-set.js";

/**
 * Reads all values of one column from a file that was validated before, for other feeds to refer to.
 *
 * Records with a fault in another column count too: the value is known all the same.
 *
 * @param column a column of the feed.
 * @throws SpmError `config.invalid` with the reasons when the file as a whole does not fit its feed.
 * @throws SpmError `file.digest-mismatch` when the bytes are not those of `sha256`.
 * @throws RangeError when the feed has no such column.
 */
export async function readReferenceSet(
  feed: Feed,
  column: string,
  source: ValidationSource,
  options: {
    /** @defaultValue the feed's name */
    readonly name?: string | undefined;
    /** Of the file that was validated. */
    readonly sha256?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<ReferenceSet> {
  const at = Object.keys(feed.columns).indexOf(column);
  if (at < 0) throw new RangeError(`Feed ${feed.name} has no column "${column}".`);
  const encoding = getEncoding(feed.encoding);
  const values = new Set<string>();
  const report = await runPass(
    // Whether enough records are sound was judged before; here only the shape of the file counts.
    { ...feed, references: [], acceptance: { ...feed.acceptance, rejectedRatio: 1 } },
    source,
    {
      references: [],
      signal: options.signal,
      onRecord: (record, positions, reader) => {
        const cell = reader.read(record, positions[at] ?? 0);
        if (cell.start < cell.end) values.add(decodeCell(cell, encoding));
      },
    },
  );
  const { sha256 } = report;
  const expected = options.sha256 ?? sha256;
  if (expected !== sha256) {
    const message = `${source.name} is not the file that was validated.`;
    throw new SpmError("file.digest-mismatch", message, { path: source.name, expected, got: sha256 });
  }
  if (report.verdict === "refused") {
    const message = `${source.name} gives no reference set:\n  ${report.reasons.join("\n  ")}`;
    throw new SpmError("config.invalid", message, { issues: report.reasons });
  }
  return createReferenceSet(options.name ?? feed.name, values, { sha256 });
}
