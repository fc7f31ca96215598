import type { Storage } from "../../simulator/storage.js";

/** When a job began, how long it takes, and how it was ended before its time. */
export interface JobTimes {
  readonly createdAt: number;
  startedAt?: number | undefined;
  durationMs?: number | undefined;
  abortedAt?: number | undefined;
  /** Nobody sees it any more; what it did stays. */
  isRemoved?: boolean | undefined;
}

/** What a part of the rows of a job came to. */
export interface BatchCount {
  readonly rows: number;
  readonly failed: number;
}

/** An ingest job. What becomes of its rows is decided when it is started; how far it is, is a matter of the time. */
export interface IngestRecord extends JobTimes {
  readonly id: string;
  readonly owner: string;
  readonly object: string;
  readonly operation: string;
  readonly externalIdFieldName?: string | undefined;
  readonly assignmentRuleId?: string | undefined;
  readonly columnDelimiter: string;
  readonly lineEnding: string;
  readonly apiVersion: number;
  isUploaded: boolean;
  header: readonly string[];
  batches: readonly BatchCount[];
  /** Batches after which it ends; all of them when nothing is wrong. */
  lastBatch: number;
  errorMessage?: string | undefined;
}

/** A query job. What it finds is decided when it is created, which starts it. */
export interface QueryRecord extends JobTimes {
  readonly id: string;
  readonly owner: string;
  readonly object: string;
  readonly operation: string;
  readonly columnDelimiter: string;
  readonly lineEnding: string;
  readonly apiVersion: number;
  readonly rows: number;
  readonly failed: boolean;
}

/** A run of an Analytics report that nobody waits for. */
export interface InstanceRecord extends JobTimes {
  readonly id: string;
  readonly owner: string;
  readonly reportId: string;
  readonly includesDetails: boolean;
  readonly failed: boolean;
}

/** What a simulated org remembers. */
interface OrgState {
  readonly ingests: IngestRecord[];
  readonly queries: QueryRecord[];
  readonly instances: InstanceRecord[];
  /** The number of the latest id that was given out. */
  lastId: number;
}

export type OrgStorage = Storage<OrgState>;

export const FIRST_STATE: OrgState = { ingests: [], queries: [], instances: [], lastId: 0 };

/** The next id of a kind: 18 digits of which the first three tell the kind. */
export function nextId({ state }: OrgStorage, prefix: string): string {
  state.lastId += 1;
  return `${prefix}${String(state.lastId).padStart(12, "0")}AAA`;
}
