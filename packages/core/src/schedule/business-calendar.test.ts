import { describe, expect, test } from "vitest";
import { defineBusinessCalendar } from "./business-calendar.js";

// The holidays of the US government in 2026; the 4th of July is a Saturday, hence the day before.
const HOLIDAYS_2026 = [
  "2026-01-01",
  "2026-01-19",
  "2026-02-16",
  "2026-05-25",
  "2026-06-19",
  "2026-07-03",
  "2026-09-07",
  "2026-10-12",
  "2026-11-11",
  "2026-11-26",
  "2026-12-25",
].map((date) => ({ date, title: "Federal holiday" }));

const federal = defineBusinessCalendar({ id: "us-federal", title: "US federal", holidays: HOLIDAYS_2026 });

// The retail calendar of the US: its year 2023 had 53 weeks, and 2024 began on the 4th of February.
const retail = defineBusinessCalendar({
  id: "retail",
  title: "Retail",
  fiscal: { pattern: "4-5-4", firstYear: 2023, firstDay: "2023-01-29", longYears: [2023] },
});

describe("a business calendar of 2026", () => {
  test("counts working days of a month past holidays and weekends", () => {
    const days = [1, 2, 3, -1].map((n) => federal.nthWorkingDay("2026-01-20", "month", n));
    expect(days).toEqual(["2026-01-02", "2026-01-05", "2026-01-06", "2026-01-30"]);
    expect(federal.nthWorkingDay("2026-07-31", "month", 3)).toBe("2026-07-06");
    expect(federal.nthWorkingDay("2026-05-01", "month", -1)).toBe("2026-05-29");
    expect(federal.nthWorkingDay("2026-05-01", "month", -5)).toBe("2026-05-22");
  });

  test("counts working days of a quarter and a year", () => {
    expect(federal.nthWorkingDay("2026-05-05", "quarter", 1)).toBe("2026-04-01");
    expect(federal.nthWorkingDay("2026-05-05", "quarter", -1)).toBe("2026-06-30");
    expect(federal.nthWorkingDay("2026-05-05", "year", -1)).toBe("2026-12-31");
  });

  test("tells that a period has fewer working days", () => {
    // February 2026 has 20 weekdays, one of them a holiday.
    expect(federal.nthWorkingDay("2026-02-01", "month", 19)).toBe("2026-02-27");
    expect(federal.nthWorkingDay("2026-02-01", "month", 20)).toBeUndefined();
    expect(federal.nthWorkingDay("2026-02-01", "month", -20)).toBeUndefined();
  });

  test("rolls a holiday to the working day after or before it, and leaves a working day", () => {
    expect(federal.roll("2026-07-04", "next")).toBe("2026-07-06");
    expect(federal.roll("2026-07-04", "previous")).toBe("2026-07-02");
    expect(federal.roll("2026-07-04", "none")).toBe("2026-07-04");
    expect(federal.roll("2026-07-06", "previous")).toBe("2026-07-06");
    expect([federal.isWorkingDay("2026-07-03"), federal.isWorkingDay("2026-07-02")]).toEqual([false, true]);
  });

  test("adds and takes away working days without counting the day itself", () => {
    expect(federal.addWorkingDays("2026-07-02", 1)).toBe("2026-07-06");
    expect(federal.addWorkingDays("2026-07-04", 1)).toBe("2026-07-06");
    expect(federal.addWorkingDays("2026-07-06", -3)).toBe("2026-06-30");
    expect(federal.addWorkingDays("2026-07-04", 0)).toBe("2026-07-04");
  });

  test("works on other weekdays when it says so", () => {
    const gulf = defineBusinessCalendar({
      id: "gulf",
      title: "Sunday to Thursday",
      workingWeekdays: ["sunday", "monday", "tuesday", "wednesday", "thursday"],
    });
    expect(gulf.roll("2026-01-02", "next")).toBe("2026-01-04");
  });
});

describe("fiscal periods", () => {
  test("follow the pattern, and a year of 53 weeks has a longer last period", () => {
    expect(retail.period("2023-01-29", "fiscal-period")).toEqual({ first: "2023-01-29", last: "2023-02-25" });
    expect(retail.period("2023-03-01", "fiscal-period")).toEqual({ first: "2023-02-26", last: "2023-04-01" });
    expect(retail.period("2024-02-03", "fiscal-period")).toEqual({ first: "2023-12-31", last: "2024-02-03" });
    expect(retail.period("2024-02-04", "fiscal-year")).toEqual({ first: "2024-02-04", last: "2025-02-01" });
    expect(retail.period("2025-12-24", "fiscal-quarter")).toEqual({
      first: "2025-11-02",
      last: "2026-01-31",
    });
  });

  test.each([
    ["4-4-5", "2026-02-25"],
    ["4-5-4", "2026-02-25"],
    ["5-4-4", "2026-03-04"],
  ] as const)("of %s end their first period after its weeks", (pattern, last) => {
    const fiscal = { pattern, firstYear: 2026, firstDay: "2026-01-29" };
    const calendar = defineBusinessCalendar({ id: "fiscal", title: "Fiscal", fiscal });
    expect(calendar.period("2026-02-01", "fiscal-period").last).toBe(last);
    expect(calendar.period("2026-04-29", "fiscal-quarter").last).toBe("2026-04-29");
  });

  test("are counted in working days like any other", () => {
    expect(retail.nthWorkingDay("2024-01-15", "fiscal-period", -1)).toBe("2024-02-02");
  });

  test("do not exist before the first year, nor where none is declared", () => {
    expect(() => retail.period("2023-01-28", "fiscal-year")).toThrow(/before the first fiscal year/);
    expect(() => federal.period("2026-01-28", "fiscal-year")).toThrow(/declares no fiscal year/);
  });
});

describe("calendar periods", () => {
  test("are those of the year", () => {
    expect(federal.period("2028-02-10", "month")).toEqual({ first: "2028-02-01", last: "2028-02-29" });
    expect(federal.period("2026-12-31", "quarter")).toEqual({ first: "2026-10-01", last: "2026-12-31" });
    expect(federal.period("2026-06-15", "year")).toEqual({ first: "2026-01-01", last: "2026-12-31" });
  });
});

describe("defineBusinessCalendar", () => {
  test("tells everything that is wrong, each with its path", () => {
    const declare = () =>
      defineBusinessCalendar({
        id: "Not An Id",
        title: "",
        workingWeekdays: [],
        holidays: [{ date: "2026-02-30", title: "No day" }],
        fiscal: { pattern: "4-4-5", firstYear: 2026, firstDay: "soon" },
      });
    const paths = ["id: ", "title: ", "workingWeekdays: ", "holidays.0.date: ", "fiscal.firstDay: "];
    expect(declare).toThrow(
      expect.objectContaining({
        code: "config.invalid",
        details: { issues: paths.map((path) => expect.stringContaining(path)) },
      }),
    );
  });

  test("refuses dates that are none", () => {
    expect(() => federal.isWorkingDay("2026-02-30")).toThrow(RangeError);
    expect(() => federal.nthWorkingDay("2026-02-01", "month", 0)).toThrow(RangeError);
  });
});
