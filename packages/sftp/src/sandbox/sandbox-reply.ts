import type { Stats } from "node:fs";
import { isSpmError } from "@spm-ops/core";
import ssh2, { type Attributes, type FileEntry, type SFTPWrapper } from "ssh2";
import { isAbsent } from "../site/local-errors.js";

/** Sends the answer to the request with this number. */
export type SandboxReply = (sftp: SFTPWrapper, id: number) => void;

const { STATUS_CODE } = ssh2.utils.sftp;

export const replyOk: SandboxReply = (sftp, id) => sftp.status(id, STATUS_CODE.OK);
export const replyEndOfFile: SandboxReply = (sftp, id) => sftp.status(id, STATUS_CODE.EOF);

export function replyStatus(status: number): SandboxReply {
  return (sftp, id) => sftp.status(id, status);
}

export function replyAttributes(attributes: Attributes): SandboxReply {
  return (sftp, id) => sftp.attrs(id, attributes);
}

export function replyNames(names: FileEntry[]): SandboxReply {
  return (sftp, id) => sftp.name(id, names);
}

/** The status that OpenSSH's server sends for a failure of the file system: an existing target is only "failure". */
export function replyFailure(error: unknown): SandboxReply {
  if (isAbsent(error)) return replyStatus(STATUS_CODE.NO_SUCH_FILE);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (isSpmError(error, "file.refused") || code === "EACCES" || code === "EPERM") {
    return replyStatus(STATUS_CODE.PERMISSION_DENIED);
  }
  return replyStatus(STATUS_CODE.FAILURE);
}

export function toAttributes(stats: Stats): Attributes {
  return {
    mode: stats.mode,
    uid: stats.uid,
    gid: stats.gid,
    size: stats.size,
    atime: Math.floor(stats.atimeMs / 1_000),
    mtime: Math.floor(stats.mtimeMs / 1_000),
  };
}
