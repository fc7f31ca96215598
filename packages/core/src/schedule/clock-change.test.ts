import { describe, expect, test } from "vitest";
import { clockChangesBetween, offsetAt } from "./clock-change.js";
import { FROM_MS, type OracleChange, oracleChanges, oracleInstants, TO_MS, ZONES } from "./oracle-fixture.js";
import { instantsOf, type LocalInstants } from "./zoned-time.js";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const ORACLE_TIMEOUT_MS = 300_000;

const changesByZone = new Map(ZONES.map((zone) => [zone, oracleChanges(zone)]));

/** Local times at the edges of what a change leaves out or repeats, in the middle of it, and around it. */
function localTimesAround({ atMs, offsetBeforeMs, offsetAfterMs }: OracleChange): readonly number[] {
  const low = atMs + Math.min(offsetBeforeMs, offsetAfterMs);
  const high = atMs + Math.max(offsetBeforeMs, offsetAfterMs);
  const middle = Math.floor((low + high) / 2 / SECOND_MS) * SECOND_MS;
  return [low - HOUR_MS, low - SECOND_MS, low, middle, high - SECOND_MS, high, high + HOUR_MS];
}

function expected(localMs: number, zone: string, change: OracleChange): LocalInstants {
  const [earlierMs, laterMs] = oracleInstants(localMs, zone);
  if (earlierMs === laterMs) return { kind: "one", instantMs: earlierMs };
  return change.offsetAfterMs > change.offsetBeforeMs
    ? { kind: "gap", nextValidMs: change.atMs, sameOffsetMs: laterMs }
    : { kind: "overlap", firstMs: earlierMs, secondMs: laterMs };
}

describe("clockChangesBetween", () => {
  test("finds each change of every zone from 2015 to 2035, to the second, and no other", () => {
    const found = ZONES.map((zone) => [zone, clockChangesBetween(zone, FROM_MS, TO_MS)]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(changesByZone));
  });

  test("finds the one week of summer time that Recife had in 2000", () => {
    const found = clockChangesBetween("America/Recife", Date.UTC(2000, 6, 1), Date.UTC(2001, 0, 1));
    expect(found.map(({ atMs }) => new Date(atMs).toISOString())).toEqual([
      "2000-10-08T03:00:00.000Z",
      "2000-10-15T02:00:00.000Z",
    ]);
  });

  test("has its first bound in the period and its second outside", () => {
    const [{ atMs } = { atMs: 0 }] = changesByZone.get("America/New_York") ?? [];
    expect(clockChangesBetween("America/New_York", atMs, atMs + 1)).toHaveLength(1);
    expect(clockChangesBetween("America/New_York", atMs - 1, atMs)).toHaveLength(0);
  });
});

describe("offsetAt", () => {
  test("changes with the change and not before", () => {
    const [{ atMs, offsetBeforeMs, offsetAfterMs } = { atMs: 0 }] = changesByZone.get("Europe/Berlin") ?? [];
    expect([offsetAt("Europe/Berlin", atMs - 1), offsetAt("Europe/Berlin", atMs)]).toEqual([
      offsetBeforeMs,
      offsetAfterMs,
    ]);
  });
});

describe("instantsOf", () => {
  test("agrees with the oracle at, within and around each change of every zone", {
    timeout: ORACLE_TIMEOUT_MS,
  }, () => {
    const kinds = { one: 0, gap: 0, overlap: 0 };
    const wrong: unknown[] = [];
    for (const [zone, changes] of changesByZone) {
      for (const change of changes) {
        for (const localMs of localTimesAround(change)) {
          const got = instantsOf(localMs, zone);
          const want = expected(localMs, zone, change);
          kinds[got.kind] += 1;
          if (JSON.stringify(got) !== JSON.stringify(want)) wrong.push({ zone, localMs, got, want });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(Math.min(...Object.values(kinds))).toBeGreaterThan(1_000);
  });
});
