import { SpmError } from "@spm-ops/core";

/** One request to a server, as messages and details name it. */
export interface SftpRequest {
  readonly operation: string;
  readonly path: string;
  /** Whether its lost answer leaves open what happened under a name that counts. */
  readonly changes?: boolean | undefined;
}

/** The longest text of a server that a message repeats. */
const LONGEST_REASON = 200;

/** A request that was sent and not answered: `remote.unknown` for a change, `remote.unavailable` for a question. */
export function toUnanswered({ operation, path, changes }: SftpRequest, cause: unknown): SpmError {
  const details = { operation: `${operation} ${path}` };
  return changes === true
    ? new SpmError(
        "remote.unknown",
        `No answer came to ${operation} ${path}; it may have happened.`,
        details,
        { cause },
      )
    : new SpmError("remote.unavailable", `No answer came to ${operation} ${path}.`, details, { cause });
}

/** The status of an answer, or nothing when the failure is no answer. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "number" ? error.code : undefined;
}

/** Whether an answer says that there is nothing more; no failure. */
export function isEndOfFile(error: unknown): boolean {
  return statusOf(error) === 1;
}

/**
 * What a server's refusal means to a caller.
 *
 * Statuses 0 to 8 are those of the protocol's version 3 (draft-ietf-secsh-filexfer-02, section 7); newer servers
 * send some of later versions as well. Status 4 says only "failure": callers who need to know why look again.
 */
export function toSftpError(request: SftpRequest, cause: unknown): SpmError {
  const { operation, path } = request;
  switch (statusOf(cause)) {
    case 2: // no such file
    case 10: // no such path
      return new SpmError("file.not-found", `There is no ${path} (${operation}).`, { path }, { cause });
    case 8: // unsupported
      return new SpmError(
        "operation.unsupported",
        `The server cannot ${operation}.`,
        { operation },
        { cause },
      );
    case 11: // already exists
      return new SpmError("file.exists", `${path} is taken; nothing was overwritten.`, { path }, { cause });
    case 14: // no space
    case 15: // quota
      return new SpmError("storage.full", `The server has no room for ${path}.`, { path }, { cause });
    case 6: // no connection
    case 7: // connection lost
    case undefined:
      return toUnanswered(request, cause);
    default: {
      const reason = toReason(cause);
      return new SpmError(
        "file.refused",
        `The server refused ${operation} ${path}: ${reason}.`,
        { path, reason },
        { cause },
      );
    }
  }
}

/** The server's words without what could disturb a terminal or a log. */
function toReason(cause: unknown): string {
  const words = cause instanceof Error ? cause.message : String(cause);
  return `status ${statusOf(cause)}, ${JSON.stringify(words.slice(0, LONGEST_REASON))}`;
}
