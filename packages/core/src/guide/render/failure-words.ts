import type { Span, Words } from "./page.js";
import { nameStep } from "./place-words.js";
import type { OutlinedStep } from "./procedure-outline.js";

/** A step, and where its failure may lead. */
interface FailingStep extends OutlinedStep {
  readonly next: OutlinedStep | undefined;
  readonly firstFailureStep: OutlinedStep | undefined;
  readonly isFailureStep: boolean;
}

/** What comes of the failure of a step: where it leads, and who is called. */
export function describeFailure({ step, next, firstFailureStep, isFailureStep }: FailingStep): Words {
  const { call, then = "stop" } = step.onFailure ?? {};
  const calls: Words = call === undefined ? [] : [" Call: ", { strong: call }, "."];
  if (isFailureStep) return ["The steps after it are taken all the same.", ...calls];
  if (then === "continue") {
    const way =
      next === undefined ? ["The procedure goes on to its end."] : leadTo("The procedure goes on with", next);
    return [...way, ...calls];
  }
  const undone = then === "compensate" ? "What was done is undone, the latest first; then the" : "The";
  if (firstFailureStep === undefined) return [`${undone} procedure stops.`, ...calls];
  return [...leadTo(`${undone} procedure stops; go to`, firstFailureStep), ...calls];
}

function leadTo(way: string, target: OutlinedStep): readonly Span[] {
  return [`${way} `, ...nameStep(target), "."];
}
