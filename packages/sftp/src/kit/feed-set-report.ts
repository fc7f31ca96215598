import type { ValidationReport } from "../validation/validation-report.js";

/** How a delivery of a set ended. Plain JSON. */
export interface FeedSetReport {
  readonly title: string;
  /** `refused` when a file is, or one that is needed is not there; then nothing of the set should be loaded. */
  readonly verdict: SetVerdict;
  /** Why it is refused, a sentence each. */
  readonly reasons: readonly string[];
  /** One for each feed of the set that has a file, in the order in which they were read. */
  readonly files: readonly SetFileReport[];
  /** Names of files that belong to no feed of the set. */
  readonly strangers: readonly string[];
}

export type SetVerdict = ValidationReport["verdict"];

/** How the file of one feed ended. */
export interface SetFileReport {
  readonly feed: string;
  readonly fileName: string;
  /** `null` when it could not be validated, since what it refers to is not known. */
  readonly report: ValidationReport | null;
}

/** The one verdict of all files. */
export function toSetVerdict(reasons: readonly string[], files: readonly SetFileReport[]): SetVerdict {
  if (reasons.length > 0) return "refused";
  return files.every(({ report }) => report?.verdict === "accepted") ? "accepted" : "accepted-with-findings";
}
