import type { Symptom } from "../incident/symptom.js";
import type { RunMonitorMemory } from "./run-monitor-memory.js";
import type { RunMonitorOptions } from "./run-monitor-options.js";

/** A symptom that could not be told. It is told again with the next look. */
export interface TellingFailure {
  /** The key of the symptom. */
  readonly about: string;
  readonly error: unknown;
}

/** Tells what is to be told, in order, and keeps that it was. Of a thing that could not be told nothing more is, before that is. */
export async function tellSymptoms(
  untold: readonly Symptom[],
  { memory, onSymptom }: Pick<RunMonitorOptions, "onSymptom"> & { readonly memory: RunMonitorMemory },
  signal: AbortSignal,
): Promise<readonly TellingFailure[]> {
  const told: Symptom[] = [];
  const failures: TellingFailure[] = [];
  for (const symptom of untold) {
    signal.throwIfAborted();
    const about = symptom.key;
    if (failures.some((failure) => failure.about === about)) continue;
    try {
      await onSymptom(symptom);
      told.push(symptom);
    } catch (error) {
      failures.push({ about, error });
    }
  }
  if (told.length > 0) await memory.confirm(told);
  return failures;
}
