import { isSpmError, SpmError } from "@spm-ops/core";
import type { SftpCall } from "./sftp-link.js";
import { isFolder, lookAt } from "./sftp-requests.js";
import { folderOf } from "./site-path.js";

/** Throws SpmError `file.exists` when anything has the name. */
export async function mustBeFree(call: SftpCall, path: string): Promise<void> {
  if ((await lookAt(call, path)) === undefined) return;
  throw new SpmError("file.exists", `${path} is taken; nothing was overwritten.`, { path });
}

/**
 * Renames onto a name that was just seen to be free, with the plain RENAME.
 *
 * OpenSSH refuses a taken target by itself; some servers overwrite, and one deletes a file that is renamed to its
 * own name, so both are looked for first. The posix-rename extension is never used: it overwrites.
 */
export async function renameOntoFree(call: SftpCall, from: string, to: string): Promise<void> {
  await mustBeFree(call, to);
  try {
    await call.ask({ operation: "rename", path: from, changes: true }, (sftp, answer) =>
      sftp.rename(from, to, (error) => answer(error, undefined)),
    );
  } catch (error) {
    // Status 4 does not say why; a name that was taken since we looked is the likely reason.
    if (isSpmError(error, "file.refused")) await mustBeFree(call, to);
    throw error;
  }
}

export async function renameSftp(call: SftpCall, from: string, to: string): Promise<void> {
  if ((await lookAt(call, from)) === undefined) {
    throw new SpmError("file.not-found", `There is no ${from}.`, { path: from });
  }
  await renameOntoFree(call, from, to);
}

export async function removeSftp(call: SftpCall, path: string): Promise<void> {
  // Looked at first, because some servers remove an empty folder when asked to remove a file.
  if ((await lookAt(call, path))?.kind === "folder") {
    throw new SpmError("file.refused", `${path} is a folder; only files are removed.`, {
      path,
      reason: "a folder",
    });
  }
  await call.ask({ operation: "remove", path, changes: true }, (sftp, answer) =>
    sftp.unlink(path, (error) => answer(error, undefined)),
  );
}

/** From the end, because the folders far above may not be ours to look at. */
export async function makeSftpFolder(call: SftpCall, path: string): Promise<void> {
  if (path === "/" || (await isFolder(call, path))) return;
  await makeSftpFolder(call, folderOf(path));
  try {
    await call.ask({ operation: "make folder", path, changes: true }, (sftp, answer) =>
      sftp.mkdir(path, (error) => answer(error, undefined)),
    );
  } catch (error) {
    if (!isSpmError(error, "file.refused", "file.exists")) throw error;
    if (await isFolder(call, path)) return;
    await mustBeFree(call, path);
    throw error;
  }
}
