import type { Availability, Found } from "@spm-ops/core";
import type { ConnectorCapabilities } from "./capabilities.js";
import type { Poll } from "./outcome.js";
import type { StageableFile } from "./stageable-file.js";

/** What can be started in an environment. */
export type JobKind = "load" | "process" | "report";

/** A load, process or report as the vendor lists it. */
export interface StartableObject {
  /** Opaque text, also where it looks like a number. */
  readonly id: string;
  readonly name: string;
}

export interface StartRequest {
  readonly kind: JobKind;
  /** The vendor's id, or the name as the client knows it. */
  readonly object: string;
  /** What a load is to read. Vendors who keep each file apart need it; to the others the load itself says enough. */
  readonly staged?: Staged | undefined;
}

/** What the vendor knows a started job by, as plain JSON. */
export interface Handle {
  readonly kind: JobKind;
  /** The vendor's id of what was started. */
  readonly object: string;
  /** The vendor's id of this one performance of it. */
  readonly task: string;
}

/** Proof that a file lies at the vendor, complete, for a load to read. */
export interface Staged {
  /** The vendor's id of the load. */
  readonly load: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** Of the bytes as they were sent, before any compression. Lower-case hexadecimal. */
  readonly sha256: string;
  /** Pieces in which it was sent. */
  readonly chunks: number;
  /** The vendor's id of these very bytes, where it has one. */
  readonly reference?: string | undefined;
}

/** Rows that a load did not take, in the vendor's form. */
export interface RejectFile {
  readonly name: string;
  /** To be consumed once, before the next file is asked for. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Which start to look for. Times are milliseconds since 1970 by the caller's clock. */
export interface FindQuery {
  readonly request: StartRequest;
  readonly since: number;
  /** @defaultValue no end */
  readonly until?: number | undefined;
}

export interface ConnectorCall {
  readonly signal?: AbortSignal | undefined;
}

/**
 * One environment of one vendor: files go in, jobs are started and watched, rejects and reports come out.
 *
 * Every call takes ids or names of loads, processes and reports; an unknown one is SpmError `remote.not-found`, one
 * that names several is `config.invalid`. An abort rejects with the signal's own reason. A start is never repeated
 * inside: its lost answer is `remote.unknown`, and `find` tells what became of it. A refusal because the environment
 * is busy is `remote.busy`, one because of too many calls `remote.throttled`; both were certainly not executed.
 */
export interface SpmConnector extends AsyncDisposable {
  readonly vendor: string;
  /** The client's name of the environment: `production`, `uat`. */
  readonly environment: string;
  readonly capabilities: ConnectorCapabilities;
  listLoads(call?: ConnectorCall): AsyncIterable<StartableObject>;
  listProcesses(call?: ConnectorCall): AsyncIterable<StartableObject>;
  listReports(call?: ConnectorCall): AsyncIterable<StartableObject>;
  /**
   * Sends a file to where a load reads it. May be repeated.
   *
   * Throws `file.changed` or `file.digest-mismatch` when the bytes are not those that were promised; the file is then
   * incomplete at the vendor.
   */
  stage(load: string, file: StageableFile, call?: ConnectorCall): Promise<Staged>;
  start(request: StartRequest, call?: ConnectorCall): Promise<Handle>;
  poll(handle: Handle, call?: ConnectorCall): Promise<Poll>;
  /** Nothing when no row was rejected. Throws `remote.not-found` when the vendor does not keep them any more. */
  rejects(handle: Handle, call?: ConnectorCall): AsyncIterable<RejectFile>;
  /** The bytes that a report made, in order. */
  report(handle: Handle, call?: ConnectorCall): AsyncIterable<Uint8Array>;
  /** Looks for a start whose answer was lost. Says `absent` only when it is sure. */
  find(query: FindQuery, call?: ConnectorCall): Promise<Found<Handle>>;
  /** Asks a job to stop. Poll to see whether it did. */
  cancel(handle: Handle, call?: ConnectorCall): Promise<void>;
  /** Never throws for what the environment does; only an abort comes out. */
  checkAvailability(call?: ConnectorCall): Promise<Availability>;
  close(): Promise<void>;
}
