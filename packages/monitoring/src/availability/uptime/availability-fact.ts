import { z } from "zod";

const instant = z.number().refine(Number.isFinite);

/** What is kept of the looks at one thing; instants are milliseconds since 1970. */
export const availabilityFact = z.discriminatedUnion("type", [
  /** It was looked at all through this time, and these looks told so. */
  z.object({
    type: z.literal("watched"),
    fromMs: instant,
    toMs: instant,
    looks: z.object({ up: z.number(), down: z.number(), unknown: z.number() }),
  }),
  /** From then on it was so, whatever had been recorded of that time before. */
  z.object({
    type: z.literal("changed"),
    state: z.enum(["up", "down", "unknown"]),
    fromMs: instant,
    detail: z.string(),
  }),
  /** The outage of that moment was reported to the vendor. */
  z.object({ type: z.literal("reported"), outageMs: instant, reportedMs: instant, reference: z.string() }),
]);

export type AvailabilityFact = Readonly<z.output<typeof availabilityFact>>;

/** What was told to the vendor of an outage. */
export type OutageReport = Extract<AvailabilityFact, { type: "reported" }>;
