import type { CallingStep } from "../../guide/procedure.js";
import { toJsonValue } from "../../json.js";
import { toIssues } from "../../parse-options.js";
import { isSpmError } from "../../spm-error.js";
import { cancelRun } from "../acts/stop-run.js";
import { openRun } from "../open-run.js";
import { runKind } from "../run-kind.js";
import type { StepState } from "../run-state.js";
import { type Moving, outputsOf, runOf } from "./moving.js";

/**
 * Performs the run that a step waits for as far as it goes, asking for it where nobody has. Its end is told to the step
 * by that run itself. Tells whether the step waits no longer.
 */
export async function callRun(moving: Moving, step: CallingStep, { wait }: StepState): Promise<boolean> {
  const { stream, held, services } = moving;
  const run = runOf(moving);
  const runId = wait?.runId ?? `${stream.id}/${step.id}`;
  const called = await openRun(services, runId, run.requestedBy);
  if (called.state === undefined) {
    const refusal = await requestCalled(moving, step, called);
    if (refusal !== undefined) {
      const failure = { code: "run.refused", message: refusal };
      await stream.append(() => [{ type: "step.failed", data: { stepId: step.id, failure } }], held);
      return true;
    }
  }
  if (run.cancellation !== undefined) await cancelCalled(moving, runId);
  try {
    const ended = await moving.moveOther(runId, { signal: held.signal });
    if (runKind.ended?.includes(ended.status) !== true) return false;
  } catch (error) {
    // Another worker moves it, and will tell the step how it ended.
    if (isSpmError(error, "claim.held")) return false;
    throw error;
  }
  await stream.refresh();
  return true;
}

/** Asks for the called run, under the guide of the calling one and on behalf of whoever asked for that. */
async function requestCalled(
  moving: Moving,
  step: CallingStep,
  called: Awaited<ReturnType<typeof openRun>>,
): Promise<string | undefined> {
  const run = runOf(moving);
  const { id: procedureId, input: schema } = step.procedure;
  const input = toJsonValue(step.input({ input: moving.input, outputs: outputsOf(run) }));
  const parsed = schema.safeParse(input);
  if (!parsed.success) return `The input does not fit ${procedureId}: ${toIssues(parsed.error).join("; ")}`;
  const { guideHash } = run;
  const calledBy = { runId: run.runId, stepId: step.id };
  const data = { procedureId, guideHash, input, labels: { ...run.labels }, calledBy };
  await called.append((known) => (known === undefined ? [{ type: "run.requested", data }] : []));
  return undefined;
}

async function cancelCalled({ services, stream }: Moving, runId: string): Promise<void> {
  const reason = `${stream.id}, which called it, was cancelled`;
  try {
    await cancelRun(services, { runId, reason, actor: { kind: "service", id: services.worker } });
  } catch (error) {
    if (!isSpmError(error, "run.refused")) throw error;
  }
}
