import { parseOptions } from "@spm-ops/core";
import { z } from "zod";

/** So many of the last so many looks that could tell, in any order. */
export interface LookCount {
  readonly count: number;
  readonly of: number;
}

/** How looks become a standing. */
export interface StandingPolicy {
  /** What takes it down. @defaultValue 2 of the last 3 */
  readonly down?: LookCount | undefined;
  /** What brings it up again. @defaultValue 2 of the last 3 */
  readonly up?: LookCount | undefined;
  /** After so many looks in a row that could not tell, the standing is `unknown`. @defaultValue 3 */
  readonly unknownAfter?: number | undefined;
  /** Time between two looks from which on nothing is known of the time between. @defaultValue 300_000, five minutes */
  readonly maxGapMs?: number | undefined;
  /** So many changes between up and down within this time are flapping, until there is none for as long. @defaultValue 4 within an hour */
  readonly flapping?: { readonly changes: number; readonly withinMs: number } | undefined;
}

const lookCount = z
  .strictObject({ count: z.int().min(1), of: z.int().min(1).max(100) })
  .refine(({ count, of }) => count <= of, { path: ["count"], message: "is more than there are looks" });

const standingPolicy = z
  .strictObject({
    down: lookCount.default({ count: 2, of: 3 }),
    up: lookCount.default({ count: 2, of: 3 }),
    unknownAfter: z.int().min(1).max(100).default(3),
    maxGapMs: z.number().positive().default(300_000),
    flapping: z
      .strictObject({ changes: z.int().min(2).max(100), withinMs: z.number().positive() })
      .default({ changes: 4, withinMs: 3_600_000 }),
  })
  // Else the same looks would take it down and bring it up, and it would change with every look.
  .refine(({ down, up }) => down.count + up.count > Math.max(down.of, up.of), {
    path: ["up"],
    message: "down.count and up.count together have to be more than the looks of which they are",
  });

/** A policy with its defaults. */
export type ParsedStandingPolicy = Readonly<z.output<typeof standingPolicy>>;

/** Completes a policy. @throws SpmError `config.invalid` with everything that is wrong. */
export function parseStandingPolicy(policy: StandingPolicy = {}): ParsedStandingPolicy {
  return parseOptions(standingPolicy, policy, "the policy of the standing");
}
