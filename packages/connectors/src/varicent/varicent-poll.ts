import type { Clock } from "@spm-ops/core";
import type { Outcome, Poll } from "../contract/outcome.js";
import type { ConnectorCall, Handle } from "../contract/spm-connector.js";
import { lookAtRun, type RunLook } from "./varicent-activities.js";
import type { VaricentCalls } from "./varicent-calls.js";
import { SCHEDULE, toRun, toVendorId, type VaricentRun } from "./varicent-job.js";
import { toEndState, toOutcome, toRunning, toScheduleOutcome } from "./varicent-mapping.js";
import { toReportItem, type VaricentObjects } from "./varicent-objects.js";
import type { VaricentSettings } from "./varicent-options.js";
import { scheduleItem } from "./varicent-replies.js";

export interface VaricentWatchOptions {
  readonly calls: VaricentCalls;
  readonly objects: VaricentObjects;
  readonly activities: VaricentSettings["activities"];
  readonly clock: Clock;
}

/** Looks at runs, and remembers since when one of them has told nothing. */
export interface VaricentWatch {
  poll(handle: Handle, call: ConnectorCall): Promise<Poll>;
}

/** Creates the watch over the runs of a model. Its patience begins anew when the process does. */
export function createVaricentWatch(options: VaricentWatchOptions): VaricentWatch {
  const { calls, activities, clock } = options;
  const silentSince = new Map<string, number>();

  const isPatient = ({ progressId }: VaricentRun): boolean => {
    const since = silentSince.get(progressId) ?? clock.monotonic();
    silentSince.set(progressId, since);
    return clock.monotonic() - since < activities.gapMs;
  };

  const finished = (outcome: Outcome, { progressId }: VaricentRun): Poll => {
    silentSince.delete(progressId);
    return { state: "finished", outcome };
  };

  return {
    async poll(handle, call) {
      const run = toRun(handle.task);
      if (run === undefined) {
        const outcome = { state: "succeeded", volume: {}, rawStatus: "published", message: "" } as const;
        return { state: "finished", outcome };
      }
      const look = await lookAtRun(calls, run.progressId, call);
      if (look.state === "live") silentSince.delete(run.progressId);
      if (look.state === "live" || (look.state === "ended" && toEndState(look.entries) === "running")) {
        return toRunning(look.entries);
      }
      // A run that no list shows may not have begun to be shown; the scheduler is believed only after a while of that.
      if (look.state === "absent" && isPatient(run)) {
        return { state: "running", rawStatus: toRawSilence(look) };
      }
      const item = await toItem(options, handle, call);
      const outcome =
        item === undefined
          ? toJobOutcome(look, activities.successWords)
          : await askScheduler(calls, { item, run, look }, call);
      if (outcome !== undefined) return finished(outcome, run);
      if (isPatient(run)) return { state: "running", rawStatus: toRawSilence(look) };
      return finished(toUnknown(look), run);
    },
  };
}

/** The scheduler item behind a handle, where there is one. */
async function toItem(
  { objects }: VaricentWatchOptions,
  { kind, object }: Handle,
  call: ConnectorCall,
): Promise<string | undefined> {
  if (kind === "report") return toReportItem(objects, object, call);
  return object.startsWith(SCHEDULE) ? object : undefined;
}

/** Without a word of the activity there is nothing to go by. */
function toJobOutcome(look: RunLook, successWords: readonly string[]): Outcome | undefined {
  return look.state === "absent" ? undefined : toOutcome(look.entries, successWords);
}

/** The scheduler keeps its last result, also when the activity is in no list any more. */
async function askScheduler(
  calls: VaricentCalls,
  { item, run, look }: { readonly item: string; readonly run: VaricentRun; readonly look: RunLook },
  { signal }: ConnectorCall,
): Promise<Outcome | undefined> {
  const operation = `ask how the scheduler item ${toVendorId(item)} ended`;
  const told = await calls.look(
    { path: `scheduleitem/${toVendorId(item)}`, operation, signal },
    scheduleItem,
  );
  return toScheduleOutcome(told, run.startedAt, look.state === "absent" ? [] : look.entries);
}

function toRawSilence(look: RunLook): string {
  return look.state === "absent" ? "in no list" : "ended, result not told yet";
}

function toUnknown(look: RunLook): Outcome {
  const message =
    look.state === "absent"
      ? "Neither the live nor the completed activities show the run any more; nobody can tell how it ended."
      : "The run ended, but the scheduler item tells only the result of an older run.";
  return { state: "unknown", volume: {}, rawStatus: toRawSilence(look), message };
}
