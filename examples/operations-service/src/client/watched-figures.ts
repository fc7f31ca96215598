import type { Judgement, RunState } from "@spm-ops/core";
import { judgeRun } from "@spm-ops/monitoring";

/** One figure in two thousand on each side: with some forty figures a night, a false alarm every month or so. */
const FALSE_ALARMS_PER_SIDE = 0.0005;

/**
 * What is watched of a night: how long each step takes, how many rows each feed brings, and whether more rows of the
 * pipeline are rejected than usual. What follows from these is not judged again, so that one cause is said once.
 */
export function watchNight(run: RunState, earlierRuns: readonly RunState[]): readonly Judgement[] {
  return judgeRun(run, earlierRuns, { falseAlarmsPerSide: FALSE_ALARMS_PER_SIDE }).filter(isWatched);
}

function isWatched({ subject, measure, verdict }: Judgement): boolean {
  if (measure === "durationMs") return true;
  if (measure === "rowsRead") return subject.includes("/validate-");
  return measure === "rowsRejected" && verdict === "too-high" && /validate-pipeline|wait-load/.test(subject);
}
