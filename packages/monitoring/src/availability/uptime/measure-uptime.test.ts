import { defineBusinessCalendar, defineSchedule } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { monthPeriod } from "../calendar/local-day.js";
import { defineServiceCalendar } from "../calendar/service-calendar.js";
import type { AvailabilityFact } from "./availability-fact.js";
import { compareWithObjective } from "./error-budget.js";
import { measureUptime } from "./measure-uptime.js";

const HOUR_MS = 3_600_000;
const looks = { up: 0, down: 0, unknown: 0 };
const at = (text: string) => Date.parse(`${text}Z`);
const watched = (fromMs: number, toMs: number): AvailabilityFact => ({
  type: "watched",
  fromMs,
  toMs,
  looks,
});
const changed = (state: "up" | "down" | "unknown", fromMs: number): AvailabilityFact => ({
  type: "changed",
  state,
  fromMs,
  detail: "",
});

const day = { fromMs: at("2026-03-02T00:00"), toMs: at("2026-03-03T00:00") };
const facts: readonly AvailabilityFact[] = [
  changed("up", day.fromMs),
  watched(day.fromMs, at("2026-03-02T10:00")),
  changed("down", at("2026-03-02T09:30")),
  watched(at("2026-03-02T11:00"), day.toMs),
  changed("up", at("2026-03-02T12:00")),
  {
    type: "reported",
    outageMs: at("2026-03-02T09:45"),
    reportedMs: at("2026-03-02T09:50"),
    reference: "4711",
  },
];

describe("measureUptime", () => {
  test("tells up, down and what the monitor did not see", () => {
    const uptime = measureUptime(facts, day);
    expect(uptime).toMatchObject({ upMs: 21.5 * HOUR_MS, downMs: 1.5 * HOUR_MS, unknownMs: HOUR_MS });
    expect(uptime).toMatchObject({ excusedMs: 0, outOfServiceMs: 0, longestMs: 1.5 * HOUR_MS });
    expect(uptime.outages).toEqual([
      expect.objectContaining({ fromMs: at("2026-03-02T09:30"), toMs: at("2026-03-02T12:00") }),
    ]);
    expect(uptime.outages[0]?.reports.map(({ reference }) => reference)).toEqual(["4711"]);
  });

  test("leaves out what is out of service, and excuses maintenance from its notice on", () => {
    const service = defineServiceCalendar({
      title: "office",
      zone: "America/New_York",
      weekdays: { monday: [{ from: "04:00", to: "19:00" }] },
    });
    const window = { fromMs: at("2026-03-02T09:00"), toMs: at("2026-03-02T10:00") };
    const maintenance = [
      { title: "patch", notices: [{ announcedMs: at("2026-03-02T09:45"), period: window }] },
    ];
    expect(measureUptime(facts, day, { service, maintenance })).toMatchObject({
      outOfServiceMs: 9 * HOUR_MS,
      excusedMs: HOUR_MS / 4,
      downMs: 1.25 * HOUR_MS,
      unknownMs: HOUR_MS,
      upMs: 12.5 * HOUR_MS,
    });
  });

  test("lets a later record of a time take the place of an earlier one", () => {
    const corrected = [
      ...facts,
      changed("down", at("2026-03-02T11:30")),
      changed("up", at("2026-03-02T13:00")),
    ];
    expect(measureUptime(corrected, day).downMs).toBe(2.5 * HOUR_MS);
  });
});

