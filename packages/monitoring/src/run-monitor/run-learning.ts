import { isSpmError } from "@spm-ops/core";
import { createExpectations, type Expectations } from "../expectation/expectations.js";
import type { Symptom } from "../incident/symptom.js";
import { type AnnouncedChanges, createAnnouncedChanges } from "./announced-changes.js";
import { createRunJudging, type RunJudging } from "./run-judging.js";
import type { RunMonitorOptions } from "./run-monitor-options.js";
import { parseRunMonitorSnapshot, type RunMonitorSnapshot } from "./run-monitor-snapshot.js";

/** All that a monitor has learned of the runs up to a change of the log; nothing of it is known only here. */
export interface RunLearning {
  readonly expectations: Expectations;
  readonly judging: RunJudging;
  readonly changes: AnnouncedChanges;
  /** The last change of the log that was taken in. */
  position: number;
  /** What is to be told of it and is not kept yet. */
  found: readonly Symptom[];
}

/** Begins without any experience, or goes on where a snapshot was taken. */
function createRunLearning(options: RunMonitorOptions, snapshot?: RunMonitorSnapshot): RunLearning {
  const always = () => true;
  const { reading, isWatched = always, isTold = always, onJudged = () => undefined } = options;
  const expectations = createExpectations(options.expectations, snapshot?.expectations);
  const watch = { expectations, reading, isWatched, isTold, onJudged };
  return {
    expectations,
    judging: createRunJudging(watch, snapshot?.judging),
    changes: createAnnouncedChanges(expectations, snapshot?.changes),
    position: snapshot?.position ?? 0,
    found: [],
  };
}

/** Goes on from the snapshot that is kept. One that cannot be read, or was learned otherwise, is passed over. */
export async function recallRunLearning(
  options: RunMonitorOptions,
): Promise<{ readonly learning: RunLearning; readonly failure: unknown }> {
  try {
    const kept = await options.snapshots?.read();
    const snapshot = kept === undefined ? undefined : parseRunMonitorSnapshot(kept);
    return { learning: createRunLearning(options, snapshot), failure: undefined };
  } catch (error) {
    if (!isSpmError(error)) throw error;
    return { learning: createRunLearning(options), failure: error };
  }
}

/** What was learned so far, for a store. */
export function toSnapshotText({ position, expectations, judging, changes }: RunLearning): string {
  const snapshot: RunMonitorSnapshot = {
    position,
    expectations: expectations.snapshot(),
    judging: judging.snapshot(),
    changes: changes.snapshot(),
  };
  return JSON.stringify(snapshot);
}
