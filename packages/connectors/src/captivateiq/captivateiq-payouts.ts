import { type Clock, systemClock } from "@spm-ops/core";
import type { Outcome, OutcomePart, OutcomeState } from "../contract/outcome.js";
import type { ConnectorCall, Handle, SpmConnector } from "../contract/spm-connector.js";
import { type PollingPolicy, waitForOutcome } from "../contract/wait-for-outcome.js";
import type { CaptivateiqCalls } from "./captivateiq-calls.js";
import { type Aggregation, aggregationList } from "./captivateiq-replies.js";

/** One processing of payouts that a person started in the application. Times are milliseconds since 1970, by our clock. */
export interface PayoutRun {
  readonly id: string;
  readonly createdAt: number;
  /** Absent while it goes on. */
  readonly completedAt?: number | undefined;
  /** `running`, or how it ended: `failed` when any of its jobs failed, `cancelled` when any was revoked. */
  readonly state: "running" | "succeeded" | "failed" | "cancelled" | "unknown";
  readonly rawStatus: string;
  /** Who started it, where the vendor tells. */
  readonly userEmail?: string | undefined;
  /** Jobs that it consists of, one a payout. */
  readonly jobs: number;
  readonly failedJobs: number;
}

const JOB_TYPE = "payouts.jobs.process_payout";
const DAY_MS = 86_400_000;
/** Times are told by a clock that ours knows in whole seconds. */
const CLOCK_TOLERANCE_MS = 2_000;

/** What payouts were processed since a time, the oldest first. */
export async function listPayoutRuns(
  calls: CaptivateiqCalls,
  since: number,
  { signal }: ConnectorCall,
): Promise<readonly PayoutRun[]> {
  const startDate = new Date(since - DAY_MS).toISOString().slice(0, 10);
  const runs = new Map<string, PayoutRun>();
  // The list tells no end, and may know no pages: it is read until it says nothing new.
  for (let offset = 0; ; ) {
    const query = { job_type: JOB_TYPE, start_date: startDate, offset: String(offset) };
    const question = {
      path: "job-aggregations/",
      operation: "list what payouts were processed",
      query,
      signal,
    };
    const page = await calls.ask(question, aggregationList);
    const fresh = page.filter(({ id }) => !runs.has(id));
    if (fresh.length === 0) break;
    for (const each of fresh) runs.set(each.id, toRun(each, calls.clockAheadMs()));
    offset += page.length;
  }
  return [...runs.values()]
    .filter(({ createdAt }) => createdAt >= since - CLOCK_TOLERANCE_MS)
    .sort((one, other) => one.createdAt - other.createdAt);
}

function toRun(told: Aggregation, clockAheadMs: number): PayoutRun {
  const { id, status, user_email: userEmail, jobs_count: jobs, failed_jobs_count: failedJobs } = told;
  const completedAt = told.completed_at === undefined ? undefined : told.completed_at - clockAheadMs;
  return {
    ...{ id, rawStatus: status, jobs, failedJobs, state: toState(told) },
    // Without a time nobody can say that it was before, so it is shown.
    createdAt: told.created_at === undefined ? Number.POSITIVE_INFINITY : told.created_at - clockAheadMs,
    ...(completedAt !== undefined && { completedAt }),
    ...(userEmail ? { userEmail } : {}),
  };
}

/** The word for the status is not documented, so the counts decide. */
function toState(told: Aggregation): PayoutRun["state"] {
  const { jobs_count: jobs, successful_jobs_count: successful, failed_jobs_count: failed } = told;
  const ended = successful + failed + told.revoked_jobs_count;
  if (told.completed_at === undefined && (jobs === 0 || ended < jobs)) return "running";
  if (failed > 0) return "failed";
  if (told.revoked_jobs_count > 0) return "cancelled";
  return jobs > 0 && successful === jobs ? "succeeded" : "unknown";
}

/** What can tell of payouts: the connector. */
export interface PayoutSource {
  /** What payouts were processed since a time (milliseconds since 1970, by our clock), the oldest first. */
  listPayoutRuns(since: number, call?: ConnectorCall): Promise<readonly PayoutRun[]>;
}

/** Which processing of payouts to wait for. */
export interface PayoutWatch {
  /** The time from which on it may have begun, in milliseconds since 1970. */
  readonly since: number;
  /** @defaultValue every 10 s, after five minutes every minute: the vendor allows 1,500 requests an hour for everything */
  readonly polling?: PollingPolicy | undefined;
}

export interface PayoutWatchCall extends ConnectorCall {
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

const INTERVALS = [
  { afterMs: 0, everyMs: 10_000 },
  { afterMs: 300_000, everyMs: 60_000 },
];

/**
 * Waits until payouts were processed since a time, and all that began since then has ended.
 *
 * The vendor's API cannot start the processing: a person does, in the application, and this is the step that watches.
 * Has no limit of its own: abort it, or give the step a timeout.
 */
export function watchPayouts(
  source: PayoutSource,
  { since, polling = { intervals: INTERVALS } }: PayoutWatch,
  { clock = systemClock, signal }: PayoutWatchCall = {},
): Promise<Outcome> {
  const watched: Pick<SpmConnector, "poll"> = {
    async poll(_handle, call = {}) {
      const runs = await source.listPayoutRuns(since, call);
      if (runs.length === 0) return { state: "running", rawStatus: "not begun" };
      const going = runs.filter(({ state }) => state === "running");
      const progress = (runs.length - going.length) / runs.length;
      if (going[0] !== undefined) return { state: "running", rawStatus: going[0].rawStatus, progress };
      return { state: "finished", outcome: toOutcome(runs) };
    },
  };
  const handle: Handle = { kind: "process", object: JOB_TYPE, task: String(since) };
  return waitForOutcome(watched, handle, polling, { clock, signal });
}

const WORST: readonly OutcomeState[] = ["failed", "cancelled", "unknown"];

function toOutcome(runs: readonly PayoutRun[]): Outcome {
  const parts = runs.map(toPart);
  const state = WORST.find((each) => parts.some((part) => part.state === each)) ?? "succeeded";
  const rawStatus = [...new Set(runs.map((run) => run.rawStatus))].join(", ");
  return { state, volume: {}, rawStatus, message: parts.map(({ message }) => message).join("; "), parts };
}

function toPart({ id, state, rawStatus, jobs, failedJobs, userEmail }: PayoutRun): OutcomePart {
  const who = userEmail === undefined ? "" : `, started by ${userEmail}`;
  const message = `${rawStatus}: ${jobs} payout jobs, ${failedJobs} failed${who}`;
  return { object: id, state: state === "running" ? "unknown" : state, volume: {}, message };
}
