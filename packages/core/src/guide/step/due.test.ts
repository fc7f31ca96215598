import { assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { defineBusinessCalendar } from "../../schedule/business-calendar.js";
import { toLocalTime } from "../../schedule/zoned-time.js";
import { dueSchema, toDueInstant } from "./due.js";

const calendar = defineBusinessCalendar({
  id: "us",
  title: "US holidays",
  holidays: [{ date: "2026-01-19", title: "Martin Luther King Jr. Day" }],
});
const everyDay = defineBusinessCalendar({
  id: "every-day",
  title: "Every day",
  workingWeekdays: ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"],
});
const calendars = [calendar, everyDay];

const instant = (text: string) => Date.parse(text);
const due = (workingDays: number, at = "17:30", zone = "America/New_York") => ({
  ...{ workingDays, at, zone, calendar: "us" },
});
const dueAt = (declared: ReturnType<typeof due>, from: string) =>
  new Date(toDueInstant(declared, instant(from), calendars)).toISOString();

describe("toDueInstant", () => {
  test("counts milliseconds from the beginning of the wait", () => {
    expect(toDueInstant({ afterMs: 1_500 }, 1_000, [])).toBe(2_500);
  });

  test.each([
    ["later on the same day", due(0), "2026-01-14T15:00Z", "2026-01-14T22:30:00.000Z"],
    ["at the very moment", due(0), "2026-01-14T22:30Z", "2026-01-14T22:30:00.000Z"],
    [
      "on the next working day once the time has passed",
      due(0),
      "2026-01-14T22:31Z",
      "2026-01-15T22:30:00.000Z",
    ],
    ["on the next working day after a day off", due(0), "2026-01-17T15:00Z", "2026-01-20T22:30:00.000Z"],
    ["after the weekend and the holiday", due(0), "2026-01-16T23:00Z", "2026-01-20T22:30:00.000Z"],
    ["a working day later", due(1), "2026-01-14T23:00Z", "2026-01-15T22:30:00.000Z"],
    [
      "working days later, over a weekend and a holiday",
      due(2),
      "2026-01-15T15:00Z",
      "2026-01-20T22:30:00.000Z",
    ],
    ["counted from a day off", due(1), "2026-01-17T15:00Z", "2026-01-20T22:30:00.000Z"],
    // It is the 15th in Tokyo already.
    [
      "by the date of the zone",
      due(0, "08:00", "Asia/Tokyo"),
      "2026-01-14T22:00Z",
      "2026-01-14T23:00:00.000Z",
    ],
  ])("is due %s", (_what, declared, from, expected) => {
    expect(dueAt(declared, from)).toBe(expected);
  });

  test("moves a time that clocks leave out to the moment at which they go forward", () => {
    const gap = { ...due(0, "02:30"), calendar: "every-day" };
    expect(dueAt(gap, "2026-03-08T06:00Z")).toBe("2026-03-08T07:00:00.000Z");
  });

  test("takes the first of two times when clocks go back, and the next day once it has passed", () => {
    const overlap = { ...due(0, "01:30"), calendar: "every-day" };
    expect(dueAt(overlap, "2026-11-01T05:00Z")).toBe("2026-11-01T05:30:00.000Z");
    expect(dueAt(overlap, "2026-11-01T05:45Z")).toBe("2026-11-02T06:30:00.000Z");
  });

  test("never lies before the wait begins, and always on a working day", () => {
    assert(
      property(
        integer({ min: instant("2026-01-01T00:00Z"), max: instant("2027-12-31T00:00Z") }),
        integer({ min: 0, max: 30 }),
        constantFrom("00:00", "02:30", "09:00", "23:59"),
        constantFrom("America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "UTC"),
        (fromMs, workingDays, at, zone) => {
          const dueMs = toDueInstant(due(workingDays, at, zone), fromMs, calendars);
          expect(dueMs).toBeGreaterThanOrEqual(fromMs);
          const [date = ""] = toLocalTime(dueMs, zone).split("T");
          expect(calendar.isWorkingDay(date)).toBe(true);
        },
      ),
    );
  });

  test("refuses a calendar that is not there", () => {
    expect(() => toDueInstant(due(1), 0, [])).toThrow(/no calendar us/);
  });
});

describe("dueSchema", () => {
  test.each([
    [{ afterMs: 0 }],
    [due(-1)],
    [due(0.5)],
    [due(1, "24:00")],
    [due(1, "9:00")],
    [due(1, "09:00", "Europe/Nowhere")],
    [{ ...due(1), afterMs: 5 }],
    [{}],
  ])("refuses %j", (declared) => {
    expect(dueSchema.safeParse(declared).success).toBe(false);
  });
});
