import {
  type DeclaredGuide,
  findUnknown,
  type GuideProblem,
  type NamedPlace,
  type PlacedStep,
} from "./guide-problem.js";
import { findSignOffProblems } from "./sign-off-rules.js";
import type { AutomatedStepDocument, StepDocument } from "./step-document.js";

/** What those who may not sign are called beside the ids of steps. */
const RESERVED_IDS = ["initiator", "preparer"];

/** What a step names that is not there, and what it asks for that cannot be. */
export function findStepProblems(guide: DeclaredGuide, placed: PlacedStep): readonly GuideProblem[] {
  const { step, path } = placed;
  return [
    ...(RESERVED_IDS.includes(step.id)
      ? [{ path: [...path, "id"], message: `${step.id} is who may not sign, and no name for a step` }]
      : []),
    ...findUnknown(path, rolesOf(step), {
      known: guide.contacts.map(({ role }) => role),
      say: (role) => `${role} is no role of the contacts`,
    }),
    ...findUnknown(path, calendarsOf(step), {
      known: (guide.calendars ?? []).map(({ id }) => id),
      say: (calendar) => `the guide has no calendar ${calendar}`,
    }),
    ...(step.kind === "automated" ? findAutomatedProblems(step, placed) : []),
    ...(step.kind === "manual" ? findSignOffProblems(guide, step, placed) : []),
  ];
}

function rolesOf(step: StepDocument): readonly NamedPlace[] {
  const call = step.onFailure?.call;
  const onFailure: readonly NamedPlace[] = call === undefined ? [] : [[["onFailure", "call"], call]];
  if (step.kind !== "manual") return onFailure;
  return [
    ...onFailure,
    [["role"], step.role],
    ...(step.signOff?.by ?? []).map((role, at): NamedPlace => [["signOff", "by", at], role]),
    ...(step.escalate ?? []).map((each, at): NamedPlace => [["escalate", at, "call"], each.call]),
  ];
}

function calendarsOf(step: StepDocument): readonly NamedPlace[] {
  if (step.kind !== "manual" && step.kind !== "waiting") return [];
  const escalations = step.kind === "manual" ? (step.escalate ?? []) : [];
  const dues = [
    [["due"], step.due] as const,
    ...escalations.map(({ due }, at) => [["escalate", at, "due"], due] as const),
    ...(step.kind === "waiting" && !("words" in step.until) ? [[["until"], step.until] as const] : []),
  ];
  return dues.flatMap(([place, due]): readonly NamedPlace[] =>
    due !== undefined && "calendar" in due ? [[[...place, "calendar"], due.calendar]] : [],
  );
}

function findAutomatedProblems(
  { reconcile = [], compensate }: AutomatedStepDocument,
  { path, before, isFailureStep }: PlacedStep,
): readonly GuideProblem[] {
  const counted = before.filter(({ kind }) => kind === "automated");
  const message = "a step that is taken after a failure is not undone";
  return [
    ...findUnknown(
      path,
      reconcile.map((check, at) => [["reconcile", at, "with", "step"], check.with.step]),
      { known: counted.map(({ id }) => id), say: (id) => `${id} is no automated step before it` },
    ),
    ...(isFailureStep && compensate !== undefined ? [{ path: [...path, "compensate"], message }] : []),
  ];
}
