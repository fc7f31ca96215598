import { diskCodeOf, isSpmError, SpmError, toDiskFailure } from "@spm-ops/core";

/** Whether the system says that nothing has that name. */
export function isAbsent(error: unknown): boolean {
  const code = diskCodeOf(error);
  return code === "ENOENT" || code === "ENOTDIR" || isSpmError(error, "file.not-found");
}

/** Whether the system says that something has that name already. */
export function isTaken(error: unknown): boolean {
  return diskCodeOf(error) === "EEXIST";
}

/** A failure of the disk as ours, about the site's path; a site has nothing below what is a file. */
export function toLocalError(error: unknown, path: string): unknown {
  switch (diskCodeOf(error)) {
    case "ENOTDIR":
      return new SpmError("file.not-found", `There is no ${path}.`, { path }, { cause: error });
    case "ENOTSUP":
    case "EOPNOTSUPP":
      return new SpmError(
        "operation.unsupported",
        `The file system under ${path} has no hard links, without which nothing can be moved there safely.`,
        { operation: "link" },
        { cause: error },
      );
    default:
      return toDiskFailure(error, path);
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
