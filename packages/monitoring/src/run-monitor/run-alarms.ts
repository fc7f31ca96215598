import { formatDuration, formatFigure, type RunState, toLocalTime, toStepSubject } from "@spm-ops/core";
import type { Expectations } from "../expectation/expectations.js";
import type { ComingFigure } from "../expectation/figure.js";
import { type RunReading, toRunKind } from "../expectation/figures-of-run.js";
import type { ExpectedFigure } from "../expectation/judgement/expected-figure.js";
import type { Symptom } from "../incident/symptom.js";

/** When a step that runs, or the run as a whole, will have taken too long. */
export interface RunAlarm {
  readonly subject: string;
  readonly runId: string;
  readonly startedMs: number;
  /** When it is told, should it still run; never where nothing is known of it. */
  readonly atMs: number;
  readonly expected: ExpectedFigure | undefined;
}

/** Something that is under way. */
interface UnderWay {
  readonly subject: string;
  readonly startedMs: number;
  readonly rowsGiven: number | undefined;
}

/**
 * Sets the alarms of what a run has under way, each once: when it began it was worked out how long it may take, and that
 * does not move however long it is waited for. So a normal run raises the alarm no more often than was promised.
 */
export function setAlarms(
  known: ReadonlyMap<string, RunAlarm>,
  run: RunState,
  { expectations, reading }: { readonly expectations: Expectations; readonly reading: RunReading },
): ReadonlyMap<string, RunAlarm> {
  const alarms = findUnderWay(run, reading).map((each): readonly [string, RunAlarm] => {
    const { subject, startedMs, rowsGiven } = each;
    const set = known.get(subject);
    if (set !== undefined) return [subject, set];
    const coming: ComingFigure = {
      ...{ subject, measure: "durationMs", rowsGiven },
      date: toLocalTime(startedMs, reading.zone).slice(0, 10),
      kind: (reading.kindOf ?? toRunKind)(run),
    };
    const expected = expectations.expect(coming);
    const atMs = startedMs + (expected?.interval.high ?? Number.POSITIVE_INFINITY);
    return [subject, { subject, runId: run.runId, startedMs, atMs, expected }];
  });
  return new Map(alarms);
}

/** What is told of an alarm whose time has come. Its key is that of the duration, which is judged when it has ended. */
export function toAlarmSymptom(alarm: RunAlarm): Symptom | undefined {
  const { subject, runId, atMs, expected } = alarm;
  if (expected === undefined) return undefined;
  const { interval, runs } = expected;
  const high = formatFigure("durationMs", interval.high);
  const whose =
    runs === 0 ? "what was declared says" : `${runs} earlier ${runs === 1 ? "run says" : "runs say"}`;
  return {
    key: `durationMs:${subject}@${runId}`,
    ...{ state: "raised", kind: "too-long", severity: "warning", subject, runId, at: atMs },
    explanation: `${subject} still runs after ${high}; ${whose} ${formatDuration(interval.low)} to ${high}, usually ${formatDuration(interval.typical)}.`,
  };
}

function findUnderWay(run: RunState, { rowsGivenTo }: RunReading): readonly UnderWay[] {
  if (run.finishedAt !== undefined) return [];
  const steps = run.steps
    .filter(({ status }) => status === "running" || status === "retrying")
    .map((step) => ({
      subject: toStepSubject(run.procedureId, step.stepId),
      startedMs: step.startedAt,
      rowsGiven: rowsGivenTo?.(step, run),
    }));
  const startedMs = run.steps[0]?.startedAt;
  // What waits for people, or is put off, is not at work.
  if (startedMs === undefined || run.status !== "running") return steps;
  return [...steps, { subject: run.procedureId, startedMs, rowsGiven: undefined }];
}
