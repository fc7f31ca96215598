/** The month of a moment in UTC, such as `2026-03`. */
export function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7);
}

/** The month that follows. */
export function monthAfter(month: string): string {
  return monthOf(Date.parse(`${month}-28T00:00Z`) + 4 * 86_400_000);
}

/** The id of the stream of a probe and month. */
export function toMonthId(probeId: string, month: string): string {
  return `${probeId}@${month}`;
}
