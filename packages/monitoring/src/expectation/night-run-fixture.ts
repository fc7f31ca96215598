import type { RunState, StepState } from "@spm-ops/core";

const DAY_MS = 86_400_000;
const FIRST_NIGHT = Date.UTC(2026, 0, 5, 22);

/** A step that succeeded after so long, unless the changes say otherwise. */
export function finishedStep(
  stepId: string,
  elapsedMs: number | undefined,
  changes: Partial<StepState> = {},
): StepState {
  return {
    stepId,
    status: "succeeded",
    attempts: 1,
    failedAttempts: 0,
    key: `key-${stepId}`,
    startedAt: FIRST_NIGHT,
    elapsedMs,
    ...changes,
  };
}

/** The run of a night, with its steps begun when it was requested. */
export function nightRun(
  night: number,
  steps: readonly StepState[],
  changes: Partial<RunState> = {},
): RunState {
  const requestedAt = FIRST_NIGHT + night * DAY_MS;
  return {
    runId: `night-${night}`,
    procedureId: "orders",
    guideHash: "hash",
    input: null,
    labels: {},
    status: "succeeded",
    requestedAt,
    requestedBy: { kind: "service", id: "scheduler" },
    finishedAt: requestedAt + 300_000,
    resumptions: 0,
    steps: steps.map((each) => ({ ...each, startedAt: requestedAt })),
    ...changes,
  };
}
