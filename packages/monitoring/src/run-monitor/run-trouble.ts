import { formatDuration, type RunState, type StepState, toStepSubject } from "@spm-ops/core";
import type { Symptom } from "../incident/symptom.js";

/** Something that is wrong with a run as it stands, without what only the monitor knows. */
export type RunTrouble = Pick<Symptom, "key" | "kind" | "severity" | "subject" | "at" | "explanation">;

/** A run, and when the log saw it change. */
export interface SeenRun {
  readonly run: RunState;
  readonly changedMs: number;
}

/** The worker gets over a single trouble by itself. */
const TROUBLED_FROM = 2;

/**
 * What is wrong with a run as it stands: it has failed or was refused, a step of it is in doubt or waits for people for
 * too long, or its worker cannot go on. Pure.
 *
 * What was cancelled is no trouble, as somebody wanted it.
 */
export function findTroubles({ run, changedMs }: SeenRun, nowMs: number): readonly RunTrouble[] {
  return [
    ...findEnd(run),
    ...run.steps.flatMap((step) => [
      ...findDoubt(run, step, changedMs),
      ...findOverdue(run, step, Math.max(nowMs, changedMs)),
    ]),
    ...findPostponement(run, changedMs),
  ];
}

/** The key under which the failure of a run is told. */
export function failureKey({ procedureId, runId }: Pick<RunState, "procedureId" | "runId">): string {
  return `failed:${procedureId}@${runId}`;
}

function findEnd(run: RunState): readonly RunTrouble[] {
  const { procedureId, status, finishedAt, refusal = [] } = run;
  if (finishedAt === undefined || (status !== "failed" && status !== "refused")) return [];
  const common = { key: failureKey(run), kind: "failed", severity: "critical", at: finishedAt } as const;
  if (status === "refused") {
    const explanation = `${procedureId} was refused and never began: ${refusal.join("; ")}.`;
    return [{ ...common, subject: procedureId, explanation }];
  }
  const failed = run.steps.findLast((step) => step.status === "failed" || step.status === "refused");
  const subject = failed === undefined ? procedureId : toStepSubject(procedureId, failed.stepId);
  return [{ ...common, subject, explanation: `${procedureId} has failed${whyOf(failed)}.` }];
}

function whyOf(failed: StepState | undefined): string {
  if (failed === undefined) return "";
  const { stepId, failure, refusal } = failed;
  const why = failure === undefined ? refusal : `${failure.code}, ${withoutStop(failure.message)}`;
  return ` at the step ${stepId}${why === undefined ? "" : `: ${withoutStop(why)}`}`;
}

function findDoubt(run: RunState, step: StepState, at: number): readonly RunTrouble[] {
  if (step.status !== "in-doubt") return [];
  const subject = toStepSubject(run.procedureId, step.stepId);
  const why = step.doubt === undefined ? "" : `: ${withoutStop(step.doubt)}`;
  return [
    {
      ...{ key: `in-doubt:${subject}@${run.runId}`, kind: "in-doubt", severity: "critical", subject, at },
      explanation: `Nobody knows whether ${subject} happened${why}. Look before it is done again.`,
    },
  ];
}

function findOverdue(
  run: RunState,
  { stepId, status, wait }: StepState,
  nowMs: number,
): readonly RunTrouble[] {
  const dueMs = wait?.dueMs;
  if (status !== "waiting" || dueMs === undefined || dueMs > nowMs) return [];
  const subject = toStepSubject(run.procedureId, stepId);
  const due = new Date(dueMs).toISOString().slice(0, 16).replace("T", " ");
  return [
    {
      ...{ key: `overdue:${subject}@${run.runId}`, kind: "late", severity: "warning", subject, at: dueMs },
      explanation: `${subject} was to be done by ${due} (UTC) and is not.`,
    },
  ];
}

function findPostponement({ procedureId, runId, postponement }: RunState, at: number): readonly RunTrouble[] {
  if (postponement === undefined || postponement.times < TROUBLED_FROM) return [];
  const { times, trouble, untilMs } = postponement;
  const wait = formatDuration(Math.max(0, untilMs - at));
  return [
    {
      ...{
        key: `postponed:${procedureId}@${runId}`,
        kind: "failed",
        severity: "warning",
        subject: procedureId,
        at,
      },
      explanation: `The worker of ${procedureId} could not go on, ${times} times in a row: ${trouble.code}, ${withoutStop(trouble.message)}. It is tried again in ${wait}.`,
    },
  ];
}

function withoutStop(text: string): string {
  return text.replace(/\.\s*$/, "");
}
