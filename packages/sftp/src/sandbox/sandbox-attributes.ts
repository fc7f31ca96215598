import type { FileHandle } from "node:fs/promises";
import type { Attributes } from "ssh2";

/** Sets what a client named of a file's attributes, and leaves the rest. Owners are not changed. */
export async function changeAttributes(
  file: Pick<FileHandle, "chmod" | "utimes" | "truncate">,
  { mode, size, atime, mtime }: Partial<Attributes>,
): Promise<void> {
  if (size !== undefined) await file.truncate(size);
  if (mode !== undefined) await file.chmod(mode & 0o7777);
  if (atime !== undefined && mtime !== undefined) await file.utimes(atime, mtime);
}
