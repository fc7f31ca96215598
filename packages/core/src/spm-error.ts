/**
 * What each failure carries: one row per failure on which a caller would act differently.
 *
 * Times are milliseconds, sizes are bytes, paths are those of the site or folder that was asked.
 */
export interface SpmErrorDetails {
  /** What a user declared cannot work; every problem at once, each with its path. */
  "config.invalid": { readonly issues: readonly string[] };
  /** A reference to a secret leads nowhere. It names the reference, never a value. */
  "secret.missing": { readonly reference: string };
  /** The remote side knows us and says no, or does not know us. */
  "auth.rejected": { readonly status: number | undefined };
  /** The server showed a key that is not pinned. Nothing was sent to it. */
  "host-key.mismatch": { readonly expected: readonly string[]; readonly got: string };
  /** Refused for now, hence certainly not executed. */
  "remote.throttled": { readonly retryAfterMs: number | undefined };
  /** The environment works on something else and refused ours, hence certainly not executed. */
  "remote.busy": { readonly operation: string };
  /** The remote side could not be reached, or a question to it went unanswered; nothing was changed. */
  "remote.unavailable": { readonly operation: string };
  /** The remote side understood and refused. */
  "remote.rejected": {
    readonly operation: string;
    readonly status: number;
    readonly requestId: string | undefined;
  };
  /** What was asked for is not there, or not for us. */
  "remote.not-found": { readonly operation: string };
  /** An answer came that cannot be read: HTML for JSON, a page of a proxy, a field missing. */
  "remote.malformed": { readonly operation: string; readonly contentType: string | undefined };
  /** A write was sent and no answer came: it may have happened. Look before acting again. */
  "remote.unknown": { readonly operation: string };
  /** This connector, site or server cannot do that. */
  "operation.unsupported": { readonly operation: string };
  "file.not-found": { readonly path: string };
  /** The name is taken. Nothing was overwritten. */
  "file.exists": { readonly path: string };
  /** A file ended early, grew or was replaced while it was read or written. */
  "file.changed": { readonly path: string; readonly expectedBytes: number; readonly gotBytes: number };
  /** Bytes are not those that were promised. */
  "file.digest-mismatch": { readonly path: string; readonly expected: string; readonly got: string };
  /** A site or an application does not take a file, for a reason of its own (permission, quota, form). Nothing was changed. */
  "file.refused": { readonly path: string; readonly reason: string };
  /** Both ends of a move hold something unexpected; a person has to look. */
  "file.ambiguous": { readonly path: string; readonly found: string };
  /** A packed, encrypted or signed file cannot be trusted or read; the reason says why. Nothing of it was let through. */
  "file.undecodable": { readonly path: string; readonly reason: string };
  /** No room to write. Free some, then start again: nothing half-written counts. */
  "storage.full": { readonly path: string };
  /** What was expected by a time did not arrive by then. */
  "delivery.missing": { readonly feeds: readonly string[]; readonly waitedMs: number };
  /** Somebody else appended first. Read again, decide again. */
  "log.conflict": { readonly stream: string; readonly expectedSeq: number; readonly actualSeq: number };
  /** The chain of a stream does not verify, or an event cannot be read. */
  "log.damaged": { readonly stream: string; readonly seq: number };
  /** The data of a stream was let go on purpose; the event of that number tells by whom and why. */
  "log.expired": { readonly stream: string; readonly seq: number };
  /** The log was written by a newer version, or is no log at all. */
  "log.incompatible": { readonly found: string; readonly supported: string };
  /** Another worker moves this stream until its claim ends. */
  "claim.held": { readonly stream: string; readonly untilMs: number };
  /** The right to move this stream has passed to another worker; nothing was written. */
  "claim.lost": { readonly stream: string };
  /** There is no run, message, stream, or procedure of that name. */
  "run.unknown": { readonly what: string };
  /** A person has asked for the end of the run, or of the message, that this was part of. */
  "run.cancelled": { readonly reason: string };
  /** What was asked for cannot be: an input that does not fit, an act of a person that comes too late. */
  "run.refused": { readonly issues: readonly string[] };
  /** A run is pinned to a version of the guide that this process does not have. */
  "guide.unknown": { readonly guideHash: string };
  /** A step took longer than its policy allows. */
  "step.timed-out": { readonly stepId: string; readonly timeoutMs: number };
  /** A value that must be kept as JSON is none, at this path. */
  "json.invalid": { readonly path: string };
  /** An archived file is missing, changed or not in its manifest. */
  "archive.damaged": { readonly files: readonly string[] };
}

export type SpmErrorCode = keyof SpmErrorDetails;

/** The one place that says which failures are worth another attempt without a person. */
const RETRYABLE: Readonly<Record<SpmErrorCode, boolean>> = {
  "config.invalid": false,
  "secret.missing": false,
  "auth.rejected": false,
  "host-key.mismatch": false,
  "remote.throttled": true,
  "remote.busy": true,
  "remote.unavailable": true,
  "remote.rejected": false,
  "remote.not-found": false,
  "remote.malformed": true,
  "remote.unknown": false,
  "operation.unsupported": false,
  "file.not-found": false,
  "file.exists": false,
  "file.changed": true,
  "file.digest-mismatch": true,
  "file.refused": false,
  "file.ambiguous": false,
  "file.undecodable": false,
  "storage.full": false,
  "delivery.missing": false,
  "log.conflict": true,
  "log.damaged": false,
  "log.expired": false,
  "log.incompatible": false,
  "claim.held": true,
  "claim.lost": false,
  "run.unknown": false,
  "run.cancelled": false,
  "run.refused": false,
  "guide.unknown": false,
  "step.timed-out": true,
  "json.invalid": false,
  "archive.damaged": false,
};

const BRAND = Symbol.for("@spm-ops/SpmError");

/** The details that belong to a set of codes, as a union that narrows with the code. */
type CodedDetails<Code extends SpmErrorCode> = {
  [Each in Code]: { readonly code: Each; readonly details: SpmErrorDetails[Each] };
}[Code];

/**
 * The one error of all packages. Its code says what a caller can do, its message what a person can do.
 *
 * @example
 * throw new SpmError("file.exists", `/history/a.csv is taken; nothing was overwritten.`, { path: "/history/a.csv" });
 */
export class SpmError<Code extends SpmErrorCode = SpmErrorCode> extends Error {
  readonly code: Code;
  readonly details: SpmErrorDetails[Code];
  readonly [BRAND] = true;

  constructor(code: Code, message: string, details: SpmErrorDetails[Code], options?: ErrorOptions) {
    super(message, options);
    this.name = "SpmError";
    this.code = code;
    this.details = details;
  }

  /** Whether another attempt, without a person, can help. */
  get retryable(): boolean {
    return RETRYABLE[this.code];
  }
}

/** Tells our error from others, across copies of the package, and narrows its details by the codes asked for. */
export function isSpmError<Code extends SpmErrorCode = SpmErrorCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is SpmError<Code> & CodedDetails<Code> {
  if (typeof error !== "object" || error === null || !(BRAND in error)) return false;
  if (codes.length === 0) return true;
  return "code" in error && codes.some((code) => code === error.code);
}
