const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The distances at which people expect marks on a clock. */
const DISTANCES_MS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
];

/**
 * The marks of an axis of durations that ends at `longestMs`: from 0 on, at a round distance.
 *
 * @param mostTicks how many marks there may be, the zero included; 3 or more.
 */
export function toDurationTicks(longestMs: number, mostTicks = 7): readonly number[] {
  const gaps = mostTicks - 1;
  const distanceMs =
    DISTANCES_MS.find((candidate) => candidate * gaps >= longestMs) ??
    Math.max(DAY_MS, Math.ceil(longestMs / gaps / DAY_MS) * DAY_MS);
  return Array.from({ length: Math.floor(longestMs / distanceMs) + 1 }, (_, index) => index * distanceMs);
}
