import type { InstantPeriod } from "@spm-ops/core";
import { z } from "zod";
import type { Symptom } from "../../incident/symptom.js";
import { standingSchema } from "../standing/standing.js";
import type { AvailabilityFact } from "../uptime/availability-fact.js";

/** What a watch has to know of a probe to go on, after a restart or beside another watch. */
export const rememberedSchema = z.object({
  standing: standingSchema,
  /** What was told, or is kept to be told. */
  told: z.object({ down: z.boolean(), warning: z.boolean() }),
});

export type Remembered = Readonly<z.output<typeof rememberedSchema>>;

/** What looks have come to: facts, what is remembered after them, and what is to be told. */
export interface Recording {
  readonly facts: readonly AvailabilityFact[];
  readonly remembered: Remembered;
  readonly news: readonly Symptom[];
}

/**
 * What is kept of one probe. Several watches may share it: there is one standing, into which the looks of all of them are
 * folded, one after the other.
 */
export interface ProbeMemory {
  /** As of the last `record` or `confirm`. Nothing for a probe that was never looked at. */
  readonly remembered: Remembered | undefined;
  /** What nobody is known to have been told yet, oldest first; as of the same time. */
  readonly untold: readonly Symptom[];
  /**
   * Keeps what a rule makes of what is remembered by now, all of it or nothing. The rule is asked again when another watch
   * was first.
   *
   * @returns what was kept; nothing when the rule gave nothing.
   */
  record(rule: (before: Remembered | undefined) => Recording | undefined): Promise<Recording | undefined>;
  /** Keeps that something was told. */
  confirm(told: Symptom): Promise<void>;
}

/** Keeps what was seen: changes and times that were watched, never single looks. */
export interface AvailabilityStore {
  open(probeId: string): Promise<ProbeMemory>;
  /** All that bears on a period, in the order in which it was recorded. */
  read(probeId: string, period: InstantPeriod): Promise<readonly AvailabilityFact[]>;
}
