import type { StepStatus } from "../../run/run-state.js";
import type { GuideDocument } from "../guide-document.js";
import { toFlow } from "./flow.js";
import { describeInput } from "./input-words.js";
import { type Block, type Fact, paragraph, type Section, type Words } from "./page.js";
import type { OutlinedStep, ProcedureOutline } from "./procedure-outline.js";
import { BLANK_LOG, type PlacedStep, toStepSection } from "./step-section.js";

/** What a run has to say of the steps of its procedure. */
export interface StepRecords {
  statusOf(stepId: string): StepStatus | undefined;
  logOf(stepId: string): readonly Block[];
}

/** Without a run there is paper to write on. */
const NO_RUN: StepRecords = { statusOf: () => undefined, logOf: () => BLANK_LOG };

/** A procedure as it is read, with its flow and its steps; in a run, with what happened at each. */
export function toProcedureSection(
  outline: ProcedureOutline,
  { contacts }: Pick<GuideDocument, "contacts">,
  records: StepRecords = NO_RUN,
): Section {
  const { procedure, number, anchor, steps, failureSteps } = outline;
  const facts = toFacts(outline, contacts);
  return {
    block: "section",
    role: "procedure",
    anchor,
    number,
    title: procedure.title,
    blocks: [
      ...(procedure.purpose === undefined ? [] : [paragraph(procedure.purpose)]),
      ...(facts.length === 0 ? [] : [{ block: "facts", facts } as const]),
      { block: "flow", flow: toFlow(outline, records.statusOf) },
      ...placeSteps(steps, failureSteps[0], records).map(toStepSection),
      ...toFailureSection(outline, records),
    ],
  };
}

function toFailureSection(
  { anchor, failureSteps }: ProcedureOutline,
  records: StepRecords,
): readonly Section[] {
  if (failureSteps.length === 0) return [];
  const placed = placeSteps(failureSteps, undefined, records).map((step) => ({
    ...step,
    isFailureStep: true,
  }));
  return [
    {
      block: "section",
      role: "chapter",
      anchor: `${anchor}.failed`,
      title: "When the procedure has failed",
      blocks: placed.map(toStepSection),
    },
  ];
}

function placeSteps(
  steps: readonly OutlinedStep[],
  firstFailureStep: OutlinedStep | undefined,
  { logOf }: StepRecords,
): readonly PlacedStep[] {
  return steps.map((each, index) => ({
    ...each,
    next: steps[index + 1],
    firstFailureStep,
    isFailureStep: false,
    log: logOf(each.step.id),
  }));
}

function toFacts({ procedure }: ProcedureOutline, contacts: GuideDocument["contacts"]): readonly Fact[] {
  const { due, input, steps, failureSteps } = procedure;
  const called = new Set([...steps, ...failureSteps].map(({ onFailure }) => onFailure?.call));
  const calls = contacts
    .filter(({ role }) => called.has(role))
    .map(({ role, reach }): Words => [{ strong: role }, ": ", reach]);
  return [
    { name: "Due", lines: due === undefined ? [] : [[due]] },
    { name: "Needs", lines: describeInput(input) },
    { name: "Who is called", lines: calls },
  ].filter(({ lines }) => lines.length > 0);
}
