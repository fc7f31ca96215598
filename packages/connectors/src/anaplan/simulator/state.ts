import type { Storage } from "../../simulator/storage.js";

/** The result of a task or of a step of a process, as the vendor words it. */
export interface PartResult {
  readonly objectId: string;
  readonly objectName?: string | undefined;
  readonly successful: boolean;
  readonly failureDumpAvailable: boolean;
  readonly details?: readonly object[] | undefined;
}

/** A task, decided when it was started; how far it is, is a matter of the time. */
export interface TaskRecord {
  readonly taskId: string;
  readonly kind: TaskKind;
  readonly objectId: string;
  readonly objectName: string;
  readonly user: string;
  readonly creationTime: number;
  readonly startAt: number;
  readonly endAt: number;
  cancelledAt?: number | undefined;
  readonly result: PartResult & { readonly nestedResults?: readonly PartResult[] | undefined };
}

export const TASK_KINDS = ["imports", "processes", "exports", "actions"] as const;

export type TaskKind = (typeof TASK_KINDS)[number];

/** A run of a CloudWorks integration: the task that does its work, and the run of the flow that it is a step of. */
export interface RunRecord {
  readonly id: string;
  readonly integrationId: string;
  readonly user: string;
  readonly creationTime: number;
  readonly taskId: string;
  readonly flowRunId?: string | undefined;
}

/** A run of a CloudWorks flow; its steps are the runs that name it. */
export interface FlowRunRecord {
  readonly id: string;
  readonly flowId: string;
  readonly user: string;
  readonly creationTime: number;
}

/** What a user uploaded into a file. */
export interface UploadRecord {
  chunkCount: number;
  received: number[];
  complete: boolean;
}

/** What a simulated tenant remembers. */
interface TenantState {
  readonly tasks: TaskRecord[];
  /** By user and file. */
  readonly uploads: Record<string, UploadRecord>;
  readonly runs: RunRecord[];
  readonly flowRuns: FlowRunRecord[];
}

export type TenantStorage = Storage<TenantState>;
