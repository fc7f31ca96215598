import type { StepStatus } from "../../run/run-state.js";
import { toBlankLog } from "./blank-log.js";
import { toFailureSection } from "./failure-section.js";
import { toFlow } from "./flow.js";
import { type Block, paragraph, type Section } from "./page.js";
import { describeProcedureFacts } from "./procedure-facts.js";
import type { GuideOutline, OutlinedStep, ProcedureOutline } from "./procedure-outline.js";
import { toSigningTable } from "./signing-table.js";
import { type PlacedStep, toStepSection } from "./step-section.js";

/** What a run has to say of the steps of its procedure. */
export interface StepRecords {
  statusOf(stepId: string): StepStatus | undefined;
  logOf(stepId: string): readonly Block[];
}

/** A procedure as it is read, with its flow and its steps; in a run, with what happened at each. */
export function toProcedureSection(
  outline: ProcedureOutline,
  guide: GuideOutline,
  records?: StepRecords,
): Section {
  const { procedure, number, anchor, steps, failureSteps } = outline;
  const facts = describeProcedureFacts(outline, guide);
  const place = (each: OutlinedStep): Pick<PlacedStep, "outline" | "guide" | "log"> => ({
    outline,
    guide,
    // Without a run there is paper to write on.
    log: records === undefined ? toBlankLog(each.step) : records.logOf(each.step.id),
  });
  return {
    block: "section",
    role: "procedure",
    anchor,
    number,
    title: procedure.title,
    blocks: [
      ...(procedure.purpose === undefined ? [] : [paragraph(procedure.purpose)]),
      ...(facts.length === 0 ? [] : [{ block: "facts", facts } as const]),
      { block: "flow", flow: toFlow(outline, records?.statusOf) },
      ...toSigningTable(outline, guide),
      ...steps.map((each, index) =>
        toStepSection({
          ...{ ...each, ...place(each), next: steps[index + 1] },
          ...{ firstFailureStep: failureSteps[0], isFailureStep: false },
        }),
      ),
      ...toFailureSection(
        outline,
        failureSteps.map((each, index) =>
          toStepSection({
            ...{ ...each, ...place(each), next: failureSteps[index + 1] },
            ...{ firstFailureStep: undefined, isFailureStep: true },
          }),
        ),
      ),
    ],
  };
}
