import { z } from "zod";
import { answerSchema } from "./feedback.js";
import { symptomSchema } from "./symptom.js";

const reason = z.string().min(1);

/** What can happen to an incident. Times in the data are of the monitor's clock, those of the events of the log's. */
export const incidentEvents = {
  "incident.opened": z.object({ rootKey: z.string() }),
  /** `endsMs`: when people called it ended while it stood in another incident. */
  "symptom.joined": z.object({ symptom: symptomSchema, endsMs: z.array(z.number()).optional() }),
  "symptom.cleared": z.object({ symptom: symptomSchema }),
  /** What was told of a symptom belongs to another incident, as is known by now. */
  "symptom.left": z.object({ names: z.array(z.string()), to: z.string() }),
  "incident.flapping": z.object({}),
  "incident.steadied": z.object({}),
  /** `ended`: the keys that a person called ended. `partOf`: the incident that it turned out to be a part of. */
  "incident.closed": z.object({
    atMs: z.number(),
    reason: reason.optional(),
    ended: z.array(z.string()).optional(),
    partOf: z.string().optional(),
  }),
  "incident.reopened": z.object({ atMs: z.number() }),
  "incident.acknowledged": z.object({ reason: reason.optional() }),
  "incident.assigned": z.object({ to: z.string().min(1), reason: reason.optional() }),
  "incident.muted": z.object({ untilMs: z.number(), reason }),
  "incident.unmuted": z.object({ reason: reason.optional() }),
  "incident.escalated": z.object({
    step: z.int().nonnegative(),
    role: z.string(),
    person: z.string().optional(),
  }),
  "feedback.given": z.object({ symptomKey: z.string(), meaning: answerSchema, reason: reason.optional() }),
  "incident.told": z.object({
    revision: z.int().positive(),
    route: z.string(),
    channel: z.string(),
    target: z.string(),
    messageId: z.string(),
  }),
  /** It is closed, and nobody is to be told anything more. */
  "incident.settled": z.object({}),
  /** Somebody asked for what cannot be done; it is kept, and changes nothing. */
  "act.refused": z.object({ act: z.string(), why: z.string() }),
} as const;
