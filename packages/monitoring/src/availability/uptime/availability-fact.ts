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

/** Adds a fact to those before it. Times that were watched one after the other, without a change between, are one. */
export function addFact(
  facts: readonly AvailabilityFact[],
  fact: AvailabilityFact,
): readonly AvailabilityFact[] {
  const last = facts.at(-1);
  if (last?.type !== "watched" || fact.type !== "watched" || last.toMs !== fact.fromMs)
    return [...facts, fact];
  const looks = {
    up: last.looks.up + fact.looks.up,
    down: last.looks.down + fact.looks.down,
    unknown: last.looks.unknown + fact.looks.unknown,
  };
  return [...facts.slice(0, -1), { ...last, toMs: fact.toMs, looks }];
}
