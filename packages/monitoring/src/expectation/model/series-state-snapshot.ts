import { z } from "zod";

/** Looked through in one go: a check of its own for each of two hundred numbers would take longer than to read them. */
export function numbers(count: number) {
  return z.custom<number[]>(
    (value) => Array.isArray(value) && value.length === count && value.every(Number.isFinite),
    `is a list of ${count} numbers`,
  );
}

/** A state as it is kept, with so many effects. */
export function seriesStateSnapshot(effects: number) {
  return z.object({
    runs: z.number(),
    lastDay: z.number().optional(),
    means: numbers(effects),
    covariance: numbers((effects * (effects + 1)) / 2),
    noise: z.number().positive(),
    degrees: z.number().positive(),
    driftUp: z.number(),
    driftDown: z.number(),
    spreadUp: z.number(),
    spreadDown: z.number(),
    spreadClosing: z.number(),
    residual: z.number(),
    rows: z.object({ middle: z.number(), mean: z.number(), variance: z.number() }).optional(),
  });
}

export type SeriesStateSnapshot = z.output<ReturnType<typeof seriesStateSnapshot>>;
