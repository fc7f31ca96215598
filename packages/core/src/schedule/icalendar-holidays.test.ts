import { describe, expect, test } from "vitest";
import { parseHolidays } from "./icalendar-holidays.js";

/** An iCalendar text with one event for each list of lines. */
function calendarOf(...events: readonly (readonly string[])[]): string {
  const lines = events.flatMap((event) => ["BEGIN:VEVENT", ...event, "END:VEVENT"]);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR", ""].join("\r\n");
}

function datesOf(event: readonly string[], firstYear: number, lastYear: number): readonly string[] {
  return parseHolidays(calendarOf(event), { firstYear, lastYear }).map(({ date }) => date);
}

const CHRISTMAS = "DTSTART;VALUE=DATE:20201225";

describe("parseHolidays", () => {
  test("reads events of whole days with their titles, in order of date", () => {
    const text = calendarOf(
      ["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas\\, both days"],
      ["DTSTART;VALUE=DATE:20260101", "SUMMARY;LANGUAGE=en:New Ye", " ar's Day"],
    );
    expect(parseHolidays(text, { firstYear: 2026, lastYear: 2026 })).toEqual([
      { date: "2026-01-01", title: "New Year's Day" },
      { date: "2026-12-25", title: "Christmas, both days" },
      { date: "2026-12-26", title: "Christmas, both days" },
    ]);
  });

  test("repeats a date by the year, within the years that are asked for", () => {
    expect(datesOf([CHRISTMAS, "RRULE:FREQ=YEARLY"], 2025, 2026)).toEqual(["2025-12-25", "2026-12-25"]);
  });

  test("knows weekdays by their place in a month: Thanksgiving and Memorial Day of 2024 to 2027", () => {
    const thanksgiving = ["DTSTART;VALUE=DATE:20201126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"];
    expect(datesOf(thanksgiving, 2024, 2027)).toEqual([
      "2024-11-28",
      "2025-11-27",
      "2026-11-26",
      "2027-11-25",
    ]);
    const memorialDay = ["DTSTART;VALUE=DATE:20200525", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO"];
    expect(datesOf(memorialDay, 2024, 2027)).toEqual([
      "2024-05-27",
      "2025-05-26",
      "2026-05-25",
      "2027-05-31",
    ]);
  });

  test("reads a place in the month that is written as weekday and days: the election days of the US", () => {
    const election = [
      "DTSTART;VALUE=DATE:20201103",
      "RRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
    ];
    expect(datesOf(election, 2020, 2030)).toEqual(["2020-11-03", "2024-11-05", "2028-11-07"]);
  });

  test("counts, ends and makes exceptions as the rule says", () => {
    expect(datesOf([CHRISTMAS, "RRULE:FREQ=YEARLY;COUNT=2"], 2020, 2030)).toEqual([
      "2020-12-25",
      "2021-12-25",
    ]);
    expect(datesOf([CHRISTMAS, "RRULE:FREQ=YEARLY;UNTIL=20221225"], 2021, 2030)).toEqual([
      "2021-12-25",
      "2022-12-25",
    ]);
    expect(datesOf([CHRISTMAS, "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20211225"], 2020, 2022)).toEqual([
      "2020-12-25",
      "2022-12-25",
    ]);
  });

  test("keeps the 29th of February for leap years, and the last day of a month by its place", () => {
    expect(datesOf(["DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY"], 2024, 2032)).toEqual([
      "2024-02-29",
      "2028-02-29",
      "2032-02-29",
    ]);
    const lastOfFebruary = ["DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"];
    expect(datesOf(lastOfFebruary, 2024, 2025)).toEqual(["2024-02-29", "2025-02-28"]);
  });

  test("leaves out cancelled events and properties of an alarm, and takes a date once", () => {
    const text = calendarOf(
      [CHRISTMAS, "SUMMARY:Christmas", "BEGIN:VALARM", "SUMMARY:Wake up", "DURATION:P9D", "END:VALARM"],
      [CHRISTMAS, "SUMMARY:Christmas Day", "DURATION:P1D"],
      ["DTSTART;VALUE=DATE:20201231", "STATUS:CANCELLED"],
    );
    expect(parseHolidays(text, { firstYear: 2020, lastYear: 2020 })).toEqual([
      { date: "2020-12-25", title: "Christmas" },
    ]);
  });

  test("passes over nothing that it cannot read, and tells all of it", () => {
    const text = calendarOf(
      ["DTSTART:20260101T090000Z", "SUMMARY:Breakfast"],
      [CHRISTMAS, "RRULE:FREQ=MONTHLY", "SUMMARY:Often"],
      [CHRISTMAS, "RRULE:FREQ=YEARLY;BYDAY=20MO", "SUMMARY:By the year"],
      [CHRISTMAS, "RRULE:FREQ=YEARLY;BYMONTH=13", "SUMMARY:Thirteenth"],
      [CHRISTMAS, "DTEND;VALUE=DATE:20201225", "SUMMARY:Nothing"],
      [CHRISTMAS, "DURATION:P60W", "SUMMARY:Long"],
      [CHRISTMAS, "RDATE;VALUE=DATE:20211226", "SUMMARY:More"],
    );
    expect(() => parseHolidays(text, { firstYear: 2020, lastYear: 2030 })).toThrow(
      expect.objectContaining({
        code: "config.invalid",
        details: {
          issues: [
            "event 1 (Breakfast): it is no event of whole days",
            "event 2 (Often): the recurrence FREQ=MONTHLY is not one that repeats simply by the year",
            expect.stringMatching(/^event 3 .*simply/),
            expect.stringMatching(/^event 4 .*simply/),
            "event 5 (Nothing): it is no event of whole days",
            "event 6 (Long): it lasts 420 days",
            "event 7 (More): it has dates beyond its rule",
          ],
        },
      }),
    );
  });

  test("does not take a text without events for a year without holidays", () => {
    expect(() => parseHolidays("<html>", { firstYear: 2026, lastYear: 2026 })).toThrow(/holds no event/);
  });
});
