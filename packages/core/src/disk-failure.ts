import { isSpmError, SpmError } from "./spm-error.js";

/** What failures of a line are called; they come out of a source that is written to the disk, and are not the disk's. */
const OF_A_LINE = /^(?:ECONN|EHOST|ENET|EADDR|EAI_|EPIPE$|ETIMEDOUT$|ENOTFOUND$)/;

/** Why the system refused, where its code alone would not tell a person what to look at. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this process may not do that there",
  EPERM: "this process may not do that there",
  EROFS: "the file system is mounted read-only",
  EIO: "the disk failed",
  ENAMETOOLONG: "the name is too long for the file system",
  ENOTDIR: "a file lies where a folder is wanted",
  EISDIR: "a folder lies where a file is wanted",
  ELOOP: "its links lead in a circle, or a link was not to be followed",
  EMFILE: "this process holds too many files open",
  ENFILE: "the system holds too many files open",
  EFBIG: "the file is larger than the file system or the process's limit allows",
  EXDEV: "it would lead to another file system",
  ESTALE: "the network file system has lost it",
};

/** What the operating system called its failure (`ENOSPC`), or nothing when a failure is not the disk's. */
export function diskCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || isSpmError(error) || !("code" in error)) return undefined;
  // Failures of Node's own modules have a code too, but no system call that failed.
  if (!("syscall" in error) || typeof error.code !== "string") return undefined;
  return OF_A_LINE.test(error.code) ? undefined : error.code;
}

/**
 * A failure of the local disk as ours, about a path: `file.not-found`, `file.exists`, `storage.full` (no room, or no
 * quota), `operation.unsupported`, or `file.refused` with the system's own code as its reason. Whatever else failed,
 * an abort or a source among them, comes out as it is.
 */
export function toDiskFailure(error: unknown, path: string): unknown {
  const code = diskCodeOf(error);
  if (code === undefined) return error;
  const cause = { cause: error };
  switch (code) {
    case "ENOENT":
      return new SpmError("file.not-found", `There is no ${path}.`, { path }, cause);
    case "EEXIST":
    case "ENOTEMPTY":
      return new SpmError("file.exists", `${path} is taken; nothing was overwritten.`, { path }, cause);
    case "ENOSPC":
    case "EDQUOT":
      return new SpmError("storage.full", `There is no room to write ${path} (${code}).`, { path }, cause);
    case "ENOTSUP":
    case "EOPNOTSUPP": {
      const operation = toOperation(error);
      const message = `The file system under ${path} cannot do that (${operation}, ${code}).`;
      return new SpmError("operation.unsupported", message, { operation }, cause);
    }
    default: {
      const reason = REASONS[code];
      const message = `The system refused ${path}: ${reason === undefined ? code : `${reason} (${code})`}.`;
      return new SpmError("file.refused", message, { path, reason: code }, cause);
    }
  }
}

function toOperation(error: unknown): string {
  return error instanceof Error && "syscall" in error ? String(error.syscall) : "unknown";
}

/** Runs what touches the disk and lets its failures out as `toDiskFailure` tells them. */
export async function onDisk<Result>(path: string, operation: () => Promise<Result>): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    throw toDiskFailure(error, path);
  }
}
