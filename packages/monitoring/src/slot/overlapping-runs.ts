import type { OverlappingRuns } from "./slot-finding.js";
import type { SlotRun } from "./slot-run.js";

/**
 * Each run that began while another was at work, with the one of those that goes on longest.
 *
 * @param runs in order of their beginning, each once.
 */
export function findOverlapping(runs: readonly SlotRun[]): readonly OverlappingRuns[] {
  const found: OverlappingRuns[] = [];
  let longest: SlotRun | undefined;
  for (const run of runs) {
    const { startedMs } = run;
    if (startedMs === undefined) continue;
    if (longest !== undefined && endOf(longest) > startedMs) {
      const untilMs = Math.min(endOf(longest), endOf(run));
      const end = untilMs === Infinity ? {} : { untilMs: Math.max(untilMs, startedMs) };
      found.push({ earlier: longest, later: run, fromMs: startedMs, ...end });
    }
    if (longest === undefined || endOf(run) > endOf(longest)) longest = run;
  }
  return found;
}

function endOf({ finishedMs = Infinity }: SlotRun): number {
  return finishedMs;
}
