import type { Storage } from "../../simulator/storage.js";

/** A data file that the vendor took. */
interface TakenFile {
  readonly path: string;
  readonly modifiedAt: number;
}

/** A drop that the vendor took, decided when it was taken; how far it is, is a matter of the time. */
export interface JobRecord {
  readonly id: string;
  readonly load: string;
  readonly folder: string;
  readonly files: readonly TakenFile[];
  /** What the names say. */
  readonly terms: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly takenAt: number;
  readonly endAt: number;
  readonly state: "succeeded" | "failed";
  readonly message: string;
  readonly rowsRead: number;
  readonly rowsRejected: number;
  told: "nothing" | "half" | "all";
}

/** What a simulated vendor remembers. */
interface VendorState {
  readonly jobs: JobRecord[];
}

export type VendorStorage = Storage<VendorState>;
