import { type RunState, type StepState, toLocalTime, toStepSubject, VOLUME_MEASURES } from "@spm-ops/core";
import type { RunCircumstances } from "./effect/run-circumstances.js";
import type { Figure } from "./figure.js";

/** How the runs of a client are read. */
export interface RunReading {
  /** The zone whose dates are the business dates, such as `Europe/Berlin`. */
  readonly zone: string;
  /** @defaultValue a rerun is one, what a person asked for without a slot is ad hoc, all else is scheduled */
  readonly kindOf?: ((run: RunState) => RunCircumstances["kind"]) | undefined;
  /** Rows that a step was given, where they are known before it ends. @defaultValue those that the step read */
  readonly rowsGivenTo?: ((step: StepState, run: RunState) => number | undefined) | undefined;
}

/**
 * Every figure of what has ended of a run, for expectations to take: the duration of the run, and of each step its
 * duration, each counted volume, and the rows that it read in a second.
 *
 * A step that failed has none: an end that came early by failure says nothing about work; but one that ran out of time
 * would have taken at least that long. Nor has one that was skipped, overridden or taken from the run that this one
 * repeats. Durations are left out where the clock did not see the work: of a step that was found to have happened, of one
 * of which an attempt was cut off by a crash, and of a run that another worker took up again.
 *
 * @throws RangeError for a zone that is none.
 */
export function figuresOfRun(run: RunState, reading: RunReading): readonly Figure[] {
  const shared = { runId: run.runId, kind: (reading.kindOf ?? toRunKind)(run) };
  const dateAt = (instant: number) => toLocalTime(instant, reading.zone).slice(0, 10);
  const date = dateAt(run.steps[0]?.startedAt ?? run.requestedAt);
  const whole = toRunDuration(run);
  return [
    ...(whole === undefined
      ? []
      : [{ ...shared, date, subject: run.procedureId, measure: "durationMs", value: whole }]),
    ...run.steps.flatMap((step) => {
      if (step.decision !== undefined) return [];
      const name = {
        ...shared,
        date: dateAt(step.startedAt ?? run.requestedAt),
        subject: toStepSubject(run.procedureId, step.stepId),
      };
      return [...durationOf(step, run, reading), ...volumesOf(step), ...throughputOf(step)].map((figure) => ({
        ...name,
        ...figure,
      }));
    }),
  ];
}

/** How a run came about, where a client says nothing else. */
export function toRunKind({ rerunOf, slotId, requestedBy }: RunState): RunCircumstances["kind"] {
  if (rerunOf !== undefined) return "re-run";
  return slotId === undefined && requestedBy.kind === "person" ? "ad-hoc" : "scheduled";
}

type StepFigure = Pick<Figure, "measure" | "value" | "rowsGiven" | "end">;

function durationOf(step: StepState, run: RunState, { rowsGivenTo }: RunReading): readonly StepFigure[] {
  // An attempt that neither failed nor settled the step was cut off by a crash.
  const wasInterrupted = step.attempts > step.failedAttempts + 1;
  if (step.elapsedMs === undefined || step.found === true || wasInterrupted) return [];
  const isCutOff = step.status === "failed" && step.failure?.code === "step.timed-out";
  if (step.status !== "succeeded" && step.status !== "refused" && !isCutOff) return [];
  const rowsGiven = rowsGivenTo === undefined ? step.volume?.rowsRead : rowsGivenTo(step, run);
  const end = isCutOff ? ({ end: "cut-off" } as const) : {};
  return [{ measure: "durationMs", value: step.elapsedMs, rowsGiven, ...end }];
}

function volumesOf({ status, volume }: StepState): readonly StepFigure[] {
  if (status !== "succeeded") return [];
  return VOLUME_MEASURES.flatMap((measure) => {
    const value = volume?.[measure];
    return value === undefined ? [] : [{ measure, value }];
  });
}

/** Of a step that read rows for long enough to tell. */
function throughputOf(step: StepState): readonly StepFigure[] {
  const { status, volume, elapsedMs = 0, found, attempts, failedAttempts } = step;
  const wasSeen = status === "succeeded" && found !== true && attempts <= failedAttempts + 1;
  if (!wasSeen || volume?.rowsRead === undefined || elapsedMs < LEAST_TOLD_MS) return [];
  return [{ measure: "rowsPerSecond", value: (volume.rowsRead * 1_000) / elapsedMs }];
}

const LEAST_TOLD_MS = 1_000;

function toRunDuration(run: RunState): number | undefined {
  const startedAt = run.steps[0]?.startedAt;
  if (run.finishedAt === undefined || startedAt === undefined || run.resumptions > 0) return undefined;
  return run.status === "succeeded" ? run.finishedAt - startedAt : undefined;
}
