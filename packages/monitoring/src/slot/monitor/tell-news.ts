import type { SlotTelling } from "../slot-symptoms.js";
import type { SlotMonitorFailure } from "./judge-schedules.js";
import type { SlotMonitorMemory } from "./slot-monitor-memory.js";
import type { SlotMonitorOptions } from "./slot-monitor-options.js";

/** Tells what is to be told, in order, and keeps that it was. Of a thing that could not be told nothing more is, before that is. */
export async function tellNews(
  untold: readonly SlotTelling[],
  { memory, onSymptom }: Pick<SlotMonitorOptions, "onSymptom"> & { readonly memory: SlotMonitorMemory },
  signal: AbortSignal,
): Promise<{ readonly untold: readonly SlotTelling[]; readonly failures: readonly SlotMonitorFailure[] }> {
  const told: SlotTelling[] = [];
  const failures: SlotMonitorFailure[] = [];
  for (const telling of untold) {
    signal.throwIfAborted();
    const about = telling.symptom.key;
    if (failures.some((failure) => failure.about === about)) continue;
    try {
      await onSymptom(telling.symptom);
      told.push(telling);
    } catch (error) {
      failures.push({ about, error });
    }
  }
  if (told.length > 0) await memory.confirm(told);
  return { untold: untold.filter((telling) => !told.includes(telling)), failures };
}
