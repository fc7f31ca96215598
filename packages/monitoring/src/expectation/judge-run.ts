import { type Judgement, type RunState, type StepState, toStepSubject, VOLUME_MEASURES } from "@spm-ops/core";
import { type JudgePolicy, judge } from "./judge.js";

const MEASURES = ["durationMs", ...VOLUME_MEASURES] as const;

type Measure = (typeof MEASURES)[number];

/**
 * Judges the run as a whole and each of its finished steps against earlier runs of the same procedure.
 *
 * Learns from runs that succeeded and were requested before this one, in any order and also of other procedures:
 * those are ignored. Of a step that happened (`succeeded` or `refused`) it judges the duration and each counted
 * volume; of a step that failed nothing, because an end that came early or late by failure says nothing about work.
 * Past failures are not learned from for the same reason.
 *
 * Durations are left out where the clock did not see the work: of a step that was found to have happened, of a step
 * of which an attempt was cut off by a crash, and of a run as a whole that another worker took up again. The run's
 * own duration is from the first intent to the end, by the log's clock.
 *
 * @returns the run's duration first (subject: the procedure's id), then the steps in their order (subject:
 *   `procedure/step`), each with `durationMs` before its volumes. A figure that is missing has no judgement.
 */
export function judgeRun(
  run: RunState,
  history: readonly RunState[],
  policy: JudgePolicy = {},
): readonly Judgement[] {
  const earlier = history
    .filter((past) => isExample(past, run))
    .sort((one, other) => one.requestedAt - other.requestedAt);
  const whole = judge(
    {
      subject: run.procedureId,
      measure: "durationMs",
      value: toRunDuration(run),
      history: present(earlier.map(toRunDuration)),
    },
    policy,
  );
  const steps = run.steps.filter(happened).flatMap((step) =>
    MEASURES.map((measure) =>
      judge(
        {
          subject: toStepSubject(run.procedureId, step.stepId),
          measure,
          value: toFigure(step, measure),
          history: present(earlier.map((past) => toPastFigure(past, step.stepId, measure))),
        },
        policy,
      ),
    ),
  );
  return [whole, ...steps].filter((judgement) => judgement !== undefined);
}

function isExample(past: RunState, run: RunState): boolean {
  return (
    past.procedureId === run.procedureId &&
    past.runId !== run.runId &&
    past.status === "succeeded" &&
    past.requestedAt <= run.requestedAt
  );
}

function happened(step: StepState): boolean {
  return step.status === "succeeded" || step.status === "refused";
}

function toPastFigure(past: RunState, stepId: string, measure: Measure): number | undefined {
  const step = past.steps.find((candidate) => candidate.stepId === stepId);
  return step?.status === "succeeded" ? toFigure(step, measure) : undefined;
}

function toFigure(step: StepState, measure: Measure): number | undefined {
  if (measure !== "durationMs") return step.volume?.[measure];
  // An attempt that neither failed nor settled the step was cut off by a crash.
  const wasInterrupted = step.attempts > step.failedAttempts + 1;
  return step.found === true || wasInterrupted ? undefined : step.elapsedMs;
}

function toRunDuration(run: RunState): number | undefined {
  const startedAt = run.steps[0]?.startedAt;
  if (run.finishedAt === undefined || startedAt === undefined || run.resumptions > 0) return undefined;
  return run.status === "succeeded" ? run.finishedAt - startedAt : undefined;
}

/** A past run without the figure is not a run with an unusable one; only the latter is worth a word. */
function present(figures: readonly (number | undefined)[]): readonly number[] {
  return figures.filter((figure) => figure !== undefined);
}
