import { contentPath, readAll } from "./content.js";
import { hasEnded, type JobState } from "./job-timing.js";
import { batchPath } from "./org-records.js";
import { toVendorTime } from "./reply.js";
import type { BatchCount, IngestRecord, OrgStorage } from "./state.js";
import { toLine } from "./text-form.js";

export type ResultSet = "successful" | "failed" | "unprocessed";

/** Columns that the vendor puts before those of the file. */
const ADDED: Readonly<Record<ResultSet, readonly string[]>> = {
  successful: ["sf__Id", "sf__Created"],
  failed: ["sf__Id", "sf__Error"],
  unprocessed: [],
};

/** An ingest job as the API tells it, in a state and with so many batches done. */
export function toIngestReply(
  job: IngestRecord,
  { state, done }: { readonly state: JobState; readonly done: number },
): object {
  const { columnDelimiter, lineEnding, operation, object, id, owner, apiVersion } = job;
  const sum = (count: (batch: BatchCount) => number) =>
    job.batches.slice(0, done).reduce((total, batch) => total + count(batch), 0);
  const spentMs = hasEnded(state) ? (job.durationMs ?? 0) : 0;
  return {
    ...{ id, operation, object, createdById: owner, createdDate: toVendorTime(job.createdAt) },
    systemModstamp: toVendorTime(job.abortedAt ?? job.startedAt ?? job.createdAt),
    ...{ state, externalIdFieldName: job.externalIdFieldName, assignmentRuleId: job.assignmentRuleId },
    ...{ concurrencyMode: "Parallel", contentType: "CSV", apiVersion, jobType: "V2Ingest" },
    contentUrl: `services/data/v${apiVersion.toFixed(1)}/jobs/ingest/${id}/batches`,
    ...{ lineEnding, columnDelimiter, retries: 0 },
    ...{ totalProcessingTime: spentMs, apiActiveProcessingTime: spentMs, apexProcessingTime: 0 },
    numberRecordsProcessed: sum(({ rows }) => rows),
    numberRecordsFailed: sum(({ failed }) => failed),
    ...(state === "Failed" && { errorMessage: job.errorMessage }),
  };
}

/** One of the three sets into which the rows of an ended job fall, of which so many batches were done. */
export function readResultSet(
  storage: OrgStorage,
  job: IngestRecord,
  set: ResultSet,
  done: number,
): AsyncIterable<Uint8Array> {
  if (job.batches.length === 0) {
    const isWhole = set === "unprocessed" && job.isUploaded;
    return readAll("", isWhole ? [contentPath(storage, job.id)] : []);
  }
  const numbers = job.batches.map((_, number) => number);
  const shown = set === "unprocessed" ? numbers.slice(done) : numbers.slice(0, done);
  const paths = shown.map((number) => batchPath(storage, job.id, set, number));
  return readAll(toLine([...ADDED[set], ...job.header], job), paths);
}
