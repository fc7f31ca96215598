import type { Storage } from "../../simulator/storage.js";

export interface UploadRecord {
  readonly id: string;
  readonly worksheet: string;
  readonly fileName: string;
  readonly encoding: string;
  readonly dateFormat: string;
  readonly delimiter: string;
  readonly params: ImportParams;
  readonly createdAt: number;
  jobId?: string | undefined;
}

export interface ImportParams {
  readonly import_mode: string;
  readonly data_mappings: Readonly<Record<string, string>>;
  readonly load_all_columns: boolean;
}

export type JobEnd = "SUCCESS" | "FAILURE" | "REVOKED" | "REJECTED" | "IGNORED";

/** A job. How it ends is decided when it is started; how far it is, is a matter of the time. */
export interface JobRecord {
  readonly id: string;
  readonly type: string;
  readonly userEmail: string;
  readonly createdAt: number;
  readonly durationMs: number;
  readonly aggregationId: string;
  readonly end: JobEnd;
  /** What it tells at its end. */
  readonly details: Readonly<Record<string, unknown>>;
  /** The file that it made, where it is an export. */
  readonly fileName?: string | undefined;
}

/** A record of a worksheet: when it was written, and its cells by column. */
export interface WorksheetRecord {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a simulated organization remembers. */
interface OrganizationState {
  readonly uploads: UploadRecord[];
  readonly jobs: JobRecord[];
  /** Records by unique id, by worksheet. */
  readonly records: Record<string, Record<string, WorksheetRecord>>;
  /** What signs links, so that they outlive the process. */
  readonly signingKey: string;
}

export type OrganizationStorage = Storage<OrganizationState>;

/** The state of an organization in which nothing has happened. */
export function firstState(signingKey: string): OrganizationState {
  return { uploads: [], jobs: [], records: {}, signingKey };
}
