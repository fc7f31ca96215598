import type { RunLog, RunQuery } from "./run-log.js";
import type { RunState, StepState, StepStatus } from "./run-state.js";

export interface StepQuery extends Omit<RunQuery, "limit"> {
  /** @defaultValue all steps */
  readonly stepId?: string | undefined;
  /** Where the steps stand. `status` says it of their runs. @defaultValue anywhere */
  readonly stepStatus?: readonly StepStatus[] | undefined;
  /** How many steps. @defaultValue no limit */
  readonly limit?: number | undefined;
}

/** A step in the run in which it was performed: its times, volumes and outcome are in its state. */
export interface StepPerformance {
  readonly run: RunState;
  readonly step: StepState;
}

/**
 * Lists steps as they were performed, in the order of their runs and, within one, in that in which they were begun.
 *
 * Runs are found by the index of the log and read one at a time, so a page costs what its runs cost.
 *
 * @example
 * const runLog = createRunLog(await openSqliteLog({ path: "operations.sqlite" }));
 * const loads = listSteps(runLog, { procedureId: "nightly-load", stepId: "load", first: "newest", limit: 50 });
 * for await (const { run, step } of loads) console.log(run.runId, step.elapsedMs, step.volume?.rowsWritten);
 */
export async function* listSteps(
  runLog: Pick<RunLog, "list">,
  { stepId, stepStatus, limit = Number.POSITIVE_INFINITY, ...query }: StepQuery = {},
): AsyncGenerator<StepPerformance> {
  let left = limit;
  if (left <= 0) return;
  for await (const run of runLog.list(query)) {
    for (const step of run.steps) {
      if (stepId !== undefined && step.stepId !== stepId) continue;
      if (stepStatus !== undefined && !stepStatus.includes(step.status)) continue;
      yield { run, step };
      left -= 1;
      if (left <= 0) return;
    }
  }
}
