import { defineStreamKind } from "@spm-ops/core";
import { z } from "zod";
import { type Symptom, symptomSchema } from "./symptom.js";

/** All that was told of one symptom, and where it stood when it was told last. */
export interface SymptomHistory {
  readonly tellings: readonly Symptom[];
  /** The incident that the latest news went to; absent when it went to none. */
  readonly incidentId?: string | undefined;
}

const symptomEvents = {
  "symptom.told": z.object({ symptom: symptomSchema, incidentId: z.string().optional() }),
} as const;

/** A symptom as a stream under its key, so that the same news is decided once, however late it is told again. */
export const symptomKind = defineStreamKind({
  name: "symptom",
  events: symptomEvents,
  fold: (before: SymptomHistory | undefined, { data: { symptom, incidentId } }): SymptomHistory => ({
    tellings: [...(before?.tellings ?? []), symptom],
    incidentId,
  }),
  index: ({ tellings }) => {
    const latest = tellings.reduce((one, other) => (other.at >= one.at ? other : one));
    return { status: latest.state, subject: latest.subject };
  },
});

/** The decisions on symptoms in their order: who has not seen the latest decides again. */
export const decisionKind = defineStreamKind({
  name: "incident-decision",
  events: { "decision.made": z.object({ about: z.string() }) },
  fold: (made: number | undefined) => (made ?? 0) + 1,
  index: () => ({ status: "open", subject: "incidents" }),
});
