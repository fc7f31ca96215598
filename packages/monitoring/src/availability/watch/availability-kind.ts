import { defineStreamKind, type EventOf, type FoldedEvent } from "@spm-ops/core";
import { z } from "zod";
import { tellingName } from "../../incident/spell.js";
import { type Symptom, symptomSchema } from "../../incident/symptom.js";
import { type AvailabilityFact, addFact, availabilityFact } from "../uptime/availability-fact.js";
import { type Remembered, rememberedSchema } from "./availability-store.js";

const availabilityEvents = {
  /** What a month begins with, so that it can be read without those before. */
  "availability.carried": z.object({
    probeId: z.string(),
    remembered: rememberedSchema,
    untold: z.array(symptomSchema),
  }),
  "availability.recorded": z.object({
    probeId: z.string(),
    facts: z.array(availabilityFact),
    remembered: rememberedSchema,
    news: z.array(symptomSchema),
  }),
  /** This was told, by its name. */
  "availability.told": z.object({ name: z.string() }),
  /** From here on another month is written to. */
  "availability.continued": z.object({ in: z.string() }),
  /** The outage of that moment was reported to the vendor, under the vendor's reference. */
  "outage.reported": z.object({
    probeId: z.string(),
    outageMs: z.number(),
    reportedMs: z.number(),
    reference: z.string().min(1),
  }),
} as const;

export type AvailabilityEvent = EventOf<typeof availabilityEvents>;

/** What was seen of a probe in a month. */
export interface AvailabilityMonth {
  readonly probeId: string;
  readonly facts: readonly AvailabilityFact[];
  /** Absent while nothing but a report is in it. */
  readonly remembered?: Remembered | undefined;
  /** What nobody is known to have been told yet. */
  readonly untold: readonly Symptom[];
  /** The month that is written to in its place. */
  readonly continuedIn?: string | undefined;
}

/**
 * The looks at one thing as streams, one a probe and month (UTC): `<probe>@2026-03`. The one that is not continued in
 * another holds the standing, and nothing more is recorded in those that are.
 */
export const availabilityKind = defineStreamKind({
  name: "availability",
  events: availabilityEvents,
  fold: foldMonth,
  index: ({ probeId, remembered }) => ({ status: remembered?.standing.state ?? "unknown", subject: probeId }),
});

function foldMonth(
  month: AvailabilityMonth | undefined,
  event: FoldedEvent<typeof availabilityEvents>,
): AvailabilityMonth {
  const { facts = [], untold = [] } = month ?? {};
  switch (event.type) {
    case "availability.carried":
      return { ...event.data, facts: [...facts, toChange(event.data.remembered)] };
    case "availability.recorded": {
      const { probeId, remembered, news } = event.data;
      return {
        probeId,
        remembered,
        facts: event.data.facts.reduce(addFact, facts),
        untold: [...untold, ...news],
      };
    }
    case "outage.reported": {
      const { probeId, ...report } = event.data;
      return { ...month, probeId, untold, facts: [...facts, { type: "reported", ...report }] };
    }
  }
  if (month === undefined) throw new TypeError(`${event.type} in a month in which nothing was recorded`);
  if (event.type === "availability.continued") return { ...month, continuedIn: event.data.in };
  return { ...month, untold: untold.filter((symptom) => tellingName(symptom) !== event.data.name) };
}

function toChange({ standing: { state, sinceMs } }: Remembered): AvailabilityFact {
  return { type: "changed", state, fromMs: sinceMs, detail: "as it was before this month" };
}
