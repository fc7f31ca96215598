import { defineStreamKind, type FoldedEvent } from "@spm-ops/core";
import { z } from "zod";
import { type AvailabilityFact, availabilityFact } from "../uptime/availability-fact.js";
import { type Remembered, rememberedSchema } from "./availability-store.js";

const availabilityEvents = {
  "availability.recorded": z.object({
    probeId: z.string(),
    facts: z.array(availabilityFact),
    remembered: rememberedSchema,
  }),
  /** The outage of that moment was reported to the vendor, under the vendor's reference. */
  "outage.reported": z.object({
    probeId: z.string(),
    outageMs: z.number(),
    reportedMs: z.number(),
    reference: z.string().min(1),
  }),
} as const;

type AvailabilityEvent = FoldedEvent<typeof availabilityEvents>;

/** What was seen of a probe in a month. */
export interface AvailabilityMonth {
  readonly probeId: string;
  readonly facts: readonly AvailabilityFact[];
  /** Absent while nothing but a report is in it. */
  readonly remembered?: Remembered | undefined;
}

/** The looks at one thing as streams, one a probe and month (UTC): `<probe>@2026-03`. */
export const availabilityKind = defineStreamKind({
  name: "availability",
  events: availabilityEvents,
  fold: foldMonth,
  index: ({ probeId, remembered }) => ({ status: remembered?.standing.state ?? "unknown", subject: probeId }),
});

function foldMonth(month: AvailabilityMonth | undefined, event: AvailabilityEvent): AvailabilityMonth {
  const facts = month?.facts ?? [];
  if (event.type === "outage.reported") {
    const { probeId, ...report } = event.data;
    return { ...month, probeId, facts: [...facts, { type: "reported", ...report }] };
  }
  const { probeId, remembered } = event.data;
  return { probeId, remembered, facts: event.data.facts.reduce(addFact, facts) };
}

/** Times that were watched one after the other, without a change between, are one. */
function addFact(facts: readonly AvailabilityFact[], fact: AvailabilityFact): readonly AvailabilityFact[] {
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
