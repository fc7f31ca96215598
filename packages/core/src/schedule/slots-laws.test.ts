import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineBusinessCalendar } from "./business-calendar.js";
import { DAY_MS } from "./calendar-day.js";
import { clockChangesBetween } from "./clock-change.js";
import { defineSchedule } from "./schedule.js";
import type { ScheduleRule } from "./schedule-rule.js";
import { nextSlot, slotsBetween } from "./slots.js";

const calendar = defineBusinessCalendar({
  id: "busy",
  title: "Busy",
  holidays: ["2026-03-06", "2026-03-09", "2026-10-30", "2026-11-02"].map((date) => ({
    date,
    title: "Closed",
  })),
  fiscal: { pattern: "4-4-5", firstYear: 2020, firstDay: "2020-02-05" },
});

const rules: fc.Arbitrary<ScheduleRule> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("0", "30", "*/15", "10,40", "*"),
      fc.constantFrom("*", "0-3", "1", "2", "23", "*/2"),
      fc.constantFrom("*", "1", "L", "8,29"),
      fc.constantFrom("*", "1-5", "0,3", "1#1"),
    )
    .map(([minute, hour, date, weekday]) => ({ cron: `${minute} ${hour} ${date} * ${weekday}` })),
  fc.record({
    workingDay: fc.constantFrom(1, 3, -1, -4),
    of: fc.constantFrom("month", "fiscal-period", "quarter"),
    at: fc.constantFrom("02:30", "01:30", "00:00", "22:00"),
  }),
  fc.record({
    daysBefore: fc.constantFrom(0, 1, 20),
    endOf: fc.constantFrom("month", "fiscal-quarter"),
    at: fc.constantFrom("02:30", "01:30", "00:00"),
  }),
);

// Clocks that move at midnight, by half an hour, and for a month of fasting are among them.
const ZONES = [
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Asia/Beirut",
  "Africa/Casablanca",
];

const changes = ZONES.flatMap((zone) =>
  clockChangesBetween(zone, Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1)).map(({ atMs }) => ({ zone, atMs })),
);

/** A schedule, and two periods that meet, not far from a change of its clocks. */
const situations = fc
  .record({
    change: fc.constantFrom(...changes),
    startMinutes: fc.integer({ min: -30 * 60, max: 6 * 60 }),
    firstMs: fc.integer({ min: 0, max: 2 * DAY_MS }),
    secondMs: fc.integer({ min: 0, max: 2 * DAY_MS }),
    declared: fc.record({
      rule: rules,
      roll: fc.constantFrom("none", "none", "next", "previous", "skip"),
      gap: fc.constantFrom("next-valid", "same-offset", "skip"),
      overlap: fc.constantFrom("first", "second", "both"),
    }),
  })
  .map(({ change: { zone, atMs }, startMinutes, firstMs, secondMs, declared }) => {
    const fromMs = atMs + startMinutes * 60_000;
    const schedule = defineSchedule(
      { id: "law", calendar: "busy", zone, ...declared },
      { calendars: [calendar] },
    );
    return { schedule, fromMs, middleMs: fromMs + firstMs, toMs: fromMs + firstMs + secondMs };
  });

describe("slots of any schedule", () => {
  test("come in order, none twice, and no two of them run at one instant", () => {
    fc.assert(
      fc.property(situations, ({ schedule, fromMs, toMs }) => {
        const slots = [...slotsBetween(schedule, { fromMs, toMs })];
        const times = slots.map(({ instantMs }) => instantMs);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(new Set(slots.map(({ id }) => id)).size).toBe(slots.length);
        const due = slots.filter(({ skippedBy }) => skippedBy === undefined);
        expect(new Set(due.map(({ instantMs }) => instantMs)).size).toBe(due.length);
        expect(times.every((instantMs) => instantMs >= fromMs && instantMs < toMs)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("of a period are those of its parts", () => {
    fc.assert(
      fc.property(situations, ({ schedule, fromMs, middleMs, toMs }) => {
        const whole = [...slotsBetween(schedule, { fromMs, toMs })];
        const parts = [
          ...slotsBetween(schedule, { fromMs, toMs: middleMs }),
          ...slotsBetween(schedule, { fromMs: middleMs, toMs }),
        ];
        expect(parts).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  test("that are due begin with the next one", () => {
    fc.assert(
      fc.property(situations, ({ schedule, fromMs, toMs }) => {
        const slots = [...slotsBetween(schedule, { fromMs, toMs })];
        const first = slots.find(({ skippedBy }) => skippedBy === undefined);
        const next = nextSlot(schedule, fromMs - 1);
        if (first === undefined) expect(next?.instantMs ?? Infinity).toBeGreaterThanOrEqual(toMs);
        else expect(next).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });
});
