import { type JsonValue, toJsonValue } from "../../../json.js";
import { toIssues } from "../../../parse-options.js";
import { digestForm, type ManualState } from "../../manual-state.js";
import type { RunState } from "../../run-state.js";
import type { RunnerServices } from "../../runner-options.js";
import { actOnManualStep, type ManualSituation, type ManualStepAct } from "./manual-act.js";
import { completionOf, findCheckFailure } from "./manual-rules.js";

/** A form that a person has filled in. */
export interface FormSubmission extends ManualStepAct {
  readonly form: unknown;
  readonly comment?: string | undefined;
}

/**
 * Keeps the form of a manual step. Without a sign-off the step is done with it; else it waits for signatures, and a form
 * that is submitted again voids those under the one before.
 */
export async function submitForm(services: RunnerServices, submission: FormSubmission): Promise<RunState> {
  const { stepId, actor, comment } = submission;
  let form: JsonValue = null;
  const prepare = async ({ step, run, procedure, state }: ManualSituation) => {
    const parsed = step.form.safeParse(submission.form);
    if (!parsed.success) return `the form does not fit: ${toIssues(parsed.error).join("; ")}`;
    form = toJsonValue(parsed.data);
    // Before the run has come here there is nothing yet to hold it against; that is done when it comes.
    return state?.status === "waiting"
      ? findCheckFailure(step, { run, procedure }, { form, actor })
      : undefined;
  };
  return actOnManualStep(services, submission, { called: "submit", prepare }, ({ step, role, state }) => {
    const holder = state?.manual?.claimed?.by.id;
    if (holder !== undefined && holder !== actor.id) return { refused: `${holder} has claimed it` };
    const submitted = { type: "manual.submitted", data: { stepId, role, form, comment } } as const;
    const manual: ManualState = {
      submission: { by: actor, at: 0, role, form, formDigest: digestForm(form) },
      signatures: [],
      escalations: 0,
    };
    const completion = state?.status === "waiting" ? completionOf(step, manual) : undefined;
    return completion === undefined ? [submitted] : [submitted, completion];
  });
}
