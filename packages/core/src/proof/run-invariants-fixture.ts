import { runKind } from "../run/run-kind.js";
import { compensationOf, isCompensation } from "../run/run-state.js";
import type { ProvedRun } from "./proved-run-fixture.js";

/** What only a worker may write, under its claim. */
const UNDER_CLAIM: readonly string[] = [
  "effect.intended",
  "effect.succeeded",
  "effect.failed",
  "effect.in-doubt",
  "step.opened",
  "run.resumed",
  "run.finished",
];

/** After one of these nothing more becomes of a step. */
const COMPLETES: readonly string[] = [
  "effect.succeeded",
  "step.completed",
  "step.overridden",
  "step.reused",
  "step.skipped",
];

/** What a person may still decide about a step that has failed. */
const AFTER_FAILURE: readonly string[] = ["step.overridden", "step.skipped"];

/** What does not change where a step stands. */
const REMARKS: readonly string[] = [
  "act.refused",
  "wait.told",
  "manual.claimed",
  "manual.returned",
  "manual.rejected",
];

/** Where runs contradict their own rules: steps that are settled twice, stale workers, ends that leave something open. */
export function findRunFaults(proved: ProvedRun, others: readonly ProvedRun[]): readonly string[] {
  return [
    ...findStepFaults(proved),
    ...findClaimFaults(proved),
    ...findEndFaults(proved, others),
    ...findCompensationFaults(proved),
  ].map((fault) => `${proved.run.runId}: ${fault}`);
}

/** I3: a step is settled once, each attempt has one outcome, and nothing happens to what is settled. */
function findStepFaults({ events }: ProvedRun): readonly string[] {
  const faults: string[] = [];
  const settled = new Map<string, "done" | "failed">();
  const outcomes = new Set<string>();
  for (const { type, seq, data } of events) {
    const id = "effectId" in data ? data.effectId : "stepId" in data ? data.stepId : undefined;
    if (id === undefined || REMARKS.includes(type)) continue;
    const before = settled.get(id);
    if (before === "done" || (before === "failed" && !AFTER_FAILURE.includes(type)))
      faults.push(`I3: event ${seq} is ${type} of ${id}, which was settled: ${before}`);
    if (type === "effect.succeeded" || type === "effect.failed") {
      const outcome = `${id} ${data.attempt}`;
      // What waits to be tried again may be cut off.
      const isCutOff = type === "effect.failed" && data.failure.code === "run.cancelled";
      if (outcomes.has(outcome) && !isCutOff)
        faults.push(`I3: event ${seq} is the second outcome of ${outcome}`);
      outcomes.add(outcome);
    }
    const isRefused = type === "effect.succeeded" && data.refusal !== undefined;
    const isFailed = type === "step.failed" || (type === "effect.failed" && !data.willRetry) || isRefused;
    const isDone = COMPLETES.includes(type) || (type === "effect.resolved" && data.as === "happened");
    if (isFailed) settled.set(id, "failed");
    else if (isDone) settled.set(id, "done");
  }
  return faults;
}

/** I7: what a worker writes it writes under its claim, and never after its successor. */
function findClaimFaults({ events }: ProvedRun): readonly string[] {
  const faults: string[] = [];
  let latest = 0;
  for (const { type, seq, epoch } of events) {
    if (UNDER_CLAIM.includes(type) && epoch === 0) faults.push(`I7: event ${seq} is ${type} without a claim`);
    if (epoch > 0 && epoch < latest) faults.push(`I7: event ${seq} is of a stale worker`);
    latest = Math.max(latest, epoch);
  }
  return faults;
}

/** I8: what has ended leaves nothing open, and what has not ended has not been forgotten. */
function findEndFaults({ run, events }: ProvedRun, others: readonly ProvedRun[]): readonly string[] {
  if (runKind.ended?.includes(run.status) !== true) return [`I8: it is ${run.status} for ever`];
  const faults: string[] = [];
  for (const { stepId, status } of run.steps)
    if (status === "waiting" || status === "running" || status === "in-doubt")
      faults.push(`I8: it is ${run.status}, and ${stepId} is ${status}`);
  const end = events.find(({ type }) => type === "run.finished");
  for (const { type, seq } of events)
    if (end !== undefined && seq > end.seq && type !== "act.refused")
      faults.push(`I8: event ${seq} is ${type} after its end`);
  const step = others
    .find((other) => other.run.runId === run.calledBy?.runId)
    ?.run.steps.find(({ stepId }) => stepId === run.calledBy?.stepId);
  if (step?.status === "succeeded" && step.decision === undefined && run.status !== "succeeded")
    faults.push(`I8: it is ${run.status}, and its caller was told otherwise`);
  return faults;
}

/** What was done is undone where the guide says so, the latest first, and nowhere else. */
function findCompensationFaults({ run, steps, events }: ProvedRun): readonly string[] {
  const faults: string[] = [];
  const undone = events.flatMap(({ type, data }) =>
    type === "effect.intended" && isCompensation(data.effectId) ? [data.effectId] : [],
  );
  const places = [...new Set(undone)].map((id) => steps.findIndex((step) => compensationOf(step.id) === id));
  if (places.some((place, at) => at > 0 && place > (places[at - 1] ?? place)))
    faults.push(`compensation was not the latest first: ${undone.join(", ")}`);
  if (run.status === "succeeded" && undone.length > 0) faults.push("it succeeded, and was undone");
  const failed = steps.find(({ id, then }) => {
    const status = run.steps.find(({ stepId }) => stepId === id)?.status;
    return (status === "failed" || status === "refused") && then !== "continue";
  });
  const isDue =
    run.cancellation?.compensate === true ||
    (run.cancellation === undefined && run.status === "failed" && failed?.then === "compensate");
  if (!isDue) return faults;
  for (const step of steps) {
    if (step.kind !== "automated" || step.compensate === undefined) continue;
    const state = run.steps.find(({ stepId }) => stepId === step.id);
    const hasHappened = state?.status === "succeeded" && state.decision === undefined;
    if (hasHappened && !undone.includes(compensationOf(step.id)))
      faults.push(`${step.id} has happened and was not undone`);
  }
  return faults;
}
