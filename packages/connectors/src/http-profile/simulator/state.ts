import type { Storage } from "../../simulator/storage.js";

export type RunKind = "feed" | "calculation" | "extract";

/** What a run came to. */
export interface Done {
  readonly end: string;
  readonly message: string;
  readonly rows: { readonly read: number; readonly taken: number; readonly refused: number };
}

/** A run, decided when it was started; how far it is, is a matter of the time. */
export interface RunRecord extends Done {
  readonly id: string;
  readonly kind: RunKind;
  readonly object: string;
  /** The uploaded file that it reads. */
  readonly file?: string | undefined;
  /** Milliseconds since 1970, by the application's clock. */
  readonly startedAt: number;
  endAt: number;
  isStopped: boolean;
}

/** What a simulated application remembers. */
interface ApplicationState {
  readonly runs: RunRecord[];
  /** The uploaded files, and for which feed each is. */
  readonly files: { readonly id: string; readonly feed: string }[];
}

export type ApplicationStorage = Storage<ApplicationState>;

/** What ran before anybody of ours came: lists are never ours alone. */
export function earlierRun(now: number): RunRecord {
  const startedAt = now - 3_600_000;
  const rows = { read: 0, taken: 0, refused: 0 };
  const done = { end: "done", message: "Calculated.", rows, isStopped: false };
  return { id: "r-1", kind: "calculation", object: "another", startedAt, endAt: startedAt + 60_000, ...done };
}
