import { Cron as Croner } from "croner";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, findDayNumber, formatDate, parseDate } from "./calendar-day.js";
import { compileCron, cronDays, parseCron } from "./cron.js";

function datesOf(expression: string, first: string, last: string): readonly string[] {
  return [...cronDays(compileCron(expression), parseDate(first), parseDate(last) + 1)].map(formatDate);
}

describe("parseCron", () => {
  test("reads lists, ranges, steps and names into sets", () => {
    expect(parseCron(" 5,50-59/3  */8 1 JAN,oct-dec Mon-fri ").cron).toMatchObject({
      minutes: [5, 50, 53, 56, 59],
      hours: [0, 8, 16],
      monthDays: new Set([1]),
      months: new Set([1, 10, 11, 12]),
      weekdays: new Set([1, 2, 3, 4, 5]),
    });
  });

  test("reads a step from a value as going on to the end, and 7 as Sunday", () => {
    expect(parseCron("5/20 22/1 * * 5-7").cron).toMatchObject({
      minutes: [5, 25, 45],
      hours: [22, 23],
      weekdays: new Set([5, 6, 0]),
    });
  });

  test("tells every problem at once", () => {
    expect(parseCron("60 5-1 0 FOO */0")).toEqual({
      problems: [
        "60 is no minute: use 0 to 59, rising ranges and steps above 0",
        "5-1 is no hour: use 0 to 23, rising ranges and steps above 0",
        "FOO is no month: use 1 to 12, rising ranges and steps above 0",
        "0 is no day of the month: use 1 to 31, rising ranges and steps above 0",
        "*/0 is no weekday: use 0 to 7, rising ranges and steps above 0",
      ],
    });
  });

  test.each([
    "0 0 15W * *",
    "0 0 * * 1#6",
    "0 0 * * 8L",
    "L 0 * * *",
    "1,,2 0 * * *",
    "? 0 * * *",
    "0 0 * L *",
  ])("refuses %j rather than guess", (expression) => {
    expect(parseCron(expression).problems).toHaveLength(1);
    expect(() => compileCron(expression)).toThrow(RangeError);
  });

  test("wants five fields", () => {
    expect(parseCron("0 0 * *").problems?.[0]).toMatch(/five fields/);
    expect(parseCron("0 0 0 * * *").problems?.[0]).toMatch(/five fields/);
  });
});

describe("cronDays", () => {
  test("takes either when day of the month and weekday are both restricted", () => {
    // The 1st of June 2026 is a Monday, the 1st of July a Wednesday.
    expect(datesOf("0 9 1 * 1", "2026-06-25", "2026-07-10")).toEqual([
      "2026-06-29",
      "2026-07-01",
      "2026-07-06",
    ]);
  });

  test("takes both when one of them begins with *", () => {
    expect(datesOf("0 9 */10 * 1", "2026-06-01", "2026-08-31")).toEqual(["2026-06-01", "2026-08-31"]);
  });

  test("knows the last day of each month, in leap years too", () => {
    expect(datesOf("0 9 L 2,4 *", "2027-01-01", "2028-12-31")).toEqual([
      "2027-02-28",
      "2027-04-30",
      "2028-02-29",
      "2028-04-30",
    ]);
  });

  test("knows weekdays by their place in the month", () => {
    // Thanksgiving of 2024 to 2026, and the last Mondays of May.
    expect(datesOf("0 0 * 11 THU#4", "2024-01-01", "2026-12-31")).toEqual([
      "2024-11-28",
      "2025-11-27",
      "2026-11-26",
    ]);
    expect(datesOf("0 0 * 5 1L", "2024-01-01", "2026-12-31")).toEqual([
      "2024-05-27",
      "2025-05-26",
      "2026-05-25",
    ]);
    expect(datesOf("0 0 * * 5#5", "2026-01-01", "2026-05-31")).toEqual(["2026-01-30", "2026-05-29"]);
  });

  test("agrees with another implementation on expressions of values, ranges and steps", () => {
    const field = (low: number, high: number) =>
      fc.oneof(
        fc.constant("*"),
        fc.integer({ min: low, max: high }).map(String),
        fc
          .tuple(
            fc.integer({ min: low, max: high }),
            fc.integer({ min: low, max: high }),
            fc.integer({ min: 1, max: 5 }),
          )
          .map(([a, b, step]) => `${Math.min(a, b)}-${Math.max(a, b)}/${step}`),
        fc
          .uniqueArray(fc.integer({ min: low, max: high }), { minLength: 1, maxLength: 4 })
          .map((list) => list.join()),
      );
    const expressions = fc
      .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6))
      .map((fields) => fields.join(" "));
    const starts = fc.integer({ min: parseDate("2020-01-01"), max: parseDate("2040-01-01") });
    fc.assert(
      fc.property(expressions, starts, (expression, day) => {
        const cron = compileCron(expression);
        const [ours = Number.NaN] = cronDays(cron, day, day + 3_660);
        const [hour = 0] = cron.hours;
        const [minute = 0] = cron.minutes;
        const theirs = new Croner(expression, { timezone: "UTC" }).nextRun(new Date(day * DAY_MS - 1));
        expect(theirs?.getTime()).toBe(ours * DAY_MS + (hour * 60 + minute) * 60_000);
      }),
      { numRuns: 300 },
    );
  });
});

describe("findDayNumber", () => {
  test("knows which days there are", () => {
    expect(["2028-02-29", "1970-01-01", "1969-12-31"].map(findDayNumber)).toEqual([21_243, 0, -1]);
    expect(["2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", ""].map(findDayNumber)).toEqual(
      Array.from({ length: 5 }),
    );
  });
});
