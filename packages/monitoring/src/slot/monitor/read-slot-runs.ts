import { createRunLog, type Log, type RunState, type RunStatus } from "@spm-ops/core";
import type { SlotRun, SlotRunTrigger } from "../slot-run.js";

const UNFINISHED: readonly RunStatus[] = ["requested", "running", "waiting", "in-doubt", "held"];

/** The runs of a procedure that were asked for since a moment, and those from before that are still at work. */
export async function readSlotRuns(
  log: Log,
  procedureId: string,
  requestedFromMs: number,
): Promise<readonly SlotRun[]> {
  const runLog = createRunLog(log);
  const runs = new Map<string, SlotRun>();
  for (const query of [{ requestedFromMs }, { status: UNFINISHED }]) {
    for await (const run of runLog.list({ procedureId, ...query })) {
      if (run.status !== "refused") runs.set(run.runId, toSlotRun(run));
    }
  }
  return [...runs.values()];
}

/**
 * A run of the log, as far as slots are judged by it. It has begun when its first step has; one that ended without a step
 * began when it ended.
 */
export function toSlotRun(run: RunState): SlotRun {
  const { runId, slotId, finishedMs } = { ...run, finishedMs: run.finishedAt };
  const starts = run.steps.filter(({ decision }) => decision?.as !== "reused").map((step) => step.startedAt);
  const startedMs = starts.length === 0 ? finishedMs : Math.min(...starts);
  return {
    ...{ runId, trigger: triggerOf(run) },
    ...(slotId === undefined ? {} : { slotId }),
    ...(startedMs === undefined ? {} : { startedMs }),
    ...(finishedMs === undefined ? {} : { finishedMs }),
  };
}

function triggerOf({ slotId, rerunOf, calledBy, requestedBy }: RunState): SlotRunTrigger {
  if (slotId !== undefined) return "automatic";
  if (rerunOf !== undefined || calledBy !== undefined) return "related";
  return requestedBy.kind === "person" ? "manual" : "automatic";
}
