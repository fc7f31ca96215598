/** One thing that a validation had to say about a delivery. */
export interface FindingRow {
  readonly severity: "error" | "warning" | "note";
  readonly code: string;
  readonly message: string;
  /** The physical line of the file, from 1. */
  readonly line?: number | undefined;
  readonly column?: string | undefined;
  /** The value as it may be shown: masked where it has to be. */
  readonly value?: string | undefined;
  /** What whoever sent the file can do. */
  readonly hint?: string | undefined;
}

/** A file that arrived, as a report shows it. */
export interface DeliveryRow {
  readonly feed: string;
  readonly fileName: string;
  readonly verdict: "accepted" | "accepted-with-findings" | "rejected";
  /** Records read. Absent when they were not counted. */
  readonly rows?: number | undefined;
  readonly rejected?: number | undefined;
  readonly sizeBytes?: number | undefined;
  readonly sha256?: string | undefined;
  /** The unique name under which it is kept in the history. */
  readonly keptAs?: string | undefined;
  /** The first findings, worst first. */
  readonly findings: readonly FindingRow[];
  /** How many there were in all. @defaultValue as many as are listed */
  readonly findingsInAll?: number | undefined;
}
