import type { Actor } from "../../../actor.js";
import type { AnyProcedure, ManualStep } from "../../../guide/procedure.js";
import type { JsonValue } from "../../../json.js";
import type { ManualState } from "../../manual-state.js";
import { type NewRunEvent, outputsOf, stepStateOf } from "../../move/moving.js";
import type { RunState, StepState } from "../../run-state.js";

/** The event that completes a manual step, once its form is submitted and signed as often as it needs. */
export function completionOf(
  { id: stepId, signOff }: Pick<ManualStep, "id" | "signOff">,
  manual: ManualState | undefined,
): Extract<NewRunEvent, { type: "step.completed" }> | undefined {
  if (manual?.submission === undefined || manual.signatures.length < (signOff?.need ?? 0)) return undefined;
  return { type: "step.completed", data: { stepId, output: manual.submission.form } };
}

/** Why nothing more can be done at a step, or nothing where it can. */
export function whySettled(state: StepState | undefined): string | undefined {
  if (state === undefined || state.status === "pending" || state.status === "waiting") return undefined;
  return `it is settled: ${state.status}`;
}

/** Why somebody may not sign for what a form says, or nothing when they may. */
export function whyNotSign(step: ManualStep, run: RunState, { id }: Actor): string | undefined {
  const { signOff } = step;
  const manual = stepStateOf(run, step.id)?.manual;
  if (signOff === undefined) return "it needs no signature";
  if (manual?.submission === undefined) return "no form has been submitted yet";
  if (manual.signatures.some(({ by }) => by.id === id)) return `${id} has signed it already`;
  const excluded = (signOff.notSameAs ?? []).find((other) => personOf(other, step, run) === id);
  if (excluded === undefined) return undefined;
  if (excluded === "initiator") return `${id} asked for the run, and somebody else has to sign`;
  const what = excluded === "preparer" ? "the form" : `the form of ${excluded}`;
  return `${id} submitted ${what}, and somebody else has to sign`;
}

/** Why signatures that were given early do not count, now that it is known who did what they stand beside. */
export function whyVoid(step: ManualStep, run: RunState): string | undefined {
  const { notSameAs = [] } = step.signOff ?? {};
  const signatures = stepStateOf(run, step.id)?.manual?.signatures ?? [];
  const barred = signatures.find(({ by }) => notSameAs.some((other) => personOf(other, step, run) === by.id));
  return barred && `${barred.by.id} signed it before it was known that somebody else has to`;
}

function personOf(other: string, step: ManualStep, run: RunState): string | undefined {
  if (other === "initiator") return run.requestedBy.id;
  const state = stepStateOf(run, other === "preparer" ? step.id : other);
  return (state?.manual?.submission?.by ?? state?.decision?.preparer ?? state?.decision?.by)?.id;
}

/** For what a machine check is asked. */
export interface Checked {
  readonly form: JsonValue;
  readonly actor: Actor;
}

/** Asks the machine check of a step. Its failure is no answer, so it counts as not holding. */
export async function findCheckFailure(
  step: ManualStep,
  {
    run,
    procedure,
    held,
  }: {
    readonly run: RunState;
    readonly procedure: Pick<AnyProcedure, "input">;
    readonly held?: { readonly signal: AbortSignal };
  },
  { form, actor }: Checked,
): Promise<string | undefined> {
  if (step.check === undefined) return undefined;
  const signal = held?.signal ?? new AbortController().signal;
  const input = procedure.input.parse(run.input);
  try {
    const found = await step.check({ input, outputs: outputsOf(run), form, actor, signal });
    return found === undefined ? undefined : `the check does not hold: ${found}`;
  } catch (error) {
    signal.throwIfAborted();
    return `the check could not be made: ${error instanceof Error ? error.message : String(error)}`;
  }
}
