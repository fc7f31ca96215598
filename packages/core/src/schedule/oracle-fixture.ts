import { Temporal } from "temporal-polyfill";

/** A change of a zone's clocks as an independent implementation of time zones knows it. */
export interface OracleChange {
  readonly atMs: number;
  readonly offsetBeforeMs: number;
  readonly offsetAfterMs: number;
}

export const FROM_MS = Date.UTC(2015, 0, 1);
export const TO_MS = Date.UTC(2036, 0, 1);

/** Every zone of this runtime. */
export const ZONES: readonly string[] = Intl.supportedValuesOf("timeZone");

const NANOSECONDS_A_MILLISECOND = 1_000_000;

/** All changes of a zone from 2015 to 2035. */
export function oracleChanges(zone: string): readonly OracleChange[] {
  const changes: OracleChange[] = [];
  let before = Temporal.Instant.fromEpochMilliseconds(FROM_MS - 1).toZonedDateTimeISO(zone);
  for (;;) {
    const after = before.getTimeZoneTransition("next");
    if (after === null || after.epochMilliseconds >= TO_MS) return changes;
    changes.push({
      atMs: after.epochMilliseconds,
      offsetBeforeMs: before.offsetNanoseconds / NANOSECONDS_A_MILLISECOND,
      offsetAfterMs: after.offsetNanoseconds / NANOSECONDS_A_MILLISECOND,
    });
    before = after;
  }
}

/** The earlier and later instant that a local time may mean; in a gap the later is the one under the old offset. */
export function oracleInstants(localMs: number, zone: string): readonly [number, number] {
  const local = Temporal.PlainDateTime.from(new Date(localMs).toISOString().slice(0, 19));
  const at = (disambiguation: "earlier" | "later") =>
    local.toZonedDateTime(zone, { disambiguation }).epochMilliseconds;
  return [at("earlier"), at("later")];
}
