import type { Judgement, RunState, StepState } from "@spm-ops/core";
import type { RunFacts } from "../report/operations-summary.js";

const DAY_MS = 86_400_000;
const NIGHT = Date.UTC(2026, 0, 5, 22);
const HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

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
export function sampleRun(changes: Partial<RunState> = {}, pace = 1): RunState {
  const requestedAt = changes.requestedAt ?? NIGHT;
  let at = requestedAt + 350;
  const steps = PLAN.map(({ stepId, afterMs, elapsedMs, changes: stepChanges }): StepState => {
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
      guideHash: HASH,
      input: { businessDate: "2026-01-05" },
    },
    ...{ labels: {}, status: "succeeded", requestedAt, requestedBy: { kind: "service", id: "scheduler" } },
    ...{ finishedAt: at + 40, resumptions: 0, steps },
    ...changes,
  };
}

/** Ten generated nights before the sample run. */
export function sampleEarlierRuns(): readonly RunState[] {
  return [0.31, 0.28, 0.34, 0.3, 0.29, 0.36, 0.27, 0.32, 0.3, 0.33].map((pace, index) =>
    sampleRun(
      {
        runId: `night-${index}`,
        requestedAt: NIGHT - (10 - index) * DAY_MS,
        labels: { origin: "generated" },
      },
      pace,
    ),
  );
}

function judged(stepId: string, value: number, verdict: Judgement["verdict"]): Judgement {
  const typical = verdict === "as-expected" ? value * 0.96 : value / 3.1;
  const expected = { low: typical / 1.8, typical, high: typical * 1.8 };
  const explanation = `Duration of ${stepId} checked by hand.`;
  return {
    subject: `orders/${stepId}`,
    measure: "durationMs",
    value,
    verdict,
    expected,
    runs: 10,
    explanation,
  };
}

/** A night with something to say: a slow load, findings in the file, rejects, a second attempt. */
export function sampleFacts(changes: Partial<RunFacts> = {}): RunFacts {
  const run = sampleRun();
  return {
    run,
    judgements: [
      { ...judged("", 1_813_990, "as-expected"), subject: "orders", explanation: "The run is as expected." },
      judged("receive", 41_200, "as-expected"),
      judged("validate", 3_140, "as-expected"),
      judged("keep", 890, "as-expected"),
      {
        ...judged("load", 1_262_000, "too-high"),
        explanation:
          "Duration 21 min 2 s is 3.1 times the typical 6 min 47 s; expected 3 min 46 s to 12 min 13 s from " +
          "10 earlier runs, above which a normal run lies 1 time in 400.",
      },
      {
        ...{ subject: "orders/load", measure: "rowsRejected", value: 12, verdict: "too-high", runs: 10 },
        ...{
          expected: { low: 0, typical: 0, high: 2.4 },
          explanation: "Rows rejected 12 is more than the typical 0.",
        },
      },
      judged("calculate", 184_000, "as-expected"),
      {
        subject: "orders/report",
        measure: "durationMs",
        value: 22_500,
        verdict: "learning",
        runs: 0,
        explanation: "",
      },
    ],
    titles: {
      ...{
        orders: "Load the night's orders",
        receive: "Wait for the order file",
        validate: "Validate the order file",
      },
      ...{ keep: "Keep the file in the history", load: "Load orders into the plan" },
      ...{ calculate: "Calculate credits and commissions", report: "Make the payout preview" },
    },
    client: "Client 1",
    environment: "Production",
    generatedAt: (run.finishedAt ?? 0) + 2_000,
    earlierRuns: sampleEarlierRuns(),
    logHash: HASH.toUpperCase().toLowerCase(),
    deliveries: [
      {
        ...{ feed: "orders", fileName: "orders_20260105.csv", verdict: "accepted-with-findings" },
        ...{ rows: 48_210, rejected: 37, sizeBytes: 4_812_331, sha256: HASH },
        keptAs: "/history/orders/2026/01/orders_20260105__20260105T220041Z__9f86d081.csv",
        findings: [
          {
            ...{
              severity: "error",
              code: "number.malformed",
              message: "The amount is no number",
              line: 1_204,
            },
            ...{ column: "amount", value: "12,5O", hint: "Send amounts with a point and digits only." },
          },
          {
            ...{
              severity: "error",
              code: "reference.unknown",
              message: "The payee is not known",
              line: 20_931,
            },
            ...{ column: "payee_id", value: "P-4…71", hint: "Send the payee before the orders." },
          },
          {
            severity: "warning",
            code: "text.padded",
            message: "Spaces around the value",
            line: 33_007,
            column: "region",
          },
        ],
        findingsInAll: 38,
      },
    ],
    loads: [
      {
        ...{ title: "Orders into the plan", outcome: "succeeded-with-rejects", handle: "task 9A11C0" },
        ...{ rowsRead: 48_173, rowsWritten: 48_161, rowsRejected: 12 },
        rejects: [{ row: 17, reason: "Item not found in list Products" }, { reason: "Period is closed" }],
      },
      { title: "Calculation", outcome: "succeeded", handle: "task 9A11C4" },
    ],
    archived: [
      {
        ...{ name: "payout-preview.csv", folder: "production/2026/01/payout-preview/orders-2026-01-05" },
        ...{ sizeBytes: 61_002, sha256: HASH, rows: 312, deliveredTo: ["sftp://reports@host:22/outbox"] },
      },
    ],
    ...changes,
  };
}
