import type { InstantPeriod } from "@spm-ops/core";
import { z } from "zod";
import { standingSchema } from "../standing/standing.js";
import type { AvailabilityFact } from "../uptime/availability-fact.js";

/** What a watch has to know of a probe to go on after a restart. */
export const rememberedSchema = z.object({
  standing: standingSchema,
  told: z.object({ down: z.boolean(), warning: z.boolean() }),
});

export type Remembered = Readonly<z.output<typeof rememberedSchema>>;

/** Keeps what was seen: changes and times that were watched, never single looks. */
export interface AvailabilityStore {
  /** What was remembered last; nothing for a probe that was never looked at. */
  find(probeId: string): Promise<Remembered | undefined>;
  /** Keeps facts and what is remembered after them, both or neither. */
  append(probeId: string, facts: readonly AvailabilityFact[], remembered: Remembered): Promise<void>;
  /** All that bears on a period, in the order in which it was recorded. */
  read(probeId: string, period: InstantPeriod): Promise<readonly AvailabilityFact[]>;
}
