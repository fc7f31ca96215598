import { describe, expect, test } from "vitest";
import { defineBusinessCalendar } from "./business-calendar.js";
import { describeSchedule } from "./describe-schedule.js";
import { defineSchedule } from "./schedule.js";
import type { ScheduleDeclaration } from "./schedule-document.js";

const calendar = defineBusinessCalendar({
  id: "us",
  title: "US federal holidays",
  fiscal: { pattern: "4-4-5", firstYear: 2026, firstDay: "2026-02-01" },
});

function tell(declared: Partial<ScheduleDeclaration> & Pick<ScheduleDeclaration, "rule">): readonly string[] {
  return describeSchedule(
    defineSchedule({ id: "nightly", zone: "America/New_York", ...declared }, { calendars: [calendar] }),
  );
}

describe("describeSchedule", () => {
  test.each([
    ["0 22 * * *", "Every day at 22:00"],
    ["30 6,18 * * *", "Every day at 06:30 and 18:30"],
    ["0 6 * * 1-5", "On Monday to Friday at 06:00"],
    ["0 6 * * 1", "Every Monday at 06:00"],
    ["0 6 * * SAT,SUN", "Every Saturday and Sunday at 06:00"],
    ["0 6 * * 5#2", "On the 2nd Friday of the month at 06:00"],
    ["0 6 * * 5L,1", "On Monday and the last Friday of the month at 06:00"],
    ["0 6 1,15 * *", "On the 1st and 15th of the month at 06:00"],
    ["0 6 L 1-3 *", "On the last day of the month in January to March at 06:00"],
    ["0 9 1 * 1", "On the 1st of the month and every Monday at 09:00"],
    ["0 9 1-7 * */6", "On the 1st to 7th of the month, if that is Saturday and Sunday, at 09:00"],
    ["*/15 * * * *", "Every 15 minutes"],
    ["* * * * *", "Every minute"],
    ["0 * * 12 *", "In December every hour"],
    ["5,35 * * * *", "At minute 5 and 35 of every hour"],
    ["*/10 8-17 * * *", "Every 10 minutes of the hours 8 to 17"],
    ["20 8-17,20 * * *", "Every day at minute 20 of the hours 8 to 17 and 20"],
  ])("tells %j as %j", (cron, words) => {
    expect(tell({ rule: { cron } })[0]).toBe(`${words}, New York time.`);
  });

  test.each([
    [{ workingDay: 3, of: "month", at: "22:00" }, "On the 3rd working day of every month at 22:00"],
    [{ workingDay: -1, of: "quarter", at: "22:00" }, "On the last working day of every quarter at 22:00"],
    [
      { workingDay: -2, of: "fiscal-period", at: "22:00" },
      "On the 2nd last working day of every fiscal period at 22:00",
    ],
    [{ workingDay: 11, of: "year", at: "22:00" }, "On the 11th working day of every year at 22:00"],
    [{ daysBefore: 0, endOf: "fiscal-year", at: "06:00" }, "On the last day of every fiscal year at 06:00"],
    [{ daysBefore: 1, endOf: "month", at: "06:00" }, "1 day before the last day of every month at 06:00"],
    [{ daysBefore: 5, endOf: "month", at: "06:00" }, "5 days before the last day of every month at 06:00"],
  ] as const)("tells %j as %j", (rule, words) => {
    expect(tell({ rule, calendar: "us" }).slice(0, 2)).toEqual([
      `${words}, New York time.`,
      "Days are counted by the calendar US federal holidays.",
    ]);
  });

  test("names the zone and the dates", () => {
    const rule = { cron: "0 22 * * *" };
    expect(tell({ rule, zone: "UTC", from: "2026-01-01", until: "2026-12-31" })[0]).toBe(
      "Every day at 22:00, UTC, from 2026-01-01, until 2026-12-31.",
    );
    expect(tell({ rule, zone: "Etc/GMT+5" })[0]).toBe("Every day at 22:00, Etc/GMT+5.");
    expect(tell({ rule, zone: "America/Argentina/Buenos_Aires" })[0]).toBe(
      "Every day at 22:00, Buenos Aires time.",
    );
  });

  test("tells every policy", () => {
    expect(tell({ rule: { cron: "0 22 * * *" }, calendar: "us", roll: "next" })).toEqual([
      "Every day at 22:00, New York time.",
      "A day that is no working day moves to the next one (US federal holidays).",
      "A time left out when clocks go forward moves to the moment at which they do; a time that comes twice when they go back counts the first time.",
      "Of missed slots the latest is made up for.",
      "A slot that comes while an earlier run goes on is skipped.",
    ]);
    const missed = [{ all: 3, withinMs: 7_200_000 }, "none", "ask"] as const;
    expect(missed.map((policy) => tell({ rule: { cron: "0 22 * * *" }, missed: policy })[2])).toEqual([
      "Missed slots are made up for, at most 3 and none older than 2 h.",
      "A missed slot is recorded and not made up for.",
      "A person is asked about every missed slot.",
    ]);
  });
});
