import { VOLUME_MEASURES, type Volume } from "@spm-ops/core";
import { type CsvCell, type CsvOptions, writeCsv } from "../format/csv.js";
import type { OperationsSummary } from "./operations-summary.js";
import type { StepSummary } from "./step-summary.js";

const COLUMNS = [
  ...["client", "environment", "procedure", "run", "step", "title", "status", "attempts"],
  ...["started_at", "finished_at", "duration_ms"],
  ...["expected_low_ms", "expected_typical_ms", "expected_high_ms", "duration_verdict"],
  ...["rows_read", "rows_written", "rows_rejected", "files", "bytes", "amounts"],
  "remarks",
];

/** A summary as CSV, a row a step: for those who calculate further. Times are UTC, absent figures are empty. */
export function renderSummaryCsv(
  summary: OperationsSummary,
  options: CsvOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  return writeCsv(
    COLUMNS,
    summary.steps.map((step) => toRow(step, summary)),
    options,
  );
}

function toRow(step: StepSummary, summary: OperationsSummary): readonly CsvCell[] {
  const { expected, verdict } = step.duration ?? {};
  return [
    ...[summary.client, summary.environment, summary.procedureId, summary.runId],
    ...[step.stepId, step.title, step.status, step.attempts],
    new Date(step.startedAt),
    step.finishedAt === undefined ? undefined : new Date(step.finishedAt),
    wholeNumber(step.elapsedMs),
    ...[wholeNumber(expected?.low), wholeNumber(expected?.typical), wholeNumber(expected?.high), verdict],
    ...VOLUME_MEASURES.map((measure) => step.volume?.[measure]),
    toAmounts(step.volume),
    summary.remarks
      .filter(({ subject }) => subject === step.title)
      .map(({ text }) => text)
      .join(" "),
  ];
}

function wholeNumber(figure: number | undefined): number | undefined {
  return figure === undefined ? undefined : Math.round(figure);
}

function toAmounts(volume: Volume | undefined): string {
  return Object.entries(volume?.amounts ?? {})
    .map(([currency, amount]) => `${currency} ${amount}`)
    .join("; ");
}
