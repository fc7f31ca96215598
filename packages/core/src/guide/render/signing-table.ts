import { describeDue } from "../step/describe-due.js";
import { describeSignOff } from "./manual-facts.js";
import { joinWords, type Section, type Words } from "./page.js";
import { nameStep } from "./place-words.js";
import { type GuideOutline, type ProcedureOutline, stepsOfKind } from "./procedure-outline.js";

const NOBODY: Words = ["–"];

/** Who does and who signs the manual steps of a procedure, all of them in one table. */
export function toSigningTable(
  outline: ProcedureOutline,
  { guide }: Pick<GuideOutline, "guide">,
): readonly Section[] {
  const rows = stepsOfKind(outline.steps, "manual").map((each): readonly Words[] => {
    const { role, due } = each.step;
    const signing = describeSignOff(each.step, outline);
    return [
      nameStep(each),
      [{ strong: role }],
      signing.length === 0 ? NOBODY : joinWords(signing, ". "),
      due === undefined ? NOBODY : [describeDue(due, guide.calendars)],
    ];
  });
  if (rows.length === 0) return [];
  const caption = `Who does and who signs what in ${outline.procedure.title}`;
  return [
    {
      block: "section",
      role: "chapter",
      anchor: `${outline.anchor}.signs`,
      title: "Who signs",
      blocks: [{ block: "table", caption, header: ["Step", "Done by", "Signed by", "By when"], rows }],
    },
  ];
}
