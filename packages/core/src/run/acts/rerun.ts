import type { Guide } from "../../guide/guide.js";
import { publishGuide } from "../../guide/guide-stream.js";
import type { Step } from "../../guide/procedure.js";
import { canonicalJson, toJsonValue } from "../../json.js";
import type { EventOf } from "../../log/stream-kind.js";
import { openRun, requestedRun } from "../open-run.js";
import type { runKind } from "../run-kind.js";
import { createRunLog } from "../run-log.js";
import { compensationOf, type RunState, type StepState } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";
import { type ActDecision, actOnRun, type RunAct } from "./act-on-run.js";

/** A new run that repeats an ended one from a step on. `runId` is the ended one's. */
export interface Rerun extends RunAct {
  /** The id of the new run. The same id asks for the same run. */
  readonly newRunId: string;
  /** The first step that is performed; the results of those before it are reused. */
  readonly fromStepId: string;
  /**
   * Steps that may be done only once, have happened in the ended run, and are to be done once more all the same.
   *
   * @defaultValue none
   */
  readonly performAgain?: readonly string[] | undefined;
}

type RunEvents = readonly EventOf<(typeof runKind)["events"]>[];

/**
 * Asks for a run that repeats an ended one from a step on, with its input and linked to it.
 *
 * The ended run stays as it is. What it did before that step is reused, never done again.
 */
export async function rerun(services: RunnerServices, request: Rerun): Promise<RunState> {
  const { log, redactor, guides, worker } = services;
  const { runId, newRunId, fromStepId, reason, actor } = request;
  const [guide] = guides;
  const ended = await createRunLog(log).get(runId);
  const { steps } = guide.procedure(ended.procedureId);
  const sameProcedure = await hasSameProcedure(services, guide, ended);
  const called = `repeat the run from ${fromStepId}`;
  await actOnRun(services, { runId, reason, actor, called, on: "an ended run" }, (run) =>
    sameProcedure ? findObstacle(run, steps, request) : { refused: "the procedure has changed since" },
  );

  await publishGuide(log, guide, { actor: { kind: "service", id: worker }, redactor });
  const stream = await openRun(services, newRunId, actor);
  const { procedureId, input, labels } = ended;
  const rerunOf = { runId, fromStepId, reason };
  const requested = { procedureId, guideHash: guide.hash, input, labels: { ...labels }, rerunOf };
  const before = steps.slice(
    0,
    steps.findIndex(({ id }) => id === fromStepId),
  );
  await stream.append((run) =>
    run === undefined ? [{ type: "run.requested", data: requested }, ...reuse(ended, before)] : [],
  );
  return requestedRun(stream);
}

async function hasSameProcedure({ log }: RunnerServices, guide: Guide, run: RunState): Promise<boolean> {
  if (guide.hash === run.guideHash) return true;
  const before = await createRunLog(log).guideOf(run);
  const textOf = ({ procedures }: Guide["document"]) =>
    canonicalJson(toJsonValue(procedures.find(({ id }) => id === run.procedureId) ?? null));
  return textOf(before) === textOf(guide.document);
}

function findObstacle(
  run: RunState,
  steps: readonly Step[],
  { fromStepId, performAgain = [] }: Rerun,
): ActDecision {
  const from = steps.findIndex(({ id }) => id === fromStepId);
  if (from < 0) return { refused: `the procedure has no step ${fromStepId}` };
  const stateOf = ({ id }: Step) => run.steps.find(({ stepId }) => stepId === id);
  const before = steps.slice(0, from);
  const unsettled = before.find((step) => !canBeReused(step, stateOf(step)));
  if (unsettled !== undefined) return { refused: `${unsettled.id} before it has no result to reuse` };
  const undone = before.find((step) => isUndone(run, step));
  if (undone !== undefined)
    return { refused: `${undone.id} before it was undone; repeat the run from there` };
  const twice = steps
    .slice(from)
    .find((step) => wouldBeTwice(run, step, stateOf(step)) && !performAgain.includes(step.id));
  if (twice === undefined) return [];
  return {
    refused: `${twice.id} has happened and may be done only once; name it in performAgain to do it once more`,
  };
}

/** Whether a step did what may be done only once. Of a run that it called nobody knows here what that did. */
function wouldBeTwice(run: RunState, step: Step, state: StepState | undefined): boolean {
  if (step.kind === "calling") return state?.wait !== undefined;
  if (step.kind !== "automated" || step.effect !== "once" || isUndone(run, step)) return false;
  return state?.status === "succeeded" || state?.status === "refused";
}

function isUndone({ steps }: RunState, { id }: Step): boolean {
  return steps.some(({ stepId, status }) => stepId === compensationOf(id) && status === "succeeded");
}

function canBeReused({ onFailure }: Step, state: StepState | undefined): boolean {
  if (state === undefined) return false;
  if (state.status === "succeeded" || state.status === "skipped") return true;
  return onFailure?.then === "continue" && (state.status === "refused" || state.status === "failed");
}

/** Results as they were; a step that had no output is left out here too. */
function reuse(ended: RunState, steps: readonly Step[]): RunEvents {
  const reason = `reused from ${ended.runId}`;
  return steps.flatMap((step): RunEvents => {
    const state = ended.steps.find(({ stepId }) => stepId === step.id);
    if (state?.output === undefined) return [{ type: "step.skipped", data: { stepId: step.id, reason } }];
    const { output, volume, manual, decision } = state;
    // Whoever prepared it may be excluded from signing what comes after.
    const preparer = manual?.submission?.by ?? decision?.preparer;
    const kept = { stepId: step.id, fromRunId: ended.runId, output, volume, preparer, reason };
    return [{ type: "step.reused", data: kept }];
  });
}
