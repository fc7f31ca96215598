/** How a run came about. */
export type RunKind = "scheduled" | "ad-hoc" | "re-run" | "backfill";

/** What is known of a run before it ends, as far as it moves what is to be expected. */
export interface RunCircumstances {
  /** The business date on which it runs, in the zone of the client: `2026-03-31`. */
  readonly date: string;
  /** @defaultValue "scheduled" */
  readonly kind?: RunKind | undefined;
  /** Rows that it was given, where that is known before it ends. */
  readonly rowsGiven?: number | undefined;
}
