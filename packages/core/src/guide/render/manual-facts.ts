import type { ManualStepDocument } from "../document/step-document.js";
import { describeDue } from "../step/describe-due.js";
import { describeAnswer } from "./input-words.js";
import type { Fact, Words } from "./page.js";
import { joinOr, nameRole, nameStepOf } from "./place-words.js";
import type { GuideOutline, ProcedureOutline } from "./procedure-outline.js";
import { shortenValue } from "./value-text.js";

/** What people have to know of a step that they do: who, what is filled in, who signs, by when, and what else. */
export function describeManual(
  step: ManualStepDocument,
  outline: Pick<ProcedureOutline, "steps">,
  { guide }: Pick<GuideOutline, "guide">,
): readonly Fact[] {
  const { role, form, isChecked, due, escalate = [] } = step;
  const dueWords = (moment: NonNullable<typeof due>) => describeDue(moment, guide.calendars);
  return [
    { name: "Done by", lines: [nameRole(guide, role)] },
    { name: "To fill in", lines: describeAnswer(form) },
    { name: "Signed by", lines: describeSignOff(step, outline) },
    {
      name: "Machine check",
      lines: isChecked
        ? [["At every submission and every signature; neither counts unless the check holds."]]
        : [],
    },
    { name: "By when", lines: due === undefined ? [] : [[dueWords(due)]] },
    { name: "When overdue", lines: due === undefined ? [] : [describeOverdue(step)] },
    {
      name: "Called as it waits",
      lines: escalate.map(
        ({ due: moment, call }): Words => [`${dueWords(moment)}: `, ...nameRole(guide, call)],
      ),
    },
  ];
}

/** How many people sign and as whom, and who may not; nothing where nobody signs. */
export function describeSignOff(
  { signOff, role }: Pick<ManualStepDocument, "signOff" | "role">,
  outline: Pick<ProcedureOutline, "steps">,
): readonly Words[] {
  if (signOff === undefined) return [];
  const { need, by = [role], notSameAs = [] } = signOff;
  const roles = joinOr(by.map((each): Words => [{ strong: each }]));
  const who: Words = [need === 1 ? "1 person, " : `${need} people, each of them `, ...roles];
  if (notSameAs.length === 0) return [who];
  return [who, ["Not by ", ...joinOr(notSameAs.map((other) => describeExcluded(other, outline)))]];
}

function describeExcluded(other: string, outline: Pick<ProcedureOutline, "steps">): Words {
  if (other === "initiator") return ["whoever asked for the run"];
  if (other === "preparer") return ["whoever filled in this form"];
  return ["whoever filled in ", ...nameStepOf(outline, other)];
}

function describeOverdue({ whenOverdue = "wait" }: ManualStepDocument): Words {
  if (whenOverdue === "wait") return ["It goes on waiting."];
  if (whenOverdue === "fail") return ["It fails."];
  return ["It counts as done with ", { code: shortenValue(whenOverdue.submit) }, "."];
}
