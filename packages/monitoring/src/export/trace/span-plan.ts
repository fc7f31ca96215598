import {
  foldStream,
  type LogEvent,
  type RunState,
  runKind,
  type StepState,
  type Volume,
} from "@spm-ops/core";
import { type Attempt, attemptsOf } from "./attempts.js";
import { placeOfRun, placeOfStep, type SpanPlace } from "./derived-ids.js";
import type { AttributeValue } from "./trace-api.js";

/** A span before it is one. Times are milliseconds since 1970, as the log tells them. */
export interface PlannedSpan {
  readonly place: SpanPlace;
  readonly name: string;
  readonly kind: "server" | "internal";
  readonly startedAt: number;
  readonly endedAt: number;
  /** Whether it went well: `undefined` where that is nobody's question, as with a run that was cancelled. */
  readonly isGood?: boolean | undefined;
  /** Why it did not. */
  readonly message?: string | undefined;
  readonly attributes: Record<string, AttributeValue>;
  readonly links: readonly SpanPlace[];
  readonly parts: readonly PlannedSpan[];
}

type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

/** How a run ended, in the words of the semantic conventions for pipelines. */
const RUN_RESULTS: Readonly<Partial<Record<RunState["status"], string>>> = {
  succeeded: "success",
  failed: "failure",
  cancelled: "cancellation",
  refused: "skip",
};

/** How a step ended, in those words. One that was cut short by the end of its run has no result. */
const STEP_RESULTS: Readonly<Partial<Record<StepState["status"], string>>> = {
  succeeded: "success",
  refused: "failure",
  failed: "failure",
  skipped: "skip",
};

/**
 * The spans of a run that has ended, as its log tells them: run, steps, attempts. Pure.
 *
 * @returns nothing for a run that goes on: a span has an end.
 * @throws SpmError `log.expired`, `log.damaged`
 */
export function planSpans(events: readonly LogEvent[]): PlannedSpan | undefined {
  const run = foldStream(runKind, events);
  if (run?.finishedAt === undefined) return undefined;
  const endedAt = run.finishedAt;
  const attempts = attemptsOf(events);
  const steps = run.steps.filter(({ status }) => status !== "pending");
  const failed = steps.find(({ status }) => status === "failed" || status === "refused");
  const { runId, procedureId, rerunOf, calledBy } = run;
  return {
    place: placeOfRun(runId),
    name: `RUN ${procedureId}`,
    kind: "server",
    ...spanTime(run.requestedAt, endedAt),
    ...verdictOf(RUN_RESULTS[run.status], run.refusal?.join("; ") ?? failed?.failure?.message),
    attributes: present({
      "cicd.pipeline.action.name": "RUN",
      "cicd.pipeline.name": procedureId,
      "cicd.pipeline.run.id": runId,
      "cicd.pipeline.result": RUN_RESULTS[run.status],
      "error.type": run.status === "failed" ? (failed?.failure?.code ?? "_OTHER") : undefined,
      "spm_ops.guide.hash": run.guideHash,
      "spm_ops.slot.id": run.slotId,
      "spm_ops.run.status": run.status,
      "spm_ops.run.resumptions": run.resumptions,
    }),
    links: [
      ...(rerunOf === undefined ? [] : [placeOfRun(rerunOf.runId)]),
      ...(calledBy === undefined ? [] : [placeOfStep(calledBy.runId, calledBy.stepId)]),
    ],
    parts: steps.map((step) =>
      planStep(
        { run, endedAt },
        step,
        attempts.filter(({ stepId }) => stepId === step.stepId),
      ),
    ),
  };
}

interface EndedRun {
  readonly run: RunState;
  readonly endedAt: number;
}

function planStep({ run, endedAt }: EndedRun, step: StepState, attempts: readonly Attempt[]): PlannedSpan {
  const { stepId, status, startedAt, finishedAt, failure, refusal, decision, wait } = step;
  const result = STEP_RESULTS[status];
  const isBad = result === "failure";
  const begun = Math.min(startedAt, ...attempts.map((attempt) => attempt.startedAt));
  return {
    place: placeOfStep(run.runId, stepId),
    name: stepId,
    kind: "internal",
    ...spanTime(begun, finishedAt ?? endedAt),
    ...verdictOf(result, failure?.message ?? refusal),
    attributes: present({
      "cicd.pipeline.task.name": stepId,
      "cicd.pipeline.task.run.id": `${run.runId}/${stepId}`,
      "cicd.pipeline.task.run.result": result,
      "error.type": isBad ? (failure?.code ?? "refused") : undefined,
      "spm_ops.step.status": status,
      "spm_ops.step.attempts": step.attempts,
      "spm_ops.step.waited_for": wait?.kind,
      "spm_ops.step.decided": decision?.as,
      "spm_ops.step.found": step.found,
    }),
    links: [],
    parts: attempts.map((attempt) => planAttempt(run.runId, attempt)),
  };
}

function planAttempt(runId: string, attempt: Attempt): PlannedSpan {
  const { stepId, number, outcome, failureCode, message, elapsedMs, volume } = attempt;
  return {
    place: placeOfStep(runId, stepId, number),
    name: `${stepId} attempt`,
    kind: "internal",
    ...spanTime(attempt.startedAt, attempt.endedAt),
    ...verdictOf(outcome === "succeeded" ? "success" : "failure", message),
    attributes: present({
      "error.type": outcome === "succeeded" ? undefined : (failureCode ?? outcome),
      "spm_ops.attempt.number": number,
      "spm_ops.attempt.outcome": outcome,
      "spm_ops.attempt.elapsed_ms": elapsedMs,
      ...volumeAttributes(volume),
    }),
    links: [],
    parts: [],
  };
}

/** A log's clock may have been set back: nothing ends before it begins. */
function spanTime(startedAt: number, endedAt: number): Pick<PlannedSpan, "startedAt" | "endedAt"> {
  return { startedAt, endedAt: Math.max(startedAt, endedAt) };
}

function verdictOf(
  result: string | undefined,
  message: string | undefined,
): Pick<PlannedSpan, "isGood" | "message"> {
  if (result === "success") return { isGood: true };
  return result === "failure" ? { isGood: false, message } : {};
}

/** Counts that are known. Amounts of money are left out: they are no floats, and nobody's business here. */
function volumeAttributes(volume: Volume = {}): Attributes {
  const { rowsRead, rowsWritten, rowsRejected, files, bytes } = volume;
  return {
    "spm_ops.volume.rows_read": rowsRead,
    "spm_ops.volume.rows_written": rowsWritten,
    "spm_ops.volume.rows_rejected": rowsRejected,
    "spm_ops.volume.files": files,
    "spm_ops.volume.bytes": bytes,
  };
}

function present(attributes: Attributes): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
