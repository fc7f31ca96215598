import { describe, expect, test } from "vitest";
import { defineBusinessCalendar } from "./business-calendar.js";
import { defineSchedule } from "./schedule.js";
import type { ScheduleDeclaration } from "./schedule-document.js";
import { nextSlot, slotsBetween } from "./slots.js";

const NEW_YORK = "America/New_York";

// Around the 4th of July 2026, a Saturday, of which the day before is the holiday.
const federal = defineBusinessCalendar({
  id: "us-federal",
  title: "US federal",
  holidays: [{ date: "2026-07-03", title: "Independence Day" }],
  fiscal: { pattern: "4-4-5", firstYear: 2026, firstDay: "2026-02-01" },
});

type Declared = Partial<ScheduleDeclaration> & Pick<ScheduleDeclaration, "rule">;

const declare = (declared: Declared) =>
  defineSchedule({ id: "s", zone: NEW_YORK, ...declared }, { calendars: [federal] });

/** The slots of a period as text: instant, and in brackets the nominal time and what moved or skipped it. */
function listSlots(declared: Declared, from: string, to: string): readonly string[] {
  const period = { fromMs: Date.parse(from), toMs: Date.parse(to) };
  return [...slotsBetween(declare(declared), period)].map(({ instantMs, nominal, movedBy, skippedBy }) => {
    const words = [
      ...movedBy.map((cause) => `moved by ${cause}`),
      ...(skippedBy ? [`skipped by ${skippedBy}`] : []),
    ];
    const note = words.length === 0 ? "" : ` (${nominal} ${words.join(", ")})`;
    return `${new Date(instantMs).toISOString().slice(0, 16)}Z${note}`;
  });
}

