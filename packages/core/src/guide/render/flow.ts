import type { StepStatus } from "../../run/run-state.js";
import type { StepDocument } from "../document/step-document.js";
import type { AfterFailure } from "../step/step-text.js";
import type { OutlinedStep, ProcedureOutline } from "./procedure-outline.js";

/** A step as a flow shows it. */
export interface FlowStep {
  readonly number: string;
  readonly anchor: string;
  readonly title: string;
  readonly kind: StepDocument["kind"];
  /** It must never be done twice. */
  readonly isOnce: boolean;
  /** It can be undone by the service. */
  readonly canBeUndone: boolean;
  /** How many people sign, beside whoever does it. */
  readonly signatures: number;
  /** Where a failure leads: the procedure stops, goes on, or undoes what was done and stops. */
  readonly onFailure: AfterFailure;
  /** Whom to call then. */
  readonly call?: string | undefined;
  /** Where it stands in the run that is shown. */
  readonly status?: StepStatus | undefined;
}

/** The way through a procedure: its steps in order, and where each leads when it fails. */
export interface Flow {
  readonly title: string;
  readonly steps: readonly FlowStep[];
  readonly failureSteps: readonly FlowStep[];
}

/** The flow of a procedure, with the statuses of a run where one is shown. */
export function toFlow(
  { procedure, steps, failureSteps }: ProcedureOutline,
  statusOf: (stepId: string) => StepStatus | undefined = () => undefined,
): Flow {
  const toFlowStep = ({ step, number, anchor }: OutlinedStep): FlowStep => ({
    number,
    anchor,
    title: step.title,
    kind: step.kind,
    isOnce: step.kind === "automated" && step.effect === "once",
    canBeUndone: step.kind === "automated" && step.compensate !== undefined,
    signatures: step.kind === "manual" ? (step.signOff?.need ?? 0) : 0,
    onFailure: step.onFailure?.then ?? "stop",
    call: step.onFailure?.call,
    status: statusOf(step.id),
  });
  return {
    title: procedure.title,
    steps: steps.map(toFlowStep),
    // A failure step that fails itself does not keep the others from being taken.
    failureSteps: failureSteps.map((each) => ({ ...toFlowStep(each), onFailure: "continue" })),
  };
}

const WAYS: Readonly<Record<AfterFailure, string>> = {
  stop: "stops",
  continue: "goes on",
  compensate: "undoes, then stops",
};

/** What comes of a failure of a step, in a few words each: where it leads, and whom to call. */
export function describeBranch({ onFailure, call }: FlowStep): readonly string[] {
  return call === undefined ? [WAYS[onFailure]] : [WAYS[onFailure], `call ${call}`];
}

/** What is to be known of a step beside its title, in a few words each. */
export function describeMarks({ kind, isOnce, canBeUndone, signatures }: FlowStep): readonly string[] {
  return [
    ...(isOnce ? ["only once"] : []),
    ...(canBeUndone ? ["can be undone"] : []),
    ...(kind === "manual" ? ["by people"] : []),
    ...(signatures === 0 ? [] : [`${signatures} ${signatures === 1 ? "signs" : "sign"}`]),
    ...(kind === "waiting" ? ["a wait"] : []),
    ...(kind === "calling" ? ["another procedure"] : []),
  ];
}

const LEGEND: readonly (readonly [isShown: (step: FlowStep) => boolean, sentence: string])[] = [
  [({ isOnce }) => isOnce, "A step marked once must never be done twice."],
  [({ kind }) => kind === "manual", "A person: done by people."],
  [({ kind }) => kind === "waiting", "Rounded: the service waits."],
  [({ kind }) => kind === "calling", "Doubled sides: another procedure."],
  [({ canBeUndone }) => canBeUndone, "A turned arrow: it can be undone."],
];

/** What the shapes and marks of a flow mean, for those that it has. */
export function describeLegend({ steps, failureSteps }: Flow): string {
  const all = [...steps, ...failureSteps];
  const sentences = LEGEND.filter(([isShown]) => all.some(isShown)).map(([, sentence]) => sentence);
  return [...sentences, "To the right: what comes of a failure."].join(" ");
}
