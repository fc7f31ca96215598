import type { Storage } from "../../simulator/storage.js";

export type RunKind = "import" | "calculation" | "schedule";
/** How a run ends, as the vendor words it. */
export type RunStatus = "Completed" | "Failed" | "Cancelled";

/** How an item of the scheduler ended within a run. */
export interface ItemResult {
  readonly itemId: number;
  readonly status: "Success" | "Error";
}

export interface PublishedRecord {
  readonly uuid: string;
  readonly filename: string;
}

/** A run, decided when it was started; how far it is, is a matter of the time. */
export interface RunRecord {
  readonly progressId: number;
  readonly kind: RunKind;
  readonly objectId: number;
  readonly name: string;
  readonly userId: string;
  /** Milliseconds since 1970, by the vendor's clock. */
  readonly startedAt: number;
  readonly endAt: number;
  readonly status: RunStatus;
  readonly message: string;
  readonly messageDetails: string;
  /** The child that the live list shows beside an item of the scheduler. */
  readonly child?: { readonly type: string; readonly name: string } | undefined;
  readonly results: readonly ItemResult[];
  readonly published: readonly PublishedRecord[];
}

/** What a simulated tenant remembers. */
interface TenantState {
  readonly runs: RunRecord[];
}

export type TenantStorage = Storage<TenantState>;
