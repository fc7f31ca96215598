import {
  defineBusinessCalendar,
  defineSchedule,
  type ScheduleDeclaration,
  slotsBetween,
} from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { judgeSlots } from "./judge-slots.js";
import { toLatenessFigures } from "./lateness-figures.js";
import { defineSlotPolicy } from "./slot-policy.js";
import { toSlotTellings } from "./slot-symptoms.js";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Every zone that this runtime knows, or one in so many; which of them is all the same to the rules. */
const EVERY_NTH_ZONE = process.env["SPM_OPS_EXHAUSTIVE"] === "1" ? 1 : 8;

const FIRST_MS = Date.UTC(2015, 0, 1);
const LAST_MS = Date.UTC(2036, 0, 1);

/** The transitions of a zone, to the minute. */
function transitionsOf(zone: string): readonly number[] {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const offsetAt = (ms: number) =>
    format.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value;
  const found: number[] = [];
  let before = offsetAt(FIRST_MS);
  for (let ms = FIRST_MS; ms < LAST_MS; ms += 4 * DAY_MS) {
    const after = offsetAt(ms + 4 * DAY_MS);
    if (after === before) continue;
    let [from, to] = [ms, ms + 4 * DAY_MS];
    while (to - from > 60_000) {
      const middle = from + Math.floor((to - from) / 120_000) * 60_000;
      if (offsetAt(middle) === before) from = middle;
      else to = middle;
    }
    found.push(to);
    before = after;
  }
  return found;
}

const calendar = defineBusinessCalendar({ id: "office", title: "Office" });

const RULES: readonly Omit<ScheduleDeclaration, "zone">[] = [
  { id: "daily", rule: { cron: "30 2 * * *" } },
  { id: "midnight", rule: { cron: "0 0 * * *" }, gap: "same-offset", overlap: "second" },
  { id: "hourly", rule: { cron: "0 * * * *" }, overlap: "both" },
  { id: "half-hourly", rule: { cron: "*/30 * * * *" }, gap: "skip" },
  { id: "month-end", rule: { workingDay: -1, of: "month", at: "02:15" }, calendar: "office" },
];

/** What a monitor would tell around a transition although every run began at the very moment at which it was due. */
function falseAlarms(declaration: ScheduleDeclaration, transitionMs: number): readonly string[] {
  const schedule = defineSchedule(declaration, { calendars: [calendar] });
  const daysAround = "workingDay" in declaration.rule ? 40 : 2;
  const period = { fromMs: transitionMs - daysAround * DAY_MS, toMs: transitionMs + daysAround * DAY_MS };
  const slots = [...slotsBetween(schedule, period)];
  const due = slots.filter(({ skippedBy }) => skippedBy === undefined);
  // Half of the runs name their slot, and the others do not.
  const runs = due.map(({ id, instantMs }, index) => ({
    runId: `run-${index}`,
    trigger: "automatic" as const,
    startedMs: instantMs,
    finishedMs: instantMs + 60_000,
    slotId: index % 2 === 0 ? id : undefined,
  }));
  const surroundings = { nowMs: period.toMs + 3 * HOUR_MS, policy: defineSlotPolicy(schedule) };
  const judgement = judgeSlots(slots, runs, surroundings);
  const alarms = toSlotTellings(judgement, { subject: "load" }).map(({ symptom }) => symptom.explanation);
  const figures = toLatenessFigures(judgement.slots, "load");
  const late = figures.filter(({ value }) => value !== 0).map(({ runId }) => `${runId} is late`);
  const lost = figures.length === due.length ? [] : [`${due.length - figures.length} runs have no slot`];
  return [...alarms, ...late, ...lost];
}

describe("a change of the clocks", () => {
  const zones = Intl.supportedValuesOf("timeZone").filter((_zone, index) => index % EVERY_NTH_ZONE === 0);

  test("is never an alarm, in any zone from 2015 to 2035", { timeout: 3_600_000 }, () => {
    let transitions = 0;
    for (const zone of zones) {
      for (const transitionMs of transitionsOf(zone)) {
        transitions += 1;
        for (const rule of RULES) {
          const alarms = falseAlarms({ ...rule, zone }, transitionMs);
          const where = `${rule.id} in ${zone} around ${new Date(transitionMs).toISOString()}`;
          expect(alarms, where).toEqual([]);
        }
      }
    }
    expect(transitions).toBeGreaterThan(300);
  });
});
