import type { StepDocument } from "../document/step-document.js";
import { describeFailure } from "./failure-words.js";
import { type Block, type Section, steps, type Words } from "./page.js";
import { describePolicy } from "./policy-words.js";
import type { GuideOutline, OutlinedStep, ProcedureOutline } from "./procedure-outline.js";
import { describeStepFacts } from "./step-facts.js";

/** A step in its procedure: what stands around it, and what is said of it in a run. */
export interface PlacedStep extends OutlinedStep {
  /** Where a success, or a failure that does not stop the procedure, leads. */
  readonly next: OutlinedStep | undefined;
  /** Where a failure that stops the procedure leads. */
  readonly firstFailureStep: OutlinedStep | undefined;
  readonly isFailureStep: boolean;
  readonly outline: ProcedureOutline;
  readonly guide: GuideOutline;
  /** What happened, or the lines on which to write it down. */
  readonly log: readonly Block[];
}

/** A step as it is read: what to do, what may be done again, and what comes of success, failure and doubt. */
export function toStepSection(placed: PlacedStep): Section {
  const { step, number, anchor, outline, guide, log } = placed;
  const facts = describeStepFacts(step, outline, guide);
  return {
    block: "section",
    role: "step",
    anchor,
    number,
    title: step.title,
    blocks: [
      { block: "paragraph", isQuiet: true, words: [{ code: step.id }, ` · ${describeKind(step)}`] },
      ...(facts.length === 0 ? [] : [{ block: "facts", facts } as const]),
      steps(step.instructions),
      ...(step.onSuccess === undefined
        ? []
        : [branch("good", "On success", [], step.onSuccess.instructions)]),
      branch("bad", "On failure", describeFailure(placed), step.onFailure?.instructions ?? []),
      ...(step.kind === "automated" ? toWaysOut(step) : []),
      ...log,
    ],
  };
}

function describeKind(step: StepDocument): string {
  switch (step.kind) {
    case "automated":
      return describePolicy(step).join(" ");
    case "manual":
      return "Done by people; the service waits for them.";
    case "waiting":
      return "The service waits.";
    case "calling":
      return "Another procedure, performed as a run of its own.";
  }
}

/** What to do in doubt, and how the step is undone. */
function toWaysOut({
  onDoubt,
  compensate,
}: Extract<StepDocument, { readonly kind: "automated" }>): readonly Block[] {
  const inDoubt = (doubt: typeof onDoubt) =>
    doubt === undefined ? [] : [branch("odd", "In doubt", [], doubt.instructions)];
  if (compensate === undefined) return inDoubt(onDoubt);
  const policy = describePolicy(compensate).join(" ");
  const undoing = branch("quiet", "How it is undone", [policy], compensate.instructions);
  return [...inDoubt(onDoubt), { ...undoing, blocks: [...undoing.blocks, ...inDoubt(compensate.onDoubt)] }];
}

function branch(
  tone: "good" | "odd" | "bad" | "quiet",
  title: string,
  words: Words,
  instructions: readonly string[],
): Extract<Block, { readonly block: "note" }> {
  const blocks = instructions.length === 0 ? [] : [steps(instructions)];
  return { block: "note", role: "branch", tone, title, words, blocks };
}
