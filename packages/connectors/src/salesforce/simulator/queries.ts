import type { Clock } from "@spm-ops/core";
import type { SalesforceTroubles } from "./faults.js";
import { type Durations, isForgotten, type JobState, toState } from "./job-timing.js";
import { toVendorTime } from "./reply.js";
import { createResultRows } from "./result-rows.js";
import type { Selection } from "./select-rows.js";
import { nextId, type OrgStorage, type QueryRecord } from "./state.js";

export interface QueryOptions {
  readonly storage: OrgStorage;
  readonly clock: Clock;
  readonly durations: Durations;
  readonly troubles: Pick<SalesforceTroubles, "takeFailure">;
}

/** What a client says of a query job that it wants. */
export type QueryWish = Pick<
  QueryRecord,
  "owner" | "object" | "operation" | "columnDelimiter" | "lineEnding" | "apiVersion"
>;

/** The query jobs of an org. */
export function createQueries({ storage, clock, durations, troubles }: QueryOptions) {
  const { queries } = storage.state;
  const { queueMs = 10, queryMs = 50 } = durations;
  const results = createResultRows(storage);
  const stateOf = (job: QueryRecord): JobState =>
    toState(job, clock.now(), queueMs, job.failed ? "Failed" : "JobComplete");

  return {
    stateOf,
    results,
    find: (id: string) => queries.find((job) => job.id === id && !isForgotten(job, clock.now())),
    list: () => queries.filter((job) => !isForgotten(job, clock.now())),

    async create(wish: QueryWish, { columns, rows }: Selection): Promise<QueryRecord> {
      const id = nextId(storage, "750");
      const failed = troubles.takeFailure() !== undefined;
      const count = await results.write(id, columns, rows, wish);
      const now = clock.now();
      const job = { ...wish, id, failed, rows: count, createdAt: now, startedAt: now, durationMs: queryMs };
      queries.push(job);
      storage.save();
      return job;
    },

    abort(job: QueryRecord): void {
      job.abortedAt = clock.now();
      storage.save();
    },

    remove(job: QueryRecord): void {
      job.isRemoved = true;
      storage.save();
    },

    /** A job as the API tells it: a failed one without a reason. */
    toReply(job: QueryRecord): object {
      const { id, operation, object, owner, apiVersion, columnDelimiter, lineEnding } = job;
      const state = stateOf(job);
      const isComplete = state === "JobComplete";
      return {
        ...{ id, operation, object, createdById: owner, createdDate: toVendorTime(job.createdAt) },
        systemModstamp: toVendorTime(job.abortedAt ?? job.createdAt),
        ...{ state, concurrencyMode: "Parallel", contentType: "CSV", apiVersion, jobType: "V2Query" },
        ...{ lineEnding, columnDelimiter, retries: 0, isPkChunkingSupported: false },
        totalProcessingTime: isComplete ? job.durationMs : 0,
        numberRecordsProcessed: isComplete ? job.rows : 0,
      };
    },
  };
}

export type Queries = ReturnType<typeof createQueries>;
