import type { Volume } from "@spm-ops/core";
import type { Outcome, OutcomePart, OutcomeState, Poll } from "../contract/outcome.js";
import type { AnaplanDetail, AnaplanPartResult, AnaplanResult, AnaplanTask } from "./anaplan-replies.js";

/** States after which nothing comes. Any other, also one that nobody knows, is a job that runs. */
const CANCELLED = "CANCELLED";
const COMPLETE = "COMPLETE";

/** Only imports count rows; their ids begin so. */
const IMPORT_ID = /^112/;

/** What a look at a task told. `COMPLETE` says only that it ended; the result says how. */
export function toPoll({ taskState, progress, result }: AnaplanTask): Poll {
  if (taskState === CANCELLED) {
    return finished({
      state: "cancelled",
      volume: {},
      rawStatus: CANCELLED,
      message: result ? toMessage(result) : "",
    });
  }
  if (taskState === COMPLETE) return finished(toOutcome(result));
  return { state: "running", rawStatus: taskState, progress: progress ?? undefined };
}

function finished(outcome: Outcome): Poll {
  return { state: "finished", outcome };
}

function toOutcome(result: AnaplanResult | null | undefined): Outcome {
  if (!result) {
    return { state: "unknown", volume: {}, rawStatus: COMPLETE, message: "The task ended without a result." };
  }
  const parts = result.nestedResults?.map(toPart);
  const volume = parts === undefined ? toVolume(result.details ?? []) : toSum(parts);
  const rejects = parts?.some(({ state }) => state === "succeeded-with-rejects") ?? false;
  const state = toState(result, volume);
  return {
    state: state === "succeeded" && rejects ? "succeeded-with-rejects" : state,
    volume,
    rawStatus: `${COMPLETE}, ${result.successful ? "successful" : "not successful"}`,
    message: [result, ...(result.nestedResults ?? [])].map(toMessage).filter(Boolean).join("; "),
    ...(parts !== undefined && { parts }),
  };
}

function toPart(part: AnaplanPartResult): OutcomePart {
  const volume = toVolume(part.details ?? []);
  return { object: part.objectId ?? "", state: toState(part, volume), volume, message: toMessage(part) };
}

function toState({ successful, failureDumpAvailable }: AnaplanPartResult, volume: Volume): OutcomeState {
  if (!successful) return "failed";
  return failureDumpAvailable || (volume.rowsRejected ?? 0) > 0 ? "succeeded-with-rejects" : "succeeded";
}

function toMessage({ details }: AnaplanPartResult): string {
  return (details ?? [])
    .map(({ localMessageText }) => localMessageText ?? "")
    .filter(Boolean)
    .join("; ");
}

/**
 * The counts of an import. Details that disagree leave a count unknown, as do details that tell none.
 *
 * No rule is published on how failed, ignored and invalid rows overlap; each row either succeeded or it did not, so
 * what was not written is what was rejected.
 */
export function toVolume(details: readonly AnaplanDetail[]): Volume {
  const counts = details.map(toCounts);
  const rowsRead = agreed(counts.map((each) => each.get("totalRowCount")));
  const rowsWritten = agreed(counts.map((each) => each.get("successRowCount")));
  const rowsRejected =
    rowsRead === undefined || rowsWritten === undefined
      ? agreed(counts.map((each) => each.get("failedCount")))
      : Math.max(0, rowsRead - rowsWritten);
  return known({ rowsRead, rowsWritten, rowsRejected });
}

/** `values` is one flat list in which names and counts alternate, in no fixed order, with gaps. */
function toCounts({ values }: AnaplanDetail): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + 1 < (values?.length ?? 0); at += 2) {
    const name = values?.[at];
    const count = values?.[at + 1];
    if (name && count && /^\d+$/.test(count)) counts.set(name, Number(count));
  }
  return counts;
}

function agreed(counts: readonly (number | undefined)[]): number | undefined {
  const told = new Set(counts.filter((count) => count !== undefined));
  return told.size === 1 ? [...told][0] : undefined;
}

/** The sum over the imports of a process; unknown as soon as one of them does not tell, as half a sum is a lie. */
function toSum(parts: readonly OutcomePart[]): Volume {
  const counting = parts.filter(
    ({ object, volume }) => IMPORT_ID.test(object) || Object.keys(volume).length > 0,
  );
  const sum = (measure: "rowsRead" | "rowsWritten" | "rowsRejected") =>
    counting.length === 0
      ? undefined
      : counting.reduce<number | undefined>((total, { volume }) => {
          const count = volume[measure];
          return total === undefined || count === undefined ? undefined : total + count;
        }, 0);
  return known({
    rowsRead: sum("rowsRead"),
    rowsWritten: sum("rowsWritten"),
    rowsRejected: sum("rowsRejected"),
  });
}

function known(volume: Volume): Volume {
  return Object.fromEntries(Object.entries(volume).filter(([, count]) => count !== undefined));
}
