import type { RunState, StepState } from "@spm-ops/core";

/** A Monday, 22:00 in UTC. */
export const NIGHT = Date.UTC(2026, 0, 5, 22);
const MINUTE_MS = 60_000;
/** A moment so many minutes after ten at night. */
export const minute = (minutes: number) => NIGHT + minutes * MINUTE_MS;

/** A step that succeeded within the first minute, unless told otherwise. */
export function step(stepId: string, more: Partial<StepState> = {}): StepState {
  return {
    ...{ stepId, status: "succeeded", key: `run/${stepId}`, attempts: 1, failedAttempts: 0 },
    ...{ startedAt: NIGHT, finishedAt: minute(1), elapsedMs: MINUTE_MS, ...more },
  };
}

/** A run of `orders` with a receipt and a load, which succeeded, unless told otherwise. */
export function run(runId: string, more: Partial<RunState> = {}): RunState {
  return {
    ...{ runId, procedureId: "orders", guideHash: "hash", input: null, labels: {}, status: "succeeded" },
    ...{ requestedAt: NIGHT, requestedBy: { kind: "service", id: "schedule" }, resumptions: 0 },
    finishedAt: minute(5),
    steps: [
      step("receive", { volume: { files: 1, bytes: 2_000_000 } }),
      step("load", {
        ...{ startedAt: minute(1), finishedAt: minute(5), elapsedMs: 4 * MINUTE_MS },
        volume: { rowsRead: 50_000, rowsWritten: 49_990, rowsRejected: 10 },
      }),
    ],
    ...more,
  };
}

/** The same, of which the load failed. */
export function failedRun(runId: string, more: Partial<RunState> = {}): RunState {
  const failure = { code: "remote.rejected", message: "The import was refused: 12 columns, not 11." };
  const load = step("load", {
    ...{ startedAt: minute(1), finishedAt: minute(3), status: "failed", failure, failedAttempts: 1 },
    volume: { rowsRead: 0 },
  });
  return run(runId, { status: "failed", finishedAt: minute(3), steps: [step("receive"), load], ...more });
}
