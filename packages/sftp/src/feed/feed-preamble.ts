import { z } from "zod";

/**
 * Lines before the header that are no data, such as a title or the date of a report: as many as declared, or all up to
 * the header, which is the first line that names at least half of the columns. Then the header must be there within
 * `maxLines` lines, and may not go over several lines.
 */
export type FeedPreamble =
  | { readonly lines: number }
  | {
      readonly until: "header";
      /** @defaultValue 50 */
      readonly maxLines?: number | undefined;
    };

export const preambleSchema = z.union([
  z.strictObject({ lines: z.int().min(1).max(1_000) }),
  z.strictObject({ until: z.literal("header"), maxLines: z.int().min(1).max(1_000).default(50) }),
]);
