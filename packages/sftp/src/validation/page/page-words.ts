import type { Severity } from "../finding/catalogue/finding-kind.js";
import type { ValidationReport } from "../validation-report.js";

/** What the page of a validation says besides its findings. Numbers come as people read them. */
export interface PageWords {
  readonly locale: string;
  readonly title: (fileName: string) => string;
  readonly validationOf: (feed: string) => string;
  readonly verdicts: Readonly<Record<ValidationReport["verdict"], VerdictWords>>;
  readonly reasons: string;
  readonly figures: Readonly<Record<Figure, string>>;
  readonly bytes: (count: string) => string;
  readonly totals: string;
  readonly totalsNote: string;
  readonly column: string;
  readonly sum: string;
  readonly currency: string;
  readonly references: string;
  readonly referenceSet: string;
  readonly entries: string;
  readonly findings: string;
  readonly noFindings: string;
  readonly severities: Readonly<Record<Severity, string>>;
  readonly times: (count: string) => string;
  readonly whatWasFound: string;
  readonly count: string;
  readonly record: string;
  readonly line: string;
  readonly value: string;
  readonly message: string;
  readonly more: (count: string) => string;
  readonly whatToDo: string;
  readonly explained: string;
  readonly digestNote: string;
}

interface VerdictWords {
  readonly sentence: string;
  /** When records were rejected: so many, and the number as people read it. */
  readonly withRejected: (rejected: number, shown: string) => string;
  readonly next: string;
}

type Figure = "read" | "accepted" | "rejected" | "size" | "digest";
