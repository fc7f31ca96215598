import type { InstantPeriod } from "@spm-ops/core";
import type { DueSlot } from "./due-slot.js";
import type { SlotRun } from "./slot-run.js";

/**
 * What became of a slot, as far as is known.
 *
 * `pending`: its run may still begin without being late. `started`: it began in time. `late`: it began too late, or has
 * not begun. `missed`: none has begun, and none is in time any more. `overlapped`: an earlier run was in its way.
 * `excused`: none is to be expected. `unknown`: nobody watched when it became late or missed, and nobody has looked since.
 */
export type SlotVerdict = "pending" | "started" | "late" | "missed" | "overlapped" | "excused" | "unknown";

/** The one finding about a slot. Moments are milliseconds since 1970 by the log's clock. */
export interface SlotFinding {
  readonly slot: DueSlot;
  readonly verdict: SlotVerdict;
  /** After which it was late, and after which missed. */
  readonly lateMs: number;
  readonly missedMs: number;
  /** The run of the slot, which may not have begun. */
  readonly run?: SlotRun | undefined;
  /** How much after its instant its run began; 0 for one that began before. */
  readonly latenessMs?: number | undefined;
  /** When what was wrong with it was made good: its own run began, or a later one that makes it superfluous. */
  readonly madeGoodMs?: number | undefined;
  /** The gap in the monitor's watching in which it became late, and missed. */
  readonly lateInGap?: InstantPeriod | undefined;
  readonly missedInGap?: InstantPeriod | undefined;
  /** Why no run is to be expected. */
  readonly excuse?: string | undefined;
}

/** Two runs that worked at the same time. */
export interface OverlappingRuns {
  readonly earlier: SlotRun;
  readonly later: SlotRun;
  readonly fromMs: number;
  /** When the first of the two had finished; absent while none has. */
  readonly untilMs?: number | undefined;
}

/** What slots and runs say of one another. */
export interface SlotJudgement {
  /** Exactly one for each slot of the period, in order. */
  readonly slots: readonly SlotFinding[];
  /** Runs that began by themselves in the period and belong to no slot. */
  readonly unexpected: readonly SlotRun[];
  /** Runs that began in the period while another was at work; empty where that is allowed. */
  readonly overlapping: readonly OverlappingRuns[];
}
