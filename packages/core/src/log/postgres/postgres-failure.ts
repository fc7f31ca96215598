import { isSpmError, SpmError } from "../../spm-error.js";

const OPERATION = "ask PostgreSQL";

/** The failures of PostgreSQL on which a caller acts differently (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const FAILURES: Readonly<Record<string, (cause: unknown) => Error>> = {
  // Refused in favour of another writer, or for want of a connection: nothing was written.
  "40001": busy,
  "40P01": busy,
  "53300": busy,
  "55P03": busy,
  "57014": busy,
  "28000": rejected,
  "28P01": rejected,
  "42501": rejected,
  "53100": (cause) =>
    new SpmError(
      "storage.full",
      "The PostgreSQL server has no room left. Nothing half-written counts; free some and start again.",
      { path: "the PostgreSQL server" },
      { cause },
    ),
  "3D000": (cause) =>
    new SpmError(
      "remote.not-found",
      "The PostgreSQL server has no such database: create it, or name another.",
      { operation: OPERATION },
      { cause },
    ),
  "25006": (cause) =>
    new SpmError(
      "operation.unsupported",
      "The PostgreSQL server is read-only, as a standby is: connect to the primary.",
      { operation: "write the log" },
      { cause },
    ),
  "22021": (cause) =>
    new TypeError("PostgreSQL keeps no text with a NUL character or half a surrogate", { cause }),
  "54000": (cause) =>
    new RangeError("A kind, id, status or subject is too long for PostgreSQL to look up", { cause }),
  XX001: damaged,
  XX002: damaged,
};

/** A failure of PostgreSQL or of the way to it in our words; anything else as it is. */
export function toPostgresFailure(error: unknown): unknown {
  if (isConnectionLoss(error)) {
    return new SpmError(
      "remote.unavailable",
      "The PostgreSQL server cannot be reached, or has fallen silent. Nothing was written.",
      { operation: OPERATION },
      { cause: error },
    );
  }
  return FAILURES[stateOf(error) ?? ""]?.(error) ?? error;
}

/** What a failure to commit means: a lost connection leaves open whether the server has written. */
export function toCommitFailure(error: unknown): unknown {
  if (!isSpmError(error, "remote.unavailable")) return error;
  return new SpmError(
    "remote.unknown",
    "The connection to the PostgreSQL server was lost while it committed: it may have been written. Read before writing again.",
    { operation: "commit to PostgreSQL" },
    { cause: error.cause },
  );
}

/**
 * Whether a failure ends the connection: whatever the server did not say itself, and what it says before it hangs up
 * (class 08, shutdowns of class 57, time limits of a session).
 */
export function isConnectionLoss(error: unknown): boolean {
  const state = stateOf(error);
  return state === undefined || /^(08...|57P0[1-5]|25P0[34])$/.test(state);
}

export function isUniqueViolation(error: unknown): boolean {
  return stateOf(error) === "23505";
}

/** The SQLSTATE of an error that the server has sent; only those have a severity. */
function stateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("severity" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function busy(cause: unknown): SpmError {
  return new SpmError(
    "remote.busy",
    "The PostgreSQL server gave way to another writer, or waited for one for too long. Nothing was written.",
    { operation: "write the log" },
    { cause },
  );
}

function rejected(cause: unknown): SpmError {
  return new SpmError(
    "auth.rejected",
    "The PostgreSQL server does not let this user in, or not do this: check the user, its password and its rights.",
    { status: undefined },
    { cause },
  );
}

function damaged(cause: unknown): SpmError {
  return new SpmError(
    "log.damaged",
    "The PostgreSQL server reports damaged storage. Keep it as it is and restore a copy.",
    { stream: "the PostgreSQL server", seq: 0 },
    { cause },
  );
}
