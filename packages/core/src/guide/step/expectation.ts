import { z } from "zod";
import { VOLUME_MEASURES } from "../../volume.js";

const bounds = (figure: z.ZodNumber) =>
  z
    .strictObject({ min: figure.optional(), max: figure.optional() })
    .refine(({ min, max }) => min !== undefined || max !== undefined, "needs a lower or an upper bound")
    .refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, "`min` lies above `max`");

/** The schema of an expectation: bounds of the duration, and of each counted volume. */
export const expectationSchema = z.strictObject({
  durationMs: bounds(z.number().nonnegative()).optional(),
  volume: z.partialRecord(z.enum(VOLUME_MEASURES), bounds(z.int().nonnegative())).optional(),
});

/**
 * What a step should take and move, by those who wrote the guide: too long and too soon, too much and too little.
 *
 * Bounds include their ends. `durationMs` is the duration of the attempt that settles the step.
 */
export type Expectation = Readonly<z.infer<typeof expectationSchema>>;