describe("slots at the changes of clocks of 2026 in New York", () => {
  const spring = ["2026-03-08T00:00Z", "2026-03-09T00:00Z"] as const;
  const autumn = ["2026-11-01T00:00Z", "2026-11-02T00:00Z"] as const;

  test("02:30 in the gap moves to 03:00, or to 03:30, or is skipped, as the schedule says", () => {
    const rule = { cron: "30 2 * * *" };
    expect(listSlots({ rule }, ...spring)).toEqual(["2026-03-08T07:00Z (2026-03-08T02:30 moved by gap)"]);
    expect(listSlots({ rule, gap: "same-offset" }, ...spring)).toEqual([
      "2026-03-08T07:30Z (2026-03-08T02:30 moved by gap)",
    ]);
    expect(listSlots({ rule, gap: "skip" }, ...spring)).toEqual([
      "2026-03-08T07:00Z (2026-03-08T02:30 skipped by gap)",
    ]);
  });

  test("01:30 in the overlap counts the first time, the second time, or both", () => {
    const rule = { cron: "30 1 * * *" };
    expect(listSlots({ rule }, ...autumn)).toEqual(["2026-11-01T05:30Z"]);
    expect(listSlots({ rule, overlap: "second" }, ...autumn)).toEqual(["2026-11-01T06:30Z"]);
    expect(listSlots({ rule, overlap: "both" }, ...autumn)).toEqual([
      "2026-11-01T05:30Z",
      "2026-11-01T06:30Z",
    ]);
  });

  test("day 1 and Monday are either", () => {
    expect(listSlots({ rule: { cron: "0 9 1 * 1" } }, "2026-06-29T00:00Z", "2026-07-07T00:00Z")).toEqual([
      "2026-06-29T13:00Z",
      "2026-07-01T13:00Z",
      "2026-07-06T13:00Z",
    ]);
  });

  test("of times that move onto one instant one runs, and each is accounted for", () => {
    expect(listSlots({ rule: { cron: "*/20 2,3 * * *" } }, ...spring)).toEqual([
      "2026-03-08T07:00Z (2026-03-08T02:00 moved by gap, skipped by gap)",
      "2026-03-08T07:00Z (2026-03-08T02:20 moved by gap, skipped by gap)",
      "2026-03-08T07:00Z (2026-03-08T02:40 moved by gap, skipped by gap)",
      "2026-03-08T07:00Z",
      "2026-03-08T07:20Z",
      "2026-03-08T07:40Z",
    ]);
    expect(listSlots({ rule: { cron: "15,30 2 * * *" } }, ...spring)).toEqual([
      "2026-03-08T07:00Z (2026-03-08T02:15 moved by gap)",
      "2026-03-08T07:00Z (2026-03-08T02:30 moved by gap, skipped by gap)",
    ]);
  });

  test("a time that moves as much as the clocks is found also by a look that begins after they changed", () => {
    const declared = { rule: { cron: "30 2 * * *" }, gap: "same-offset" } as const;
    expect(listSlots(declared, "2026-03-08T07:10Z", "2026-03-08T07:31Z")).toEqual([
      "2026-03-08T07:30Z (2026-03-08T02:30 moved by gap)",
    ]);
  });

  test("times that move as much as the clocks keep the order of time", () => {
    expect(listSlots({ rule: { cron: "10,40 2,3 * * *" }, gap: "same-offset" }, ...spring)).toEqual([
      "2026-03-08T07:10Z (2026-03-08T02:10 moved by gap, skipped by gap)",
      "2026-03-08T07:10Z",
      "2026-03-08T07:40Z (2026-03-08T02:40 moved by gap, skipped by gap)",
      "2026-03-08T07:40Z",
    ]);
    expect(listSlots({ rule: { cron: "*/40 1 * * *" }, overlap: "both" }, ...autumn)).toEqual([
      "2026-11-01T05:00Z",
      "2026-11-01T05:40Z",
      "2026-11-01T06:00Z",
      "2026-11-01T06:40Z",
    ]);
  });

  test("every minute of a zone that both repeats and leaves out is one slot a minute when both times count", () => {
    const schedule = declare({ rule: { cron: "* * * * *" }, gap: "skip", overlap: "both" });
    for (const start of ["2026-03-08T05:00Z", "2026-11-01T04:00Z"]) {
      const fromMs = Date.parse(start);
      const slots = [...slotsBetween(schedule, { fromMs, toMs: fromMs + 5 * 3_600_000 })];
      const due = slots.filter(({ skippedBy }) => skippedBy === undefined);
      expect(due.map(({ instantMs }) => instantMs)).toEqual(
        Array.from({ length: 300 }, (_, minute) => fromMs + minute * 60_000),
      );
    }
  });

  test("have ids of schedule, nominal time, zone and fold, whatever moved them", () => {
    const idsOf = (declared: Declared, period: readonly [string, string]) =>
      [
        ...slotsBetween(declare(declared), { fromMs: Date.parse(period[0]), toMs: Date.parse(period[1]) }),
      ].map(({ id }) => id);
    const inSpring = ["s@2026-03-08T02:30[America/New_York]"];
    expect(idsOf({ rule: { cron: "30 2 * * *" } }, spring)).toEqual(inSpring);
    expect(idsOf({ rule: { cron: "30 2 * * *" }, gap: "skip" }, spring)).toEqual(inSpring);
    expect(idsOf({ rule: { cron: "30 1 * * *" }, overlap: "both" }, autumn)).toEqual([
      "s@2026-11-01T01:30[America/New_York]",
      "s@2026-11-01T01:30[America/New_York]+second",
    ]);
  });
});

