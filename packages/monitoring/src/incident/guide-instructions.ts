import type { GuideDocument } from "@spm-ops/core";
import type { Incident } from "./incident.js";
import { raisedSymptoms } from "./incident.js";

/**
 * What a guide says is to be done about an incident, in its words: the instructions for the failure of each step in
 * trouble (a subject `procedure/step`), in the order of the symptoms, and how the roles are reached that were called.
 */
export function guideInstructions(
  { procedures, contacts }: GuideDocument,
  incident: Incident,
): readonly string[] {
  const subjects = new Set(raisedSymptoms(incident).map(({ subject }) => subject));
  const steps = procedures.flatMap(({ id, steps: all }) =>
    all.map((step) => ({ subject: `${id}/${step.id}`, step })),
  );
  const instructions = [...subjects].flatMap(
    (subject) => steps.find((each) => each.subject === subject)?.step.onFailure?.instructions ?? [],
  );
  const called = new Set(incident.escalations.map(({ role }) => role));
  const reaches = contacts
    .filter(({ role }) => called.has(role))
    .map(({ role, reach }) => `Reach ${role}: ${reach}`);
  return [...new Set([...instructions, ...reaches])];
}
