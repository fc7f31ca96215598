import { isSpmError, SpmError } from "@spm-ops/core";

/** What the operating system said, or nothing when the failure is not its own. */
function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Whether the system says that nothing has that name. */
export function isAbsent(error: unknown): boolean {
  const code = systemCode(error);
  return code === "ENOENT" || code === "ENOTDIR" || isSpmError(error, "file.not-found");
}

/** Whether the system says that something has that name already. */
export function isTaken(error: unknown): boolean {
  return systemCode(error) === "EEXIST";
}

/** A failure of the local file system as ours, about the site's path. What is ours already, or an abort, passes. */
export function toLocalError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (code === undefined || isSpmError(error)) return error;
  const cause = { cause: error };
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return new SpmError("file.not-found", `There is no ${path}.`, { path }, cause);
    case "EEXIST":
    case "ENOTEMPTY":
      return new SpmError("file.exists", `${path} is taken; nothing was overwritten.`, { path }, cause);
    case "ENOSPC":
    case "EDQUOT":
      return new SpmError("storage.full", `There is no room to write ${path}.`, { path }, cause);
    case "ENOTSUP":
    case "EOPNOTSUPP":
      return new SpmError(
        "operation.unsupported",
        `The file system under ${path} has no hard links, without which nothing can be moved there safely.`,
        { operation: "link" },
        cause,
      );
    default:
      return new SpmError(
        "file.refused",
        `The system refused ${path}: ${code}.`,
        { path, reason: code },
        cause,
      );
  }
}

/** Runs what touches the file system and lets its failures out as ours. */
export async function withLocalErrors<Result>(
  path: string,
  operation: () => Promise<Result>,
): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    throw toLocalError(error, path);
  }
}
