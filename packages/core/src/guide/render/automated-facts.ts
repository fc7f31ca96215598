import type { AutomatedStepDocument } from "../document/step-document.js";
import type { Reconciliation } from "../step/reconciliation.js";
import { describeExpectation } from "./expectation-words.js";
import type { Fact, Words } from "./page.js";
import { nameStepOf } from "./place-words.js";
import type { ProcedureOutline } from "./procedure-outline.js";

const MEASURES: Readonly<Record<Reconciliation["measure"], string>> = {
  rowsRead: "rows read",
  rowsWritten: "rows written",
  rowsRejected: "rows rejected",
  files: "files",
  bytes: "bytes",
  amounts: "amounts",
};

/** What an automated step should move, and what that has to agree with. */
export function describeAutomated(
  { expect, reconcile = [] }: AutomatedStepDocument,
  outline: Pick<ProcedureOutline, "steps">,
): readonly Fact[] {
  return [
    { name: "Expected", lines: expect === undefined ? [] : [[describeExpectation(expect)]] },
    { name: "Reconciled", lines: reconcile.map((check) => describeReconciliation(check, outline)) },
  ];
}

function describeReconciliation(
  { measure, with: other }: Reconciliation,
  outline: Pick<ProcedureOutline, "steps">,
): Words {
  const here = MEASURES[measure];
  return [
    `${here.charAt(0).toUpperCase()}${here.slice(1)} here have to equal ${MEASURES[other.measure]} in `,
    ...nameStepOf(outline, other.step),
    ".",
  ];
}