const zones = ["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Europe/Berlin"];
const begin = at("2026-03-01T00:00");
const instants = fc.integer({ min: begin - 40 * HOUR_MS, max: begin + 900 * HOUR_MS });
const spans = fc.record({ fromMs: instants, toMs: instants });
const anyFact: fc.Arbitrary<AvailabilityFact> = fc.oneof(
  spans.map(({ fromMs, toMs }) => watched(fromMs, toMs)),
  fc
    .record({ state: fc.constantFrom("up", "down", "unknown"), fromMs: instants })
    .map((it) => changed(it.state, it.fromMs)),
);
const times = fc.constantFrom("00:00", "02:30", "06:15", "18:00", "23:59");
const anyTerms = fc
  .record({
    zone: fc.constantFrom(...zones),
    from: times,
    to: times,
    windows: fc.array(spans),
    noticed: instants,
  })
  .filter(({ from, to }) => from !== to)
  .map(({ zone, from, to, windows, noticed }) => {
    const hours = [{ from, to }];
    const weekdays = { monday: hours, friday: hours, saturday: hours, sunday: hours };
    const calendar = defineBusinessCalendar({
      id: "it",
      title: "It",
      holidays: [{ date: "2026-03-06", title: "Off" }],
    });
    const schedule = defineSchedule({ id: "patch", rule: { cron: "30 2 * * SUN" }, zone });
    return {
      service: defineServiceCalendar({ title: "it", zone, weekdays }, { calendar }),
      maintenance: [
        ...windows.map((period) => ({ title: "patch", notices: [{ announcedMs: noticed, period }] })),
        { title: "weekly", schedule, durationMs: 3 * HOUR_MS },
      ],
    };
  });

const parts = ["upMs", "downMs", "excusedMs", "unknownMs", "outOfServiceMs"] as const;

describe("the parts of an uptime", () => {
  test("add up to the period, whatever was recorded and agreed", () => {
    const law = fc.property(fc.array(anyFact), spans, anyTerms, (recorded, period, terms) => {
      const uptime = measureUptime(recorded, period, terms);
      const sum = parts.reduce((total, part) => total + uptime[part], 0);
      expect(sum).toBe(Math.max(0, period.toMs - period.fromMs));
      expect(parts.every((part) => uptime[part] >= 0)).toBe(true);
      expect(uptime.outages.reduce((total, { countedMs }) => total + countedMs, 0)).toBe(uptime.downMs);
    });
    fc.assert(law, { numRuns: 60 });
  });

  test("add up over periods that follow one another", () => {
    const three = fc
      .tuple(instants, instants, instants)
      .map((them) => them.sort((one, other) => one - other));
    const law = fc.property(fc.array(anyFact), three, anyTerms, (recorded, [fromMs, cutMs, toMs], terms) => {
      const measure = (period: { fromMs: number; toMs: number }) => measureUptime(recorded, period, terms);
      const whole = measure({ fromMs, toMs });
      const [before, after] = [measure({ fromMs, toMs: cutMs }), measure({ fromMs: cutMs, toMs })];
      for (const part of parts) expect(before[part] + after[part]).toBe(whole[part]);
    });
    fc.assert(law, { numRuns: 60 });
  });
});

describe("compareWithObjective", () => {
  test("tells the budget of a month, what is used of it, and what the unknown may hide", () => {
    const { fromMs, toMs } = monthPeriod("2026-04", "UTC");
    const agreedMs = toMs - fromMs;
    const downMs = 36 * 60_000;
    const budget = compareWithObjective(
      { upMs: agreedMs - downMs - HOUR_MS, downMs, unknownMs: HOUR_MS },
      0.999,
    );
    expect(budget).toMatchObject({ budgetMs: 2_592_000, usedMs: 2_160_000, leftMs: 432_000, isMet: true });
    expect(budget.burn).toBeCloseTo(0.833, 3);
    expect(budget.between?.highest).toBeCloseTo(0.99917, 5);
    expect(budget.between?.lowest).toBeCloseTo(0.99778, 5);
  });

  test("says nothing where nothing is known, and refuses an objective that is none", () => {
    const nothing = compareWithObjective({ upMs: 0, downMs: 0, unknownMs: 0 }, 1);
    expect(nothing).toMatchObject({
      availability: undefined,
      between: undefined,
      burn: undefined,
      isMet: true,
    });
    expect(() => compareWithObjective({ upMs: 1, downMs: 0, unknownMs: 0 }, 99.5)).toThrow(RangeError);
  });
});
