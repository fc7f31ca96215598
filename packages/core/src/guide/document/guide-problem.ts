import type { StepDocument } from "./step-document.js";

/** Something in a guide that cannot work, and where. */
export interface GuideProblem {
  readonly path: (string | number)[];
  readonly message: string;
}

/** What the rules look at. */
export interface DeclaredGuide {
  readonly environments: readonly { readonly id: string }[];
  readonly contacts: readonly { readonly role: string; readonly people?: number | undefined }[];
  readonly controls?: readonly { readonly id: string }[] | undefined;
  readonly calendars?: readonly { readonly id: string }[] | undefined;
  readonly procedures: readonly DeclaredProcedure[];
  readonly schedules?: readonly DeclaredSchedule[] | undefined;
}

export interface DeclaredProcedure {
  readonly id: string;
  readonly controls?: readonly string[] | undefined;
  readonly steps: readonly StepDocument[];
  readonly failureSteps: readonly StepDocument[];
}

interface DeclaredSchedule {
  readonly procedureId: string;
  readonly schedule: { readonly id: string };
}

/** A step, where it stands, and those before it. */
export interface PlacedStep {
  readonly step: StepDocument;
  readonly path: readonly (string | number)[];
  readonly before: readonly StepDocument[];
  readonly isFailureStep: boolean;
}

/** A name that a part of a guide uses, and where. */
export type NamedPlace = readonly [place: readonly (string | number)[], name: string];

/** The names that are none of the known ones, each with what is wrong about it. */
export function findUnknown(
  path: readonly (string | number)[],
  names: readonly NamedPlace[],
  { known, say }: { readonly known: readonly string[]; say(name: string): string },
): readonly GuideProblem[] {
  return names.flatMap(([place, name]) =>
    known.includes(name) ? [] : [{ path: [...path, ...place], message: say(name) }],
  );
}
