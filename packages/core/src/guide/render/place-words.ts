import type { GuideDocument } from "../document/guide-document.js";
import { joinWords, type Words } from "./page.js";
import type { GuideOutline, OutlinedStep, ProcedureOutline } from "./procedure-outline.js";

/** `1.3 Approve the totals`, as a link to the step. */
export function nameStep({ number, step, anchor }: OutlinedStep): Words {
  return [`${number} `, { link: step.title, to: anchor }];
}

/** The step of that id as a link; one that the procedure does not have by its id. */
export function nameStepOf({ steps }: Pick<ProcedureOutline, "steps">, id: string): Words {
  const found = steps.find(({ step }) => step.id === id);
  return found === undefined ? [{ code: id }] : nameStep(found);
}

/** `2 Close the month`, as a link where the procedure is on the page. */
export function nameProcedure({ guide, procedures }: GuideOutline, id: string): Words {
  const found = procedures.find(({ procedure }) => procedure.id === id);
  if (found !== undefined) return [`${found.number} `, { link: found.procedure.title, to: found.anchor }];
  return [guide.procedures.find((procedure) => procedure.id === id)?.title ?? id];
}

/** `finance lead: by telephone`. */
export function nameRole({ contacts }: Pick<GuideDocument, "contacts">, role: string): Words {
  const reach = contacts.find((contact) => contact.role === role)?.reach;
  return reach === undefined ? [{ strong: role }] : [{ strong: role }, ": ", reach];
}

/** `a`, `a or b`, `a, b or c`. */
export function joinOr(parts: readonly Words[]): Words {
  const last = parts.at(-1);
  if (last === undefined || parts.length === 1) return last ?? [];
  return [...joinWords(parts.slice(0, -1), ", "), " or ", ...last];
}
