import type { RunState, StepState } from "@spm-ops/core";

const DAY_MS = 86_400_000;
const NIGHT = Date.UTC(2026, 0, 5, 22);
/** A hash as it looks. */
export const SAMPLE_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

interface Planned {
  readonly stepId: string;
  readonly afterMs: number;
  readonly elapsedMs: number;
  readonly changes?: Partial<StepState> | undefined;
}

/** The steps of a usual night: when each begins after the one before, and how long it takes. */
const PLAN: readonly Planned[] = [
  { stepId: "receive", afterMs: 0, elapsedMs: 41_200, changes: { volume: { files: 1, bytes: 4_812_331 } } },
  {
    stepId: "validate",
    afterMs: 20,
    elapsedMs: 3_140,
    changes: {
      volume: { rowsRead: 48_210, rowsRejected: 37, bytes: 4_812_331, amounts: { EUR: "1834220.15" } },
    },
  },
  { stepId: "keep", afterMs: 15, elapsedMs: 890 },
  {
    stepId: "load",
    afterMs: 30,
    elapsedMs: 1_262_000,
    changes: { volume: { rowsRead: 48_173, rowsWritten: 48_161, rowsRejected: 12 } },
  },
  { stepId: "calculate", afterMs: 300_000, elapsedMs: 184_000, changes: { attempts: 2, failedAttempts: 1 } },
  {
    stepId: "report",
    afterMs: 25,
    elapsedMs: 22_500,
    changes: { volume: { rowsWritten: 312, files: 1, bytes: 61_002 } },
  },
];

/** One night's run of the sample procedure. */
export function sampleRun(changes: Partial<RunState> = {}, paceOf = (_stepId: string) => 1): RunState {
  const requestedAt = changes.requestedAt ?? NIGHT;
  let at = requestedAt + 350;
  const steps = PLAN.map(({ stepId, afterMs, elapsedMs, changes: stepChanges }): StepState => {
    const pace = paceOf(stepId);
    const retried = (stepChanges?.attempts ?? 1) > 1;
    const startedAt = retried ? at + 20 : at + afterMs * pace;
    at += afterMs * pace + elapsedMs * pace;
    return {
      ...{ stepId, status: "succeeded", attempts: 1, failedAttempts: 0, key: `${stepId}-key`, startedAt },
      ...{ finishedAt: at, elapsedMs: elapsedMs * pace },
      ...stepChanges,
    };
  });
  return {
    ...{
      runId: "orders-2026-01-05",
      procedureId: "orders",
      guideHash: SAMPLE_HASH,
      input: { businessDate: "2026-01-05" },
    },
    ...{ labels: {}, status: "succeeded", requestedAt, requestedBy: { kind: "service", id: "scheduler" } },
    ...{ finishedAt: at + 40, resumptions: 0, steps },
    ...changes,
  };
}

/** Ten generated nights before the sample run. */
export function sampleEarlierRuns(): readonly RunState[] {
  return [0.94, 1.08, 0.89, 1.02, 0.97, 1.15, 0.84, 0.99, 1.06, 0.92].map((pace, index) =>
    sampleRun(
      {
        runId: `night-${index}`,
        requestedAt: NIGHT - (10 - index) * DAY_MS,
        labels: { origin: "generated" },
      },
      (stepId) => (stepId === "load" ? pace / 3.1 : pace),
    ),
  );
}
