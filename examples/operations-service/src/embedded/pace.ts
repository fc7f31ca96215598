/** How fast the world around the service is, in milliseconds. */
export interface Pace {
  /** The customer's system, over one file. */
  readonly fileMs: number;
  /** Between two looks at the inbox. */
  readonly pollMs: number;
  /** How long a file must lie unchanged. */
  readonly settleMs: number;
  readonly importMs: number;
  /** Tonight; in the nights before it was a quarter of that. */
  readonly calculationMs: number;
  readonly exportMs: number;
  /** Between two looks at a job. */
  readonly jobPollMs: number;
}

/** A pace that a person can follow, or a part of it: at 0.1 everything takes a tenth of the time. */
export function paceOf(factor = 1): Pace {
  return {
    fileMs: 1_200 * factor,
    pollMs: 500 * factor,
    settleMs: 1_500 * factor,
    importMs: 2_500 * factor,
    calculationMs: 12_000 * factor,
    exportMs: 1_500 * factor,
    jobPollMs: 250 * factor,
  };
}
