import type { FileStat } from "@spm-ops/core";
import { isSpmError } from "@spm-ops/core";
import type { Attributes, FileEntry, SFTPWrapper } from "ssh2";
import { isEndOfFile, type SftpRequest } from "./sftp-errors.js";
import type { SftpCall } from "./sftp-link.js";

/** A file or folder that the server holds open for us. */
export interface SftpHandle {
  readonly path: string;
  readonly id: Buffer;
  /** Gives back its place among the handles of the host. */
  readonly leave: () => void;
}

const KIND_MASK = 0o170000;
const FILE = 0o100000;
const FOLDER = 0o040000;

/** A server's attributes as ours. The kind comes from the mode; a server that sends none has told nothing. */
export function toFileStat(path: string, attributes: Partial<Attributes>): FileStat {
  const kind = (attributes.mode ?? 0) & KIND_MASK;
  return {
    path,
    kind: kind === FILE ? "file" : kind === FOLDER ? "folder" : "other",
    sizeBytes: attributes.size ?? 0,
    modifiedAt: (attributes.mtime ?? 0) * 1_000,
  };
}

/** What a name is, links not followed; `undefined` when nothing has it. */
export async function lookAt(call: SftpCall, path: string): Promise<FileStat | undefined> {
  try {
    const attributes = await call.ask<Attributes>({ operation: "stat", path }, (sftp, answer) =>
      sftp.lstat(path, answer),
    );
    return toFileStat(path, attributes);
  } catch (error) {
    if (isSpmError(error, "file.not-found")) return undefined;
    throw error;
  }
}

/** Whether a folder, or a link to one, has the name. */
export async function isFolder(call: SftpCall, path: string): Promise<boolean> {
  try {
    const attributes = await call.ask<Attributes>({ operation: "stat", path }, (sftp, answer) =>
      sftp.stat(path, answer),
    );
    return toFileStat(path, attributes).kind === "folder";
  } catch (error) {
    if (isSpmError(error, "file.not-found")) return false;
    throw error;
  }
}

/** Opens a file: `r` to read it, `wx` to write a new one. */
export function openFile(call: SftpCall, path: string, flags: "r" | "wx"): Promise<SftpHandle> {
  return openHandle(call, { operation: "open", path }, (sftp, answer) => sftp.open(path, flags, answer));
}

export function openFolder(call: SftpCall, path: string): Promise<SftpHandle> {
  return openHandle(call, { operation: "list", path }, (sftp, answer) => sftp.opendir(path, answer));
}

async function openHandle(
  call: SftpCall,
  request: SftpRequest,
  open: (sftp: SFTPWrapper, answer: (error: Error | undefined, handle: Buffer) => void) => void,
): Promise<SftpHandle> {
  const leave = await call.takeHandlePlace();
  try {
    const id = await call.ask<Buffer>(request, (sftp, answer) =>
      open(sftp, (error, handle) => {
        // An answer that nobody waits for any more still holds a handle of the server.
        if (call.ended && error == null) sftp.close(handle, () => undefined);
        answer(error, handle);
      }),
    );
    return { path: request.path, id, leave };
  } catch (error) {
    leave();
    throw error;
  }
}

/** The next entries of a folder, `undefined` after the last. */
export function readEntries(
  call: SftpCall,
  { path, id }: SftpHandle,
): Promise<readonly FileEntry[] | undefined> {
  return call.ask({ operation: "list", path }, (sftp, answer) =>
    sftp.readdir(id, (error, entries) =>
      isEndOfFile(error) ? answer(null, undefined) : answer(error, entries),
    ),
  );
}

export async function lookAtOpen(call: SftpCall, { path, id }: SftpHandle): Promise<FileStat> {
  const attributes = await call.ask<Attributes>({ operation: "stat", path }, (sftp, answer) =>
    sftp.fstat(id, answer),
  );
  return toFileStat(path, attributes);
}

/** Reads into `piece` from `position`; tells how many bytes came, 0 at the end of the file. */
export function readInto(
  call: SftpCall,
  { path, id }: SftpHandle,
  piece: Buffer,
  position: number,
): Promise<number> {
  return call.ask({ operation: "read", path }, (sftp, answer) =>
    sftp.read(id, piece, 0, piece.byteLength, position, (error, bytesRead) =>
      isEndOfFile(error) ? answer(null, 0) : answer(error, bytesRead),
    ),
  );
}

export function writeFrom(
  call: SftpCall,
  { path, id }: SftpHandle,
  piece: Buffer,
  position: number,
): Promise<void> {
  return call.ask({ operation: "write", path }, (sftp, answer) =>
    sftp.write(id, piece, 0, piece.byteLength, position, (error) => answer(error, undefined)),
  );
}

export function syncFile(call: SftpCall, { path, id }: SftpHandle): Promise<void> {
  return call.ask({ operation: "sync", path }, (sftp, answer) =>
    sftp.ext_openssh_fsync(id, (error) => answer(error, undefined)),
  );
}

export function closeHandle(call: SftpCall, { path, id, leave }: SftpHandle): Promise<void> {
  const closing = call.ask<void>({ operation: "close", path }, (sftp, answer) =>
    sftp.close(id, (error) => answer(error, undefined)),
  );
  return closing.finally(leave);
}
