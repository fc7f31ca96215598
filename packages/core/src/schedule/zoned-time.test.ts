import { describe, expect, test } from "vitest";
import { isZone } from "./clock-change.js";
import { toInstants, toLocalTime } from "./zoned-time.js";

const NEW_YORK = "America/New_York";
const at = (instant: string) => Date.parse(instant);

describe("toInstants", () => {
  test("tells the one instant of a usual time", () => {
    expect(toInstants("2026-01-05T22:00", NEW_YORK)).toEqual({
      kind: "one",
      instantMs: at("2026-01-06T03:00Z"),
    });
  });

  test("tells the first moment after a gap, and the moment as if there were none", () => {
    expect(toInstants("2026-03-08T02:30", NEW_YORK)).toEqual({
      kind: "gap",
      nextValidMs: at("2026-03-08T07:00Z"),
      sameOffsetMs: at("2026-03-08T07:30Z"),
    });
  });

  test("puts the edges of a gap where the clocks are", () => {
    expect(toInstants("2026-03-08T01:59:59", NEW_YORK).kind).toBe("one");
    expect(toInstants("2026-03-08T02:00", NEW_YORK).kind).toBe("gap");
    expect(toInstants("2026-03-08T03:00", NEW_YORK)).toEqual({
      kind: "one",
      instantMs: at("2026-03-08T07:00Z"),
    });
  });

  test("tells both instants of a time that comes twice, and only of those", () => {
    expect(toInstants("2026-11-01T01:30", NEW_YORK)).toEqual({
      kind: "overlap",
      firstMs: at("2026-11-01T05:30Z"),
      secondMs: at("2026-11-01T06:30Z"),
    });
    expect(toInstants("2026-11-01T00:59:59", NEW_YORK).kind).toBe("one");
    expect(toInstants("2026-11-01T01:00", NEW_YORK).kind).toBe("overlap");
    expect(toInstants("2026-11-01T02:00", NEW_YORK).kind).toBe("one");
  });

  test("knows the day that Samoa left out, and offsets to the second", () => {
    expect(toInstants("2011-12-30T12:00", "Pacific/Apia")).toEqual({
      kind: "gap",
      nextValidMs: at("2011-12-30T10:00Z"),
      sameOffsetMs: at("2011-12-30T22:00Z"),
    });
    // Before standard time the clocks of New York showed the mean time of the city, 4:56:02 behind Greenwich.
    expect(toInstants("1880-01-01T00:00", NEW_YORK)).toEqual({
      kind: "one",
      instantMs: at("1880-01-01T04:56:02Z"),
    });
  });

  test.each(["2026-02-30T10:00", "2026-01-05", "2026-01-05T24:00", "2026-01-05T10:00Z", "soon", ""])(
    "refuses %j, which is no local time",
    (text) => {
      expect(() => toInstants(text, NEW_YORK)).toThrow(RangeError);
    },
  );
});

describe("toLocalTime", () => {
  test("shows what the clocks show, seconds only where there are some", () => {
    expect(toLocalTime(at("2026-07-01T12:00:00.250Z"), "Asia/Kolkata")).toBe("2026-07-01T17:30");
    expect(toLocalTime(at("2026-07-01T12:00:05Z"), "Asia/Kolkata")).toBe("2026-07-01T17:30:05");
    expect(toLocalTime(at("1969-12-31T23:59:59Z"), "Europe/London")).toBe("1970-01-01T00:59:59");
  });
});

describe("isZone", () => {
  test("knows the names of the time zone database and nothing else", () => {
    expect(["UTC", "America/New_York", "Etc/GMT+5", "Asia/Calcutta"].map(isZone)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(["Mars/Olympus", "", "+01:00", "america/new_york"].map(isZone)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
