import { type Block, joinWords, paragraph, type Section } from "./page.js";
import { nameStep } from "./place-words.js";
import { type ProcedureOutline, stepsOfKind } from "./procedure-outline.js";

/** What comes after a failure: in which order things are undone, and the steps that are taken then. */
export function toFailureSection(
  outline: ProcedureOutline,
  failureSteps: readonly Section[],
): readonly Section[] {
  const blocks = [...toUndoing(outline), ...failureSteps];
  if (blocks.length === 0) return [];
  return [
    {
      block: "section",
      role: "chapter",
      anchor: `${outline.anchor}.failed`,
      title: "When the procedure has failed",
      blocks,
    },
  ];
}

function toUndoing({ steps }: ProcedureOutline): readonly Block[] {
  const undone = stepsOfKind(steps, "automated").filter(({ step }) => step.compensate !== undefined);
  if (undone.length === 0) return [];
  const failing = steps.filter(({ step }) => step.onFailure?.then === "compensate");
  const after =
    failing.length === 0 ? [] : [" after a failure of ", ...joinWords(failing.map(nameStep), ", "), ", and"];
  return [
    paragraph(
      "What was done is undone",
      ...after,
      " when somebody who cancels a run asks for it, in this order:",
    ),
    { block: "list", isOrdered: true, items: undone.toReversed().map(nameStep) },
  ];
}
