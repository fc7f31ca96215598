import type { Judgement } from "@spm-ops/core";
import type { ArchivedRow } from "../report/archived-row.js";
import type { DeliveryRow } from "../report/delivery-row.js";
import type { LoadRow } from "../report/load-row.js";
import type { RunFacts } from "../report/operations-summary.js";
import { SAMPLE_HASH, sampleEarlierRuns, sampleRun } from "./sample-run.js";

const judgements: readonly Judgement[] = [
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
];

const titles: RunFacts["titles"] = {
  ...{
    orders: "Load the night's orders",
    receive: "Wait for the order file",
    validate: "Validate the order file",
  },
  ...{ keep: "Keep the file in the history", load: "Load orders into the plan" },
  ...{ calculate: "Calculate credits and commissions", report: "Make the payout preview" },
};

const deliveries: readonly DeliveryRow[] = [
  {
    ...{ feed: "orders", fileName: "orders_20260105.csv", verdict: "accepted-with-findings" },
    ...{ rows: 48_210, rejected: 37, sizeBytes: 4_812_331, sha256: SAMPLE_HASH },
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
];

const loads: readonly LoadRow[] = [
  {
    ...{ title: "Orders into the plan", outcome: "succeeded-with-rejects", handle: "task 9A11C0" },
    ...{ rowsRead: 48_173, rowsWritten: 48_161, rowsRejected: 12 },
    rejects: [{ row: 17, reason: "Item not found in list Products" }, { reason: "Period is closed" }],
  },
  { title: "Calculation", outcome: "succeeded", handle: "task 9A11C4" },
];

const archived: readonly ArchivedRow[] = [
  {
    ...{ name: "payout-preview.csv", folder: "production/2026/01/payout-preview/orders-2026-01-05" },
    ...{ sizeBytes: 61_002, sha256: SAMPLE_HASH, rows: 312, deliveredTo: ["sftp://reports@host:22/outbox"] },
  },
];

/** A night with something to say: a slow load, findings in the file, rejects, a second attempt. */
export function sampleFacts(changes: Partial<RunFacts> = {}): RunFacts {
  const run = sampleRun();
  return {
    ...{ run, judgements, titles, deliveries, loads, archived },
    client: "Client 1",
    environment: "Production",
    generatedAt: (run.finishedAt ?? 0) + 2_000,
    earlierRuns: sampleEarlierRuns(),
    logHash: SAMPLE_HASH,
    ...changes,
  };
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
