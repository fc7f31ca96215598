import type { IngestRecord, JobTimes } from "./state.js";

/** How long jobs take, in milliseconds of the simulator's clock. */
export interface Durations {
  /** From the start to the first work on it. @defaultValue 10 */
  readonly queueMs?: number | undefined;
  /** @defaultValue 50 */
  readonly ingestMs?: number | undefined;
  /** @defaultValue 50 */
  readonly queryMs?: number | undefined;
  /** @defaultValue 50 */
  readonly reportMs?: number | undefined;
}

/** Jobs and their results are kept for seven days. */
const KEPT_MS = 7 * 24 * 3_600_000;

export type JobState = "Open" | "UploadComplete" | "InProgress" | "JobComplete" | "Failed" | "Aborted";

/** How far a job is at a time: 0 before its work begins, 1 when it has ended. */
export function toShare(
  { startedAt, durationMs = 0, abortedAt }: JobTimes,
  now: number,
  queueMs: number,
): number {
  if (startedAt === undefined) return 0;
  const spentMs = Math.min(now, abortedAt ?? now) - startedAt - queueMs;
  if (spentMs >= durationMs) return 1;
  return Math.max(0, spentMs / durationMs);
}

/** Where a job stands at a time, when it ends so. */
export function toState(
  job: JobTimes,
  now: number,
  queueMs: number,
  end: "JobComplete" | "Failed",
): JobState {
  if (toShare(job, now, queueMs) === 1) return end;
  if (job.abortedAt !== undefined) return "Aborted";
  if (job.startedAt === undefined) return "Open";
  return now < job.startedAt + queueMs ? "UploadComplete" : "InProgress";
}

export function hasEnded(state: JobState): boolean {
  return state === "JobComplete" || state === "Failed" || state === "Aborted";
}

/** Whether the vendor has forgotten a job. */
export function isForgotten({ createdAt, isRemoved = false }: JobTimes, now: number): boolean {
  return isRemoved || now >= createdAt + KEPT_MS;
}

/** The batches of an ingest job that are done at a time; batches are done whole or not at all. */
export function toDoneBatches(job: IngestRecord, now: number, queueMs: number): number {
  return Math.floor(toShare(job, now, queueMs) * job.lastBatch);
}
