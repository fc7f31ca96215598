import { defineStreamKind, type EventOf } from "@spm-ops/core";
import { foldIncident } from "./fold-incident.js";
import { incidentEvents } from "./incident-events.js";

export type IncidentEvent = EventOf<typeof incidentEvents>;

/** An incident as a stream. A closed one is reopened when its cause comes back, as long as its data is kept. */
export const incidentKind = defineStreamKind({
  name: "incident",
  events: incidentEvents,
  fold: foldIncident,
  // Due as long as somebody may have to be told of its end.
  index: ({ state, rootKey, closing, isSettled }) => ({
    status: state,
    subject: rootKey,
    dueMs: isSettled ? undefined : closing?.atMs,
  }),
  ended: ["closed"],
});
