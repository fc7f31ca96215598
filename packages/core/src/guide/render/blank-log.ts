import type { StepDocument } from "../document/step-document.js";
import { fieldsOf } from "./input-words.js";
import type { Block } from "./page.js";

const MOST_FIELDS_A_LINE = 3;

/** The lines on which a person who works from paper writes what happened: of a manual step also its form and signatures. */
export function toBlankLog(step: StepDocument): readonly Block[] {
  if (step.kind === "manual") {
    const signatures = Array.from({ length: step.signOff?.need ?? 0 }, () =>
      blanks("Signed by", "Date, time", "Signature"),
    );
    return [...toFields(fieldsOf(step.form)), blanks("Done by", "Date, time", "Signature"), ...signatures];
  }
  if (step.kind === "waiting") return [blanks("Waited from", "Until", "By")];
  return [blanks("Begun", "Ended", "By", "Outcome, rows, files")];
}

function toFields(names: readonly string[]): readonly Block[] {
  if (names.length === 0) return [];
  const rest = names.slice(MOST_FIELDS_A_LINE);
  return [blanks(...names.slice(0, MOST_FIELDS_A_LINE)), ...toFields(rest)];
}

function blanks(...names: readonly string[]): Block {
  return { block: "blanks", names };
}
