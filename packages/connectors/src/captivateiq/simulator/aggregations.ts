import type { Jobs } from "./jobs.js";
import { toVendorTime } from "./reply.js";
import type { JobRecord } from "./state.js";

/** Jobs that were started together, as the API tells them, the newest first. */
export function toAggregations(jobs: Jobs): readonly AggregationView[] {
  return [...group(jobs.all())].map(([id, members]) => toView(jobs, id, members)).reverse();
}

/** An aggregation, with what it is filtered by. */
export interface AggregationView {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly createdAt: number;
  readonly view: object;
}

function group(all: readonly JobRecord[]): ReadonlyMap<string, readonly JobRecord[]> {
  const groups = new Map<string, JobRecord[]>();
  for (const job of all) groups.set(job.aggregationId, [...(groups.get(job.aggregationId) ?? []), job]);
  return groups;
}

function toView(jobs: Jobs, id: string, members: readonly JobRecord[]): AggregationView {
  const count = (...statuses: readonly string[]) =>
    members.filter((job) => statuses.includes(jobs.statusOf(job))).length;
  const ended = members.filter(jobs.hasEnded);
  const createdAt = Math.min(...members.map((job) => job.createdAt));
  const [failed, revoked] = [count("FAILURE", "REJECTED", "IGNORED"), count("REVOKED")];
  const isOver = ended.length === members.length;
  const end = failed > 0 ? "FAILURE" : revoked > 0 ? "REVOKED" : "SUCCESS";
  const status = isOver ? end : count("STARTED") > 0 || ended.length > 0 ? "STARTED" : "PENDING";
  const first = members[0];
  return {
    ...{ id, status, createdAt, type: first?.type ?? "" },
    view: {
      ...{ object: "job_aggregation", id, created_at: toVendorTime(createdAt) },
      ...{ jobs_count: members.length, processed_jobs_count: ended.length },
      ...{ pending_jobs_count: count("PENDING"), started_jobs_count: count("STARTED") },
      ...{ successful_jobs_count: count("SUCCESS"), failed_jobs_count: failed },
      ...{ retried_jobs_count: 0, revoked_jobs_count: revoked },
      ...{ status, user_email: first?.userEmail },
      ...(isOver && { completed_at: toVendorTime(Math.max(...members.map(jobs.endOf))) }),
      data: members.map(jobs.toReply),
    },
  };
}
