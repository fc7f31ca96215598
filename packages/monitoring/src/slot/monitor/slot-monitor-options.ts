import { type Clock, type Log, parseOptions, type Redactor, type Schedule } from "@spm-ops/core";
import { z } from "zod";
import type { Symptom } from "../../incident/symptom.js";
import type { ClockPair, ClockPolicy } from "../clock-skew.js";
import {
  defineSlotPolicy,
  type SlotLimits,
  type SlotPolicy,
  type SlotPolicyDeclaration,
} from "../slot-policy.js";
import type { SlotRun } from "../slot-run.js";
import type { SlotSubject } from "../slot-symptoms.js";
import { LONGEST_LOOKBACK_MS } from "./slot-monitor-memory.js";

/**
 * A schedule whose slots are judged, and the procedure that it makes due. Where several make one procedure due, a run
 * that names no slot may be the run of a slot of each.
 */
export interface MonitoredSchedule extends Omit<SlotSubject, "subject"> {
  readonly schedule: Schedule;
  readonly procedureId: string;
  readonly policy?: SlotPolicyDeclaration | undefined;
  /** What is expected of single slots. Asked at each look, so that it may learn. @defaultValue the policy alone */
  readonly limits?: SlotLimits | undefined;
}

export interface SlotMonitorOptions {
  readonly log: Log;
  /** Who watches: kept with all that it writes. Several that bear one name count as one. */
  readonly monitor: string;
  readonly schedules: readonly MonitoredSchedule[];
  /** Tells of runs that are not in the log, such as those of another scheduler, from a moment on. @defaultValue none */
  readonly runsFromOutside?:
    | ((procedureId: string, fromMs: number) => Promise<readonly SlotRun[]>)
    | undefined;
  /** When clients said that they sent something, and when it came in. @defaultValue all clocks are right */
  readonly clientClocks?: (() => ReadonlyMap<string, Iterable<ClockPair>>) | undefined;
  readonly clockPolicy?: ClockPolicy | undefined;
  /**
   * How far back slots are judged again, counted from when it watched last; 28 days at most. What is still wrong then is
   * for people.
   *
   * @defaultValue 172_800_000
   */
  readonly lookbackMs?: number | undefined;
  /** What of the watched time a crash may cost: it is kept that often. @defaultValue 300_000 */
  readonly heartbeatMs?: number | undefined;
  /** A longer time between two looks was not watched; at least two heartbeats. @defaultValue two heartbeats */
  readonly maxGapMs?: number | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Takes secrets out of all that is kept. @defaultValue one that knows no secret */
  readonly redactor?: Redactor | undefined;
  /** At least once for each symptom. One that throws is told again with the next look. */
  readonly onSymptom: (symptom: Symptom) => Promise<void> | void;
}

/** A schedule with its policy checked. */
export interface JudgingSchedule extends Omit<MonitoredSchedule, "policy"> {
  readonly policy: SlotPolicy;
}

const times = z
  .object({
    monitor: z.string().min(1),
    scheduleIds: z
      .array(z.string())
      .refine((ids) => new Set(ids).size === ids.length, "two schedules have the same id"),
    lookbackMs: z.number().positive().max(LONGEST_LOOKBACK_MS).default(172_800_000),
    heartbeatMs: z.number().positive().default(300_000),
    maxGapMs: z.number().positive().optional(),
  })
  .transform(({ maxGapMs, ...rest }) => ({ ...rest, maxGapMs: maxGapMs ?? 2 * rest.heartbeatMs }))
  .refine(({ maxGapMs, heartbeatMs }) => maxGapMs >= 2 * heartbeatMs, {
    path: ["maxGapMs"],
    message: "is less than two heartbeats",
  });

/** The options, checked. @throws SpmError `config.invalid` with everything that is wrong. */
export function parseMonitorOptions(options: SlotMonitorOptions) {
  const { monitor, schedules, lookbackMs, heartbeatMs, maxGapMs } = options;
  const scheduleIds = schedules.map(({ schedule }) => schedule.id);
  const parsed = parseOptions(
    times,
    { monitor, scheduleIds, lookbackMs, heartbeatMs, maxGapMs },
    "the slot monitor",
  );
  const judging = schedules.map(
    (each): JudgingSchedule => ({ ...each, policy: defineSlotPolicy(each.schedule, each.policy) }),
  );
  return { ...parsed, schedules: judging };
}
