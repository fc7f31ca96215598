import type { Clock } from "@spm-ops/core";
import type { SalesforceTroubles } from "./faults.js";
import { type ResultSet, readResultSet, toIngestReply } from "./ingest-view.js";
import { type IngestWorkshop, workOn } from "./ingest-work.js";
import { type Durations, isForgotten, type JobState, toDoneBatches, toState } from "./job-timing.js";
import { type IngestRecord, nextId } from "./state.js";

export interface IngestOptions {
  readonly workshop: IngestWorkshop;
  readonly clock: Clock;
  readonly durations: Durations;
  readonly troubles: Pick<SalesforceTroubles, "conditions" | "takeFailure">;
}

/** What a client says of a job that it wants. */
export type IngestWish = Pick<
  IngestRecord,
  "object" | "operation" | "externalIdFieldName" | "assignmentRuleId" | "columnDelimiter" | "lineEnding"
> & { readonly apiVersion: number; readonly owner: string };

const NEW_JOB = { isUploaded: false, header: [], batches: [], lastBatch: 0 };

/** The ingest jobs of an org. Where each stands is a matter of the time alone, so a restart changes nothing. */
export function createIngests({ workshop, clock, durations, troubles }: IngestOptions) {
  const { queueMs = 10, ingestMs = 50 } = durations;
  const { storage, records } = workshop;
  const { ingests } = storage.state;
  let turn: Promise<unknown> = Promise.resolve();

  const stateOf = (job: IngestRecord): JobState =>
    toState(job, clock.now(), queueMs, job.errorMessage === undefined ? "JobComplete" : "Failed");
  const doneBatches = (job: IngestRecord) => toDoneBatches(job, clock.now(), queueMs);

  const update = (job: IngestRecord, changed: Partial<IngestRecord>) => {
    Object.assign(job, changed);
    storage.save();
  };

  const start = async (job: IngestRecord, durationMs: number | undefined) => {
    const failure = troubles.takeFailure();
    const { lockedEvery } = troubles.conditions;
    const trouble = { lockedEvery, lastBatch: failure?.afterBatches ?? Number.POSITIVE_INFINITY };
    const { header, batches, errorMessage = failure?.message } = await workOn(workshop, job, trouble);
    const lastBatch = Math.min(batches.length, trouble.lastBatch);
    const times = { startedAt: clock.now(), durationMs: durationMs ?? ingestMs };
    update(job, { header, batches, lastBatch, errorMessage, ...times });
  };

  return {
    stateOf,
    find: (id: string) => ingests.find((job) => job.id === id && !isForgotten(job, clock.now())),
    list: () => ingests.filter((job) => !isForgotten(job, clock.now())),

    create(wish: IngestWish): IngestRecord {
      const job = { ...wish, ...NEW_JOB, createdAt: clock.now(), id: nextId(storage, "750") };
      ingests.push(job);
      storage.save();
      return job;
    },

    markUploaded: (job: IngestRecord) => update(job, { isUploaded: true }),

    /** One decision at a time, so that jobs see what those before them did. */
    start(job: IngestRecord, durationMs?: number): Promise<void> {
      const started = turn.then(() => (stateOf(job) === "Open" ? start(job, durationMs) : undefined));
      turn = started.catch(() => undefined);
      return started;
    },

    abort(job: IngestRecord): void {
      update(job, { abortedAt: clock.now() });
      records.forget();
    },

    remove: (job: IngestRecord) => update(job, { isRemoved: true }),

    /** A job as the API tells it. */
    toReply: (job: IngestRecord) => toIngestReply(job, { state: stateOf(job), done: doneBatches(job) }),

    /** One of the three sets into which the rows of an ended job fall. */
    results: (job: IngestRecord, set: ResultSet) => readResultSet(storage, job, set, doneBatches(job)),
  };
}

export type Ingests = ReturnType<typeof createIngests>;
