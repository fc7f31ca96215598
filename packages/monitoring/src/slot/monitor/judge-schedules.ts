import type { InstantPeriod, Log } from "@spm-ops/core";
import { judgeSlots } from "../judge-slots.js";
import type { SlotJudgement } from "../slot-finding.js";
import type { ClockOffsets, SlotRun } from "../slot-run.js";
import type { SlotSubject } from "../slot-symptoms.js";
import { readDueSlots } from "./read-due-slots.js";
import { readSlotRuns } from "./read-slot-runs.js";
import type { JudgingSchedule, SlotMonitorOptions } from "./slot-monitor-options.js";

/** The slots of one schedule as they were judged. */
export interface ScheduleJudgement extends SlotSubject, SlotJudgement {
  readonly scheduleId: string;
}

/** Something that went wrong on the monitor's side; what it is about stays as it was told before. */
export interface SlotMonitorFailure {
  /** The id of a schedule, or the key of a symptom that could not be told. */
  readonly about: string;
  readonly error: unknown;
}

export interface JudgedSchedules {
  readonly judged: readonly ScheduleJudgement[];
  readonly failures: readonly SlotMonitorFailure[];
}

/** What schedules are judged by. */
export interface JudgingWorld {
  readonly log: Log;
  readonly runsFromOutside: SlotMonitorOptions["runsFromOutside"];
  readonly clockOffsets: ClockOffsets;
  /** From where slots are judged, up to now. */
  readonly fromMs: number;
  readonly nowMs: number;
  readonly watched: readonly InstantPeriod[];
}

/** Judges each schedule by what the log holds; one that cannot be read leaves the others as they are. */
export async function judgeSchedules(
  schedules: readonly JudgingSchedule[],
  world: JudgingWorld,
  signal: AbortSignal,
): Promise<JudgedSchedules> {
  const judged: ScheduleJudgement[] = [];
  const failures: SlotMonitorFailure[] = [];
  for (const each of schedules) {
    signal.throwIfAborted();
    try {
      judged.push(await judgeSchedule(each, world));
    } catch (error) {
      failures.push({ about: each.schedule.id, error });
    }
  }
  return { judged: judged.map((each) => withSharedRuns(each, judged, schedules)), failures };
}

async function judgeSchedule(each: JudgingSchedule, world: JudgingWorld): Promise<ScheduleJudgement> {
  const { schedule, procedureId, environment, upstream, policy, limits } = each;
  const { log, fromMs, nowMs, watched, clockOffsets } = world;
  const slots = await readDueSlots(log, schedule, { fromMs, toMs: nowMs });
  const runsFromMs = Math.min(fromMs, slots[0]?.instantMs ?? fromMs) - policy.earlyMs;
  const runs: readonly SlotRun[] = [
    ...(await readSlotRuns(log, procedureId, runsFromMs)),
    ...((await world.runsFromOutside?.(procedureId, runsFromMs)) ?? []),
  ];
  const period = { fromMs, toMs: nowMs + 1 };
  const judgement = judgeSlots(slots, runs, { nowMs, policy, limits, watched, clockOffsets, period });
  return { ...judgement, scheduleId: schedule.id, subject: procedureId, environment, upstream };
}

/**
 * Of several schedules of one procedure, each sees the runs of the others: a run that one of them has a slot for is not
 * unexpected, and runs may overlap where one of them lets them.
 */
function withSharedRuns(
  own: ScheduleJudgement,
  judged: readonly ScheduleJudgement[],
  schedules: readonly JudgingSchedule[],
): ScheduleJudgement {
  const siblings = schedules.filter(({ procedureId }) => procedureId === own.subject);
  if (siblings.length === 1) return own;
  const others = judged.filter(({ subject }) => subject === own.subject);
  const isKnown = others.length === siblings.length;
  const isStrayEverywhere = ({ runId }: SlotRun) =>
    others.every(({ unexpected }) => unexpected.some((stray) => stray.runId === runId));
  const mayOverlap = siblings.some(({ policy }) => policy.overlappingRuns === "allow");
  return {
    ...own,
    unexpected: isKnown ? own.unexpected.filter(isStrayEverywhere) : [],
    overlapping: mayOverlap ? [] : own.overlapping,
  };
}
