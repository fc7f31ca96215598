import { describe, expect, test } from "vitest";
import { decideSlots, type SlotDecision } from "./missed.js";
import { defineSchedule } from "./schedule.js";
import type { ScheduleDeclaration } from "./schedule-document.js";

const HOUR_MS = 3_600_000;
const at = (time: string) => Date.parse(`2026-01-05T${time}Z`);

const hourly = (missed: ScheduleDeclaration["missed"]) =>
  defineSchedule({ id: "hourly", rule: { cron: "0 * * * *" }, zone: "UTC", missed });

/** Who was away from 09:30 on decides about the slots of 10:00, 11:00, 12:00 and so on. */
function decide(missed: ScheduleDeclaration["missed"], now: string): SlotDecision {
  return decideSlots(hourly(missed), { watermarkMs: at("09:30"), nowMs: at(now) });
}

function timesOf({ run, missed, ask }: SlotDecision) {
  const times = (slots: SlotDecision["run"]) => slots.map(({ nominal }) => nominal.slice(11));
  return { run: times(run), missed: times(missed), ask: times(ask) };
}

describe("decideSlots", () => {
  test("runs what is due in time under every policy", () => {
    for (const policy of ["none", "latest", "ask", { all: 1, withinMs: HOUR_MS }] as const) {
      expect(timesOf(decide(policy, "10:00:59"))).toEqual({ run: ["10:00"], missed: [], ask: [] });
    }
  });

  test("none runs nothing that is late", () => {
    expect(timesOf(decide("none", "12:30"))).toEqual({
      run: [],
      missed: ["10:00", "11:00", "12:00"],
      ask: [],
    });
  });

  test("latest runs the newest and records the others", () => {
    expect(timesOf(decide("latest", "12:30"))).toEqual({
      run: ["12:00"],
      missed: ["10:00", "11:00"],
      ask: [],
    });
  });

  test("latest makes up for nothing when a slot in time is there", () => {
    expect(timesOf(decide("latest", "12:00"))).toEqual({
      run: ["12:00"],
      missed: ["10:00", "11:00"],
      ask: [],
    });
  });

  test("all runs the newest so many within the bound, oldest first", () => {
    const policy = { all: 2, withinMs: 4 * HOUR_MS };
    expect(timesOf(decide(policy, "13:30"))).toEqual({
      run: ["12:00", "13:00"],
      missed: ["10:00", "11:00"],
      ask: [],
    });
    const short = { all: 9, withinMs: 2 * HOUR_MS };
    expect(timesOf(decide(short, "13:00"))).toEqual({
      run: ["11:00", "12:00", "13:00"],
      missed: ["10:00"],
      ask: [],
    });
  });

  test("ask asks about what is late and runs what is in time", () => {
    expect(timesOf(decide("ask", "12:00"))).toEqual({ run: ["12:00"], missed: [], ask: ["10:00", "11:00"] });
  });

  test("a slot is in time for as long as the look says", () => {
    const look = { watermarkMs: at("09:30"), nowMs: at("10:20"), inTimeMs: 20 * 60_000 };
    expect(decideSlots(hourly("none"), look).run).toHaveLength(1);
    expect(decideSlots(hourly("none"), { ...look, inTimeMs: 0 }).run).toHaveLength(0);
  });

  test("decides about each slot once when looks follow each other", () => {
    let watermarkMs = at("09:30");
    const seen: string[] = [];
    for (const now of ["10:00", "10:00", "11:15", "11:15", "13:00"]) {
      const decision = decideSlots(hourly("latest"), { watermarkMs, nowMs: at(now) });
      seen.push(...[...decision.run, ...decision.missed].map(({ nominal }) => nominal.slice(11)));
      watermarkMs = decision.watermarkMs;
    }
    expect(seen.sort()).toEqual(["10:00", "11:00", "12:00", "13:00"]);
  });

  test("goes nowhere while the clock is behind", () => {
    const decision = decideSlots(hourly("latest"), { watermarkMs: at("12:00"), nowMs: at("09:30") });
    expect(timesOf(decision)).toEqual({ run: [], missed: [], ask: [] });
    expect(decision.watermarkMs).toBe(at("12:00"));
  });

  test("keeps apart what the schedule's own rules skip", () => {
    const schedule = defineSchedule({
      id: "n",
      rule: { cron: "30 2 * * *" },
      zone: "America/New_York",
      gap: "skip",
    });
    const decision = decideSlots(schedule, {
      watermarkMs: Date.parse("2026-03-08T00:00Z"),
      nowMs: Date.parse("2026-03-08T12:00Z"),
    });
    expect(decision.skipped.map(({ nominal }) => nominal)).toEqual(["2026-03-08T02:30"]);
    expect(timesOf(decision)).toEqual({ run: [], missed: [], ask: [] });
  });
});
