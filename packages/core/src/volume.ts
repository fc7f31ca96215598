import { z } from "zod";

/**
 * How much a step moved. A field that is absent is unknown, which is not zero.
 *
 * Amounts are decimal text by ISO 4217 currency, never floats.
 */
export const volumeSchema = z.object({
  rowsRead: z.int().nonnegative().optional(),
  rowsWritten: z.int().nonnegative().optional(),
  rowsRejected: z.int().nonnegative().optional(),
  files: z.int().nonnegative().optional(),
  bytes: z.int().nonnegative().optional(),
  amounts: z.record(z.string(), z.string().regex(/^-?\d+(\.\d+)?$/)).optional(),
});

export type Volume = Readonly<z.infer<typeof volumeSchema>>;

/** The counted fields of a volume: those that can be compared from run to run. */
export const VOLUME_MEASURES = ["rowsRead", "rowsWritten", "rowsRejected", "files", "bytes"] as const;

export type VolumeMeasure = (typeof VOLUME_MEASURES)[number];
