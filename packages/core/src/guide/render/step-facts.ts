import type { CallingStepDocument, StepDocument, WaitingStepDocument } from "../document/step-document.js";
import { describeDue } from "../step/describe-due.js";
import { describeAutomated } from "./automated-facts.js";
import { describeAnswer } from "./input-words.js";
import { describeManual } from "./manual-facts.js";
import type { Fact } from "./page.js";
import { nameProcedure } from "./place-words.js";
import type { GuideOutline, ProcedureOutline } from "./procedure-outline.js";

/** What is to be known of a step beside its instructions, by its kind. */
export function describeStepFacts(
  step: StepDocument,
  outline: Pick<ProcedureOutline, "steps">,
  guide: GuideOutline,
): readonly Fact[] {
  const facts = factsOf(step, outline, guide);
  return facts.filter(({ lines }) => lines.length > 0);
}

function factsOf(
  step: StepDocument,
  outline: Pick<ProcedureOutline, "steps">,
  guide: GuideOutline,
): readonly Fact[] {
  switch (step.kind) {
    case "automated":
      return describeAutomated(step, outline);
    case "manual":
      return describeManual(step, outline, guide);
    case "waiting":
      return describeWaiting(step, guide);
    case "calling":
      return describeCalling(step, guide);
  }
}

function describeWaiting({ until, due }: WaitingStepDocument, { guide }: GuideOutline): readonly Fact[] {
  const words = "words" in until ? until.words : describeDue(until, guide.calendars);
  return [
    { name: "Waits until", lines: [[words]] },
    { name: "Is told", lines: "told" in until ? describeAnswer(until.told) : [] },
    {
      name: "By when",
      lines: due === undefined ? [] : [[`${describeDue(due, guide.calendars)}; it fails then.`]],
    },
  ];
}

function describeCalling({ procedureId }: CallingStepDocument, guide: GuideOutline): readonly Fact[] {
  return [{ name: "Performs", lines: [[...nameProcedure(guide, procedureId), ", and waits for its end"]] }];
}
