/** A file of the archive, as a report shows it. */
export interface ArchivedRow {
  readonly name: string;
  /** The folder in the archive. */
  readonly folder: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly rows?: number | undefined;
  /** Where it was delivered, in words. */
  readonly deliveredTo?: readonly string[] | undefined;
}
