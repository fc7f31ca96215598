import { randomUUID } from "node:crypto";
import type { Clock } from "@spm-ops/core";
import type { Conditions } from "./faults.js";
import { toVendorTime } from "./reply.js";
import type { JobEnd, JobRecord, OrganizationStorage } from "./state.js";

/** How long jobs take, in milliseconds of the simulator's clock. */
export interface Durations {
  /** From the start to the first work on it. @defaultValue 10 */
  readonly queueMs?: number | undefined;
  /** @defaultValue 50 */
  readonly jobMs?: number | undefined;
}

/** A job that was ever started. */
export interface LedgerEntry extends Pick<JobRecord, "id" | "type" | "createdAt"> {
  readonly status: string;
}

export interface JobsOptions {
  readonly storage: OrganizationStorage;
  readonly clock: Clock;
  readonly durations: Durations;
  readonly conditions: Conditions;
  /** Of the API's host. */
  readonly address: () => string;
  /** A link to what an export made, signed now. */
  readonly toLink: (job: JobRecord, fileName: string) => string;
}

/** What became of the work of a job. */
export interface Done {
  readonly end: JobEnd;
  readonly details: Readonly<Record<string, unknown>>;
}

interface NewJob extends Done {
  readonly id?: string | undefined;
  readonly type: string;
  readonly userEmail: string;
  readonly durationMs?: number | undefined;
  readonly aggregationId?: string | undefined;
  readonly fileName?: string | undefined;
}

export const PAYOUT_JOB = "payouts.jobs.process_payout";

/** The jobs of an organization. Their state is a matter of the time alone, so a restart changes nothing. */
export function createJobs({ storage, clock, durations, conditions, address, toLink }: JobsOptions) {
  const { queueMs = 10, jobMs = 50 } = durations;
  const { jobs } = storage.state;

  const statusOf = ({ createdAt, durationMs, end }: JobRecord): string => {
    const since = clock.now() - createdAt;
    if (since < queueMs) return "PENDING";
    return since < queueMs + durationMs ? "STARTED" : end;
  };
  const hasEnded = (job: JobRecord) => statusOf(job) === job.end;
  const endOf = ({ createdAt, durationMs }: JobRecord) => createdAt + queueMs + durationMs;

  const toDetails = (job: JobRecord): object => {
    if (!hasEnded(job)) return {};
    const { fileName, end, details } = job;
    if (fileName === undefined || end !== "SUCCESS") return details;
    const link = toLink(job, fileName);
    return conditions.nestedDetails
      ? { ...details, result: { files: [{ href: link }] } }
      : { ...details, url: link };
  };

  return {
    /** Starts a job, whose work is done already. */
    start({
      id = randomUUID(),
      durationMs = jobMs,
      aggregationId = randomUUID(),
      ...job
    }: NewJob): JobRecord {
      const [forced, ...ends] = conditions.ends;
      conditions.ends = ends;
      const usual = forced?.end === "SUCCESS" ? {} : { error: "The job ended before its time." };
      const done = forced === undefined ? {} : { end: forced.end, details: forced.details ?? usual };
      const record = { ...job, ...done, id, durationMs, aggregationId, createdAt: clock.now() };
      jobs.push(record);
      storage.save();
      return record;
    },
    find: (id: string) => jobs.find((job) => job.id === id),
    all: (): readonly JobRecord[] => jobs,
    statusOf,
    hasEnded,
    endOf,
    ledger: (): readonly LedgerEntry[] =>
      jobs
        .filter(({ type }) => type !== PAYOUT_JOB)
        .map((job) => ({ id: job.id, type: job.type, createdAt: job.createdAt, status: statusOf(job) })),

    /** A job as the API tells it. */
    toReply: (job: JobRecord): object =>
      toJobReply(job, {
        url: `${address()}/ciq/v1/jobs/${job.id}/`,
        status: statusOf(job),
        details: toDetails(job),
        updatedAt: Math.min(clock.now(), endOf(job)),
      }),
  };
}

export type Jobs = ReturnType<typeof createJobs>;

function toJobReply(
  { id, type, userEmail, createdAt, aggregationId }: JobRecord,
  now: { url: string; status: string; details: object; updatedAt: number },
): object {
  const { url, status, details, updatedAt } = now;
  return {
    ...{ object: "job", id, url, type, status, description: null, details },
    metadata: {
      ...{ user_id: toUserId(userEmail), user_email: userEmail },
      ...{ created_at: toVendorTime(createdAt), updated_at: toVendorTime(updatedAt) },
      aggregation_id: aggregationId,
    },
  };
}

/** An id that stays the same for the same user. */
function toUserId(email: string): string {
  const digits = Buffer.from(email).toString("hex").padEnd(12, "0").slice(0, 12);
  return `00000000-0000-4000-8000-${digits}`;
}
