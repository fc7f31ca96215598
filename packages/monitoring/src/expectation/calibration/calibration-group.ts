/** Which figures a surprise is compared with. */
export interface CalibrationGroup {
  /** `duration`, `volume`, `lateness` or `throughput`. */
  readonly kind: string;
  readonly isMonthEnd: boolean;
  /** Runs that the forecast rested on. */
  readonly runs: number;
}

/** The most particular pool of a group. */
export function toGroupKey({ kind, isMonthEnd, runs }: CalibrationGroup): string {
  const age = runs < 8 ? "new" : runs <= 30 ? "young" : "old";
  return isMonthEnd ? `${kind}, month end, ${age}` : `${kind}, other days, ${age}`;
}

/** The pools of a group, from the most to the least particular; the first that is large enough is used. */
export function toPoolKeys(groupKey: string): readonly string[] {
  const parts = groupKey.split(", ");
  return parts.map((_, at) => parts.slice(0, parts.length - at).join(", "));
}
