import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** What a team may set of how symptoms become incidents. All times are milliseconds. */
export interface CorrelationPolicy {
  /** How long before an outage was noticed trouble counts as its consequence already. @defaultValue 900_000: 15 minutes */
  readonly leadMs?: number | undefined;
  /** How long after the end of a cause trouble still counts as its consequence. @defaultValue 300_000: 5 minutes */
  readonly trailMs?: number | undefined;
  /** A cause that comes back within this time is the same incident. @defaultValue 1_800_000: 30 minutes */
  readonly reopenWithinMs?: number | undefined;
  /**
   * How often a watch has to say that all is well before it is believed. The end of what belongs to one run is believed
   * at once. @defaultValue 1: watches have a hysteresis of their own
   */
  readonly goodNeeded?: number | undefined;
  /** How long a step in trouble, told by its name and not by its run, explains trouble downstream. @defaultValue 86_400_000 */
  readonly consequenceMs?: number | undefined;
  /** How far back closed incidents are looked at when news comes late. @defaultValue 604_800_000: 7 days */
  readonly lookbackMs?: number | undefined;
  /**
   * The last 21 pieces of time, each as long as `everyMs`, are looked at for changes, the latest with the most weight.
   * An incident flaps from `startShare` on until less than `endShare` of them hold a change.
   *
   * @defaultValue 5 minutes, 0.25, 0.1
   */
  readonly flapping?:
    | { readonly everyMs: number; readonly startShare: number; readonly endShare: number }
    | undefined;
}

export type CorrelationRules = {
  readonly [Name in keyof CorrelationPolicy]-?: NonNullable<CorrelationPolicy[Name]>;
};

const duration = z.number().nonnegative();
const share = z.number().gt(0).max(1);

const policySchema = z.strictObject({
  leadMs: duration.default(15 * MINUTE_MS),
  trailMs: duration.default(5 * MINUTE_MS),
  reopenWithinMs: duration.default(30 * MINUTE_MS),
  goodNeeded: z.int().positive().default(1),
  consequenceMs: duration.default(24 * HOUR_MS),
  lookbackMs: duration.default(7 * 24 * HOUR_MS),
  flapping: z
    .strictObject({ everyMs: z.number().positive(), startShare: share, endShare: share })
    .refine(({ startShare, endShare }) => endShare <= startShare, {
      path: ["endShare"],
      message: "flapping ends at a smaller share than it starts",
    })
    .default({ everyMs: 5 * MINUTE_MS, startShare: 0.25, endShare: 0.1 }),
});

/** The policy with its defaults in place. @throws SpmError `config.invalid` with everything in it that cannot work. */
export function toCorrelationRules(policy: CorrelationPolicy = {}): CorrelationRules {
  return parseOptions(policySchema, policy, "the policy of incidents");
}
