import { describe, expect, test } from "vitest";
import { defineBusinessCalendar } from "./business-calendar.js";
import { defineSchedule } from "./schedule.js";
import type { ScheduleDeclaration } from "./schedule-document.js";

const calendar = defineBusinessCalendar({ id: "plain", title: "Plain" });
const nightly: ScheduleDeclaration = {
  id: "nightly",
  rule: { cron: "0 22 * * *" },
  zone: "America/New_York",
};

function issuesOf(declared: Readonly<Record<string, unknown>>): unknown {
  try {
    // What is declared in JavaScript or in a file has not met the compiler.
    defineSchedule({ ...nightly, ...declared }, { calendars: [calendar] });
    return [];
  } catch (error) {
    return error;
  }
}

const refusal = (...issues: readonly unknown[]) =>
  expect.objectContaining({ code: "config.invalid", details: { issues } });

describe("defineSchedule", () => {
  test("fills in every policy, so that the document says all", () => {
    expect(defineSchedule(nightly).document).toEqual({
      ...nightly,
      roll: "none",
      gap: "next-valid",
      overlap: "first",
      missed: "latest",
      overlappingRuns: "skip",
    });
  });

  test("tells every problem at once, each with its path, those of several fields too", () => {
    const declared = {
      id: "Nightly Load",
      rule: { workingDay: 0, of: "week", at: "24:00" },
      zone: "Mars/Olympus",
      calendar: "unknown",
      missed: { all: 0, withinMs: 1 },
      from: "2026-02-01",
      until: "2026-01-01",
      retires: true,
    };
    expect(issuesOf(declared)).toEqual(
      expect.objectContaining({
        details: {
          issues: expect.arrayContaining([
            expect.stringMatching(/^id: lower-case/),
            expect.stringMatching(/^rule\.workingDay: counts from 1/),
            expect.stringMatching(/^rule\.of: /),
            "rule.at: a local time from 00:00 to 23:59",
            expect.stringMatching(/^zone: is no time zone/),
            expect.stringMatching(/^missed/),
            expect.stringMatching(/retires/),
            "until: lies before `from`",
            "calendar: names no calendar that is known here",
          ]),
        },
      }),
    );
  });

  test("tells every problem of a cron expression", () => {
    expect(issuesOf({ rule: { cron: "60 24 * * *" } })).toEqual(
      refusal(
        expect.stringMatching(/^rule\.cron: 60 is no minute/),
        expect.stringMatching(/^rule\.cron: 24 is no hour/),
      ),
    );
  });

  test("refuses rules that need what is not there", () => {
    expect(issuesOf({ rule: {} })).toEqual(refusal("rule: needs cron, workingDay or daysBefore"));
    expect(issuesOf({ rule: { workingDay: 1, of: "month", at: "06:00" } })).toEqual(
      refusal("calendar: is needed to count working days"),
    );
    expect(issuesOf({ roll: "next" })).toEqual(refusal("calendar: is needed to know the days to roll to"));
    expect(
      issuesOf({ rule: { daysBefore: 1, endOf: "fiscal-period", at: "06:00" }, calendar: "plain" }),
    ).toEqual(refusal("rule: needs a calendar that declares its fiscal year"));
    expect(issuesOf({ rule: { daysBefore: 28, endOf: "month", at: "06:00" } })).toEqual(
      refusal("rule.daysBefore: is more days than the period has"),
    );
  });

  test.each([
    { rule: { cron: "0 0 30 2 *" } },
    { rule: { cron: "0 0 31 4,6,9,11 *" } },
    { rule: { workingDay: 24, of: "month", at: "06:00" }, calendar: "plain" },
    { rule: { workingDay: -67, of: "quarter", at: "06:00" }, calendar: "plain" },
    { rule: { cron: "0 0 29 2 *" }, from: "2026-01-01", until: "2027-12-31" },
    { rule: { cron: "0 0 * * SUN" }, calendar: "plain", roll: "skip" },
  ])("refuses %j, which can never be due", (declared) => {
    expect(issuesOf(declared)).toEqual(refusal("rule: can never be due"));
  });

  test.each([
    { rule: { cron: "0 0 29 2 *" } },
    { rule: { cron: "0 0 29 2 *" }, from: "2097-01-01" },
    // A 29th of February that is a Monday.
    { rule: { cron: "0 0 29 2 */7" } },
    { rule: { workingDay: 23, of: "month", at: "06:00" }, calendar: "plain" },
  ])("takes %j, which is due rarely", (declared) => {
    expect(issuesOf(declared)).toEqual([]);
  });
});
