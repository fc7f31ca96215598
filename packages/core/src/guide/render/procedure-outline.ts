import type { GuideDocument, ProcedureDocument } from "../document/guide-document.js";
import type { StepDocument } from "../document/step-document.js";
import { toAnchor } from "./anchor.js";

/** A step with the number that it has in print. */
export interface OutlinedStep<Kind extends StepDocument = StepDocument> {
  readonly step: Kind;
  /** `1.3`, and `1.F2` for the second step to take after a failure. */
  readonly number: string;
  readonly anchor: string;
}

/** A procedure with its steps numbered. */
export interface ProcedureOutline {
  readonly procedure: ProcedureDocument;
  readonly number: string;
  readonly anchor: string;
  readonly steps: readonly OutlinedStep[];
  readonly failureSteps: readonly OutlinedStep[];
}

/** A guide as far as it is on the page: links lead to its procedures there, and to no others. */
export interface GuideOutline {
  readonly guide: GuideDocument;
  readonly procedures: readonly ProcedureOutline[];
}

/** Numbers all procedures of a guide. */
export function outlineGuide(guide: GuideDocument): GuideOutline {
  return { guide, procedures: guide.procedures.map(outlineProcedure) };
}

/** Numbers a procedure, by its place in the guide from 0. */
export function outlineProcedure(procedure: ProcedureDocument, index: number): ProcedureOutline {
  const number = String(index + 1);
  const outline = (steps: readonly StepDocument[], prefix: string): readonly OutlinedStep[] =>
    steps.map((step, at) => ({
      step,
      number: `${number}.${prefix}${at + 1}`,
      anchor: toAnchor(procedure.id, step.id),
    }));
  return {
    procedure,
    number,
    anchor: toAnchor(procedure.id),
    steps: outline(procedure.steps, ""),
    failureSteps: outline(procedure.failureSteps, "F"),
  };
}

/** The steps of one kind. */
export function stepsOfKind<Kind extends StepDocument["kind"]>(
  steps: readonly OutlinedStep[],
  kind: Kind,
): readonly OutlinedStep<Extract<StepDocument, { readonly kind: Kind }>>[] {
  return steps.filter(
    (each): each is OutlinedStep<Extract<StepDocument, { readonly kind: Kind }>> => each.step.kind === kind,
  );
}
