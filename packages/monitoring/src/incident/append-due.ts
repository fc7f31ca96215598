import { openStream } from "@spm-ops/core";
import type { Incident } from "./incident.js";
import { type IncidentEvent, incidentKind } from "./incident-kind.js";
import type { IncidentServices } from "./tell-symptom.js";

/** Adds to each incident that is not closed what a rule finds due, unless somebody was first. */
export async function appendDue(
  { log, known, writing }: Pick<IncidentServices, "log" | "known" | "writing">,
  rule: (incident: Incident) => readonly IncidentEvent[],
): Promise<void> {
  for (const [id, { state }] of await known.open()) {
    if (rule(state).length === 0) continue;
    const stream = await openStream(log, incidentKind, id, writing);
    await stream.append((present) => (present === undefined ? [] : rule(present)));
  }
}
