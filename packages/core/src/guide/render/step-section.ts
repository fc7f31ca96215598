import { type Block, type Section, type Span, steps, type Words } from "./page.js";
import { describePolicy } from "./policy-words.js";
import type { OutlinedStep } from "./procedure-outline.js";

/** A step in its procedure: what stands around it, and what is said of it in a run. */
export interface PlacedStep extends OutlinedStep {
  /** Where a success, or a failure that does not stop the procedure, leads. */
  readonly next: OutlinedStep | undefined;
  /** Where a failure that stops the procedure leads. */
  readonly firstFailureStep: OutlinedStep | undefined;
  readonly isFailureStep: boolean;
  /** What happened, or the lines on which to write it down. */
  readonly log: readonly Block[];
}

/** A step as it is read: what to do, what may be done again, and what comes of success, failure and doubt. */
export function toStepSection(placed: PlacedStep): Section {
  const { step, number, anchor, log } = placed;
  return {
    block: "section",
    role: "step",
    anchor,
    number,
    title: step.title,
    blocks: [
      {
        block: "paragraph",
        isQuiet: true,
        words: [{ code: step.id }, ` · ${describePolicy(step).join(" ")}`],
      },
      steps(step.instructions),
      ...(step.onSuccess === undefined
        ? []
        : [branch("good", "On success", [], step.onSuccess.instructions)]),
      branch("bad", "On failure", describeFailure(placed), step.onFailure?.instructions ?? []),
      ...(step.onDoubt === undefined ? [] : [branch("odd", "In doubt", [], step.onDoubt.instructions)]),
      ...log,
    ],
  };
}

function branch(
  tone: "good" | "odd" | "bad",
  title: string,
  words: Words,
  instructions: readonly string[],
): Block {
  const blocks = instructions.length === 0 ? [] : [steps(instructions)];
  return { block: "note", role: "branch", tone, title, words, blocks };
}

function describeFailure({ step, next, firstFailureStep, isFailureStep }: PlacedStep): Words {
  const { call, then = "stop" } = step.onFailure ?? {};
  const calls: Words = call === undefined ? [] : [" Call: ", { strong: call }, "."];
  if (isFailureStep) return ["The steps after it are taken all the same.", ...calls];
  if (then === "continue") {
    return [
      ...(next === undefined ? ["The procedure goes on to its end."] : leadTo("goes on with", next)),
      ...calls,
    ];
  }
  if (firstFailureStep === undefined) return ["The procedure stops.", ...calls];
  return [...leadTo("stops; go to", firstFailureStep), ...calls];
}

function leadTo(way: string, target: OutlinedStep): readonly Span[] {
  return [`The procedure ${way} ${target.number} `, { link: target.step.title, to: target.anchor }, "."];
}

/** The lines on which a person who works from paper writes what happened. */
export const BLANK_LOG: readonly Block[] = [
  { block: "blanks", names: ["Begun", "Ended", "By", "Outcome, rows, files"] },
];

/** What is said where a run has not come to a step. */
export const NOT_BEGUN: readonly Block[] = [
  { block: "note", role: "record", tone: "quiet", title: "Not begun", blocks: [] },
];
