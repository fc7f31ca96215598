import { type Slot, slotsBetween } from "@spm-ops/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DueSlot } from "./due-slot.js";
import { judgeSlots, type SlotSurroundings } from "./judge-slots.js";
import type { SlotJudgement } from "./slot-finding.js";
import { at, HOUR_MS, MINUTE_MS, toHourly } from "./slot-fixture.js";
import { defineSlotPolicy } from "./slot-policy.js";
import type { SlotRun } from "./slot-run.js";

const START = at("00:00");
const END = START + 12 * HOUR_MS;
const CRONS = ["0 * * * *", "*/7 * * * *", "0,1,30 */3 * * *", "0 2,11 * * *"] as const;

const moments = fc.integer({ min: -30, max: 14 * 60 }).map((minute) => START + minute * MINUTE_MS);
const spans = fc
  .array(fc.tuple(moments, fc.integer({ min: 0, max: 300 })), { maxLength: 4 })
  .map((all) => all.map(([fromMs, minutes]) => ({ fromMs, toMs: fromMs + minutes * MINUTE_MS })));

const situations = fc
  .record({
    cron: fc.constantFrom(...CRONS),
    nowMs: moments,
    watched: fc.option(spans, { nil: undefined }),
    earlyMs: fc.constantFrom(0, 5 * MINUTE_MS, HOUR_MS),
    manualRuns: fc.constantFrom("count" as const, "ignore" as const),
    eachSlotCounts: fc.boolean(),
    runs: fc.array(
      fc.record({
        startedMs: fc.option(moments, { nil: undefined }),
        lastsMinutes: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
        trigger: fc.constantFrom("automatic" as const, "automatic" as const, "manual" as const),
        slot: fc.option(fc.nat({ max: 200 }), { nil: undefined }),
      }),
      { maxLength: 12 },
    ),
    recorded: fc.array(fc.tuple(fc.nat({ max: 200 }), fc.constantFrom("missed", "skipped", "overlapped")), {
      maxLength: 4,
    }),
  })
  .map(({ cron, runs, recorded, nowMs, watched, ...declared }) => {
    const schedule = toHourly({ rule: { cron } });
    const plain = [...slotsBetween(schedule, { fromMs: START, toMs: END })];
    const outcomes = new Map(recorded.map(([place, outcome]) => [place % plain.length, outcome]));
    const slots = plain.map((slot, place): DueSlot => {
      const outcome = outcomes.get(place);
      return outcome === undefined ? slot : { ...slot, recorded: outcome };
    });
    const surroundings: SlotSurroundings = { nowMs, watched, policy: defineSlotPolicy(schedule, declared) };
    return { slots, runs: runs.map((each, index) => toRun(each, index, slots)), surroundings };
  });

interface GivenRun extends Pick<SlotRun, "startedMs" | "trigger"> {
  readonly lastsMinutes: number | undefined;
  readonly slot: number | undefined;
}

function toRun(
  { startedMs, lastsMinutes, trigger, slot }: GivenRun,
  index: number,
  slots: readonly Slot[],
): SlotRun {
  const finishedMs =
    startedMs === undefined || lastsMinutes === undefined ? undefined : startedMs + lastsMinutes * MINUTE_MS;
  const slotId = slot === undefined ? undefined : slots[slot % slots.length]?.id;
  return { runId: `run-${index}`, trigger, startedMs, finishedMs, slotId };
}

/** What is told of a run at first, and all of it later. */
function inPieces(run: SlotRun): readonly SlotRun[] {
  const { startedMs = 0, finishedMs = 0 } = run;
  const restarted = run.startedMs === undefined ? {} : { startedMs: startedMs + MINUTE_MS };
  const early = run.finishedMs === undefined ? {} : { finishedMs: finishedMs - MINUTE_MS };
  const bare = { ...run, startedMs: undefined, finishedMs: undefined };
  return [run, bare, { ...bare, ...restarted }, { ...bare, ...early }];
}

describe("judgeSlots", () => {
  test("finds the same in any order, with any repetition, and of runs that are told in pieces", () => {
    const shuffled = situations.chain((situation) => {
      const slots = [...situation.slots, ...situation.slots.slice(0, 5)];
      const pieces = situation.runs.flatMap(inPieces);
      return fc.record({
        situation: fc.constant(situation),
        slots: fc.shuffledSubarray(slots, { minLength: slots.length }),
        runs: fc.shuffledSubarray(pieces, { minLength: pieces.length }),
      });
    });
    fc.assert(
      fc.property(shuffled, ({ situation, slots, runs }) => {
        const expected = judgeSlots(situation.slots, situation.runs, situation.surroundings);
        expect(judgeSlots(slots, runs, situation.surroundings)).toEqual(expected);
      }),
    );
  });

  test("gives each slot exactly one finding, and each run at most one slot", () => {
    fc.assert(
      fc.property(situations, ({ slots, runs, surroundings }) => {
        const { slots: findings, unexpected } = judgeSlots(slots, runs, surroundings);
        expect(findings.map(({ slot }) => slot.id)).toEqual(slots.map(({ id }) => id));
        const taken = findings.flatMap(({ run }) => run?.runId ?? []);
        const strays = unexpected.map(({ runId }) => runId);
        expect(new Set([...taken, ...strays]).size).toBe(taken.length + strays.length);
        for (const { lateMs, missedMs, slot, latenessMs = 0 } of findings) {
          expect(lateMs).toBeLessThanOrEqual(missedMs);
          expect(Math.min(lateMs, latenessMs + slot.instantMs)).toBeGreaterThanOrEqual(slot.instantMs);
        }
      }),
    );
  });

  test("loses no slot when a period is split, and finds the same of each", () => {
    const split = fc.record({ situation: situations, atMs: moments });
    fc.assert(
      fc.property(split, ({ situation: { slots, runs, surroundings }, atMs }) => {
        const parts = [
          { fromMs: START, toMs: atMs },
          { fromMs: atMs, toMs: END },
        ].map((period) => {
          const near = withNeighbours(slots, period);
          return judgeSlots(near, runs, { ...surroundings, period });
        });
        const whole = judgeSlots(slots, runs, surroundings);
        expect(parts.flatMap(told)).toEqual(told(whole));
      }),
    );
  });
});

/** What does not rest on what comes much later. */
function told({ slots }: SlotJudgement) {
  return slots.map(({ madeGoodMs: _, ...finding }) => finding);
}

function withNeighbours(
  slots: readonly DueSlot[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly DueSlot[] {
  const inside = slots.filter(({ instantMs }) => instantMs >= fromMs && instantMs < toMs);
  const before = slots.filter(({ instantMs }) => instantMs < fromMs).slice(-2);
  return [...before, ...inside, ...slots.filter(({ instantMs }) => instantMs >= toMs).slice(0, 2)];
}
