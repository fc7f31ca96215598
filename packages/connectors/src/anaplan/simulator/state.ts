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

export type TaskKind = "imports" | "processes" | "exports";

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
}

export type TenantStorage = Storage<TenantState>;
