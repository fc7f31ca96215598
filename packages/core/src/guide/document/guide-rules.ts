import { findCallProblems } from "./call-rules.js";
import {
  type DeclaredGuide,
  type DeclaredProcedure,
  findUnknown,
  type GuideProblem,
  type PlacedStep,
} from "./guide-problem.js";
import { findStepProblems } from "./step-rules.js";

/** Everything in a guide whose parts are right, each by itself, that cannot work together. */
export function findGuideProblems(guide: DeclaredGuide): readonly GuideProblem[] {
  const { procedures, schedules = [] } = guide;
  return [
    ...findRepeated(guide),
    ...procedures.flatMap((procedure, index) => findProcedureProblems(guide, procedure, index)),
    ...findUnknown(
      ["schedules"],
      schedules.map(({ procedureId }, index) => [[index, "procedureId"], procedureId]),
      { known: procedures.map(({ id }) => id), say: (id) => `the guide has no procedure ${id}` },
    ),
    ...findCallProblems(procedures),
  ];
}

function findRepeated(guide: DeclaredGuide): readonly GuideProblem[] {
  const { environments, contacts, controls = [], calendars = [], procedures, schedules = [] } = guide;
  const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  return [
    ...findTwice("environments", ["id"], idsOf(environments)),
    ...findTwice(
      "contacts",
      ["role"],
      contacts.map(({ role }) => role),
    ),
    ...findTwice("controls", ["id"], idsOf(controls)),
    ...findTwice("calendars", ["id"], idsOf(calendars)),
    ...findTwice("procedures", ["id"], idsOf(procedures)),
    ...findTwice("schedules", ["schedule", "id"], idsOf(schedules.map(({ schedule }) => schedule))),
  ];
}

function findTwice(
  list: string,
  field: readonly string[],
  names: readonly string[],
): readonly GuideProblem[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ path: [list, index, ...field], message: `${name} is the ${field.at(-1)} of an earlier one` }],
  );
}

function findProcedureProblems(
  guide: DeclaredGuide,
  procedure: DeclaredProcedure,
  index: number,
): readonly GuideProblem[] {
  const path = ["procedures", index];
  const { controls = [], steps, failureSteps } = procedure;
  const placed: readonly PlacedStep[] = [
    ...steps.map((step, at) => ({
      ...{ step, path: [...path, "steps", at] },
      ...{ before: steps.slice(0, at), isFailureStep: false },
    })),
    ...failureSteps.map((step, at) => ({
      ...{ step, path: [...path, "failureSteps", at] },
      ...{ before: steps, isFailureStep: true },
    })),
  ];
  const ids = placed.map(({ step }) => step.id);
  const taken = placed.flatMap(({ step, path: place }, at) =>
    ids.indexOf(step.id) === at
      ? []
      : [{ path: [...place, "id"], message: `${step.id} is the id of an earlier step` }],
  );
  return [
    ...findUnknown(
      path,
      controls.map((control, at) => [["controls", at], control]),
      {
        known: (guide.controls ?? []).map(({ id }) => id),
        say: (control) => `the guide has no control ${control}`,
      },
    ),
    ...taken,
    ...placed.flatMap((step) => findStepProblems(guide, step)),
  ];
}