describe("slots of a business calendar, around the 4th of July 2026", () => {
  const aroundJuly4 = ["2026-07-02T00:00Z", "2026-07-08T00:00Z"] as const;

  test("a day that is no working day stays, moves or is skipped, as the schedule says", () => {
    const declared = { rule: { cron: "0 9 3 7 *" }, calendar: "us-federal" };
    expect(listSlots(declared, ...aroundJuly4)).toEqual(["2026-07-03T13:00Z"]);
    expect(listSlots({ ...declared, roll: "next" }, ...aroundJuly4)).toEqual([
      "2026-07-06T13:00Z (2026-07-03T09:00 moved by calendar)",
    ]);
    expect(listSlots({ ...declared, roll: "previous" }, ...aroundJuly4)).toEqual([
      "2026-07-02T13:00Z (2026-07-03T09:00 moved by calendar)",
    ]);
    expect(listSlots({ ...declared, roll: "skip" }, ...aroundJuly4)).toEqual([
      "2026-07-03T13:00Z (2026-07-03T09:00 skipped by calendar)",
    ]);
  });

  test("days that roll onto one day run once there", () => {
    const declared = { rule: { cron: "0 9 * * *" }, calendar: "us-federal", roll: "next" } as const;
    expect(listSlots(declared, "2026-07-03T00:00Z", "2026-07-07T00:00Z")).toEqual([
      "2026-07-06T13:00Z (2026-07-03T09:00 moved by calendar, skipped by calendar)",
      "2026-07-06T13:00Z (2026-07-04T09:00 moved by calendar, skipped by calendar)",
      "2026-07-06T13:00Z (2026-07-05T09:00 moved by calendar, skipped by calendar)",
      "2026-07-06T13:00Z",
    ]);
  });

  test("n-th and last working days of months and fiscal periods, and days before an end", () => {
    const year = ["2026-06-01T00:00Z", "2026-09-01T00:00Z"] as const;
    const calendar = "us-federal";
    expect(listSlots({ rule: { workingDay: 3, of: "month", at: "22:00" }, calendar }, ...year)).toEqual([
      "2026-06-04T02:00Z",
      "2026-07-07T02:00Z",
      "2026-08-06T02:00Z",
    ]);
    expect(listSlots({ rule: { workingDay: -1, of: "quarter", at: "06:00" }, calendar }, ...year)).toEqual([
      "2026-06-30T10:00Z",
    ]);
    // The fiscal quarter of weeks 4, 4 and 5 from the 3rd of May ends on the 1st of August.
    expect(
      listSlots({ rule: { daysBefore: 1, endOf: "fiscal-quarter", at: "06:00" }, calendar }, ...year),
    ).toEqual(["2026-07-31T10:00Z"]);
    expect(listSlots({ rule: { daysBefore: 0, endOf: "month", at: "06:00" } }, ...year)).toEqual([
      "2026-06-30T10:00Z",
      "2026-07-31T10:00Z",
      "2026-08-31T10:00Z",
    ]);
  });

  test("hold from the first date to the last, both included", () => {
    const declared = { rule: { cron: "0 12 * * *" }, from: "2026-07-03", until: "2026-07-04" };
    expect(listSlots(declared, "2026-06-01T00:00Z", "2026-08-01T00:00Z")).toEqual([
      "2026-07-03T16:00Z",
      "2026-07-04T16:00Z",
    ]);
    expect(nextSlot(declare(declared), Date.parse("2026-07-04T16:00Z"))).toBeUndefined();
  });
});

describe("slotsBetween", () => {
  test("has its first bound in the period and its second outside", () => {
    const rule = { cron: "0 12 * * *" };
    expect(listSlots({ rule }, "2026-01-05T17:00Z", "2026-01-06T17:00Z")).toEqual(["2026-01-05T17:00Z"]);
    expect(listSlots({ rule }, "2026-01-05T17:00Z", "2026-01-05T17:00Z")).toEqual([]);
  });

  test("finds a day left out for good, as Samoa did with the 30th of December 2011", () => {
    const declared = { rule: { cron: "0 12 * * *" }, zone: "Pacific/Apia" };
    expect(listSlots(declared, "2011-12-29T00:00Z", "2011-12-31T12:00Z")).toEqual([
      "2011-12-29T22:00Z",
      "2011-12-30T10:00Z (2011-12-30T12:00 moved by gap)",
      "2011-12-30T22:00Z",
    ]);
    expect(listSlots({ ...declared, gap: "same-offset" }, "2011-12-30T00:00Z", "2012-01-01T00:00Z")).toEqual([
      "2011-12-30T22:00Z (2011-12-30T12:00 moved by gap, skipped by gap)",
      "2011-12-30T22:00Z",
      "2011-12-31T22:00Z",
    ]);
  });

  test("refuses a period without end", () => {
    const slots = slotsBetween(declare({ rule: { cron: "0 12 * * *" } }), { fromMs: 0, toMs: Infinity });
    expect(() => slots.next()).toThrow(RangeError);
  });
});

describe("nextSlot", () => {
  test("comes after the instant and passes over what is skipped", () => {
    const schedule = declare({ rule: { cron: "30 2 * * *" }, gap: "skip" });
    expect(nextSlot(schedule, Date.parse("2026-03-07T07:30Z"))?.nominal).toBe("2026-03-09T02:30");
    expect(nextSlot(schedule, Date.parse("2026-03-07T07:29Z"))?.nominal).toBe("2026-03-07T02:30");
  });

  test("finds slots that are years away", () => {
    const leapDay = declare({ rule: { cron: "0 12 29 2 *" } });
    expect(nextSlot(leapDay, Date.parse("2096-03-01T00:00Z"))?.nominal).toBe("2104-02-29T12:00");
  });
});
