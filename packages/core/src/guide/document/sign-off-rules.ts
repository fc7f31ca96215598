import { type DeclaredGuide, findUnknown, type GuideProblem, type PlacedStep } from "./guide-problem.js";
import type { ManualStepDocument } from "./step-document.js";

/** A sign-off that nobody can give, and people who may not sign for a step that nobody has done by hand. */
export function findSignOffProblems(
  { contacts }: Pick<DeclaredGuide, "contacts">,
  { signOff, role }: ManualStepDocument,
  { path, before }: PlacedStep,
): readonly GuideProblem[] {
  if (signOff === undefined) return [];
  const { need, by = [role], notSameAs = [] } = signOff;
  const most = countPeople(contacts.filter((contact) => by.includes(contact.role)));
  const message = `asks for ${need} people, but only ${most} ${most === 1 ? "is" : "are"} ${by.join(" or ")}`;
  const done = before.filter(({ kind }) => kind === "manual").map(({ id }) => id);
  return [
    ...(need > most ? [{ path: [...path, "signOff", "need"], message }] : []),
    ...findUnknown(
      path,
      notSameAs.map((other, at) => [["signOff", "notSameAs", at], other]),
      { known: ["initiator", "preparer", ...done], say: (id) => `${id} is no manual step before it` },
    ),
  ];
}

/** How many people hold one of these roles; without end where a role is not fixed, or unknown. */
function countPeople(contacts: DeclaredGuide["contacts"]): number {
  if (contacts.length === 0) return Number.POSITIVE_INFINITY;
  return contacts.reduce((sum, { people = Number.POSITIVE_INFINITY }) => sum + people, 0);
}
