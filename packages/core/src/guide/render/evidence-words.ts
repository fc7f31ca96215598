import type { Words } from "./page.js";
import { nameStep } from "./place-words.js";
import { type ProcedureOutline, stepsOfKind } from "./procedure-outline.js";

/** What of a procedure is evidence: the record of each run, and in it what people signed and what was held against what. */
export function evidenceOf({ steps }: Pick<ProcedureOutline, "steps">): readonly Words[] {
  const manual = stepsOfKind(steps, "manual").map((each): Words => {
    const { signOff, isChecked } = each.step;
    const signed = signOff === undefined ? "the form" : `the form and ${countSignatures(signOff.need)}`;
    return [`${signed} of `, ...nameStep(each), ...(isChecked ? [", checked by machine"] : [])];
  });
  const reconciled = stepsOfKind(steps, "automated")
    .filter(({ step }) => (step.reconcile ?? []).length > 0)
    .map((each): Words => ["the reconciliation of ", ...nameStep(each)]);
  return [["the record of each run: who did what, when, and what came of it"], ...manual, ...reconciled];
}

function countSignatures(need: number): string {
  return need === 1 ? "1 signature" : `${need} signatures`;
}
