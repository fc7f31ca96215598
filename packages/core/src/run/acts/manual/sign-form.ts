import type { ManualStep } from "../../../guide/procedure.js";
import type { RunState } from "../../run-state.js";
import type { RunnerServices } from "../../runner-options.js";
import { actOnManualStep, type ManualSituation, type ManualStepAct } from "./manual-act.js";
import { completionOf, findCheckFailure, whyNotSign } from "./manual-rules.js";

/** A signature under the form of a manual step. */
export interface FormSignature extends ManualStepAct {
  /** The digest of the form that was looked at: another one is not signed. @defaultValue the form as it stands */
  readonly formDigest?: string | undefined;
  readonly comment?: string | undefined;
}

/** A form that is sent back. */
export interface FormRejection extends ManualStepAct {
  readonly reason: string;
}

const signers = ({ signOff, role }: ManualStep) => signOff?.by ?? [role];

/** Signs the form of a manual step; with the last signature that it needs, the step is done. */
export async function signForm(services: RunnerServices, signature: FormSignature): Promise<RunState> {
  const { stepId, actor, comment } = signature;
  let checkedDigest: string | undefined;
  const prepare = async ({ step, run, procedure, state }: ManualSituation) => {
    const submission = state?.manual?.submission;
    if (submission === undefined || state?.status !== "waiting") return undefined;
    checkedDigest = submission.formDigest;
    return findCheckFailure(step, { run, procedure }, { form: submission.form, actor });
  };
  return actOnManualStep(
    services,
    signature,
    { called: "sign", roles: signers, prepare },
    ({ step, run, role, state }) => {
      const obstacle = whyNotSign(step, run, actor);
      const submission = state?.manual?.submission;
      if (obstacle !== undefined || submission === undefined)
        return { refused: obstacle ?? "there is no form" };
      const { formDigest } = submission;
      const seen = signature.formDigest ?? checkedDigest ?? formDigest;
      if (seen !== formDigest) return { refused: "the form has been submitted anew since; look at it again" };
      const isOpen = state?.status === "waiting";
      const isChecked = isOpen && step.check !== undefined;
      const signed = {
        type: "manual.signed",
        data: { stepId, role, formDigest, isChecked, comment },
      } as const;
      const mine = { by: actor, at: 0, role };
      const signatures = [...(state?.manual?.signatures ?? []), mine];
      const completion = isOpen ? completionOf(step, { submission, signatures, escalations: 0 }) : undefined;
      return completion === undefined ? [signed] : [signed, completion];
    },
  );
}

/** Sends the form of a manual step back: it has to be submitted anew, and what was signed is void. */
export function rejectForm(services: RunnerServices, rejection: FormRejection): Promise<RunState> {
  const { stepId, reason } = rejection;
  const roles = (step: ManualStep) => [...signers(step), step.role];
  return actOnManualStep(services, rejection, { called: "reject", roles }, ({ state, role }) => {
    if (state?.manual?.submission === undefined) return { refused: "no form has been submitted yet" };
    if (reason.trim() === "") return { refused: "it needs a reason" };
    return [{ type: "manual.rejected", data: { stepId, role, reason } }];
  });
}
