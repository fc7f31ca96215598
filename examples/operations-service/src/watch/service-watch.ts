import { type Log, type RunState, systemClock } from "@spm-ops/core";
import {
  createIncidents,
  createRunMonitor,
  type ExplainedJudgement,
  type Incidents,
  type RunMonitorFailure,
  type Symptom,
} from "@spm-ops/monitoring";
import { expectations, isTold, isWatched, reading } from "../client/watched-figures.js";

/** Watches the nights: judges every figure, and keeps the incidents. */
export interface ServiceWatch {
  readonly incidents: Incidents;
  /** Takes in what has happened, and tells of what is wrong. */
  look(): Promise<void>;
  /** Looks again and again while something is under way. */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
  /** What was said of the figures of a run, as far as it was looked at. */
  judgementsOf(runId: string): readonly ExplainedJudgement[];
}

export interface ServiceWatchOptions {
  readonly log: Log;
  /** How often the log is looked at while a night is under way. */
  readonly everyMs: number;
  /** Told of what is new: something is wrong, or well again. */
  readonly onSymptom: (symptom: Symptom) => void;
  /** The watch itself has a trouble; the night goes on, and the next look tries it again. */
  readonly onFailure: (failure: RunMonitorFailure) => void;
}

const MONITOR = "operations-service";

/** Creates the watch over the nights in a log. It reads the log and moves nothing. */
export function createServiceWatch({
  log,
  everyMs,
  onSymptom,
  onFailure,
}: ServiceWatchOptions): ServiceWatch {
  const incidents = createIncidents({ log, monitor: MONITOR });
  const judgements = new Map<string, ExplainedJudgement[]>();
  const keep = (judgement: ExplainedJudgement, { runId }: RunState) => {
    judgements.set(runId, [...(judgements.get(runId) ?? []), judgement]);
  };
  const monitor = createRunMonitor({
    ...{ log, monitor: MONITOR, reading, expectations, isWatched, isTold },
    environmentOf: () => "production",
    onJudged: keep,
    onSymptom: async (symptom) => {
      await incidents.tell(symptom);
      onSymptom(symptom);
    },
  });
  const look = async () => {
    for (;;) {
      const { isBehind, failures } = await monitor.look();
      for (const failure of failures) onFailure(failure);
      if (!isBehind) break;
    }
    await incidents.settle();
  };

  return {
    incidents,
    look,
    judgementsOf: (runId) => judgements.get(runId)?.filter(isTold) ?? [],
    async during(work) {
      const over = new AbortController();
      const watching = lookUntil(over.signal, { look, everyMs, onFailure });
      try {
        return await work();
      } finally {
        over.abort();
        await watching;
      }
    },
  };
}

/** A watch that fails must not end the night. */
async function lookUntil(
  signal: AbortSignal,
  { look, everyMs, onFailure }: Pick<ServiceWatch, "look"> & Omit<ServiceWatchOptions, "log" | "onSymptom">,
): Promise<void> {
  while (!signal.aborted) {
    await look().catch((error: unknown) => onFailure({ about: "the watch", error }));
    await systemClock.wait(everyMs, { signal }).catch(() => undefined);
  }
}
