import type { Actor } from "../../actor.js";
import { recordFailure } from "../../effect/failure-kind.js";
import type { CallingStep } from "../../guide/procedure.js";
import { type JsonValue, toJsonValue } from "../../json.js";
import { toStreamWrite } from "../../log/stream-write.js";
import { toIssues } from "../../parse-options.js";
import { isSpmError } from "../../spm-error.js";
import { cancelRun } from "../acts/stop-run.js";
import { openRun } from "../open-run.js";
import { runKind } from "../run-kind.js";
import type { RunState } from "../run-state.js";
import { type Moving, type NewRunEvent, outputsOf, runOf, stepStateOf } from "./moving.js";

/**
 * Begins a step that calls a run, and asks for that run in the same write: neither is without the other. One that
 * cannot be asked for fails the step.
 */
export async function openCall(moving: Moving, step: CallingStep, opened: NewRunEvent): Promise<void> {
  const { stream, held, services } = moving;
  const { requestedBy: actor } = runOf(moving);
  const seen = stream.seq;
  const called = await openRun(services, calledRunId(moving, step), actor);
  const asked = toRequest(moving, step, called.state);
  if ("refusal" in asked) {
    const failure = { code: "run.refused", message: asked.refusal };
    const failed: NewRunEvent = { type: "step.failed", data: { stepId: step.id, failure } };
    await stream.append(() => (stream.seq === seen ? [opened, failed] : []), held);
    return;
  }
  const worker: Actor = { kind: "service", id: services.worker };
  const own = { id: stream.id, events: [opened], after: { seq: seen, state: stream.state } };
  const other = { id: called.id, events: [asked.event], after: called };
  try {
    await services.log.appendAll([
      { ...toStreamWrite(runKind, own, { ...services, actor: worker }), claim: held.claim },
      toStreamWrite(runKind, other, { ...services, actor }),
    ]);
  } catch (error) {
    // Somebody was first: the run is looked at again.
    if (!isSpmError(error, "log.conflict")) throw error;
  } finally {
    await stream.refresh();
  }
}

/** The id of the run that a step calls. */
export function calledRunId({ stream }: Pick<Moving, "stream">, { id }: Pick<CallingStep, "id">): string {
  return `${stream.id}/${id}`;
}

/** The request for the called run, under the guide of the calling one; or why there can be none. */
function toRequest(
  moving: Moving,
  step: CallingStep,
  known: RunState | undefined,
): { readonly event: NewRunEvent } | { readonly refusal: string } {
  const run = runOf(moving);
  if (known !== undefined)
    return { refusal: `There is a run ${known.runId} already, which it has not called` };
  const { id: procedureId, input: schema } = step.procedure;
  let input: JsonValue;
  try {
    input = toJsonValue(step.input({ input: moving.input, outputs: outputsOf(run) }));
  } catch (error) {
    return {
      refusal: `The guide could not say what to give ${procedureId}: ${recordFailure(error).message}`,
    };
  }
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    return { refusal: `The input does not fit ${procedureId}: ${toIssues(parsed.error).join("; ")}` };
  }
  const { guideHash } = run;
  const calledBy = { runId: run.runId, stepId: step.id };
  const data = { procedureId, guideHash, input, labels: { ...run.labels }, calledBy };
  return { event: { type: "run.requested", data } };
}

/**
 * Performs the run that a step waits for as far as it goes. Its end is told to the step by that run itself. Tells
 * whether the step waits no longer.
 */
export async function callRun(moving: Moving, step: CallingStep): Promise<boolean> {
  const { stream, held } = moving;
  const runId = calledRunId(moving, step);
  if (runOf(moving).cancellation !== undefined) await cancelCalled(moving, runId);
  try {
    await moving.moveOther(runId, { signal: held.signal });
  } catch (error) {
    // Another worker moves it, and will tell the step how it ended.
    if (!isSpmError(error, "claim.held")) throw error;
  }
  await stream.refresh();
  return stepStateOf(runOf(moving), step.id)?.status !== "waiting";
}

async function cancelCalled({ services, stream }: Moving, runId: string): Promise<void> {
  const reason = `${stream.id}, which called it, was cancelled`;
  try {
    await cancelRun(services, { runId, reason, actor: { kind: "service", id: services.worker } });
  } catch (error) {
    if (!isSpmError(error, "run.refused")) throw error;
  }
}
