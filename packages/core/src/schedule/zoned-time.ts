import { DAY_MS } from "./calendar-day.js";
import { type ClockChange, clockChangesBetween, offsetAt } from "./clock-change.js";

/**
 * The instants at which the clocks of a zone show a local time: one as a rule, none in a gap (clocks go forward), two
 * in an overlap (clocks go back).
 *
 * All times are milliseconds since 1970-01-01T00:00Z.
 */
export type LocalInstants =
  | { readonly kind: "one"; readonly instantMs: number }
  | {
      readonly kind: "gap";
      /** The first instant after the gap: the moment at which the clocks went forward. */
      readonly nextValidMs: number;
      /** The instant it would have been, had the clocks not been changed: as much later as the gap is long. */
      readonly sameOffsetMs: number;
    }
  | { readonly kind: "overlap"; readonly firstMs: number; readonly secondMs: number };

/**
 * Finds the instants of a local time such as `2026-03-08T02:30` or `2026-03-08T02:30:15` in an IANA zone.
 *
 * @throws RangeError when the text is no local time or the runtime does not know the zone.
 * @example
 * toInstants("2026-03-08T02:30", "America/New_York"); // { kind: "gap", nextValidMs: …07:00Z, sameOffsetMs: …07:30Z }
 */
export function toInstants(localTime: string, zone: string): LocalInstants {
  const localMs = Date.parse(`${localTime}Z`);
  if (
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(localTime) ||
    formatLocalTime(localMs) !== shortest(localTime)
  ) {
    throw new RangeError(`${localTime} is no local time; write it as 2026-03-08T02:30`);
  }
  return instantsOf(localMs, zone);
}

/**
 * The local time that the clocks of a zone show at an instant, to the second, without seconds when they are zero.
 *
 * @throws RangeError when the runtime does not know the zone.
 */
export function toLocalTime(instantMs: number, zone: string): string {
  return formatLocalTime(instantMs + offsetAt(zone, instantMs));
}

/** The text of a local time that is counted as if the zone were UTC. */
export function formatLocalTime(localMs: number): string {
  return Number.isNaN(localMs) ? "" : shortest(new Date(localMs).toISOString().slice(0, 19));
}

/** As {@link toInstants}, for a local time counted in milliseconds as if the zone were UTC. */
export function instantsOf(localMs: number, zone: string): LocalInstants {
  // No zone is a day from UTC, so every instant in question lies within a day of the local time taken as UTC.
  const changes = clockChangesBetween(zone, localMs - DAY_MS, localMs + DAY_MS);
  if (changes.length === 0) return { kind: "one", instantMs: localMs - offsetAt(zone, localMs) };
  const gap = changes.find(
    ({ atMs, offsetBeforeMs, offsetAfterMs }) =>
      localMs >= atMs + offsetBeforeMs && localMs < atMs + offsetAfterMs,
  );
  if (gap !== undefined) {
    return { kind: "gap", nextValidMs: gap.atMs, sameOffsetMs: localMs - gap.offsetBeforeMs };
  }
  const [firstMs = localMs, secondMs = firstMs] = candidates(localMs, changes);
  return firstMs === secondMs ? { kind: "one", instantMs: firstMs } : { kind: "overlap", firstMs, secondMs };
}

/** The instants under each offset that is in force around the changes, where it is in force. */
function candidates(localMs: number, changes: readonly ClockChange[]): readonly number[] {
  const instants: number[] = [];
  let startMs = Number.NEGATIVE_INFINITY;
  let offsetMs = changes[0]?.offsetBeforeMs ?? 0;
  for (const change of [...changes, undefined]) {
    const instantMs = localMs - offsetMs;
    if (instantMs >= startMs && instantMs < (change?.atMs ?? Number.POSITIVE_INFINITY))
      instants.push(instantMs);
    startMs = change?.atMs ?? startMs;
    offsetMs = change?.offsetAfterMs ?? offsetMs;
  }
  return instants;
}

function shortest(localTime: string): string {
  return localTime.endsWith(":00") && localTime.length > 16 ? localTime.slice(0, 16) : localTime;
}
