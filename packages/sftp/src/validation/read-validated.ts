import { SpmError } from "@spm-ops/core";
import type { Feed } from "../feed/feed.js";
import type { PassOptions } from "./pass-options.js";
import { runPass, type ValidationSource } from "./validate-file.js";

/** How a file is read again that was validated before. */
interface ReadingAgain extends Pick<PassOptions, "temporaryFolder"> {
  readonly onRecord: NonNullable<PassOptions["onRecord"]>;
  /** What is made of it, for messages. */
  readonly purpose: string;
  /** Of the file that was validated. */
  readonly sha256?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the records of a file that was validated before, and gives its SHA-256. Only its shape counts: what is asked of
 * records was judged then.
 *
 * @throws SpmError `config.invalid` with the reasons when the file as a whole does not fit its feed.
 * @throws SpmError `file.digest-mismatch` when the bytes are not those of `sha256`.
 */
export async function readValidated(
  feed: Feed,
  source: ValidationSource,
  { purpose, sha256: wanted, ...options }: ReadingAgain,
): Promise<string> {
  const { sha256, verdict, reasons } = await runPass(toShapeOnly(feed), source, {
    ...options,
    references: [],
  });
  const expected = wanted ?? sha256;
  if (expected !== sha256) {
    const message = `${source.name} is not the file that was validated.`;
    throw new SpmError("file.digest-mismatch", message, { path: source.name, expected, got: sha256 });
  }
  if (verdict === "refused") {
    const message = `${source.name} gives no ${purpose}:\n  ${reasons.join("\n  ")}`;
    throw new SpmError("config.invalid", message, { issues: reasons });
  }
  return sha256;
}

/** The feed without anything that is asked of its records. */
function toShapeOnly(feed: Feed): Feed {
  return {
    ...feed,
    keys: [],
    advisories: {},
    references: [],
    rules: [],
    intervals: undefined,
    hierarchy: undefined,
    shares: [],
    period: undefined,
    comparison: undefined,
    acceptance: { ...feed.acceptance, rejectedRatio: 1 },
  };
}
