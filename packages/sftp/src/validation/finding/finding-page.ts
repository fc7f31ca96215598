import { FINDING_SUBJECTS, type FindingCode } from "./finding-codes.js";

/** Subjects by code. */
const SUBJECT_OF = new Map(
  Object.entries(FINDING_SUBJECTS).flatMap(([subject, kinds]) =>
    Object.keys(kinds).map((code) => [code, subject] as const),
  ),
);

/** Where a code is explained, from the root of the project: stable for as long as the code has its subject. */
export function getFindingPage(code: FindingCode): string {
  return `docs/findings/${SUBJECT_OF.get(code) ?? "README"}.md#${code}`;
}
