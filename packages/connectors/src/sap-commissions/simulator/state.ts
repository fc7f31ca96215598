import type { Storage } from "../../simulator/storage.js";
import type { Row } from "./filter.js";

/** What a pipeline came to, decided when it was started; how far it is, is a matter of the time. */
export interface PipelineRecord {
  readonly seq: string;
  readonly command: string;
  readonly stageTypeSeq: string;
  readonly periodSeq?: string | undefined;
  readonly batchName?: string | undefined;
  readonly processingUnitSeq: string;
  readonly runMode?: string | undefined;
  readonly userId: string;
  /** Milliseconds since 1970, by the vendor's clock. */
  readonly submittedAt: number;
  readonly status: string;
  readonly message: string | undefined;
  readonly numErrors: number;
  cancelledAt?: number | undefined;
}

/** A file that was picked up; its rows are in the stage tables until they are transferred. */
interface BatchRecord {
  readonly name: string;
  readonly type: string;
  /** Whether its rows still lie in the stage as they came. */
  isWaiting: boolean;
}

/** What a simulated tenant remembers. */
interface TenantState {
  lastSeq: string;
  readonly records: Record<string, Row[]>;
  readonly pipelines: PipelineRecord[];
  readonly batches: BatchRecord[];
}

export type TenantStorage = Storage<TenantState>;

/** Larger than any integer that a number can hold, as the vendor's ids are. */
export const FIRST_STATE: TenantState = {
  lastSeq: "38280596832649216",
  records: {},
  pipelines: [],
  batches: [],
};

/** The next id of the tenant: 17 digits. */
export function nextSeq({ state }: TenantStorage): string {
  state.lastSeq = String(BigInt(state.lastSeq) + 1n);
  return state.lastSeq;
}

/** A time as the vendor writes it. */
export function toTime(at: number): string {
  return new Date(at).toISOString().replace("Z", "+00:00");
}
