import type { Symptom } from "../incident/symptom.js";
import type { ToldOfRuns } from "./run-tellings.js";

/**
 * Leaves out what follows from something that is told of the same run anyway: rows in a second from the duration or the
 * rows of the step, the duration of the run from that of a step. Pure.
 */
export function withoutExplained(symptoms: readonly Symptom[], told: ToldOfRuns): readonly Symptom[] {
  const raised = new Set(symptoms.filter(({ state }) => state === "raised").map(({ key }) => key));
  const isTold = (key: string) => raised.has(key) || told.get(key)?.state === "raised";
  const ofSteps = [...raised, ...[...told].filter(([, { state }]) => state === "raised").map(([key]) => key)];
  return symptoms.filter(({ key, subject, runId, state }) => {
    if (state === "cleared") return true;
    if (key === `rowsPerSecond:${subject}@${runId}`)
      return !isTold(`durationMs:${subject}@${runId}`) && !isTold(`rowsRead:${subject}@${runId}`);
    if (key !== `durationMs:${subject}@${runId}`) return true;
    return !ofSteps.some(
      (other) => other.startsWith(`durationMs:${subject}/`) && other.endsWith(`@${runId}`),
    );
  });
}
