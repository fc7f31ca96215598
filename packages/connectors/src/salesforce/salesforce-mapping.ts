import type { Volume } from "@spm-ops/core";
import type { Outcome, Poll } from "../contract/outcome.js";
import type { SalesforceJob } from "./salesforce-jobs.js";

/** Ended before all rows had their turn; some may be written, some not even tried. */
export function endedEarly({ state }: SalesforceJob): boolean {
  return state === "Failed" || state === "Aborted";
}

/**
 * What a look at an ingest job told. `JobComplete` says that every row had its turn, not that it was taken; a job that
 * ended early keeps what it wrote, and its unprocessed rows are counted from their result set.
 */
export function toLoadPoll(job: SalesforceJob, unprocessed: number | undefined): Poll {
  if (!endedEarly(job) && job.state !== "JobComplete") return { state: "running", rawStatus: job.state };
  const volume = toLoadVolume(job, endedEarly(job) ? unprocessed : 0);
  const ended = { volume, rawStatus: job.state };
  if (job.state === "JobComplete") return finished({ ...ended, ...toCompleteState(job) });
  const message = [job.errorMessage, toStayed(volume)].filter(Boolean).join(" ");
  return finished({ ...ended, state: job.state === "Failed" ? "failed" : "cancelled", message });
}

function toCompleteState({ numberRecordsFailed }: SalesforceJob): Pick<Outcome, "state" | "message"> {
  if (typeof numberRecordsFailed !== "number") {
    return { state: "unknown", message: "The vendor did not tell how many rows failed." };
  }
  return { state: numberRecordsFailed > 0 ? "succeeded-with-rejects" : "succeeded", message: "" };
}

/** For people, who have to know before they load again. */
function toStayed({ rowsWritten }: Volume): string {
  if (rowsWritten === undefined) return "Rows that were written before the end stay; how many is unknown.";
  return rowsWritten === 0
    ? "No row was written."
    : `${rowsWritten} rows were written before the end, and stay.`;
}

/** Every row is in one of three sets: successful, failed, unprocessed. A set that nobody counted leaves sums unknown. */
function toLoadVolume(
  { numberRecordsProcessed, numberRecordsFailed }: SalesforceJob,
  unprocessed: number | undefined,
): Volume {
  const processed = numberRecordsProcessed ?? undefined;
  const failed = numberRecordsFailed ?? undefined;
  return known({
    rowsRead: sum(processed, unprocessed),
    rowsWritten: sum(processed, failed === undefined ? undefined : -failed),
    rowsRejected: sum(failed, unprocessed),
  });
}

/** What a look at a query job told. The vendor gives no reason for a failed one. */
export function toQueryPoll({ state, numberRecordsProcessed }: SalesforceJob): Poll {
  const ended = { volume: known({ rowsRead: numberRecordsProcessed ?? undefined }), rawStatus: state };
  if (state === "JobComplete") return finished({ ...ended, state: "succeeded", message: "" });
  if (state === "Aborted") return finished({ ...ended, state: "cancelled", message: "" });
  if (state === "Failed") {
    return finished({ ...ended, state: "failed", message: "The query failed; the vendor gives no reason." });
  }
  return { state: "running", rawStatus: state };
}

/** What a look at a run of an Analytics report told. */
export function toReportPoll(status: string): Poll {
  const ended = { volume: {}, rawStatus: status };
  if (status === "Success") return finished({ ...ended, state: "succeeded", message: "" });
  if (status === "Error")
    return finished({ ...ended, state: "failed", message: "The report could not be run." });
  return { state: "running", rawStatus: status };
}

function finished(outcome: Outcome): Poll {
  return { state: "finished", outcome };
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : Math.max(0, one + other);
}

function known(volume: Volume): Volume {
  return Object.fromEntries(Object.entries(volume).filter(([, count]) => count !== undefined));
}
