/** Which figures a surprise is compared with. */
export interface CalibrationGroup {
  /** `duration`, `volume`, `lateness` or `throughput`. */
  readonly kind: string;
  readonly isMonthEnd: boolean;
  /** Runs that the forecast rested on. */
  readonly runs: number;
}

/** From the most to the least particular; the first whose pool is large enough is used. */
export function toPoolKeys({ kind, isMonthEnd, runs }: CalibrationGroup): readonly string[] {
  const age = runs < 8 ? "new" : runs <= 30 ? "young" : "old";
  const when = isMonthEnd ? "month end" : "other days";
  return [`${kind}, ${when}, ${age}`, `${kind}, ${when}`, kind];
}
