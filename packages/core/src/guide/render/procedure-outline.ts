import type { ProcedureDocument, StepDocument } from "../guide-document.js";
import { toAnchor } from "./anchor.js";

/** A step with the number that it has in print. */
export interface OutlinedStep {
  readonly step: StepDocument;
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
