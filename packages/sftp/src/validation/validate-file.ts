import { createHash } from "node:crypto";
import { SpmError } from "@spm-ops/core";
import type { Feed } from "../feed/feed.js";
import type { PreviousDelivery } from "./comparison/delivery-comparison.js";
import type { FindingLocale } from "./finding/finding-text.js";
import { getReasonWords } from "./finding/reason-text.js";
import type { RowSink } from "./output/row-sink.js";
import type { PassOptions } from "./pass-options.js";
import type { ReferenceSet } from "./reference/reference-set.js";
import { requireNeeds } from "./validation-needs.js";
import { ValidationPass } from "./validation-pass.js";
import type { ValidationReport } from "./validation-report.js";

/** A file to be validated: its name and its bytes, in order, to be consumed once. */
export interface ValidationSource {
  /** As the sender called it, without folders. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** When known, another number of bytes is an error. */
  readonly sizeBytes?: number | undefined;
}

export interface ValidationOptions {
  /** The language of messages, hints and reasons. @defaultValue `"en"` */
  readonly locale?: FindingLocale | undefined;
  /** What the feed's references are held against; each set that the feed names is needed. */
  readonly references?: readonly ReferenceSet[] | undefined;
  /** Gets the header and the accepted records, byte for byte. Of no use when the verdict is `refused`. */
  readonly acceptedRows?: RowSink | undefined;
  /** Gets the rejected records with the reasons, as CSV for the sender. */
  readonly rejectedRows?: RowSink | undefined;
  /**
   * How much memory the values of all keys may take; the rest goes to a file without a name in `temporaryFolder`, and
   * then takes 1.5 bytes of memory a value, and on the disk about 30 and its own length. Exact in either case.
   * At least 256 KiB are used. @defaultValue 67,108,864
   */
  readonly keyMemoryBytes?: number | undefined;
  /**
   * The delivery before, for feeds that declare a comparison. Left out: there is none, which a finding says.
   */
  readonly previous?: PreviousDelivery | undefined;
  /** The first day that is open, as `yyyy-MM-dd`: records of earlier days are of a closed period. @defaultValue none is closed */
  readonly closedBefore?: string | undefined;
  /** @defaultValue that of the operating system */
  readonly temporaryFolder?: string | undefined;
  /** Called after each part of the file, at most 256 KiB. */
  readonly onProgress?: ((progress: ValidationProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ValidationProgress {
  readonly bytesRead: number;
  readonly recordsRead: number;
}

/** Larger chunks are cut, so that what waits for a sink stays small. */
const PART_BYTES = 262_144;

/**
 * Validates one file against its feed in one pass over the bytes.
 *
 * What is wrong with the file is in the report and never thrown. Records read are always records accepted plus
 * rejected, and every byte is accounted for. Memory does not grow with the file, save 1.5 bytes a value of a key
 * that found no room in `keyMemoryBytes`.
 * A file cut exactly between two records looks whole: ask for a trailer where that matters.
 *
 * @throws SpmError `config.invalid` when a reference set that the feed names was not given, or `previous` or
 * `closedBefore` belong to something that the feed does not declare.
 * @throws SpmError `file.changed` when the source promised another size.
 * @throws SpmError `storage.full` when the keys find no room in the temporary folder.
 * @example
 * const report = await validateFile(orders, { name: "orders_2026-10.csv", bytes: createReadStream(path) });
 * if (report.verdict === "refused") await tellSender(report.reasons);
 */
export async function validateFile(
  feed: Feed,
  source: ValidationSource,
  options: ValidationOptions = {},
): Promise<ValidationReport> {
  const references = options.references ?? [];
  requireNeeds(feed, { ...options, references });
  return runPass(feed, source, { ...options, references });
}

/** The pass without the question whether all reference sets are there. */
export async function runPass(
  feed: Feed,
  source: ValidationSource,
  options: Omit<PassOptions, "fileName"> & Pick<ValidationOptions, "onProgress" | "signal">,
): Promise<ValidationReport> {
  const pass = new ValidationPass(feed, { ...options, fileName: source.name });
  try {
    return await readWhole(pass, feed, source, options);
  } finally {
    pass.close();
  }
}

async function readWhole(
  pass: ValidationPass,
  feed: Feed,
  source: ValidationSource,
  options: Pick<PassOptions, "references"> & Pick<ValidationOptions, "onProgress" | "signal">,
): Promise<ValidationReport> {
  if (!feed.matches(source.name)) {
    pass.log.add({ code: "name-pattern", detail: { pattern: feed.fileName } }, null, () => ({
      value: source.name,
    }));
  }
  const hash = createHash("sha256");
  let sizeBytes = 0;
  options.signal?.throwIfAborted();
  for await (const chunk of source.bytes) {
    hash.update(chunk);
    for (let at = 0; at < chunk.length; at += PART_BYTES) {
      options.signal?.throwIfAborted();
      const part = chunk.subarray(at, at + PART_BYTES);
      pass.append(part);
      await pass.flush();
      sizeBytes += part.length;
      options.onProgress?.({ bytesRead: sizeBytes, recordsRead: pass.records.read });
    }
  }
  options.signal?.throwIfAborted();
  pass.end();
  await pass.flush();
  checkLaw(pass, source, sizeBytes);
  return toReport(feed, source, {
    pass,
    sizeBytes,
    sha256: hash.digest("hex"),
    references: options.references,
  });
}

/** Nothing may get lost on the way: neither a record nor a byte. */
function checkLaw(
  { records, consumedBytes }: ValidationPass,
  source: ValidationSource,
  sizeBytes: number,
): void {
  const expectedBytes = source.sizeBytes ?? sizeBytes;
  if (expectedBytes !== sizeBytes) {
    const message = `${source.name} should have ${expectedBytes} bytes, but ${sizeBytes} came.`;
    throw new SpmError("file.changed", message, { path: source.name, expectedBytes, gotBytes: sizeBytes });
  }
  if (records.read !== records.accepted + records.rejected || (consumedBytes ?? sizeBytes) !== sizeBytes) {
    throw new RangeError(
      `The validation of ${source.name} lost count: ${JSON.stringify(records)}, ${consumedBytes} of ${sizeBytes} bytes.`,
    );
  }
}

interface FinishedPass {
  readonly pass: ValidationPass;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly references: readonly ReferenceSet[];
}

function toReport(
  feed: Feed,
  { name: fileName }: ValidationSource,
  finished: FinishedPass,
): ValidationReport {
  const { pass, sizeBytes, sha256 } = finished;
  const { records, log, totals } = pass;
  const reasons = [...log.fileErrors(), ...judgeRejected(feed, records, log.locale)];
  const summary = log.summary();
  const clean = summary.every(({ severity }) => severity === "info");
  return {
    feed: feed.name,
    fileName,
    sizeBytes,
    sha256,
    preamble: pass.preamble,
    records,
    verdict: reasons.length > 0 ? "refused" : clean ? "accepted" : "accepted-with-findings",
    reasons,
    findings: log.findings,
    summary,
    totals: totals.toTotals(),
    totalsRead: totals.toTotalsRead(),
    amounts: totals.toAmounts(),
    profile: pass.profile,
    references: finished.references.map(({ name, size, sha256: digest }) => ({ name, size, sha256: digest })),
  };
}

function judgeRejected(
  { acceptance }: Feed,
  { read, rejected }: ValidationReport["records"],
  locale: FindingLocale,
): readonly string[] {
  if (rejected <= read * acceptance.rejectedRatio) return [];
  return [getReasonWords(locale).tooManyRejected(rejected, read, acceptance.rejectedRatio)];
}
