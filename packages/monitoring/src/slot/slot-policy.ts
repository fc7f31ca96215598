import { parseOptions, type Schedule, type Slot } from "@spm-ops/core";
import { z } from "zod";

const slotPolicySchema = z.strictObject({
  earlyMs: z.number().min(0).default(300_000),
  graceMs: z.number().min(0).default(300_000),
  missedAfterMs: z.number().min(0).default(3_600_000),
  manualRuns: z.enum(["count", "ignore"]).default("ignore"),
  eachSlotCounts: z.boolean(),
  overlappingRuns: z.enum(["tell", "allow"]),
});

/** What a watch over a schedule holds to be right. */
export interface SlotPolicyDeclaration {
  /**
   * A run that names no slot and begins so much before one still belongs to it, but never more than half of the time from
   * the slot before.
   *
   * @defaultValue 300_000
   */
  readonly earlyMs?: number | undefined;
  /** A slot without a run is late so long after it was due, where no better expectation is known. @defaultValue 300_000 */
  readonly graceMs?: number | undefined;
  /** It is missed so long after it was due, or when the next one is due. @defaultValue 3_600_000 */
  readonly missedAfterMs?: number | undefined;
  /** Whether a run that a person asked for may be the run of a slot. @defaultValue "ignore" */
  readonly manualRuns?: "count" | "ignore" | undefined;
  /**
   * Whether a missed slot stays wrong until its own run has begun. Otherwise the run of any later slot makes it good.
   *
   * @defaultValue true where the schedule says that `all` missed slots are made up for or that somebody is asked
   */
  readonly eachSlotCounts?: boolean | undefined;
  /** Whether two runs at once are wrong. @defaultValue "allow" where the schedule allows them */
  readonly overlappingRuns?: "tell" | "allow" | undefined;
}

/** A policy with its defaults in place. */
export type SlotPolicy = Readonly<z.output<typeof slotPolicySchema>>;

/**
 * Declares what a watch over a schedule holds to be right.
 *
 * @throws SpmError `config.invalid` with everything in it that cannot be.
 */
export function defineSlotPolicy(schedule: Schedule, declaration: SlotPolicyDeclaration = {}): SlotPolicy {
  const { missed, overlappingRuns } = schedule.document;
  const bySchedule = {
    eachSlotCounts: missed === "ask" || typeof missed !== "string",
    overlappingRuns: overlappingRuns === "allow" ? "allow" : "tell",
  };
  return parseOptions(slotPolicySchema, { ...bySchedule, ...declaration }, "the policy for slots");
}

/** What is expected of single slots, by whoever has learned it. What is not a moment is passed over. */
export interface SlotLimits {
  /** Until when a start is no surprise. @defaultValue the slot's instant and `graceMs` */
  expectedStart?(slot: Slot): number | undefined;
  /**
   * After which it is missed.
   *
   * @defaultValue the slot's instant and `missedAfterMs`, or the instant of the next slot where that comes first
   */
  latestStart?(slot: Slot): number | undefined;
}
