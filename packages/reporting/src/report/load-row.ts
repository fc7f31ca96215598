/** A row that the environment did not take. */
export interface RejectRow {
  /** Where the vendor says so: the row of the load, from 1. */
  readonly row?: number | undefined;
  readonly reason: string;
}

/** Something that was started in the environment (a load, a calculation, a report), as a report shows it. */
export interface LoadRow {
  readonly title: string;
  readonly outcome:
    | "succeeded"
    | "succeeded-with-rejects"
    | "failed"
    | "cancelled"
    | "refused-busy"
    | "unknown";
  /** The vendor's own id of what was started. */
  readonly handle?: string | undefined;
  /** Counts as the vendor tells them. An absent one is unknown, which is not zero. */
  readonly rowsRead?: number | undefined;
  readonly rowsWritten?: number | undefined;
  readonly rowsRejected?: number | undefined;
  /** The first rejects. */
  readonly rejects?: readonly RejectRow[] | undefined;
  /** The vendor's message, where there is one. */
  readonly detail?: string | undefined;
}
